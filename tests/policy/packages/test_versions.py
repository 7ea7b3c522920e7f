"""Versions in the order of their ecosystem."""

import pytest

from mooring.policy.gate import RuleError
from mooring.policy.packages.versions import compares, is_within
from policy.matched import package


@pytest.mark.parametrize(
    ("kind", "have", "comparison", "version", "expected"),
    [
        ("deb", "1.0~rc1-1", "<", "1.0-1", True),
        ("rpm", "1:1.0-1", ">", "2.0-1", True),
        ("npm", "1.10.0", ">=", "1.9.0", True),
        ("pypi", "1.0", "=", "1.0.0", True),
        ("pypi", "1.0", "!=", "1.0.0", False),
        ("npm", "?", "=", "1.0.0", None),
        ("npm", "1.0.0", "=", "", None),
    ],
)
def test_versions_compare_in_the_order_of_their_package(kind, have, comparison, version, expected):
    assert expected is compares(package(kind, "a", have), comparison, version)


def test_a_range_holds_or_does_not_or_cannot_be_told():
    assert [True, False, None] == [is_within(package("npm", "a", have), "< 2") for have in ("1.0.0", "2.0.0", "?")]


def test_a_range_that_cannot_be_read_is_said():
    with pytest.raises(RuleError, match="in the order of npm versions"):
        is_within(package("npm", "a", "1.0.0"), "<< nonsense")
