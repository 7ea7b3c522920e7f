"""What a text and a file mean, told by what is there."""

import pytest

from images.build import compressed, image, layer, tar_of
from mooring.image.sources.archives.local import archive_kind, is_sbom, split_path
from mooring.image.sources.source import SourceOptions

IMAGE = image(layer({"a": b"1"}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.tar", ("app.tar", "")),
        ("app.tar:app:1.0", ("app.tar", "app:1.0")),
        ("app.tar:registry.example:5000/app:1.0", ("app.tar", "registry.example:5000/app:1.0")),
        ("app.tar@sha256:abc", ("app.tar", "sha256:abc")),
        ("app.tar:@sha256:abc", ("app.tar", "sha256:abc")),
        ("odd:name", ("odd:name", "")),
        ("odd:name:tag", ("odd:name", "tag")),
        ("gone.tar:tag", ("gone.tar:tag", "")),
    ],
)
def test_the_longest_path_that_exists_is_the_path(tmp_path, monkeypatch, text, expected):
    (tmp_path / "app.tar").touch()
    (tmp_path / "odd:name").touch()
    monkeypatch.chdir(tmp_path)

    path, rest = split_path(text, SourceOptions())

    assert (str(path), rest) == expected


def test_the_users_home_is_that_of_the_environment(tmp_path):
    (tmp_path / "app.tar").touch()

    path, _ = split_path("~/app.tar", SourceOptions(environment={"HOME": str(tmp_path)}))

    assert path == tmp_path / "app.tar"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (IMAGE.docker_archive(), "docker"),
        (IMAGE.docker_archive(style="docker-25", compression="gzip"), "docker"),
        (IMAGE.docker_archive(style="podman", compression="zstd"), "docker"),
        (IMAGE.docker_archive(compression="gzip"), "docker"),
        (IMAGE.oci_archive(), "oci"),
        (IMAGE.oci_archive(compression="gzip"), "oci"),
        (tar_of({"src/main.c": b"", "index.json": b"{}"}), ""),
        (compressed(tar_of({"package/package.json": b"{}"}), "gzip"), ""),
        (compressed(b"no tar", "gzip"), ""),
        (IMAGE.docker_archive()[:700], ""),
        (b"\x1f\x8b broken", ""),
        (b"text", ""),
        (b"", ""),
    ],
)
def test_an_image_archive_is_told_by_its_members(tmp_path, content, kind):
    path = tmp_path / "file"
    path.write_bytes(content)

    assert archive_kind(path) == kind


@pytest.mark.parametrize("content", [b'{"name": "bomFormat"}'[:5], b"SPDX", b"", b"\x7fELF", b'{"dependencies": {}}'])
def test_what_has_no_mark_is_no_sbom(content):
    assert not is_sbom(content)
