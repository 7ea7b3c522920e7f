"""Nothing that is kept holds a secret."""

import pytest

from content.secrets.world import github_token
from mooring.content.options import NO_CONTENT
from mooring.content.secrets.masking import TOO_MUCH, UNREADABLE, mask, mask_text


def test_each_secret_of_a_file_becomes_three_stars():
    content = f"a={github_token(1)}\nb={github_token(2)}\n".encode()

    assert mask(content, NO_CONTENT) == (b"a=***\nb=***\n", 2)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_keeps_its_encoding(codec):
    text = "a long line that leaves no doubt about the encoding of the file, token {}\n"

    masked, count = mask(text.format(github_token()).encode(codec), NO_CONTENT)

    assert (masked, count) == (text.format("***").encode(codec), 1)


def test_a_large_file_is_masked_like_a_small_one():
    filler = b"word " * 20_000

    assert mask(filler + github_token().encode() + b"\n", NO_CONTENT) == (filler + b"***\n", 1)


def test_bytes_that_are_no_text_stay_as_they_are():
    assert mask(b"\0\1\2", NO_CONTENT) == (b"\0\1\2", 0)


@pytest.mark.parametrize("head", [b"\0", b"\x7fELF\0\0\0\1\2\3\4\5\6", b"%PDF\xff\xfe\x80\x81\0"])
def test_a_secret_among_bytes_that_are_no_text_is_masked(head):
    token = github_token().encode()

    assert mask(head + b"\n" + token + b"\n", NO_CONTENT) == (head + b"\n***\n", 1)


def test_nothing_of_utf_32_is_kept():
    content, count = mask(f"TOKEN={github_token()}".encode("utf-32"), NO_CONTENT)

    assert (content, count) == (UNREADABLE, 1)


def test_of_a_file_with_too_many_secrets_nothing_is_kept():
    content = "\n".join(map(github_token, range(150))).encode()

    masked, count = mask(content, NO_CONTENT)

    assert (masked, count) == (TOO_MUCH, 100)


def test_a_short_text_is_masked_by_rule_and_name():
    assert mask_text(f"ENV T={github_token()} P=x", NO_CONTENT) == "ENV T=*** P=x"
    assert mask_text("curl --password=hunter22 x", NO_CONTENT) == "curl --password=*** x"
    assert mask_text("", NO_CONTENT) == ""
