"""A flaw in CycloneDX: ratings, advisories, what it affects, and what somebody decided about it."""

import msgspec
import pytest

from mooring.model.match import SuppressedBy, Suppression
from mooring.reports.sbom.vulnerabilities import properties, vers_of, vulnerabilities
from reports.worlds import FINDINGS, LODASH, MATCHED, MATCHES, SSL, ZLIB

FLAWS = {flaw["bom-ref"]: flaw for flaw in vulnerabilities(MATCHED, FINDINGS)}


def suppressed(by, justification=""):
    one = Suppression(by=by, statement="S-1", reason="because", justification=justification)
    findings = msgspec.structs.replace(
        FINDINGS, matches=(msgspec.structs.replace(MATCHES[0], suppressions=(one,)), MATCHES[1])
    )
    return list(vulnerabilities(msgspec.structs.replace(MATCHED, findings=findings), findings))


def test_each_source_rates_and_the_one_that_counts_comes_first():
    assert FLAWS["vulnerability:CVE-2024-5535"]["ratings"] == [
        {"source": {"name": "debian"}, "severity": "high"},
        {
            "source": {"name": "nvd"},
            "score": 9.1,
            "severity": "critical",
            "method": "CVSSv31",
            "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H",
        },
    ]
    assert [one["method"] for one in FLAWS["vulnerability:CVE-2023-45853"]["ratings"]] == ["CVSSv31", "CVSSv2"]


def test_a_flaw_names_aliases_weaknesses_advisories_and_dates():
    flaw = FLAWS["vulnerability:CVE-2021-23337"]

    assert flaw["references"] == [{"id": "GHSA-35jh-r3h4-6jhm", "source": {"name": "GitHub"}}]
    assert flaw["cwes"] == [77, 94]
    assert flaw["advisories"] == [
        {"title": "GHSA-35jh-r3h4-6jhm", "url": "https://github.com/advisories/GHSA-35jh-r3h4-6jhm"}
    ]
    assert flaw["published"] == "2021-05-06T16:05:51Z"
    assert {"name": "mooring:exploited", "value": "cisa 2024-01-08"} in flaw["properties"]


def test_what_it_affects_has_versions_and_a_range():
    assert FLAWS["vulnerability:CVE-2023-5678"]["affects"] == [
        {
            "ref": SSL.id,
            "versions": [
                {"version": "3.0.11-1~deb12u2", "status": "affected"},
                {"range": "vers:deb/<3.0.13-1~deb12u1", "status": "affected"},
                {"version": "3.0.13-1~deb12u1", "status": "unaffected"},
            ],
        }
    ]
    assert FLAWS["vulnerability:CVE-2023-45853"]["affects"][0]["ref"] == ZLIB.id


def test_a_flaw_that_is_suppressed_in_one_package_alone_is_told_twice():
    told = suppressed(SuppressedBy.VEX, "vulnerable_code_not_present")

    assert [flaw["bom-ref"] for flaw in told] == ["vulnerability:CVE-2021-23337", "vulnerability:CVE-2021-23337#1"]
    assert told[0]["analysis"]["justification"] == "code_not_present"
    assert told[0]["affects"][0]["ref"] == LODASH.id
    assert told[0]["affects"][0]["versions"][0]["status"] == "unaffected"
    assert "analysis" not in told[1]


@pytest.mark.parametrize(
    ("by", "justification", "analysis"),
    [
        (SuppressedBy.VEX, "", {"state": "not_affected"}),
        (
            SuppressedBy.VEX,
            "requires_configuration",
            {"state": "not_affected", "justification": "requires_configuration"},
        ),
        (SuppressedBy.EXCEPTION, "", {"state": "exploitable", "responses": ["will_not_fix"]}),
        (
            SuppressedBy.EXCEPTION,
            "vulnerable_code_not_in_execute_path",
            {"state": "not_affected", "justification": "code_not_reachable"},
        ),
        (SuppressedBy.DISTRIBUTION, "", {"state": "not_affected"}),
        (SuppressedBy.OWNER, "", {"state": "false_positive"}),
        (SuppressedBy.HARMLESS, "", {"state": "not_affected", "justification": "code_not_present"}),
    ],
)
def test_who_suppressed_decides_what_it_means(by, justification, analysis):
    told = suppressed(by, justification)[0]["analysis"]

    assert {name: value for name, value in told.items() if name != "detail"} == analysis
    assert "S-1" in told["detail"]


def test_what_an_option_hides_is_not_judged():
    assert "analysis" not in suppressed(SuppressedBy.OPTION)[0]


@pytest.mark.parametrize(
    ("constraint", "vers"),
    [
        ("< 1.2.3", "vers:npm/<1.2.3"),
        (">= 1.0, < 2.0", "vers:npm/>=1.0|<2.0"),
        (">= 1.0, <= 2.0 || = 3.0", "vers:npm/>=1.0|<=2.0|3.0"),
        ("< 1:2+a", "vers:npm/<1%3A2%2Ba"),
        ("", ""),
        ("[1.0,2.0)", ""),
        ("^1.2 <", ""),
        ("< " + "9" * 3000, ""),
    ],
)
def test_a_constraint_becomes_a_range_where_it_is_simple(constraint, vers):
    assert vers_of(constraint, "npm") == vers


def test_the_database_and_every_assessment_are_properties():
    names = [row["name"] for row in properties(FINDINGS)]

    assert names[:3] == ["mooring:database:built", "mooring:database:kind", "mooring:database:digest"]
    assert "mooring:assessment:conda" in names
