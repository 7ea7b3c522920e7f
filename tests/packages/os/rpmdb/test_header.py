"""The rpm header: what is asked for is given, or ReadError where it leaves the store."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.packages.os.rpmdb import header as tags
from mooring.packages.os.rpmdb.header import parse_header
from packages.os.rpmdb.builders import BINARY, INT16, TRANSLATED, header, numbers, package, text, texts


def test_strings_numbers_and_bytes_are_found_by_their_tag():
    found = parse_header(
        header(
            text(1000, "bash"),
            texts(1047, "a", "b"),
            numbers(1003, 7),
            numbers(1030, 1, 2, kind=INT16),
            (261, BINARY, 2, b"\1\2"),
        )
    )

    assert found.text(tags.NAME) == "bash"
    assert found.texts(tags.PROVIDES) == [b"a", b"b"]
    assert found.number(tags.EPOCH) == 7
    assert found.numbers(1030) == (1, 2)
    assert found.binary(tags.SIGNATURE_MD5) == b"\1\2"


def test_a_tag_that_is_not_there_is_empty():
    found = parse_header(header(text(1000, "bash")))

    assert (found.text(1), found.texts(1), found.number(1), found.numbers(1), found.binary(1)) == (
        "",
        [],
        None,
        (),
        b"",
    )


def test_the_first_of_a_translated_string_is_taken():
    found = parse_header(header((1004, TRANSLATED, 2, b"shell\0Schale\0")))

    assert found.text(tags.SUMMARY) == "shell"


def test_an_entry_added_on_installing_replaces_the_packages_own():
    found = parse_header(header(text(1000, "old"), text(1000, "new")))

    assert found.text(tags.NAME) == "new"


def test_none_in_brackets_is_how_old_rpm_writes_an_empty_string():
    assert parse_header(header(text(1011, "(none)"))).text(tags.VENDOR) == ""


def test_the_size_says_where_the_next_header_may_begin():
    blob = package()

    assert parse_header(b"before" + blob + b"after", 6).size == len(blob)


@pytest.mark.parametrize("blob", [b"", bytes(7), bytes(8), struct.pack(">II", 1, 0), b"\xff" * 8])
def test_a_header_that_is_cut_off_is_a_read_error(blob):
    with pytest.raises(ReadError, match="rpm header"):
        parse_header(blob)


def test_an_array_that_leaves_the_store_is_a_read_error_and_other_tags_are_not_hidden():
    found = parse_header(header(text(1000, "bash"), (1047, 8, 0xFFFFFFFF, b"a\0"), (1116, 4, 0xFFFFFFFF, b"\0\0\0\1")))

    with pytest.raises(ReadError, match="1047"):
        found.texts(tags.PROVIDES)
    with pytest.raises(ReadError, match="1116"):
        found.numbers(tags.DIRECTORY_INDEXES)
    assert found.text(tags.NAME) == "bash"


@given(st.binary(max_size=200))
def test_arbitrary_bytes_raise_nothing_but_read_error(noise):
    blob = struct.pack(">II", 2, 40) + noise
    try:
        found = parse_header(blob)
        for tag in list(found.entries):
            for ask in (found.text, found.number, found.binary, found.numbers, found.texts):
                ask(tag)
    except ReadError:
        pass
