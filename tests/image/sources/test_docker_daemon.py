"""The Docker daemon, played by a server on a unix socket."""

import socketserver
import threading
from http.server import BaseHTTPRequestHandler

import pytest

from image.sources.opening import stream, stream_of
from images.build import as_json, image, layer
from mooring.base.errors import ImageUnavailable, RegistryUnreachable, UsageError
from mooring.image.open import open_image
from mooring.image.sources.source import SourceOptions
from mooring.model.image import Platform

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

    with pytest.raises(Exception, match="the archive ends after 5000 bytes"):
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
