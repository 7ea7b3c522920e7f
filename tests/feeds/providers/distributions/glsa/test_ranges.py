"""The arithmetic of Gentoo's ranges. A range is written as `operator version` or `operator version slot`."""

import pytest

from mooring.feeds.providers.distributions.glsa.ranges import GlsaRange, affected_ranges, fixed_versions


def ranges(written: str) -> list[GlsaRange]:
    """`lt 1.2, ge 1.0 1` as ranges."""
    found = []
    for one in filter(None, written.split(", ")):
        operator, version, *slot = one.split()
        found.append(GlsaRange(operator=operator, version=version, slot=slot[0] if slot else ""))
    return found


CASES = [
    ("lt 1.3.29", "ge 1.3.29", "(,1.3.29)"),
    ("le 3.1.3", "ge 3.1.4", "(,3.1.3]"),
    ("le 1.2", "", "(,1.2]"),
    ("lt 2.0.48", "ge 2.0.48, lt 2.0", "[2.0,2.0.48)"),
    ("lt 2.6.3-r1", "rge 2.4.24-r1, ge 2.6.3-r1", "(,2.4.24-r1) (2.4.24-r999999999,2.6.3-r1)"),
    ("lt 4.4.2, rge 5.1.1", "ge 5.1.2", "(,4.4.2) [5.1.1,5.1.1-r999999999]"),
    ("rle 1.14-r1", "rge 1.14-r2", "[1.14,1.14-r1]"),
    ("lt 5.0.3", "ge 5.0.3, rgt 4.4.12", "(,4.4.12] (4.4.12-r999999999,5.0.3)"),
    ("lt 1.10", "rle 1.9.5-r1", "(,1.9.5) (1.9.5-r1,1.10)"),
    ("lt 1.10", "rlt 1.9.5-r1", "(,1.9.5) [1.9.5-r1,1.10)"),
    ("eq 5.6.0, eq 5.6.1", "lt 5.6.0, gt 5.6.1", "[5.6.0,5.6.0] [5.6.1,5.6.1]"),
    ("lt 8.0", "eq 7.3*, eq 7.4*", "(,7.3_alpha) [7.5_alpha,8.0)"),
    ("lt 2.6, eq 2.6", "", "(,2.6]"),
    ("ge 4", "ge 4.2.0", "[4,4.2.0)"),
    ("lt 20060000, gt 20040000", "", "(,)"),
    ("lt 5.6.31 5.6, lt 7.0.23 7.0", "ge 5.6.31 5.6, ge 7.0.23 7.0", "[5.6_alpha,5.6.31) [7.0_alpha,7.0.23)"),
    ("lt 1.4.3", "ge 1.4.3, ge 1.2.46 1.2", "(,1.2.46) [1.3_alpha,1.4.3)"),
    ("lt 123.0, lt 115.8.0 esr", "ge 123.0 rapid, ge 115.8.0 esr", "(,115.8.0) [116_alpha,123.0)"),
    ("lt 7.2.6", "ge 7.2.6 7, ge 3.0.1 8", "(,3.0.1) [4_alpha,7.2.6)"),
    ("lt 78.5 0/esr78", "ge 78.5 0/esr78", "(,78.5)"),
    ("eq 100.14", "ge 71.86", "[100.14,100.14]"),
    ("lt 1,2", "ge 2.0", "(,1,2)"),
    ("what 1", "ge 1", ""),
    ("", "ge 1", ""),
]


@pytest.mark.parametrize(("vulnerable", "unaffected", "expected"), CASES)
def test_what_is_affected_is_what_is_vulnerable_and_not_unaffected(vulnerable, unaffected, expected):
    found = affected_ranges(ranges(vulnerable), ranges(unaffected))

    assert expected == " ".join(
        f"{'[' if one.low and one.is_low_included else '('}{one.low},{one.high}{']' if one.is_high_included else ')'}"
        for one in found
    )


def test_fixed_versions_are_in_order():
    assert ("1.2.46", "1.10", "2.0") == fixed_versions(ranges("ge 1.10, ge 1.2.46 1.2, eq 2.0, eq 3*, lt 0.5"))


def test_a_thousand_ranges_are_bounded():
    many = [GlsaRange(operator="eq", version=f"{number}.1") for number in range(5_000)]

    assert 500 == len(affected_ranges(many, []))
