"""A build server shows what failed, what was looked at, and what could not be."""

from xml.etree import ElementTree as ET

import msgspec
import pytest

from mooring.model.match import SuppressedBy, Suppression
from mooring.reports.format import RenderOptions
from mooring.reports.junit import FORMAT
from reports.worlds import BARE, BLIND, CLEAN, FINDINGS, MATCHED, MATCHES, WORLDS


def root_of(report):
    return ET.fromstring(b"".join(FORMAT.render(report, RenderOptions())))


def outcomes(report):
    return {
        case.get("name"): (case[0].tag if len(case) else "passed")
        for case in root_of(report).iter("testcase")
        if case.get("classname") in ("assessment", "problem", "exception")
    }


@pytest.mark.parametrize("name", WORLDS)
def test_the_totals_are_those_of_the_cases(name):
    root = root_of(WORLDS[name])

    for suite in [root, *root.iter("testsuite")]:
        cases = list(suite.iter("testcase"))
        assert int(suite.get("tests")) == len(cases)
        for total, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(total)) == len([case for case in cases if case.find(tag) is not None])


def test_a_finding_is_a_failure_with_its_reasons():
    case = next(
        one for one in root_of(MATCHED).iter("testcase") if one.get("name") == "CVE-2021-23337 in lodash 4.17.15"
    )

    assert case.get("classname") == "npm"
    assert case.find("failure").get("type") == "high"
    assert (
        case.find("failure").get("message") == "high: Command Injection in lodash. Fixed in 4.17.21 since 2021-02-20."
    )
    assert "4.17.15 is lower in semantic version order" in case.find("failure").text


def test_what_is_suppressed_is_skipped_with_who_says_so():
    case = next(one for one in root_of(MATCHED).iter("testcase") if "CVE-2021-44906" in one.get("name"))

    assert "EX-7 of ada@example.com" in case.find("skipped").get("message")


def test_what_a_rule_leaves_out_is_counted_and_not_listed():
    rule = Suppression(by=SuppressedBy.HARMLESS, statement="kernel headers")
    matches = (msgspec.structs.replace(MATCHES[0], suppressions=(rule,)),)
    report = msgspec.structs.replace(MATCHED, findings=msgspec.structs.replace(FINDINGS, matches=matches))

    names = [case.get("name") for case in root_of(report).iter("testcase") if case.get("classname") == "suppressed"]

    assert names == ["1 as harmless where they are"]


def test_what_was_assessed_passes_and_what_was_not_is_an_error():
    assert outcomes(BLIND) == {"debian 12": "passed", "npm": "skipped", "conda": "error"}
    assert outcomes(MATCHED) == {
        **outcomes(BLIND),
        "app/broken.jar": "error",
        "EX-3": "skipped",
    }


def test_an_image_without_findings_still_shows_what_was_looked_at():
    assert outcomes(CLEAN) == {"debian 12": "passed", "npm": "passed", "conda": "passed"}


def test_an_image_without_packages_is_an_error():
    assert outcomes(BARE) == {"packages": "error"}


def test_a_starter_database_is_told():
    database = msgspec.structs.replace(FINDINGS.database, kind="starter")
    findings = msgspec.structs.replace(CLEAN.findings, database=database)

    assert outcomes(msgspec.structs.replace(CLEAN, findings=findings))["database"] == "skipped"
