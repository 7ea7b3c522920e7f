"""Advisories that say which versions are well."""

import pytest

from mooring.feeds.formats.patched import affected_ranges, fix_of, ranges_of
from mooring.model.advisory import Fix, FixState, VersionRange
from mooring.versions.constraint import ConstraintError
from mooring.versions.scheme import scheme_named

SEMVER = scheme_named("semver")


@pytest.mark.parametrize(
    ("patched", "unaffected", "expected"),
    [
        ([], [], (VersionRange(),)),
        ([">= 1.2.0"], [], (VersionRange(high="1.2.0"),)),
        ([">= 1.2.0"], ["< 1.0.0"], (VersionRange(low="1.0.0", high="1.2.0"),)),
        (["< 0.0.0"], [], (VersionRange(),)),
        (["*"], [], ()),
    ],
)
def test_what_is_neither_patched_nor_unaffected_is_affected(patched, unaffected, expected):
    assert affected_ranges(patched, unaffected, SEMVER) == expected


def test_vulnerable_versions_are_only_those_that_are_not_patched():
    found = affected_ranges(["^1.2.0 || ^2.1.0"], [], SEMVER, vulnerable=["1.x || 2.x"])

    assert found == (VersionRange(low="1", high="1.2.0"), VersionRange(low="2", high="2.1.0"))


@pytest.mark.parametrize(
    ("patched", "expected"),
    [
        ([], Fix(state=FixState.NOT_FIXED)),
        (["< 0"], Fix(state=FixState.NOT_FIXED)),
        ([">= 2.0.0", "~> 1.5"], Fix(state=FixState.FIXED, versions=("1.5", "2.0.0"), date="2024-01-02")),
        (["> 1.4.0"], Fix(state=FixState.FIXED, date="2024-01-02")),
    ],
)
def test_each_line_is_fixed_by_its_first_version(patched, expected):
    assert fix_of(patched, SEMVER, date="2024-01-02") == expected


def test_a_requirement_that_cannot_be_read_is_an_error():
    with pytest.raises(ConstraintError):
        ranges_of([">> 1"], SEMVER)
