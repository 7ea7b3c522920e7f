"""Gate `vulnerabilities`: names, parameters, messages and ids as Anchore Engine has them."""

import msgspec
import pytest

from mooring.model.advisory import FixState
from mooring.model.evidence.content import Need
from mooring.model.match import AssessmentState, FeedState, SuppressedBy, Suppression, Vulnerability
from mooring.model.severity import Severity
from mooring.policy.gate import parameters_of
from mooring.policy.gates.vulnerabilities import GATE
from mooring.policy.parameter import BadParameter
from policy.gate_rules import fired, ids, messages, rule
from policy.matched import DATABASE, LINK, LODASH, OPENSSL, V31, assessed, judged, match, package, rating

CVE = "CVE-2024-5535"
PARAMETERS = """package_type severity_comparison severity cvss_v3_base_score_comparison cvss_v3_base_score
cvss_v3_exploitability_score_comparison cvss_v3_exploitability_score cvss_v3_impact_score_comparison cvss_v3_impact_score
fix_available vendor_only max_days_since_creation max_days_since_fix vendor_cvss_v3_base_score_comparison
vendor_cvss_v3_base_score vendor_cvss_v3_exploitability_score_comparison vendor_cvss_v3_exploitability_score
vendor_cvss_v3_impact_score_comparison vendor_cvss_v3_impact_score package_path_exclude"""


def test_the_parameters_of_package_are_anchores_in_its_order():
    names = list(parameters_of(GATE.triggers[0]))

    expected = PARAMETERS.split()
    assert expected == names[: len(expected)]


@pytest.mark.parametrize(
    ("trigger", "params"),
    [
        ("package", {"package_type": "all"}),
        ("blacklist", {"vulnerability_ids": CVE}),
        ("denylist", {"vulnerability_ids": CVE}),
        ("kev_list", {}),
        ("epss", {"score": "0.1"}),
        ("risk", {"risk": "1"}),
        ("cvss", {"score": "1"}),
        ("age", {"max_days_since_fix": "1"}),
        ("count", {"limit": "1"}),
        ("malicious_package", {}),
    ],
)
def test_rules_about_vulnerabilities_need_matches(trigger, params):
    assert (Need.MATCHES,) == tuple(rule(GATE, trigger, **params).needs())


def test_a_vulnerability_of_an_os_package_says_what_anchore_says():
    report = judged(match(CVE, OPENSSL, fixed=("3.0.15", "3.1.7")))

    expected = (
        f"HIGH Vulnerability found in os package type (dpkg) - openssl (fixed in: 3.0.15, 3.1.7)({CVE} - {LINK}{CVE})"
    )
    assert [expected] == messages(GATE, "package", report, package_type="all")
    assert [f"{CVE}+openssl"] == ids(GATE, "package", report, package_type="all")


def test_a_vulnerability_without_a_fix_keeps_the_space():
    report = judged(match(CVE, LODASH, Severity.LOW))

    expected = f"LOW Vulnerability found in non-os package type (npm) - /app/node_modules/lodash/package.json ({CVE} - {LINK}{CVE})"
    assert [expected] == messages(GATE, "package", report, package_type="all")
    assert [f"{CVE}+lodash"] == ids(GATE, "package", report, package_type="all")


def test_every_condition_that_is_told_stands_in_its_parenthesis():
    flaw = Vulnerability(
        id=CVE, published="2026-11-01T00:00:00Z", ratings=(rating("nvd", 9.8, V31), rating("debian", 9.8, V31))
    )
    report = judged(match(flaw, OPENSSL, fixed="3.0.15", fix_date="2026-11-02"))
    scores = {
        f"{who}cvss_v3_{kind}_score": "1" for who in ("", "vendor_") for kind in ("base", "exploitability", "impact")
    }

    expected = (
        "HIGH Vulnerability found in os package type (dpkg) - openssl (fixed in: 3.0.15)"
        "(cvss_v3_base_score=9.8)(cvss_v3_exploitability_score=3.9)(cvss_v3_impact_score=5.9)"
        "(max_days_since_creation=2026-11-01)(max_days_since_fix=2026-11-02)"
        "(vendor_cvss_v3_base_score=9.8)(vendor_cvss_v3_exploitability_score=3.9)(vendor_cvss_v3_impact_score=5.9)"
        f"({CVE} - {LINK}{CVE})"
    )
    ages = {"max_days_since_creation": "20", "max_days_since_fix": "20", "fix_available": "true"}
    assert [expected] == messages(GATE, "package", report, package_type="os", **scores, **ages)
    assert [f"{CVE}+openssl"] == ids(GATE, "package", report, package_type="os", **scores, **ages)


def test_one_vulnerability_fires_once_for_each_package():
    libssl = package("deb", "libssl3", "3.0.11-1")
    report = judged(match(CVE, OPENSSL), match(CVE, libssl), packages=(OPENSSL, libssl))

    found = fired(GATE, "package", report, package_type="all")

    assert [(OPENSSL.id, f"{CVE}+openssl"), (libssl.id, f"{CVE}+libssl3")] == [
        (one.subject, one.trigger_id) for one in found
    ]
    assert [(CVE, f"{CVE} {OPENSSL.id}"), (CVE, f"{CVE} {libssl.id}")] == [
        (one.vulnerability, one.match_id) for one in found
    ]


def test_a_finding_is_known_by_the_aliases_and_errata_of_its_vulnerability_too():
    found = match(Vulnerability(id=CVE, aliases=("GHSA-35jh-r3h4-6jhm",)), LODASH, fixed="4.17.21", feed="github")
    found = msgspec.structs.replace(found, fix=msgspec.structs.replace(found.fix, advisories=("DSA-5764-1",)))

    assert ("GHSA-35jh-r3h4-6jhm+lodash", "DSA-5764-1+lodash") == fired(
        GATE, "package", judged(found), package_type="all"
    )[0].other_ids


def test_without_an_advisory_the_link_is_the_first_page_of_the_vulnerability():
    flaw = Vulnerability(id=CVE, urls=("https://one.example", "https://two.example"))

    assert messages(GATE, "package", judged(match(flaw, OPENSSL, reasons=())), package_type="all")[0].endswith(
        f"({CVE} - https://one.example)"
    )
    assert messages(GATE, "package", judged(match(CVE, OPENSSL, reasons=())), package_type="all")[0].endswith(
        f"({CVE})"
    )


def test_what_a_vex_statement_takes_out_of_the_count_does_not_fire():
    stated = (Suppression(by=SuppressedBy.VEX, statement="vex-1"),)

    assert [] == messages(GATE, "package", judged(match(CVE, OPENSSL, suppressions=stated)), package_type="all")


@pytest.mark.parametrize(
    ("built", "captured", "days", "fires"),
    [
        ("2026-11-23T00:00:00Z", "2026-11-22T12:00:00Z", "2", False),
        ("2026-11-23T00:00:00Z", "2026-11-20T00:00:00Z", "2", True),
        ("2026-11-20T00:00:00Z", "", "2", True),
        ("2026-11-22T00:00:00Z", "", "2", False),
        ("2026-11-22", "", "2", False),
        ("yesterday", "", "2", True),
    ],
)
def test_data_of_the_distribution_that_are_too_old_fire(built, captured, days, fires):
    database = msgspec.structs.replace(DATABASE, built=built, feeds=(FeedState(name="debian", captured=captured),))

    expected = ["The vulnerability feed for this image distro is older than MAXAGE (2) days"] if fires else []
    assert expected == messages(GATE, "stale_feed_data", judged(database=database), max_days_since_sync=days)


def test_the_id_of_stale_data_is_anchores():
    report = judged(findings=None)

    assert ["deb3f1afb4ea0ddf587e6c62c341c6fa"] == ids(GATE, "stale_feed_data", report, max_days_since_sync="2")


@pytest.mark.parametrize(
    "changed",
    [
        {"findings": None},
        {"assessments": (assessed("debian 12", AssessmentState.NOT_ASSESSED, "no feed speaks about it"),)},
        {"assessments": (assessed("npm"),)},
    ],
)
def test_a_distribution_without_data_fires(changed):
    expected = "Distro-specific feed data not found for distro namespace: debian:12. Cannot perform CVE scan OS/distro packages"
    assert [expected] == messages(GATE, "vulnerability_data_unavailable", judged(**changed))


@pytest.mark.parametrize(
    "assessment",
    [
        assessed("debian 12"),
        assessed("debian 12", AssessmentState.PARTLY, "1 of 2 could not be judged"),
        assessed("debian 12", AssessmentState.NOT_ASSESSED, "debian 12 ended on 2026-06-30: nobody tells"),
    ],
)
def test_a_distribution_with_data_does_not_fire(assessment):
    assert [] == messages(GATE, "vulnerability_data_unavailable", judged(assessments=(assessment,)))


def test_an_image_without_a_distribution_has_no_data_for_it():
    report = judged(distro=None, packages=(), assessments=())

    assert "distro namespace: unknown." in messages(GATE, "vulnerability_data_unavailable", report)[0]


@pytest.mark.parametrize("name", ["blacklist", "denylist"])
def test_listed_vulnerabilities_fire_once_with_all_of_them(name):
    flaw = Vulnerability(id="CVE-2021-23337", aliases=("GHSA-35jh-r3h4-6jhm",))
    report = judged(match(CVE, OPENSSL), match(flaw, LODASH), match(CVE, LODASH))
    listed = "GHSA-35jh-r3h4-6jhm, cve-2024-5535,CVE-2000-0001"

    expected = ["Blacklisted vulnerabilities detected: ['GHSA-35jh-r3h4-6jhm', 'cve-2024-5535']"]
    assert expected == messages(GATE, name, report, vulnerability_ids=listed)
    assert [] == messages(GATE, name, report, vulnerability_ids="CVE-2000-0001")


def test_a_listed_vulnerability_that_the_vendor_will_not_fix_fires_when_asked_for():
    report = judged(match(CVE, OPENSSL, state=FixState.WONT_FIX))

    assert [] == messages(GATE, "blacklist", report, vulnerability_ids=CVE)
    assert 1 == len(messages(GATE, "blacklist", report, vulnerability_ids=CVE, vendor_only="false"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package_type", "everything"),
        ("severity", "hihg"),
        ("severity_comparison", "=>"),
        ("cvss_v3_base_score", "high"),
        ("fix_available", "maybe"),
        ("max_days_since_fix", "2.5"),
        ("package_path_exclude", "("),
        ("origin", "elsewhere"),
    ],
)
def test_a_value_that_a_parameter_does_not_take_is_refused(name, text):
    with pytest.raises(BadParameter):
        rule(GATE, "package", **({"package_type": "all"} | {name: text}))
