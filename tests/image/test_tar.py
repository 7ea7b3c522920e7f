"""The small parts of the tar format."""

import pytest

from mooring.base.errors import DamagedImage
from mooring.image.tar import Cursor, clean_path, number, pax_records


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (b"0000644\0", 0o644),
        (b"    644 ", 0o644),
        (b"644\0junk", 0o644),
        (b"\0\0\0\0", 0),
        (b"\x80\0\0\0\0\0\0\0\0\0\x02\0", 512),
    ],
)
def test_a_number_is_octal_or_base_256(field, expected):
    assert number(field) == expected


@pytest.mark.parametrize("field", [b"9", b"abc", b"\xff" * 12, b"-1"])
def test_a_field_that_is_no_number_raises(field):
    with pytest.raises(ValueError):
        number(field)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (b"a/./b//c", b"a/b/c"),
        (b"/a/", b"a"),
        (b"a/../b", b"b"),
        (b"../a", None),
        (b"a/../../b", None),
        (b".", b""),
        (b"...", b"..."),
    ],
)
def test_a_path_is_cleaned_or_refused(path, expected):
    assert clean_path(path) == expected


def test_pax_records_stop_at_the_first_malformed_one():
    assert list(pax_records(b"11 path=abc\n")) == []
    assert list(pax_records(b"12 path=abc\n13 size=1234\n99 x=y\n")) == [(b"path", b"abc"), (b"size", b"1234")]


def test_a_cursor_takes_across_chunks_and_ends_honestly():
    cursor = Cursor(iter([b"ab", b"", b"cde"]), "layer")

    assert (cursor.take(4), cursor.take(4)) == (b"abcd", b"e")
    with pytest.raises(DamagedImage):
        cursor.skip(1)
