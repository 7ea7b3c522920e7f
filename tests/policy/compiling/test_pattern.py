"""Patterns of bundles."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.policy.compiling.pattern import BadPattern, compile_pattern


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("abc", "abc", True),
        ("abc", "abcd", False),
        ("*", "", True),
        ("a*", "abc", True),
        ("*c", "abc", True),
        ("a*c", "ac", True),
        ("a*a", "a", False),
        ("a*b*c", "a-b-c", True),
        ("a*b*b", "ab", False),
        ("a**c", "abc", True),
        ("a.c", "abc", False),
        ("[a]*", "abc", False),
        ("*", "two\nlines", True),
        ("regexp:ab", "abc", True),
        ("regexp:bc", "abc", False),
        ("regexp:^abc$", "abc", True),
        ("regexp:", "anything", True),
    ],
)
def test_a_pattern_holds_for_the_right_texts(pattern, text, matches):
    assert matches is compile_pattern(pattern).matches(text)


@given(st.text("ab*", max_size=8), st.text("ab", max_size=12))
def test_a_wildcard_is_what_the_expression_would_be(pattern, text):
    import re

    expression = ".*".join(re.escape(part) for part in pattern.split("*"))

    assert compile_pattern(pattern).matches(text) is bool(re.fullmatch(expression, text, re.DOTALL))


@pytest.mark.parametrize("text", ["regexp:(", "regexp:(?=a)", "regexp:a{99999}", "x" * 10_001])
def test_what_is_no_pattern_says_why(text):
    with pytest.raises(BadPattern):
        compile_pattern(text)


@pytest.mark.parametrize("pattern", ["regexp:(a+)+$", "*a" * 2_000 + "b"])
def test_no_pattern_takes_longer_than_its_text_is_long(pattern):
    compiled = compile_pattern(pattern)
    started = time.process_time()

    assert not compiled.matches("a" * 100_000 + "!")
    assert time.process_time() - started < 2


def test_a_text_that_is_no_utf_8_is_matched():
    assert compile_pattern("/opt/*").matches("/opt/\udcff")
    assert compile_pattern("regexp:/opt/.").matches("/opt/\udcff")
