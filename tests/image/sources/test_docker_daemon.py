"""The Docker daemon, played by a server on a unix socket."""

import socketserver
import ssl
import threading
from http.server import BaseHTTPRequestHandler

import pytest
import trustme

from image.sources.opening import stream, stream_of
from images.build import as_json, image, layer
from mooring.base.errors import ImageUnavailable, RegistryUnreachable, UsageError
from mooring.image.open import open_image
from mooring.image.sources.source import SourceOptions
from mooring.model.image import Platform
from registry.fake import Reply, fake_registry

IMAGE = image(layer({"etc/os-release": b"ID=alpine\n"}), layer({"bin/a": b"x" * 300_000}))
INSPECTED = {
    "Id": IMAGE.image_id,
    "RepoTags": ["app:1.0"],
    "RepoDigests": [f"registry.example/app@{IMAGE.digest}"],
    "Os": "linux",
    "Architecture": "amd64",
}


class _Daemon(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    archive = IMAGE.docker_archive()

    def handle_error(self, request, client_address):
        """Clients of a guess hang up early."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        bodies = {"/images/app:1.0/json": as_json(INSPECTED), "/images/app:1.0/get": self.server.archive}
        body = bodies.get(self.path)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b'{"message":"No such image"}')

    def address_string(self):
        return "test"

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture
def daemon(tmp_path):
    """The daemon's address."""
    with _Daemon(str(tmp_path / "d.sock"), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        server.address = f"unix://{tmp_path / 'd.sock'}"
        yield server
        server.shutdown()
        thread.join()


def _options(daemon, **given) -> SourceOptions:
    return SourceOptions(environment={"DOCKER_HOST": daemon.address}, **given)


def test_an_image_is_read_from_its_export(daemon):
    found = stream(stream_of(open_image("docker:app:1.0", _options(daemon))))

    assert [one.diff_id for one in IMAGE.layers] == [one.diff_id for one in found.description.layers]
    assert found.description.source == "docker"
    assert (f"registry.example/app@{IMAGE.digest}",) == found.description.repo_digests


def test_a_daemon_that_has_the_image_is_guessed(daemon):
    assert open_image("app:1.0", _options(daemon)).notes == ("read 'app:1.0' as docker",)


def test_an_image_that_the_daemon_lacks_is_named(daemon):
    with pytest.raises(ImageUnavailable, match="docker has no image 'none:1'"):
        open_image("docker:none:1", _options(daemon))


def test_an_export_that_breaks_off_is_an_error(daemon):
    daemon.archive = IMAGE.docker_archive()[:5000]

    with pytest.raises(Exception, match="the archive ends within an entry"):
        stream(stream_of(open_image("docker:app:1.0", _options(daemon))))


def test_another_platform_is_refused(daemon):
    with pytest.raises(ImageUnavailable, match="linux/arm64 was asked for"):
        open_image("docker:app:1.0", _options(daemon, platform=Platform.parse("arm64")))


def test_a_daemon_that_does_not_answer_is_named():
    options = SourceOptions(environment={"DOCKER_HOST": "unix:///nowhere.sock"})

    with pytest.raises(RegistryUnreachable, match=r"docker at unix:///nowhere\.sock"):
        open_image("docker:app:1.0", options)


def test_an_address_over_ssh_is_refused():
    with pytest.raises(UsageError, match="only unix:// and tcp:// are spoken"):
        open_image("docker:app:1.0", SourceOptions(environment={"DOCKER_HOST": "ssh://host"}))


def test_offline_asks_no_daemon(daemon):
    with pytest.raises(UsageError, match="--offline was given"):
        open_image("docker:app:1.0", _options(daemon, offline=True))


def _serve(fake) -> None:
    bodies = {"/images/app:1.0/json": as_json(INSPECTED), "/images/app:1.0/get": IMAGE.docker_archive()}
    fake.rules.append(lambda seen: Reply(200, bodies[seen.path]) if seen.path in bodies else None)


def test_a_daemon_is_reached_over_tcp():
    with fake_registry() as fake:
        _serve(fake)
        options = SourceOptions(environment={"DOCKER_HOST": f"tcp://{fake.host}"})

        found = stream(stream_of(open_image("docker:app:1.0", options)))

    assert found.description.tags == ("app:1.0",)


def test_a_daemon_with_tls_is_shown_a_certificate(tmp_path):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    client = authority.issue_cert("client@registry.example")
    client.private_key_pem.write_to_path(tmp_path / "key.pem")
    client.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(context)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with fake_registry(tls=context) as fake:
        _serve(fake)
        environment = {
            "DOCKER_HOST": f"tcp://{fake.host}",
            "DOCKER_TLS_VERIFY": "1",
            "DOCKER_CERT_PATH": str(tmp_path),
        }

        found = stream(stream_of(open_image("docker:app:1.0", SourceOptions(environment=environment))))

    assert found.description.image_id == IMAGE.image_id


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply(500), r"did not tell of 'app:1.0' \(HTTP 500\)"),
        (Reply(200, b"no json"), "gave no answer that can be read"),
        (Reply(200, b"{}", cut=1), "docker at http://"),
    ],
)
def test_a_daemon_that_talks_nonsense_is_named(reply, message):
    with fake_registry() as fake:
        fake.rules.append(lambda seen: reply)
        options = SourceOptions(environment={"DOCKER_HOST": f"tcp://{fake.host}"})

        with pytest.raises(RegistryUnreachable, match=message):
            open_image("docker:app:1.0", options)


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply(500), r"did not export 'app:1.0' \(HTTP 500\)"),
        (Reply(200, IMAGE.docker_archive(), cut=9000), "broke off the export of 'app:1.0'"),
    ],
)
def test_an_export_that_goes_wrong_is_named(reply, message):
    with fake_registry() as fake:
        fake.rules.append(lambda seen: Reply(200, as_json(INSPECTED)) if seen.path.endswith("json") else reply)
        options = SourceOptions(environment={"DOCKER_HOST": f"tcp://{fake.host}"})

        with pytest.raises(RegistryUnreachable, match=message):
            stream(stream_of(open_image("docker:app:1.0", options)))
