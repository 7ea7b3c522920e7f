"""A small registry on loopback that speaks the protocol honestly, except where a test tells it not to."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from images.build import BuiltImage


class Seen:
    """A request as the fake got it."""

    def __init__(self, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
        self.method = method
        self.path = urlsplit(path).path
        self.query = {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        self.headers = headers
        self.form = {key: values[0] for key, values in parse_qs(body.decode()).items()} if method == "POST" else {}


class Reply:
    """What the fake says. `cut` sends only so many bytes of the body, then breaks the connection off."""

    def __init__(
        self, status: int, body: bytes = b"", *, cut: int | None = None, **headers: str | tuple[str, ...]
    ) -> None:
        self.status = status
        self.body = body
        self.cut = cut
        self.headers = {key.replace("_", "-"): value for key, value in headers.items()}


class FakeRegistry:
    """Images by repository; `rules` are asked first and may answer in its place."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.seen: list[Seen] = []
        self.rules: list[Callable[[Seen], Reply | None]] = []
        self.blobs: dict[str, bytes] = {}
        self.manifests: dict[str, bytes] = {}

    def add(self, repository: str, image: BuiltImage, tag: str = "1.0") -> None:
        """Keep an image."""
        self.manifests |= {f"{repository}/{image.digest}": image.manifest, f"{repository}/{tag}": image.manifest}
        self.blobs |= image.blobs()

    def ask_for_token(self, realm: str, token: str = "t0ken") -> None:
        """Refuse what does not show the token."""

        def rule(seen: Seen) -> Reply | None:
            if not seen.path.startswith("/v2/") or seen.headers.get("authorization") == f"Bearer {token}":
                return None
            return Reply(401, www_authenticate=f'Bearer realm="{realm}",service="fake",scope="repository:x:pull,push"')

        self.rules.append(rule)

    def requests(self, part: str) -> list[Seen]:
        """The requests whose path has the part."""
        return [one for one in self.seen if part in one.path]

    def answer(self, seen: Seen) -> Reply:
        """The reply to a request."""
        self.seen.append(seen)
        for rule in self.rules:
            reply = rule(seen)
            if reply is not None:
                return reply
        repository, _, name = seen.path.removeprefix("/v2/").rpartition("/")
        repository, _, kind = repository.rpartition("/")
        known = {"blobs": self.blobs.get(name), "manifests": self.manifests.get(f"{repository}/{name}")}
        content = known.get(kind)  # no list of referrers: a test that wants one gives it by a rule
        if content is None:
            return Reply(404, b'{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}')
        start = int(seen.headers.get("range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        if start:
            return Reply(206, content[start:], content_range=f"bytes {start}-{len(content) - 1}/{len(content)}")
        return Reply(200, content, content_type="application/vnd.oci.image.manifest.v1+json")


@contextmanager
def fake_registry(name: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[FakeRegistry]:
    """A fake that answers on a free port until the block ends. `name` is how it calls itself."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    registry = FakeRegistry(f"{name}:{server.server_port}")
    server.registry = registry
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield registry
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up in the middle of an answer is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def _answer(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {key.lower(): value for key, value in self.headers.items()}
        reply = self.server.registry.answer(Seen(method, self.path, headers, body))
        self.send_response(reply.status)
        for key, values in reply.headers.items():
            for value in (values,) if isinstance(values, str) else values:
                self.send_header(key, value)
        if "content-length" not in {key.lower() for key in reply.headers}:
            self.send_header("content-length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body if reply.cut is None else reply.body[: reply.cut])
        if reply.cut is not None:
            self.close_connection = True
