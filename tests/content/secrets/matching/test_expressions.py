"""Expressions as the two engines read them."""

import pytest

from mooring.content.secrets.matching.expressions import MAX_REGEX_CHARS, BadExpression, compiled, for_hyperscan


@pytest.mark.parametrize(
    ("regex", "worded"),
    [
        (r"a\sb", rb"a[\t\n\f\r ]b"),
        (r"a\Sb", rb"a[^\t\n\f\r ]b"),
        (r"[\s,]", rb"[\t\n\f\r ,]"),
        (r"[^\S]", rb"[^\S\x0b]"),
        (r"[]\s]", rb"[\]\t\n\f\r ]"),
        (r"[[:alpha:]\s]", rb"[[:alpha:]\t\n\f\r ]"),
        (r"\\s\[\s", rb"\\s\[[\t\n\f\r ]"),
        (r"\v", rb"\x0b"),
    ],
)
def test_white_space_is_spelled_out_for_hyperscan(regex, worded):
    assert for_hyperscan(regex) == worded


@pytest.mark.parametrize("regex", ["clé", "a{,3}", r"\pL", r"\Qa.b\E", r"(?U)a+"])
def test_what_hyperscan_may_read_otherwise_is_kept_from_it(regex):
    assert for_hyperscan(regex) is None


@pytest.mark.parametrize("regex", ["(a", r"(a)\1", "(?=a)", "a{1001}", "a" * (MAX_REGEX_CHARS + 1), "\udc80"])
def test_what_re2_does_not_take_says_why(regex):
    with pytest.raises(BadExpression, match=".+"):
        compiled(regex)


def test_a_dot_is_any_byte_of_damaged_text():
    assert compiled("a.b").search(b"a\xffb") is not None
