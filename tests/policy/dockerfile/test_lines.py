"""Conditions hold for lines however they are written."""

import pytest

from mooring.policy.dockerfile.lines import does_hold


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        ("=", "apk add x", True),
        ("=", "/bin/sh -c apk add x", True),
        ("=", "apk", False),
        ("!=", "apk add x", False),
        ("!=", "apk", True),
        ("like", "apk", True),
        ("like", ".*add", True),
        ("like", "/bin/sh", True),
        ("like", "add", False),
        ("not_like", "apk", False),
        ("not_like", "add", True),
        ("in", "a, apk add x ,b", True),
        ("in", "apk", False),
        ("not_in", "apk add x", False),
        ("not_in", "apk", True),
        ("exists", "", True),
        ("not_exists", "", False),
    ],
)
def test_conditions(condition, value, expected):
    assert does_hold(condition, ("apk add x", "/bin/sh -c apk add x"), value) is expected


def test_an_expression_sees_all_lines_of_a_script():
    assert does_hold("like", ("<<EOF\nset -e\ncurl x\nEOF",), ".*curl")
