"""Comparisons by name."""

import pytest

from mooring.policy.comparing import COMPARISONS, holds


@pytest.mark.parametrize(
    ("comparison", "less", "same", "more"),
    [
        ("=", False, True, False), ("!=", True, False, True), ("<", True, False, False), (">", False, False, True),
        ("<=", True, True, False), (">=", False, True, True),
    ],
)  # fmt: skip
def test_each_comparison_means_what_it_says(comparison, less, same, more):
    assert [less, same, more] == [holds(value, comparison, 2.0) for value in (1.0, 2.0, 3.0)]


def test_comparisons_are_those_of_anchore():
    assert ["=", "!=", "<", ">", "<=", ">="] == list(COMPARISONS)
