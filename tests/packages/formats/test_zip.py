"""ZIP archives are read from their central directory, within a budget, and raise nothing but ReadError."""

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.base.limits import Limits
from mooring.packages.formats.zip import ArchiveBudget, ZipArchive


def make_zip(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def open_zip(content: bytes, **limits: int) -> ZipArchive:
    return ZipArchive(content, ArchiveBudget(Limits(**limits)))


def read_all(content: bytes, **limits: int) -> dict[str, bytes]:
    archive = open_zip(content, **limits)
    return {member.name: archive.read(member) for member in archive.find(("",))}


FILES = {"a.txt": b"alpha" * 100, "folder/B.TXT": b"", "c.class": b"\xca\xfe", "ünïcode.md": b"x"}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_every_member_is_read_as_it_was_written(method):
    assert read_all(make_zip(FILES, method)) == FILES


def test_names_are_files_in_order_and_folders_are_left_out():
    content = make_zip({"folder/": b"", **FILES})

    assert list(open_zip(content).names()) == list(FILES)


def test_find_compares_endings_without_case_and_applies_the_pattern():
    archive = open_zip(make_zip(FILES))

    assert [m.name for m in archive.find((".txt",))] == ["a.txt", "folder/B.TXT"]
    assert [m.name for m in archive.find((".txt",), re.compile(rb"^folder/"))] == ["folder/B.TXT"]


def test_a_launch_script_before_the_archive_changes_nothing():
    """Spring Boot and zipapp put a script in front; the offsets in the directory then lack its length."""
    assert read_all(b"#!/bin/sh\nexec java -jar $0\n" + make_zip(FILES)) == FILES


def test_bytes_after_the_archive_and_an_end_signature_in_the_comment_change_nothing():
    out = io.BytesIO(make_zip(FILES))
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"PK\5\6 is what the end record begins with, and some text follows it"

    assert read_all(out.getvalue() + b"\n\n") == FILES


def test_zip64_records_and_fields_are_followed():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", allowZip64=True) as archive, archive.open("big", "w", force_zip64=True) as file:
        file.write(b"content")
    content = out.getvalue()
    end = content.rindex(b"PK\5\6")
    size, offset = end - (start := content.index(b"PK\1\2")), start
    record = (
        b"PK\6\6"
        + (44).to_bytes(8, "little")
        + bytes(12)
        + b"".join(n.to_bytes(8, "little") for n in (1, 1, size, offset))
    )
    locator = b"PK\6\7" + bytes(4) + end.to_bytes(8, "little") + (1).to_bytes(4, "little")
    wide = content[:end] + record + locator + b"PK\5\6" + bytes(4) + b"\xff" * 12 + bytes(2)

    assert read_all(wide) == {"big": b"content"}
    assert read_all(b"prefix" + wide) == {"big": b"content"}


def test_sizes_in_a_zip64_extra_field_are_used():
    content = bytearray(make_zip({"a": b"12345"}, zipfile.ZIP_STORED))
    at = content.index(b"PK\1\2")
    extra = (1).to_bytes(2, "little") + (16).to_bytes(2, "little") + (5).to_bytes(8, "little") * 2
    content[at + 20 : at + 28] = b"\xff" * 8
    content[at + 30 : at + 32] = len(extra).to_bytes(2, "little")
    content[at + 47 : at + 47] = extra
    end = content.rindex(b"PK\5\6")
    content[end + 12 : end + 16] = (47 + len(extra)).to_bytes(4, "little")

    assert read_all(bytes(content)) == {"a": b"12345"}


def test_a_nested_archive_is_opened_under_the_same_budget():
    archive = open_zip(make_zip({"lib/inner.jar": make_zip(FILES)}), max_archive_members=5)
    inner = archive.nested(next(archive.find((".jar",))))

    assert inner.depth == 2
    assert list(inner.names()) == list(FILES)


def test_archives_nested_too_deep_are_refused():
    content = make_zip({"x.jar": make_zip({"x.jar": make_zip({})})})
    archive = open_zip(content, max_archive_depth=2)
    inner = archive.nested(next(archive.find((".jar",))))

    with pytest.raises(ReadError, match="more than 2 deep"):
        inner.nested(next(inner.find((".jar",))))


def test_too_many_members_are_refused():
    with pytest.raises(ReadError, match="more members"):
        list(open_zip(make_zip(FILES), max_archive_members=3).names())


def test_too_many_bytes_are_refused_before_they_are_inflated():
    with pytest.raises(ReadError, match="more bytes"):
        read_all(make_zip({"bomb": bytes(100_000)}), max_archive_bytes=99_999)


def test_a_member_larger_than_the_caller_wants_is_refused():
    archive = open_zip(make_zip(FILES))

    with pytest.raises(ReadError, match="500 bytes; the limit is 10"):
        archive.read(next(archive.find(("a.txt",))), max_bytes=10)


def patched(offset_in_entry: int, value: bytes) -> bytes:
    content = bytearray(make_zip({"a": b"alpha" * 100}))
    at = content.index(b"PK\1\2") + offset_in_entry
    content[at : at + len(value)] = value
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (patched(8, b"\1\0"), "encrypted"),
        (patched(10, b"\x0c\0"), "unsupported method 12"),
        (patched(16, b"\0\0\0\0"), "checksum"),
        (patched(24, b"\xff\xff\xff\x0f"), "can hold"),
        (patched(24, b"\5\0\0\0"), "longer than it declares"),
        (patched(42, b"\xff\xff\xff\x7f"), "outside the archive"),
        (patched(42, b"\4\0\0\0"), "no whole local header"),
        (patched(28, b"\xff\xff"), "damaged after 0 members"),
        (make_zip(FILES)[:-30], "cut off or damaged"),
        (b"", "is not a ZIP archive"),
        (b"PK\5\6", "is not a ZIP archive"),
    ],
)
def test_damage_is_a_read_error_that_says_what(content, reason):
    with pytest.raises(ReadError, match=reason):
        read_all(content)


def test_an_empty_archive_has_no_members():
    assert list(open_zip(make_zip({})).names()) == []


@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 255))
def test_whatever_the_bytes_only_read_error_is_raised(noise, at, byte):
    valid = bytearray(make_zip({"a.txt": b"alpha" * 9, "b.jar": make_zip({"c": b"d"})}))
    valid[at % len(valid)] = byte
    for content in (noise, b"PK\5\6" + noise, bytes(valid), bytes(valid[: at % len(valid)]), bytes(valid) + noise):
        try:
            archive = open_zip(content)
            for member in archive.find(("",)):
                archive.read(member)
        except ReadError:
            pass
