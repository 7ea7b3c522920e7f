"""How layers of stored images are told apart between scans."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from image.sources.opening import diff_ids, opened, stream
from images.build import image, layer
from mooring.base.errors import MooringError
from mooring.image.sources.archives.opened import StreamedArchive, open_archive
from mooring.image.sources.source import OpenedImage, SourceOptions

IMAGE = image(layer({"a": b"1"}), layer({"b": b"2"}))


def _identities(path) -> list[str]:
    found = opened(path)
    return [found.layer_identity(one) for one in found.description.layers]


def test_a_layer_with_a_digest_is_known_by_it(tmp_path):
    path = tmp_path / "app.tar"
    path.write_bytes(IMAGE.docker_archive(style="docker-25"))

    assert _identities(path) == [one.digest for one in IMAGE.layers]


def test_a_layer_without_a_digest_is_known_by_its_place_in_the_file(tmp_path):
    path = tmp_path / "app.tar"
    path.write_bytes(IMAGE.docker_archive())

    first, second = _identities(path)

    assert first != second
    assert [first, second] == _identities(path)


def test_a_file_that_was_written_to_is_another_file(tmp_path):
    path = tmp_path / "app.tar"
    path.write_bytes(IMAGE.docker_archive())
    before = _identities(path)

    os.utime(path, ns=(1, 1))

    assert not set(before) & set(_identities(path))


def _archives() -> list[bytes]:
    return [IMAGE.docker_archive(), IMAGE.docker_archive(style="docker-25"), IMAGE.oci_archive()]


@pytest.mark.parametrize("archive", _archives())
@given(at=st.integers(0, 20_000), piece=st.binary(min_size=1, max_size=30), cut=st.integers(0, 30_000))
def test_a_mutated_stream_raises_our_errors_only(archive, at, piece, cut):
    content = bytearray(archive)
    content[at : at + len(piece)] = piece
    pieces = iter((bytes(content[: max(cut, at)]),))

    try:
        stream(StreamedArchive(pieces, wanted="", name="-", source="stdin", options=SourceOptions()))
    except MooringError:
        return


@pytest.mark.parametrize("archive", _archives())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 20_000), piece=st.binary(min_size=1, max_size=30))
def test_a_mutated_file_raises_our_errors_only(tmp_path, archive, at, piece):
    path = tmp_path / "app.tar"
    content = bytearray(archive)
    content[at : at + len(piece)] = piece
    path.write_bytes(content)

    try:
        found = open_archive(path, wanted="", name="app", source="docker-archive", options=SourceOptions())
        if isinstance(found, OpenedImage):
            diff_ids(found)
    except MooringError:
        return
