"""Bytes of Dockerfiles become text, whatever editor wrote them."""

import codecs

import pytest

from mooring.content.dockerfile.text import MAX_BYTES, text_of


@pytest.mark.parametrize("content", [b"FROM a\n", codecs.BOM_UTF8 + b"FROM a\n"])
def test_utf8_is_read_without_its_mark(content):
    assert text_of(content) == ("FROM a\n", [])


@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF16_LE + "FROM debian\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "FROM debian\n".encode("utf-16-be"),
        "FROM debian\n".encode("utf-16-le"),
        "FROM debian\n".encode("utf-16-be"),
    ],
)
def test_utf16_is_read_and_said_to_be_no_dockerfile_for_builders(content):
    text, problems = text_of(content)

    assert text == "FROM debian\n"
    assert len(problems) == 1
    assert "save it as UTF-8" in problems[0]


def test_latin1_is_read_and_the_line_is_named():
    text, problems = text_of("FROM a\n# caf\u00e9\n".encode("latin-1"))

    assert text == "FROM a\n# caf\u00e9\n"
    assert problems == ["line 2 is not UTF-8; the file was read as Latin-1. Save it as UTF-8"]


def test_a_nul_byte_is_left_out_and_the_line_is_named():
    assert text_of(b"FROM a\nRUN \0x\n") == ("FROM a\nRUN x\n", ["line 2 has a NUL byte, which was left out"])


def test_a_file_over_the_limit_is_cut_at_a_line():
    text, problems = text_of(b"FROM a\n" + b"# long\n" * (MAX_BYTES // 7))

    assert len(text) <= MAX_BYTES
    assert text.endswith("# long\n")
    assert "was left out" in problems[0]
