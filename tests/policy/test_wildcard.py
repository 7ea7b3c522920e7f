"""Patterns of parameters."""

import pytest

from mooring.policy.parameter import BadParameter
from mooring.policy.wildcard import PATTERNS, fits, fits_any


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("/bin/su", "/bin/su", True),
        ("/bin/sudo", "/bin/su", False),
        ("/bin/sudo", "/bin/su*", True),
        ("/opt/a\nb", "/opt/*", True),
        ("a.b", "a.b*", True),
        ("axb", "a.b*", False),
        ("a+(b", "a+(*", True),
        ("", "*", True),
        ("/opt/x1", r"regexp:.*x\d$", True),
        ("/opt/x1", r"regexp:x\d$", False),
        ("caf\udce9", "caf*", True),
    ],
)
def test_a_wildcard_holds_for_the_whole_text_and_an_expression_for_its_start(text, pattern, expected):
    assert expected is fits(text, pattern)


def test_any_of_several_is_enough():
    assert fits_any("b", ("a", "b"))
    assert not fits_any("c", ())


def test_many_stars_take_no_longer():
    assert not fits("a" * 10_000, "*a" * 50 + "b")


def test_an_expression_that_is_none_is_refused():
    with pytest.raises(BadParameter, match=r"'regexp:\('"):
        PATTERNS.parse("a,regexp:(")
