"""Versions that documents mean: VERS, constraints, plain versions."""

import pytest

from mooring.base.errors import ReadError
from mooring.vulns.suppression.version_ranges import is_version_within, parse_vers


@pytest.mark.parametrize(
    ("version", "kind", "text", "is_within"),
    [
        ("1.5", "npm", "vers:npm/*", True),
        ("1.5.0", "npm", "vers:npm/1.5.0", True),
        ("1.5.0", "npm", "vers:npm/1.4.0|1.5.0", True),
        ("1.5.0", "npm", "vers:npm/<1.5.0", False),
        ("1.5.0", "npm", "vers:npm/<=1.5.0", True),
        ("1.5.0", "npm", "vers:npm/>=1.0.0|<1.6.0", True),
        ("1.6.0", "npm", "vers:npm/>=1.0.0|<1.6.0", False),
        ("2.5.0", "npm", "vers:npm/<1.0.0|>=2.0.0|<3.0.0", True),
        ("1.5.0", "npm", "vers:npm/<1.0.0|>=2.0.0|<3.0.0", False),
        ("0.5.0", "npm", "vers:npm/<1.0.0|>=2.0.0|<3.0.0", True),
        ("9.0.0", "npm", "vers:npm/>=1.0.0|<2.0.0|>=8.0.0", True),
        ("1.5.0", "npm", "vers:npm/>=1.0.0|!=1.5.0|<2.0.0", False),
        ("1.4.0", "npm", "vers:npm/!=1.5.0", True),
        ("1.5.0", "npm", "vers:npm/!=1.5.0", False),
        ("1:1.2-3", "deb", "vers:deb/<1%3A1.3", True),
        ("2:1.2-3", "deb", "vers:deb/<1%3A1.3", False),
        ("1.10", "pypi", "vers:pypi/>=1.9|<2", True),
        ("1.5", "generic", "vers:generic/>=1.2|<=1.6", True),
        ("", "npm", "vers:npm/*", False),
        ("not a version", "npm", "vers:npm/<2.0.0", False),
        ("1.5.0", "npm", "< 2.0", True),
        ("1.5.0", "npm", "1.5.0", True),
        ("1.5.0", "npm", "1.5.1", False),
        ("1.5.0", "npm", "<<<", False),
        ("anything", "generic", "anything", True),
    ],
)
def test_a_version_is_within_or_not(version, kind, text, is_within):
    assert is_version_within(version, kind, text) is is_within


@pytest.mark.parametrize(
    "text", ["vers:npm", "vers:/1", "vers:npm/", "vers:npm/<", "vers:npm/*|1.0", "npm/1.0", "vers:npm/1||2"]
)
def test_what_is_no_range_is_refused(text):
    with pytest.raises(ReadError, match="is not a range of versions"):
        parse_vers(text)


def test_what_is_no_range_holds_nothing():
    assert not is_version_within("1.0", "npm", "vers:npm/<")
    assert not is_version_within("1.0", "npm", "vers:npm/" + "|".join(["1.0"] * 5_000))
