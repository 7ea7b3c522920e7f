"""An image in a real registry: with the right credentials, the wrong ones and none."""

import base64
import json

import pytest

from images.build import OCI_INDEX, as_json, image, layer
from journeys.running import APP, DEBIAN, mooring
from registry.push import push
from registry.real import PASSWORD, USER, running_registry

BUILT = image(DEBIAN, APP)
HTPASSWD = "mo:$2y$05$abcdefghijklmnopqrstuu7vDnq9RZnLX.d2c2WnMtyjw9yIpG07m\n"
EXPECTED = [
    "pkg:deb/debian/bash@5.2-1?arch=amd64&distro=debian-12",
    "pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12",
    "pkg:npm/left-pad@1.3.0",
]


@pytest.fixture(scope="module")
def open_registry(tmp_path_factory):
    with running_registry(tmp_path_factory.mktemp("open")) as registry:
        push(registry, "team/app", BUILT, tag="1.0")
        arm = image(layer({"etc/os-release": b"ID=alpine\n"}), config={"architecture": "arm64"})
        platforms = [
            BUILT.descriptor(platform={"os": "linux", "architecture": "amd64"}),
            arm.descriptor(platform={"os": "linux", "architecture": "arm64"}),
        ]
        index = as_json({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": platforms})
        push(registry, "team/both", BUILT, arm, tag="1.0", index=index)
        yield registry


@pytest.fixture(scope="module")
def locked_registry(tmp_path_factory):
    with running_registry(tmp_path_factory.mktemp("locked"), htpasswd=HTPASSWD) as registry:
        push(registry, "team/app", BUILT, tag="1.0", login=f"{USER}:{PASSWORD}")
        yield registry


def test_an_image_of_a_registry_is_scanned(open_registry, tmp_path):
    name = f"{open_registry.host}/team/app:1.0"

    ended = mooring(
        "scan", name, "--plain-http-host", open_registry.host, "-o", "purls", "-o", "json=r.json", folder=tmp_path
    )

    described = json.loads((tmp_path / "r.json").read_text())["image"]
    assert (ended.code, ended.out.splitlines()) == (0, EXPECTED)
    assert (described["digest"], described["source"], described["name"]) == (BUILT.digest, "registry", name)


def test_a_second_scan_fetches_no_layer(open_registry, tmp_path):
    words = ("scan", f"{open_registry.host}/team/app:1.0", "--plain-http-host", open_registry.host, "-o", "json")

    first, second = mooring(*words, folder=tmp_path), mooring(*words, folder=tmp_path)

    assert (first.code, first) == (0, second)


@pytest.mark.parametrize(("platform", "system"), [("linux/arm64", "alpine"), ("amd64", "debian")])
def test_the_platform_chooses_the_image(platform, system, open_registry, tmp_path):
    words = (
        "scan",
        f"{open_registry.host}/team/both:1.0",
        "--plain-http-host",
        open_registry.host,
        "-o",
        "json",
        "--platform",
        platform,
    )

    ended = mooring(*words, folder=tmp_path)

    assert json.loads(ended.out)["inventory"]["distro"]["id"] == system


@pytest.mark.parametrize("name", ["team/app:2.0", "team/none:1.0", "team/app@sha256:" + "0" * 64])
def test_an_image_that_is_not_there_is_said(name, open_registry, tmp_path):
    ended = mooring("scan", f"{open_registry.host}/{name}", "--plain-http-host", open_registry.host, folder=tmp_path)

    assert (ended.code, ended.out) == (3, "")
    assert ended.messages.startswith(("error: ", "note: "))
    assert "Traceback" not in ended.messages


def test_a_registry_without_tls_is_spoken_to_only_where_that_was_said(open_registry, tmp_path):
    ended = mooring(
        "scan",
        f"{open_registry.host}/team/app:1.0",
        "-q",
        folder=tmp_path,
        extra={"MOORING_REGISTRY_MAX_ATTEMPTS": "1"},
    )

    if ended.code == 0:
        assert open_registry.host.startswith("localhost:")  # as Docker does for loopback
        return
    assert ended.messages.startswith("error: ")


def credentials(registry, way: str, folder) -> dict:
    """Arguments of `mooring` that bring the credentials in one of the ways there are."""
    match way:
        case "environment":
            return {"extra": {"MOORING_REGISTRY_USERNAME": USER, "MOORING_REGISTRY_PASSWORD": PASSWORD}}
        case "standard input":
            return {"content": f"{PASSWORD}\n".encode()}
        case _:
            login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            (folder / ".docker").mkdir()
            (folder / ".docker" / "config.json").write_text(json.dumps({"auths": {registry.host: {"auth": login}}}))
            return {}


@pytest.mark.parametrize("way", ["environment", "standard input", "docker login"])
def test_the_right_credentials_open_the_registry(way, locked_registry, tmp_path):
    given = credentials(locked_registry, way, tmp_path)
    flags = ("--username", USER, "--password-stdin") if way == "standard input" else ()
    words = (
        "scan",
        f"{locked_registry.host}/team/app:1.0",
        "--plain-http-host",
        locked_registry.host,
        *flags,
        "-o",
        "purls",
    )

    ended = mooring(*words, folder=tmp_path, **given)

    assert (ended.code, ended.out.splitlines()) == (0, EXPECTED)


@pytest.mark.parametrize("password", ["", "wrong-secret"])
def test_other_credentials_do_not_and_are_never_shown(password, locked_registry, tmp_path):
    extra = {"MOORING_REGISTRY_USERNAME": USER, "MOORING_REGISTRY_PASSWORD": password} if password else {}
    words = ("scan", f"{locked_registry.host}/team/app:1.0", "--plain-http-host", locked_registry.host, "-q")

    ended = mooring(*words, folder=tmp_path, extra=extra)

    assert (ended.code, ended.out) == (3, "")
    assert ended.messages.startswith("error: ")
    assert "docker login" in ended.messages
    assert "wrong-secret" not in ended.messages
