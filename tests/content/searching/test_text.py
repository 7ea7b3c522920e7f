"""What is text, and what its lines are."""

import pytest

from mooring.content.searching.text import may_be_text, text_of


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"a\nb\n", b"a\nb\n"),
        (b"a\r\nb\r\n", b"a\nb\n"),
        (b"\xef\xbb\xbfa", b"a"),
        ("ä\n".encode("utf-16"), "ä\n".encode()),
        (b"caf\xe9\n", "caf�\n".encode()),
        (b"caf\xc3\xa9", "café".encode()),
        (b"a\0b", None),
        (b"\0some words\nand more", b" some words\nand more"),
        (b"x" * 9000 + b"\0", b"x" * 9000 + b"\0"),
        (b"\xff\xfe\x00\xd8a", b"\xef\xbf\xbd"),
    ],
)
def test_text_is_utf8_with_plain_lines(content, text):
    assert text_of(content) == text


@pytest.mark.parametrize(
    ("head", "may_be"),
    [(b"#!/b", True), (b"a", True), (b"\x7fELF", False), (b"a\0b", True), (b"a\0\0b", False), (b"\xff\xfea\0", True)],
)
def test_the_first_bytes_tell_what_is_certainly_no_text(head, may_be):
    assert may_be_text(head) is may_be
