"""Members of outer archives: the same names and places as `tarfile` finds, and no surprises on bad bytes."""

import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from images.build import Entry, tar_of
from mooring.base.errors import DamagedImage, HostileInput, MooringError
from mooring.base.limits import Limits
from mooring.image.sources.archives.members import FileCursor, TarMember, walk
from mooring.image.tar import Cursor

LONG = "d/" * 90 + "file"
FILES = {
    "manifest.json": b"[]",
    "./blobs/sha256/aa": b"x" * 1000,
    "folder": Entry(kind="folder"),
    LONG: b"long",
    "a/layer.tar": Entry(kind="symlink", target="../b/layer.tar"),
    "b/link": Entry(kind="hardlink", target="manifest.json"),
    "umlaut-ü": b"u",
    "empty": b"",
}


def _seekable(content: bytes) -> list[TarMember]:
    return list(walk(FileCursor(io.BytesIO(content), len(content), "archive"), Limits()))


def _streamed(content: bytes) -> list[TarMember]:
    pieces = (content[at : at + 700] for at in range(0, len(content), 700))
    return list(walk(Cursor(pieces, "archive"), Limits()))


@pytest.mark.parametrize("tar_format", ["pax", "gnu", "ustar"])
def test_names_sizes_and_places_are_those_of_tarfile(tar_format):
    content = tar_of(FILES, tar_format)
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        expected = [
            (info.name.removeprefix("./"), info.size, info.offset_data)
            for info in archive
            if info.isfile() and info.type != tarfile.LNKTYPE
        ]

    found = [(one.name, one.size, one.offset) for one in _seekable(content) if not one.link]

    assert found == expected


def test_a_stream_gives_the_same_members_as_a_file():
    content = tar_of(FILES)

    assert _streamed(content) == _seekable(content)


def test_links_are_paths_from_the_root_of_the_archive():
    links = {one.name: one.link for one in _seekable(tar_of(FILES)) if one.link}

    assert links == {"a/layer.tar": "b/layer.tar", "b/link": "manifest.json"}


def test_a_name_that_leaves_the_archive_is_passed_over():
    assert _seekable(tar_of({"../../etc/passwd": b"x", "a": b"1"}))[0].name == "a"


def test_a_member_may_be_taken_in_part():
    content = tar_of({"a": b"1" * 2000, "b": b"2"})
    cursor = Cursor(iter((content,)), "archive")

    taken = [cursor.take(3) for _ in walk(cursor, Limits())]

    assert taken == [b"111", b"2" + bytes(2)]


def test_too_many_members_are_refused():
    content = tar_of({f"f{number}": b"" for number in range(11)})

    with pytest.raises(HostileInput, match="has more than 10 members"):
        list(walk(FileCursor(io.BytesIO(content), len(content), "archive"), Limits(max_archive_members=10)))


def test_a_member_that_is_larger_than_the_file_is_damage():
    content = tar_of({"a": b"1" * 5000})[:2048]

    with pytest.raises(DamagedImage, match="within an entry"):
        _seekable(content)


@pytest.mark.parametrize("read", [_seekable, _streamed])
@given(at=st.integers(0, 12_000), piece=st.binary(min_size=1, max_size=12), cut=st.integers(0, 12_000))
def test_mutated_archives_raise_our_errors_only(read, at, piece, cut):
    content = bytearray(tar_of(FILES))
    content[at : at + len(piece)] = piece

    try:
        read(bytes(content[: max(cut, at)]))
    except MooringError:
        return
