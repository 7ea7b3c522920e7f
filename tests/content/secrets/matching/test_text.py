"""What is text, and where its bytes stand in the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.content.secrets.matching.text import Encoding, encoding_of, searchable

LONG = "API_TOKEN=abcdefgh, and some more words so that nobody must guess\n"


@pytest.mark.parametrize(
    ("content", "is_text"),
    [
        (b"plain text", True),
        (b"\xef\xbb\xbfwith a mark", True),
        (b"broken \xff\xfe utf-8", True),
        (b"\xff\xfeplain text behind a mark that lies", True),
        (b"\x7fELF\0\0\0", False),
        (b"text and then\0a NUL", True),
        (b"\xef\xbb\xbftext with a mark and then\0a NUL", True),
        (b"\xef\xbb\xbf\0\1\2\3", False),
        (b"A=1\0TOKEN=abcdefgh\0B=2\0", True),
        (b"\0" + b"\x90\xd0" * 20 + b"words", False),
        (b"a\0b\0c\0", False),
        (b"a" * 9000 + b"\0", True),
        (LONG.encode("utf-16"), True),
        (LONG.encode("utf-16-le"), True),
        (LONG.encode("utf-16-be"), True),
        (LONG.encode("utf-32"), False),
        (b"\0" * 100, False),
        (b"", True),
    ],
)
def test_text_is_told_by_the_first_bytes(content, is_text):
    assert (encoding_of(content) is not None) is is_text


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_of_every_encoding_is_searched_as_latin_bytes(codec):
    content = LONG.encode(codec)
    encoding = encoding_of(content)
    assert encoding is not None

    assert searchable(content, encoding) == (LONG.encode(), 0)


def test_a_mark_of_utf_16_before_plain_bytes_hides_nothing():
    assert encoding_of(b"\xff\xfe" + LONG.encode()) == Encoding()


def test_a_nul_between_texts_is_a_space_to_the_search():
    content = b"\0A=1\0B=2 and some more"
    encoding = encoding_of(content)
    assert encoding is not None

    assert searchable(content, encoding) == (b" A=1 B=2 and some more", 0)


def test_characters_beyond_latin_are_nul_in_utf_16():
    content = "\ufeffaé日😀b".encode("utf-16-le")

    assert searchable(content, Encoding(mark=2, width=2)) == (b"a\xe9\0\0\0b", 0)


@given(st.text(max_size=40), st.integers(min_value=0, max_value=90), st.booleans())
def test_a_window_is_the_part_of_the_text_that_it_says(text, offset, big):
    content = ("\ufeff" + text).encode("utf-16-be" if big else "utf-16-le", "surrogatepass")
    encoding = Encoding(mark=2, width=2, is_big_endian=big)
    whole, _ = searchable(content, encoding)

    part, origin = searchable(content[offset:], encoding, min(offset, len(content)))

    assert whole[origin : origin + len(part)] == part
