"""Globs of paths and names."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.vulns.suppression.globs import MAX_PATTERN_CHARACTERS, fits_glob, fits_name_glob, is_glob


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/app/lib.jar", "/app/lib.jar", True),
        ("/app/lib.jar", "/app/libXjar", False),
        ("/app/*", "/app/lib.jar", True),
        ("/app/*", "/app/x/lib.jar", False),
        ("/app/**", "/app/x/lib.jar", True),
        ("/opt/**/x", "/opt/x", True),
        ("/opt/**/x", "/opt/a/b/x", True),
        ("/opt/**/x", "/opt/ax", False),
        ("**/x", "/x", True),
        ("**/x", "/ax", False),
        ("**x*y", "/ax/bxcy", True),
        ("/a*b/**/c?", "/azb/q/cd", True),
        ("/a*b/**/c?", "/ab/c", False),
        ("/usr/**/a/**/b/c", "/usr/a/b/a/q/b/c", True),
        ("/opt/**/lib/**/*.jar", "/opt/lib/lib/x/y.jar", True),
        ("/opt/**/lib/**/*.jar", "/opt/lib/lib/x/y.war", False),
        ("**", "/anything/at all", True),
        ("", "", True),
        ("", "/x", False),
        ("/a[b]", "/a[b]", True),
        ("/a\nb*", "/a\nbc", True),
    ],
)
def test_a_star_stays_within_a_segment_and_two_cross_them(pattern, path, fits):
    assert fits_glob(pattern, path) is fits


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("@babel/*", "@babel/core", True),
        ("github.com/foo/*", "github.com/foo/bar/v2", True),
        ("libstdc++*", "libstdc++6", True),
        ("a*b*c", "aXbYbZc", True),
        ("a*b*c", "aXbYbZ", False),
        ("linux-*-headers", "linux-6.1-headers", True),
        ("openssl", "openssl3", False),
    ],
)
def test_in_names_a_star_is_any_run(pattern, name, fits):
    assert fits_name_glob(pattern, name) is fits


def _simple(pattern: str, text: str) -> bool:
    """The meaning of `*` and `**` by definition: every way is tried."""
    if not pattern:
        return not text
    if pattern.startswith("/**/"):
        rest = pattern[4:]
        return text.startswith("/") and any(
            at == 1 or text[at - 1] == "/"
            for at in range(1, len(text) + 1)
            if _simple(rest, text[at:]) and (at == 1 or text[at - 1] == "/")
        )
    if pattern.startswith("**"):
        return any(_simple(pattern[2:].lstrip("*"), text[at:]) for at in range(len(text) + 1))
    if pattern[0] == "*":
        ends = text.find("/") if "/" in text else len(text)
        return any(_simple(pattern[1:], text[at:]) for at in range(ends + 1))
    if not text:
        return False
    if pattern[0] == "?":
        return text[0] != "/" and _simple(pattern[1:], text[1:])
    return pattern[0] == text[0] and _simple(pattern[1:], text[1:])


@given(
    st.lists(st.sampled_from(["a", "b", "*", "?", "**x", "/", "/**/"]), max_size=6).map("".join),
    st.text("abx/", max_size=9),
)
def test_the_fast_way_says_what_the_definition_says(pattern, text):
    if "***" in pattern or pattern.startswith("**/") or "/**/**/" in pattern or "***" in pattern.replace("?", ""):
        return

    assert fits_glob(pattern, text) is _simple(pattern, text)


def test_hostile_paths_and_patterns_cost_little():
    started = time.process_time()

    assert not fits_glob("**a*a*a*a*b" * 3, "/" + "a" * 8_000)
    assert not fits_name_glob("*a*a*a*a*b" * 9, "a" * 8_000)
    assert not fits_glob("**", "a" * 100_000)
    assert not fits_glob("*" * (MAX_PATTERN_CHARACTERS + 1), "a")
    assert time.process_time() - started < 5


def test_a_wildcard_is_known():
    assert (is_glob("a*"), is_glob("a?"), is_glob("a")) == (True, True, False)
