"""A small upstream on loopback: files with validators and ranges, honest except where a test tells it not to be."""

import hashlib
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Seen:
    """A request as the upstream got it."""

    def __init__(self, path, headers):
        self.path = path
        self.headers = headers


class Reply:
    """What the upstream says. `cut` sends only so many bytes of the body, then breaks the connection off."""

    def __init__(self, status, body=b"", *, cut=None, **headers):
        self.status = status
        self.body = body
        self.cut = cut
        self.headers = {key.replace("_", "-"): value for key, value in headers.items()}


class Upstream:
    """Files by path; `rules` are asked first and may answer in their place."""

    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"
        self.host = f"127.0.0.1:{port}"
        self.files = {}
        self.rules = []
        self.seen = []
        self.running = 0
        self.most_running = 0
        self._lock = threading.Lock()

    def once(self, reply, path=None):
        """Answer the next request (to this path) so."""
        waiting = [reply]

        def rule(seen):
            return waiting.pop() if waiting and path in (None, seen.path) else None

        self.rules.append(rule)

    def always(self, reply):
        """Answer every request so."""
        self.rules.append(lambda seen: reply)

    def answer(self, seen):
        """The reply to a request."""
        with self._lock:
            self.seen.append(seen)
        for rule in self.rules:
            reply = rule(seen)
            if reply is not None:
                return reply
        content = self.files.get(seen.path)
        if content is None:
            return Reply(404, b"not here")
        etag = f'"{hashlib.sha256(content).hexdigest()[:12]}"'
        if seen.headers.get("if-none-match") == etag:
            return Reply(304, etag=etag)
        asked = seen.headers.get("range", "")
        if asked and seen.headers.get("if-range") == etag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            if start >= len(content):
                return Reply(416, content_range=f"bytes */{len(content)}")
            return Reply(
                206, content[start:], etag=etag, content_range=f"bytes {start}-{len(content) - 1}/{len(content)}"
            )
        return Reply(200, content, etag=etag, content_type="application/octet-stream")

    def enter(self, step):
        """Count requests that are being answered at the same time."""
        with self._lock:
            self.running += step
            self.most_running = max(self.most_running, self.running)


@contextmanager
def upstream():
    """One that answers on a free port until the block ends."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.upstream = Upstream(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.upstream
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A client that hangs up in the middle of an answer is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.upstream.enter(1)
        try:
            self._reply()
        finally:
            self.server.upstream.enter(-1)

    def log_message(self, *arguments):
        """Say nothing."""

    def _reply(self):
        reply = self.server.upstream.answer(
            Seen(self.path, {key.lower(): value for key, value in self.headers.items()})
        )
        self.send_response(reply.status)
        for key, value in reply.headers.items():
            self.send_header(key, value)
        if "content-length" not in reply.headers:
            self.send_header("content-length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body if reply.cut is None else reply.body[: reply.cut])
        if reply.cut is not None:
            self.close_connection = True
