"""Bounds of advisories as keys."""

import pytest

from mooring.model.advisory import Affected, VersionRange
from mooring.versions.scheme import scheme_named
from mooring.vulns.building.bounds import bounds_of, scheme_of_namespace
from mooring.vulns.rows import HIGH_INCLUDED, LOOSE, LOW_EXCLUDED, AffectedRow, Interval

SEMVER = scheme_named("semver").key


@pytest.mark.parametrize(
    ("namespace", "scheme"),
    [
        ("debian:12", "deb"), ("ubuntu:22.04+esm", "deb"), ("alpine:edge", "apk"), ("wolfi", "apk"), ("rhel:9.4+eus", "rpm"),
        ("amazon:2+docker", "rpm"), ("opensuse-tumbleweed", "rpm"), ("arch", "pacman"), ("gentoo", "portage"), ("npm", "semver"),
        ("pypi", "pep440"), ("maven", "maven"), ("golang", "golang"), ("cpe", "loose"), ("nothing-we-know:1", "loose"),
    ],
)  # fmt: skip
def test_a_namespace_has_the_scheme_of_its_packages(namespace, scheme):
    assert scheme == scheme_of_namespace(namespace)


def test_a_range_becomes_an_interval_with_the_ends_it_says():
    outside = VersionRange(low="1.0.0", is_low_included=False, high="2.0.0", is_high_included=True)
    (bounds,), unordered = bounds_of(_affected(VersionRange(low="1.0.0", high="2.0.0"), outside), "semver")

    low, high = SEMVER("1.0.0"), SEMVER("2.0.0")
    assert (Interval(low, high), Interval(low, high, LOW_EXCLUDED | HIGH_INCLUDED)) == bounds.intervals
    assert ((), 0) == (unordered, bounds.flags)


def test_zero_is_the_beginning_of_everything():
    (bounds,), _ = bounds_of(_affected(VersionRange(low="0", high="2.0.0")), "semver")

    assert (Interval(b"", SEMVER("2.0.0")),) == bounds.intervals


def test_single_versions_that_a_range_holds_are_left_out():
    affected = _affected(VersionRange(low="1.0.0", high="2.0.0"), versions=("1.5.0", "3.0.0", "1.0.0", "2.0.0"))
    (bounds,), _ = bounds_of(affected, "semver")

    assert (SEMVER("2.0.0"), SEMVER("3.0.0")) == bounds.versions
    assert ("3.0.0", "2.0.0") == bounds.texts


def test_bounds_that_are_no_versions_of_the_scheme_are_kept_apart_and_loose():
    affected = _affected(VersionRange(high="2.0.0"), VersionRange(high="2004d1"), versions=("3.0.0", "2005 beta 2"))
    (exact, loose), unordered = bounds_of(affected, "semver")

    assert (0, (Interval(b"", SEMVER("2.0.0")),), ("3.0.0",)) == (exact.flags, exact.intervals, exact.texts)
    assert (LOOSE, 1, ("2005 beta 2",)) == (loose.flags, len(loose.intervals), loose.texts)
    assert () == unordered


def test_bounds_without_any_order_are_named_and_never_become_every_version():
    affected = _affected(VersionRange(low="1.0.0", high="a" * 40), versions=("latest",))
    parts, unordered = bounds_of(affected, "semver")

    assert ((), (f">= 1.0.0, < {'a' * 40}", "latest")) == (parts, unordered)


def test_a_statement_without_bounds_is_about_every_version():
    (bounds,), _ = bounds_of(_affected(), "semver")

    assert AffectedRow(vulnerabilities=(), record=0, intervals=bounds.intervals, versions=bounds.versions).holds(
        SEMVER("0.1.0")
    )


def test_an_unknown_scheme_is_an_error():
    with pytest.raises(KeyError):
        bounds_of(_affected(), "roman-numerals")


@pytest.mark.parametrize("version", ["0.0.1", "1.0.0-rc.1", "1.0.0", "1.5.0", "2.0.0-rc.1", "2.0.0", "2.0.1"])
@pytest.mark.parametrize("is_low_included", [True, False])
@pytest.mark.parametrize("is_high_included", [True, False])
def test_an_interval_holds_what_its_range_says(version, is_low_included, is_high_included):
    item = VersionRange(low="1.0.0", is_low_included=is_low_included, high="2.0.0", is_high_included=is_high_included)
    (bounds,), _ = bounds_of(_affected(item), "semver")

    place = SEMVER(version)
    above = place > SEMVER("1.0.0") or (is_low_included and version == "1.0.0")
    below = place < SEMVER("2.0.0") or (is_high_included and version == "2.0.0")
    assert (above and below) == bounds.intervals[0].holds(place)


def _affected(*ranges, versions=()):
    return Affected(namespace="npm", name="x", ranges=ranges, versions=versions)
