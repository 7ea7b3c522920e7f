"""The layer pass reads what `tarfile` reads, however the bytes are cut, and refuses what it must."""

import hashlib
import io
import os
import tarfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from image.walking import in_chunks, walk
from images.build import Entry, layer, tar_of
from mooring.base.errors import DamagedImage, HostileInput, MooringError
from mooring.base.limits import DEFAULT_LIMITS
from mooring.image.layer import HashedStream
from mooring.image.tar import mode_of
from mooring.model.files import FileKind

LONG = "/".join(["a-folder-of-a-long-name"] * 12) + "/file"
FILES = {
    "bin": Entry(kind="folder"),
    "bin/sh": Entry(content=b"\x7fELF" + os.urandom(3000), mode=0o4755, uid=1000, gid=3_000_000),
    "etc/empty": b"",
    "etc/passwd": b"root:x:0:0::/:/bin/sh\n",
    LONG: b"long name",
    "etc/link": Entry(kind="symlink", target="../bin/sh"),
    "etc/long-link": Entry(kind="symlink", target="/" + LONG),
    "bin/ash": Entry(kind="hardlink", target="bin/sh"),
    "dev/null": Entry(kind="character-device", device=(1, 3)),
    "dev/sda": Entry(kind="block-device", device=(8, 0)),
    "run/pipe": Entry(kind="fifo"),
    "blob": os.urandom(5000),
    "exact": bytes(512),
    "näme/文": "text ü".encode(),
    "x" * 99: b"99",
    "x" * 100: b"100",
    "x" * 101: b"101",
}


def by_tarfile(content: bytes) -> tuple[list[str], dict[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        members = archive.getmembers()
        files = {m.name: archive.extractfile(m).read() for m in members if m.isreg() and m.size}
    return [m.name for m in members], files


@pytest.mark.parametrize("chunk", [1, 7, 100, 511, 512, 513, 4096, 1 << 20])
@pytest.mark.parametrize("tar_format", ["pax", "gnu"])
def test_names_and_contents_are_those_that_tarfile_reads(tar_format, chunk):
    content = tar_of(FILES, tar_format)
    names, files = by_tarfile(content)

    walked = walk(content, chunk)

    assert (walked.paths, walked.delivered) == (names, files)


@pytest.mark.parametrize("chunk", [1, 300, 1 << 20])
def test_a_row_has_kind_mode_owner_link_and_device(chunk):
    walked = walk(tar_of(FILES), chunk)
    rows = {path: row for row, path in enumerate(walked.paths)}
    entries = walked.entries

    assert walked.kind("bin") == FileKind.FOLDER
    assert entries.kinds[rows["bin/sh"]] == FileKind.FILE | 0x80
    assert mode_of(entries.modes[8 * rows["bin/sh"] : 8 * rows["bin/sh"] + 8]) == 0o4755
    assert entries.overrides[rows["bin/sh"]] == {"gid": "3000000"}
    assert entries.links == {
        rows["etc/link"]: b"../bin/sh",
        rows["etc/long-link"]: b"/" + LONG.encode(),
        rows["bin/ash"]: b"bin/sh",
    }
    assert entries.devices == {rows["dev/null"]: (1, 3), rows["dev/sda"]: (8, 0)}


@pytest.mark.parametrize("chunk", [1, 999, 1 << 20])
def test_digests_are_those_of_the_contents(chunk):
    walked = walk(tar_of(FILES), chunk, with_digests=True)

    digests = {path: walked.entries.digests[32 * row : 32 * row + 32] for row, path in enumerate(walked.paths)}

    for path, entry in FILES.items():
        content = entry if isinstance(entry, bytes) else entry.content
        is_file = isinstance(entry, bytes) or entry.kind == "file"
        assert digests[path] == (hashlib.sha256(content).digest() if is_file else bytes(32)), path


def test_paths_are_cleaned_and_never_leave_the_root():
    walked = walk(
        tar_of({"./a//b/./c": b"1", "/abs": b"2", "d/../e": b"3", "../../etc/shadow": b"4", "..": b"5"}, "gnu")
    )

    assert walked.paths == ["a/b/c", "abs", "e"]
    assert [problem.reason for problem in walked.problems] == ["the path leaves the root; the entry was left out"] * 2


def test_whiteouts_and_opaque_folders_are_marks_and_not_files():
    built = layer({"keep/file": b"1", "keep/.wh..wh.plnk": b""}, whiteouts=("etc/passwd", "top"), opaque=("var/cache",))

    walked = walk(built.tar)

    assert walked.paths == ["keep/file"]
    assert (walked.whiteouts, walked.opaque_folders) == ([b"etc/passwd", b"top"], [b"var/cache"])


def test_a_whiteout_with_content_is_still_a_mark():
    walked = walk(tar_of({"etc/.wh.passwd": b"content", "after": b"1"}))

    assert (walked.paths, walked.whiteouts) == (["after"], [b"etc/passwd"])


def test_an_archive_without_end_mark_is_whole():
    content = tar_of({"a": b"1"})

    assert walk(content[:1024]).paths == ["a"]


@pytest.mark.parametrize("cut", [100, 511, 513, 700, 1023])
def test_an_archive_cut_within_an_entry_is_damaged(cut):
    content = tar_of({"a": b"1" * 400, "b": b"2"})

    with pytest.raises(DamagedImage, match="truncated|within an entry"):
        walk(content[:cut])


def test_what_is_no_tar_archive_is_damaged():
    with pytest.raises(DamagedImage, match="no tar header"):
        walk(b"this is not a tar archive" * 100)


def test_bytes_behind_a_single_zero_block_are_not_passed_over_silently():
    content = tar_of({"a": b"1"})[:1024] + bytes(512) + tar_of({"hidden": b"2"})

    with pytest.raises(DamagedImage):
        walk(content)


def test_a_header_without_magic_needs_the_right_checksum():
    content = bytearray(tar_of({"a": b"1", "b": b"2"}, "ustar"))
    content[257:265] = bytes(8)

    with pytest.raises(DamagedImage, match="no tar header at byte 0"):
        walk(bytes(content))


def test_old_archives_without_magic_are_read():
    content = bytearray(tar_of({"old/": Entry(kind="folder"), "old/a": b"1"}, "ustar"))
    for at in (0, 512):
        content[at + 257 : at + 265] = bytes(8)
        content[at + 156] = 0
        if at == 0:
            content[0:4] = b"old/"
        content[at + 148 : at + 156] = b" " * 8
        content[at + 148 : at + 156] = b"%06o\0 " % sum(content[at : at + 512])

    walked = walk(bytes(content))

    assert (walked.paths, walked.kind("old")) == (["old", "old/a"], FileKind.FOLDER)


def test_sizes_in_base_256_are_read():
    content = bytearray(tar_of({"a": b"x" * 700, "b": b"2"}, "gnu"))
    content[124:136] = b"\x80" + (700).to_bytes(11, "big")

    assert walk(bytes(content)).delivered == {"a": b"x" * 700, "b": b"2"}


def test_a_negative_size_is_damaged():
    content = bytearray(tar_of({"a": b"x" * 700}, "gnu"))
    content[124:136] = b"-0000000001\0"

    with pytest.raises(DamagedImage):
        walk(bytes(content))


def test_links_that_state_a_size_have_no_bytes_behind_them():
    content = bytearray(tar_of({"l": Entry(kind="symlink", target="t"), "b": b"2"}, "gnu"))
    content[124:136] = b"00000007777\0"

    assert walk(bytes(content)).delivered == {"b": b"2"}


def test_a_pax_size_wins_over_the_header():
    header = tar_of({"a": Entry(content=b"x" * 600, pax={"size": "600"})}, "pax")
    at = header.index(b"a\0", 1024)
    damaged = bytearray(header)
    damaged[at + 124 : at + 136] = b"00000000000\0"

    assert walk(bytes(damaged)).delivered == {"a": b"x" * 600}


def test_file_capabilities_are_kept():
    walked = walk(tar_of({"ping": Entry(content=b"1", pax={"SCHILY.xattr.security.capability": "\x01\x02"})}))

    assert walked.entries.overrides == {0: {"security.capability": "0102"}}


def test_file_capabilities_are_kept_in_the_form_of_libarchive_too():
    """It writes the attribute in base64, without padding."""
    walked = walk(
        tar_of(
            {
                "ping": Entry(content=b"1", pax={"LIBARCHIVE.xattr.security.capability": "AQI"}),
                "odd": Entry(content=b"1", pax={"LIBARCHIVE.xattr.security.capability": "?"}),
                "long": Entry(content=b"1", pax={"SCHILY.xattr.security.capability": "x" * 5000}),
            }
        )
    )

    assert walked.entries.overrides == {
        0: {"security.capability": "0102"},
        1: {"security.capability": "00"},
        2: {"security.capability": "78" * 64},
    }


@pytest.mark.parametrize("chunk", [1, 999, 1 << 20])
def test_the_digests_of_package_databases_are_computed_in_the_same_pass(chunk):
    walked = walk(tar_of(FILES), chunk, more_digests=("md5", "sha1"))
    more = walked.entries.more_digests

    assert walked.entries.digests == b""
    for row, path in enumerate(walked.paths):
        content = FILES[path].content if isinstance(FILES[path], Entry) else FILES[path]
        is_file = walked.kind(path) == FileKind.FILE
        assert more["md5"][16 * row : 16 * row + 16] == (hashlib.md5(content).digest() if is_file else bytes(16)), path
        assert more["sha1"][20 * row : 20 * row + 20] == (hashlib.sha1(content).digest() if is_file else bytes(20))


def test_a_name_that_passes_the_limit_is_hostile():
    with pytest.raises(HostileInput):
        walk(tar_of({"a/" * 9000 + "b": b"1"}))


def test_an_extended_header_that_passes_the_limit_is_hostile():
    with pytest.raises(HostileInput, match="extended header"):
        walk(tar_of({"a": Entry(content=b"1", pax={"comment": "x" * (2 << 20)})}))


def test_too_many_entries_are_hostile():
    limits = type(DEFAULT_LIMITS)(max_layer_entries=10)

    with pytest.raises(HostileInput):
        walk(tar_of({f"f{n}": b"" for n in range(11)}), limits=limits)


def test_a_hashed_stream_gives_digest_and_size():
    stream = HashedStream(in_chunks(b"abc" * 100, 7))

    assert b"".join(stream) == b"abc" * 100
    assert (stream.digest, stream.size) == ("sha256:" + hashlib.sha256(b"abc" * 100).hexdigest(), 300)


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=3000), chunk=st.integers(1, 2000))
def test_arbitrary_bytes_raise_nothing_but_our_errors(content, chunk):
    try:
        walk(content, chunk)
    except MooringError:
        pass


@settings(max_examples=200, deadline=None)
@given(
    at=st.integers(0, 8191),
    byte=st.integers(0, 255),
    cut=st.integers(0, 9000),
    chunk=st.sampled_from([1, 700, 1 << 20]),
)
def test_damaged_archives_raise_nothing_but_our_errors(at, byte, cut, chunk):
    content = bytearray(tar_of({"a": b"1" * 900, LONG: b"2", "l": Entry(kind="symlink", target="/" + LONG)}))
    content[at % len(content)] = byte
    try:
        walk(bytes(content[:cut]), chunk, with_digests=True)
    except MooringError:
        pass
