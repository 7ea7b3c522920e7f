"""A verdict as tests."""

from collections import Counter
from xml.etree import ElementTree as ET

import pytest

from mooring.reports.format import RenderOptions
from mooring.reports.verdicts.junit import FORMAT
from reports.verdicts.worlds import JUDGED


def root_of(name):
    return ET.fromstring(b"".join(FORMAT.render(JUDGED[name], RenderOptions())))


def outcomes(name):
    return {
        (case.get("classname"), case.get("name")): case[0].tag if len(case) else "passed"
        for case in root_of(name).iter("testcase")
    }


@pytest.mark.parametrize("name", JUDGED)
def test_the_totals_are_those_of_the_cases(name):
    root = root_of(name)

    for suite in [root, *root.iter("testsuite")]:
        found = Counter(child.tag for case in suite.iter("testcase") for child in case)
        assert int(suite.get("tests")) == len(list(suite.iter("testcase")))
        assert [int(suite.get(total)) for total in ("failures", "errors", "skipped")] == [
            found[tag] for tag in ("failure", "error", "skipped")
        ]


def test_what_stops_fails_what_warns_or_is_accepted_is_skipped_what_could_not_look_is_an_error():
    assert outcomes("stop") == {
        ("verdict", "final action"): "failure",
        ("bundle", "allowlists[0].items[2]"): "skipped",
        ("vulnerabilities.package", "CVE-2023-45853+zlib1g"): "failure",
        ("vulnerabilities.package", "CVE-2021-23337+lodash"): "failure",
        ("dockerfile.instruction", "Dockerfile directive 'USER' not found"): "skipped",
        ("files.suid_or_guid_set", "SUID or SGID found set on file /bin/su"): "skipped",
        ("malware.scans", "The rule needs evidence that was not gathered: malware"): "error",
        ("expression.matches", "The rule could not be evaluated: it took too long"): "error",
        ("problem", "app/broken.jar"): "error",
    }


def test_a_policy_is_a_suite_even_where_it_found_nothing():
    suites = {suite.get("name"): suite for suite in root_of("pass").iter("testsuite")}

    case = suites["registry.example/team/app:1.4: policy house"].find("testcase")
    assert case.find("system-out").text == "6 rules found nothing"


def test_a_verdict_that_warns_passes_and_says_so():
    case = next(one for one in root_of("warn").iter("testcase") if one.get("classname") == "verdict")

    assert case.find("failure") is None
    assert case.find("system-out").text.startswith("WARN: 1 finding of 6 rules warns")


@pytest.mark.parametrize("name", ["denied", "mistaken"])
def test_an_image_that_is_stopped_without_findings_fails(name):
    assert outcomes(name)[("verdict", "final action")] == "failure"


def test_findings_of_an_image_that_the_bundle_allows_are_skipped():
    assert outcomes("allowed")[("vulnerabilities.package", "CVE-2023-45853+zlib1g")] == "skipped"


def test_a_finding_tells_where_and_what_to_do():
    failure = next(one for one in root_of("stop").iter("failure") if "lodash" in one.get("message"))

    assert "about: lodash 4.17.15\npath: /app/node_modules/lodash/package.json\n" in failure.text
    assert failure.text.endswith("recommended: update lodash")
