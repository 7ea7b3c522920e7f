"""Standard input: archives and SBOMs, told by their first bytes."""

import io

import pytest

from image.sources.opening import stream, stream_of
from images.build import docker_archive, image, layer
from mooring.base.errors import DamagedImage, ImageUnavailable, MooringError, UsageError
from mooring.image.open import open_image
from mooring.image.sources.source import SbomDocument, SourceOptions

BASE = layer({"etc/os-release": b"ID=alpine\n"})
IMAGE = image(BASE, layer({"bin/a": b"x" * 100_000}, compression="zstd"), BASE)


class Drip(io.RawIOBase):
    """A pipe that gives a few bytes at a time, as pipes do."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def read(self, size: int = -1) -> bytes:
        return self._content.read(min(size, 333) if size > 0 else 333)


def _open(content: bytes, text: str = "-"):
    return open_image(text, SourceOptions(standard_input=Drip(content)))


@pytest.mark.parametrize("compression", ["", "gzip", "zstd"])
@pytest.mark.parametrize("style", ["docker-24", "docker-25", "podman"])
def test_a_saved_image_is_read_in_one_pass(style, compression):
    found = stream(stream_of(_open(IMAGE.docker_archive(style=style, compression=compression))))

    assert [one.diff_id for one in found.description.layers] == [one.diff_id for one in IMAGE.layers]
    assert found.description.source == "stdin"


@pytest.mark.parametrize("compression", ["", "gzip"])
def test_an_oci_archive_is_read_in_one_pass(compression):
    found = stream(stream_of(_open(IMAGE.oci_archive(compression=compression))))

    assert found.description.digest == IMAGE.digest
    assert len(found.member_names) == 3


def test_one_of_several_images_is_chosen():
    other = image(BASE, tags=("other:2",))

    found = stream(stream_of(_open(docker_archive(IMAGE, other), "-:other:2")))

    assert found.description.image_id == other.image_id


def test_members_that_are_not_read_are_skipped():
    opened = stream_of(_open(IMAGE.docker_archive(style="podman")))

    names = [member.name for member in opened.members()]

    assert len(names) == 2


def test_a_layer_with_another_diff_id_than_the_config_names_is_refused():
    opened = stream_of(_open(IMAGE.docker_archive()))
    results = {member.name: "sha256:" + "0" * 64 for member in opened.members()}

    with pytest.raises(DamagedImage, match="has the diffID sha256:0000"):
        opened.finish(results)


def test_a_stream_that_was_not_read_cannot_be_finished():
    with pytest.raises(DamagedImage, match="was not read to its end"):
        stream_of(_open(IMAGE.docker_archive())).finish({})


@pytest.mark.parametrize("cut", [600, 3000, 9000, 20_000, 60_000])
def test_a_stream_that_is_cut_off_is_damaged(cut):
    content = IMAGE.docker_archive(style="podman")[:cut]

    with pytest.raises(MooringError):
        stream(stream_of(_open(content)))


def test_a_document_is_an_sbom():
    opened = _open(b'{"bomFormat": "CycloneDX"}').opened

    assert isinstance(opened, SbomDocument)
    assert opened.content == b'{"bomFormat": "CycloneDX"}'


def test_an_empty_pipe_is_told():
    with pytest.raises(ImageUnavailable, match="standard input is empty"):
        _open(b"")


def test_without_standard_input_there_is_nothing_to_read():
    with pytest.raises(UsageError):
        open_image("-", SourceOptions())
