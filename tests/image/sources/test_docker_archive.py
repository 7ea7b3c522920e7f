"""`docker save` archives in the forms that tools write."""

import json

import pytest

from image.sources.opening import diff_ids, opened, stream, stream_of
from images.build import Entry, blob_path, docker_archive, image, layer, tar_of
from mooring.base.errors import DamagedImage, ImageUnavailable
from mooring.image.open import open_image
from mooring.image.sources.source import SourceOptions
from mooring.model.image import Platform

BASE = layer({"etc/os-release": b"ID=alpine\n"})
TOP = layer({"app/main": b"#!/bin/sh\n"}, compression="zstd")
IMAGE = image(BASE, TOP, BASE, config={"config": {"User": "app", "Labels": None}})


@pytest.mark.parametrize("style", ["docker-24", "docker-25", "podman"])
def test_every_layer_comes_with_its_diff_id(tmp_path, style):
    path = tmp_path / "app.tar"
    path.write_bytes(IMAGE.docker_archive(style=style))

    found = opened(f"docker-archive:{path}")

    assert [one.diff_id for one in IMAGE.layers] == diff_ids(found)
    assert [one.diff_id for one in IMAGE.layers] == [one.diff_id for one in found.description.layers]
    assert found.description.tags == ("app:1.0",)
    assert IMAGE.image_id == found.description.image_id
    assert found.description.layers[1].created_by == "COPY layer 2 /"
    assert found.description.config.user == "app"


def test_the_layout_inside_tells_manifest_and_layer_digests(tmp_path):
    path = tmp_path / "app.tar"
    path.write_bytes(IMAGE.docker_archive(style="docker-25"))

    description = opened(path).description

    assert IMAGE.digest == description.digest
    assert [one.digest for one in IMAGE.layers] == [one.digest for one in description.layers]


@pytest.mark.parametrize("compression", ["gzip", "zstd"])
@pytest.mark.parametrize("style", ["docker-24", "docker-25", "podman"])
def test_a_compressed_archive_is_streamed(tmp_path, style, compression):
    path = tmp_path / "app.tar.z"
    path.write_bytes(IMAGE.docker_archive(style=style, compression=compression))

    found = stream(stream_of(open_image(str(path), SourceOptions())))

    assert [one.diff_id for one in IMAGE.layers] == [one.diff_id for one in found.description.layers]
    assert len(found.member_names) == 3
    assert found.member_names[0] == found.member_names[2]


def test_the_guess_is_told(tmp_path):
    path = tmp_path / "app.tar"
    path.write_bytes(IMAGE.docker_archive())

    result = open_image(str(path), SourceOptions())

    assert (f"read {str(path)!r} as docker-archive",) == result.notes


def test_one_of_several_images_must_be_chosen(tmp_path):
    other = image(BASE, tags=("other:2",))
    path = tmp_path / "both.tar"
    path.write_bytes(docker_archive(IMAGE, other))

    with pytest.raises(ImageUnavailable) as error:
        opened(path)

    assert error.value.hint == "append ':' and one of app:1.0, other:2"
    assert other.image_id == opened(f"docker-archive:{path}:other:2").description.image_id
    assert IMAGE.image_id == opened(f"{path}:{IMAGE.image_id}").description.image_id


def test_a_missing_image_is_named(tmp_path):
    path = tmp_path / "app.tar"
    path.write_bytes(IMAGE.docker_archive())

    with pytest.raises(ImageUnavailable, match="has no image 'nope:1'"):
        opened(f"docker-archive:{path}:nope:1")


def test_a_config_that_is_not_what_its_name_says_is_refused(tmp_path):
    path = tmp_path / "app.tar"
    path.write_bytes(IMAGE.docker_archive().replace(b'"created_by":"COPY layer 1', b'"created_by":"COPY layer 9'))

    with pytest.raises(DamagedImage, match="is not what its name says"):
        opened(path)


def test_a_missing_layer_is_named(tmp_path):
    rows = json.dumps([{"Config": "c.json", "RepoTags": None, "Layers": ["gone/layer.tar"]}]).encode()
    path = tmp_path / "app.tar"
    path.write_bytes(tar_of({"c.json": image(BASE).config, "manifest.json": rows}))

    with pytest.raises(DamagedImage, match="no member 'gone/layer.tar'"):
        opened(path)


def test_links_that_lead_in_a_circle_are_missing_members(tmp_path):
    rows = json.dumps([{"Config": "c.json", "RepoTags": None, "Layers": ["a/layer.tar"]}]).encode()
    files = {
        "c.json": image(BASE).config,
        "manifest.json": rows,
        "a/layer.tar": Entry(kind="symlink", target="../b/layer.tar"),
        "b/layer.tar": Entry(kind="symlink", target="../a/layer.tar"),
    }
    path = tmp_path / "app.tar"
    path.write_bytes(tar_of(files))

    with pytest.raises(DamagedImage, match="no member"):
        opened(path)


def test_more_diff_ids_than_layers_are_refused(tmp_path):
    rows = json.dumps([{"Config": "c.json", "RepoTags": None, "Layers": []}]).encode()
    path = tmp_path / "app.tar"
    path.write_bytes(tar_of({"c.json": image(BASE).config, "manifest.json": rows}))

    with pytest.raises(DamagedImage, match=r"lists 0 layers; the image config has 1 diff_ids"):
        opened(path)


@pytest.mark.parametrize("cut", [100, 700, 2000, 5000, 15000])
def test_a_truncated_archive_is_an_error_of_the_image(tmp_path, cut):
    path = tmp_path / "app.tar"
    path.write_bytes(IMAGE.docker_archive()[:cut])

    with pytest.raises((DamagedImage, ImageUnavailable)):
        opened(f"docker-archive:{path}")


def test_another_platform_than_the_one_asked_for_is_refused(tmp_path):
    path = tmp_path / "app.tar"
    path.write_bytes(IMAGE.docker_archive())

    with pytest.raises(ImageUnavailable, match="is for linux/amd64; linux/arm64 was asked for"):
        opened(path, SourceOptions(platform=Platform.parse("linux/arm64")))


def test_another_platform_is_found_in_the_layout_beside_it(tmp_path):
    """Docker's containerd store saves every platform and names one in manifest.json."""
    other = image(BASE, config={"architecture": "arm64"})
    rows = [
        one.descriptor(platform={"os": "linux", "architecture": architecture})
        for one, architecture in ((IMAGE, "amd64"), (other, "arm64"))
    ]
    members = [blob_path(one.digest) for one in IMAGE.layers]
    saved = [{"Config": blob_path(IMAGE.image_id), "RepoTags": ["app:1.0"], "Layers": members}]
    files = {**other.oci_files(), **IMAGE.oci_files({"schemaVersion": 2, "manifests": rows})}
    path = tmp_path / "app.tar"
    path.write_bytes(tar_of({**files, "manifest.json": json.dumps(saved).encode()}))

    found = opened(path, SourceOptions(platform=Platform.parse("arm64")))

    assert found.description.digest == other.digest
    assert opened(path, SourceOptions(platform=Platform.parse("amd64"))).description.digest == IMAGE.digest


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        ({"manifest.json": b"{"}, r"manifest\.json cannot be read"),
        ({"manifest.json": b"[]"}, r"manifest\.json lists no image"),
        ({"else": b""}, r"there is neither manifest\.json nor index\.json"),
    ],
)
def test_an_archive_that_holds_no_image_is_told(tmp_path, documents, message):
    path = tmp_path / "app.tar"
    path.write_bytes(tar_of(documents))

    with pytest.raises((DamagedImage, ImageUnavailable), match=message):
        opened(f"docker-archive:{path}")


def test_a_file_that_is_no_archive_is_told(tmp_path):
    (tmp_path / "app.tar").write_bytes(b"text")

    with pytest.raises(ImageUnavailable, match="is no archive: it is neither tar nor gzip nor zstd"):
        opened(f"docker-archive:{tmp_path / 'app.tar'}")


def test_a_layout_that_is_incomplete_is_not_used(tmp_path):
    rows = json.dumps([{"Config": "c.json", "RepoTags": None, "Layers": ["l.tar"]}]).encode()
    files = {"c.json": image(BASE).config, "manifest.json": rows, "l.tar": BASE.tar, "index.json": b"{"}
    path = tmp_path / "app.tar"
    path.write_bytes(tar_of(files))

    assert diff_ids(opened(path)) == [BASE.diff_id]
