"""Where a match ends, it begins no farther back than the expression is wide."""

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mooring.content.secrets.matching.expressions import compiled
from mooring.content.secrets.matching.width import max_width


@pytest.mark.parametrize(
    ("regex", "width"),
    [
        ("", 0),
        ("abc", 3),
        (r"\babc\b", 3),
        ("^abc$", 3),
        ("a{3}", 3),
        ("a{3,7}b?", 8),
        ("a{,3}", 5),
        ("(?i)abc", 3),
        ("(?i:ab)c", 3),
        ("a|bcd|ef", 3),
        ("(?:ab|c){2,4}", 8),
        ("(?P<name>ab)(?<other>c)", 3),
        (r"[\]a-z[:alpha:]]{4}", 4),
        ("[]a]{2}", 2),
        ("[^]a]{2}", 2),
        (r"\x41\x{42}\101", 6),
        (r"\Qa|b\Ec", 4),
        (r"(\w{2}(x(y|zz)?){0,3}){2}", 22),
        (r"\.\*\+\{", 4),
        ("é", 2),
        ("a*", math.inf),
        ("(ab+)?", math.inf),
        ("a{2,}", math.inf),
        ("(?:a{1,3})+?", math.inf),
        ("(a", math.inf),
    ],
)
def test_the_width_of_an_expression(regex, width):
    assert max_width(regex) == width


_PARTS = st.sampled_from(
    ["a", "b?", "[ab]{1,3}", r"\d{2}", "x", r"\.", "(?:ab|c)", "(a|bb){0,2}", "|", "(?:a{2}b){1,2}?"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_PARTS, min_size=1, max_size=8).map("".join), st.text("abcx0123.", max_size=60))
def test_no_match_is_longer_than_the_width(regex, text):
    match = compiled(regex).search(text.encode())

    if match is not None:
        assert match.span()[1] - match.span()[0] <= max_width(regex)
        assert re.compile(regex).search(text) is not None


@settings(max_examples=200, deadline=None)
@given(st.text(r"ab(){}[]|*+?\,1Q:<P^$", max_size=30))
def test_any_text_has_a_width(regex):
    assert max_width(regex) >= 0
