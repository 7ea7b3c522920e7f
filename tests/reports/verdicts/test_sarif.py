"""A verdict as a log of alerts."""

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

from mooring.reports import sarif as scan_log
from mooring.reports.format import RenderOptions
from mooring.reports.verdicts import sarif
from mooring.reports.verdicts.sarif import FORMAT
from reports.contents import FULL
from reports.verdicts.worlds import FOUND, JUDGED, STOP, finding, judged
from reports.worlds import MATCHES

RULES = json.loads((Path(__file__).parents[1] / "sarif_rules.json").read_text())


def log_of(report, form=FORMAT):
    return json.loads(b"".join(form.render(report, RenderOptions())))["runs"][0]


def notices(run):
    return [(one["level"], one["message"]["text"]) for one in run["invocations"][0]["toolExecutionNotifications"]]


@pytest.mark.parametrize("name", JUDGED)
def test_the_log_keeps_the_rules_of_the_format(name):
    jsonschema.validate(json.loads(b"".join(FORMAT.render(JUDGED[name], RenderOptions()))), RULES)


def test_each_trigger_is_a_rule_and_each_action_a_level():
    run = log_of(JUDGED["stop"])

    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        *("vulnerabilities.package", "files.suid_or_guid_set", "malware.scans", "expression.matches"),
        "dockerfile.instruction",
    ]
    assert {one["ruleId"]: one["level"] for one in run["results"]}["dockerfile.instruction"] == "warning"


def test_a_finding_on_a_package_is_where_the_package_is():
    lodash = log_of(JUDGED["stop"])["results"][1]

    assert lodash["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("lodash/package.json")
    assert lodash["message"]["text"].endswith("Recommended: update lodash")


def test_a_message_that_names_a_line_leads_to_it():
    check = finding("dockerfile.check", "MD002 at line 12 (high): the last USER is root")
    secret = finding("secret_scans.found", "Example API key found in /app/.env, line 3 (present)", subject="/app/.env")
    report = judged(msgspec.structs.replace(STOP, findings=(check, secret)), FULL)

    places = [one["locations"][0]["physicalLocation"] for one in log_of(report)["results"]]

    assert [(one["artifactLocation"]["uri"].split("app/", 1)[1], one["region"]["startLine"]) for one in places] == [
        ("build/Dockerfile", 12),
        ("app/.env", 3),
    ]


def test_what_an_allowlist_accepts_is_suppressed():
    accepted = next(one for one in log_of(JUDGED["stop"])["results"] if "suppressions" in one)

    assert accepted["suppressions"][0]["justification"] == (
        "accepted by item 'shell' of 'Base image', until 2027-01-31: needed to start"
    )


def test_nothing_counts_where_the_bundle_allows_the_image():
    assert all("suppressions" in one for one in log_of(JUDGED["allowed"])["results"])


@pytest.mark.parametrize(
    ("name", "rule", "level"),
    [
        ("denied", "bundle.denied-image", "error"),
        ("mistaken", "bundle.mistake", "error"),
        ("unmapped", "bundle.no-mapping", "warning"),
    ],
)
def test_what_stops_an_image_without_findings_is_a_result(name, rule, level):
    assert [(one["ruleId"], one["level"]) for one in log_of(JUDGED[name])["results"]] == [(rule, level)]


def test_rules_that_could_not_look_are_errors_of_the_run():
    told = notices(log_of(JUDGED["stop"]))

    assert ("error", "STOP: 4 findings of 6 rules stop it") in told
    assert any("malware.scans of rule" in text and level == "error" for level, text in told)


def test_findings_that_do_not_fit_are_told(monkeypatch):
    monkeypatch.setattr(sarif, "MAX_RESULTS", 2)

    run = log_of(JUDGED["stop"])

    assert len(run["results"]) == 2
    assert ("error", "of 6 findings, 2 fit: those that stop it first") in notices(run)


def test_the_log_of_a_scan_does_not_repeat_vulnerabilities_but_says_what_the_policy_says():
    results = log_of(JUDGED["stop"], scan_log.FORMAT)["results"]

    told = {one["ruleId"] for one in results}
    assert "vulnerabilities.package" not in told and "dockerfile.instruction" in told
    assert len(results) == len(MATCHES) + len(FOUND) - 2
    assert {one["ruleId"] for one in results if one["properties"].get("policyAction") == "stop"} == {
        "CVE-2021-23337",
        "CVE-2023-45853",
    }
