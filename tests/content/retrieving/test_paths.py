"""Paths and patterns, as a user may write them."""

import pytest

from mooring.base.errors import BadConfig
from mooring.content.retrieving.paths import asked_paths, matcher


@pytest.mark.parametrize(
    ("given", "path"), [("/etc/passwd", b"etc/passwd"), ("etc//./passwd", b"etc/passwd"), ("/../etc/x/../passwd", b"etc/passwd")]
)  # fmt: skip
def test_an_exact_path_is_taken_from_the_root_without_dots(given, path):
    (asked,) = asked_paths((given, given), "setting")

    assert (asked.given, asked.path, asked.is_pattern) == (given, path, False)


def test_without_patterns_there_is_nothing_to_match():
    assert matcher(asked_paths(("/a",), "setting")) is None


def test_signs_of_regular_expressions_mean_themselves():
    fits = matcher(asked_paths(("/a.(b)*", "/[x]**"), "setting"))

    assert [fits(path) for path in (b"a.(b)c", b"aX(b)c", b"[x]/y", b"x/y")] == [True, False, True, False]


def test_a_pattern_of_many_stars_takes_no_longer_than_the_path_is_long():
    fits = matcher(asked_paths(("/" + "*a" * 200,), "setting"))

    assert not fits(b"a" * 4000 + b"b")


def test_too_many_paths_are_refused():
    with pytest.raises(BadConfig, match="the limit is 10000"):
        asked_paths([str(number) for number in range(10_001)], "setting")
