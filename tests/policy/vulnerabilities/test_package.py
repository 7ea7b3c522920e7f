"""Conditions of the trigger `package`, one by one."""

import pytest

from mooring.model.advisory import FixState
from mooring.model.evidence.signature import BaseImage
from mooring.model.match import Vulnerability
from mooring.model.package import Package
from mooring.model.severity import Severity
from mooring.policy.gates.vulnerabilities import GATE
from policy.gate_rules import failure, fired
from policy.matched import LODASH, OPENSSL, V31, V31_LOW, judged, match, package, rating

BASE = BaseImage(layer_count=1, known_by="given")


def found(report, **params: str) -> list[str]:
    """The vulnerabilities that fire."""
    return [one.vulnerability for one in fired(GATE, "package", report, **({"package_type": "all"} | params))]


@pytest.mark.parametrize(("kind", "expected"), [("all", ["A", "B"]), ("os", ["A"]), ("non-os", ["B"]), ("OS", ["A"])])
def test_the_class_of_package_is_heeded(kind, expected):
    assert expected == found(judged(match("A", OPENSSL), match("B", LODASH)), package_type=kind)


@pytest.mark.parametrize(
    ("comparison", "severity", "expected"),
    [
        ("=", "medium", "medium"),
        ("!=", "medium", "unknown negligible low high critical"),
        (">", "medium", "high critical"),
        (">=", "medium", "medium high critical"),
        ("<", "low", "unknown negligible"),
        ("<=", "low", "unknown negligible low"),
    ],
)
def test_severities_are_compared_in_their_order(comparison, severity, expected):
    report = judged(*(match(one.value, OPENSSL, one) for one in Severity))

    assert expected.split() == found(report, severity_comparison=comparison, severity=severity)


def test_an_unknown_severity_does_not_fire_unless_asked_for():
    report = judged(match("A", OPENSSL, Severity.UNKNOWN), match("B", OPENSSL, Severity.NEGLIGIBLE))

    assert ["B"] == found(report)
    assert ["A", "B"] == found(report, severity_comparison=">=")


def test_a_place_is_excluded_from_its_start_and_only_where_there_is_one():
    report = judged(match("A", OPENSSL), match("B", LODASH))

    assert ["A"] == found(report, package_path_exclude="/app/.*")
    assert ["A", "B"] == found(report, package_path_exclude="node_modules")
    assert ["A", "B"] == found(report, package_path_exclude="/var/lib")


def test_what_the_vendor_will_not_fix_fires_only_when_asked_for():
    report = judged(match("A", OPENSSL, state=FixState.WONT_FIX), match("B", OPENSSL))

    assert ["B"] == found(report)
    assert ["A", "B"] == found(report, vendor_only="false")


@pytest.mark.parametrize(("value", "expected"), [("true", ["A"]), ("false", ["B", "C"])])
def test_a_fix_is_there_or_is_not(value, expected):
    report = judged(match("A", OPENSSL, fixed="2"), match("B", OPENSSL), match("C", LODASH, state=FixState.UNKNOWN))

    assert expected == found(report, fix_available=value)


@pytest.mark.parametrize(("days", "fires"), [("9", True), ("10", True), ("11", False)])
def test_what_is_younger_than_the_days_given_does_not_fire(days, fires):
    report = judged(match(Vulnerability(id="A", published="2026-11-13T23:00:00Z"), OPENSSL))

    assert (["A"] if fires else []) == found(report, max_days_since_creation=days)


def test_the_day_of_detection_counts_before_that_of_publication():
    report = judged(
        match(Vulnerability(id="A", published="2020-01-01"), OPENSSL), detected={f"A {OPENSSL.id}": "2026-11-22"}
    )

    assert [] == found(report, max_days_since_creation="2")
    assert ["A"] == found(report, max_days_since_creation="1")


@pytest.mark.parametrize("published", ["", "soon", "2026-13-45"])
def test_what_nobody_dates_counts_as_old(published):
    report = judged(match(Vulnerability(id="A", published=published), OPENSSL, fixed="2"))

    assert ["A"] == found(report, max_days_since_creation="3650")
    assert ["A"] == found(report, max_days_since_fix="3650", fix_available="true")


@pytest.mark.parametrize(("days", "fires"), [("1", True), ("2", True), ("3", False)])
def test_a_fix_that_is_young_gives_time(days, fires):
    report = judged(match("A", OPENSSL, fixed="2", fix_date="2026-11-21"))

    assert (["A"] if fires else []) == found(report, max_days_since_fix=days, fix_available="true")


def test_the_age_of_the_fix_is_looked_at_only_with_fix_available():
    report = judged(match("A", OPENSSL, fixed="2", fix_date="2026-11-21"))

    assert ["A"] == found(report, max_days_since_fix="30")


SCORED = Vulnerability(
    id="A",
    ratings=(
        rating("nvd", 5.9, V31_LOW),
        rating("nvd", 9.8, V31, "3.0"),
        rating("nvd", 10.0, "", "2.0"),
        rating("debian", 5.9, V31_LOW),
        rating("redhat", 9.8, V31),
    ),
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cvss_v3_base_score", "9.8"),
        ("cvss_v3_exploitability_score", "3.9"),
        ("cvss_v3_impact_score", "5.9"),
        ("vendor_cvss_v3_base_score", "5.9"),
        ("vendor_cvss_v3_exploitability_score", "2.2"),
        ("vendor_cvss_v3_impact_score", "3.6"),
    ],
)
def test_each_score_is_the_highest_of_its_source(name, value):
    report = judged(match(SCORED, OPENSSL))

    assert ["A"] == found(report, **{name: value, f"{name}_comparison": "="})
    assert ["A"] == found(report, **{name: value})
    assert [] == found(report, **{name: value, f"{name}_comparison": ">"})
    assert [] == found(report, **{name: value, f"{name}_comparison": "!="})


def test_a_score_that_nobody_gives_counts_as_less_than_nothing():
    report = judged(match("A", OPENSSL))

    assert [] == found(report, cvss_v3_base_score="0")
    assert ["A"] == found(report, cvss_v3_base_score="-1", cvss_v3_base_score_comparison="=")
    assert ["A"] == found(report, vendor_cvss_v3_impact_score="5", vendor_cvss_v3_impact_score_comparison="<")


@pytest.mark.parametrize(("origin", "expected"), [("any", ["A", "B"]), ("base", ["A"]), ("introduced", ["B"])])
def test_the_base_image_is_told_from_what_was_built_on_it(origin, expected):
    report = judged(match("A", OPENSSL), match("B", LODASH), base=BASE)

    assert expected == found(report, origin=origin)


def test_a_package_of_no_known_layer_is_passed_over_by_neither_origin():
    lost = package("npm", "lost", layer_index=-1)
    report = judged(match("A", lost), packages=(lost,), base=BASE)

    assert ["A"] == found(report, origin="base")
    assert ["A"] == found(report, origin="introduced")


@pytest.mark.parametrize(
    ("base", "why"),
    [
        (None, "is not known"),
        (BaseImage(layer_count=1, known_by="history"), "only guessed"),
        (BaseImage(), "is not known"),
    ],
)
def test_where_nobody_knows_the_base_image_the_rule_cannot_be_evaluated(base, why):
    assert why in failure(GATE, "package", judged(match("A", OPENSSL), base=base), package_type="all", origin="base")


def test_a_match_about_a_package_that_is_not_there_is_told_all_the_same():
    gone = Package(id="gone", type="npm", name="gone", version="1", purl="")

    assert ["A"] == found(judged(match("A", gone), packages=()))
