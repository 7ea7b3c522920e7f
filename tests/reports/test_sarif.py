"""A log that code scanning accepts, with alerts that keep their identity, and errors for what is not known."""

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

from mooring.model.image import ImageDescription
from mooring.model.match import SuppressedBy, Suppression
from mooring.model.package import Location
from mooring.reports import sarif
from mooring.reports.format import RenderOptions
from mooring.reports.sarif import FORMAT
from reports.worlds import BLIND, CLEAN, EVIL, FINDINGS, LODASH, MATCHED, MATCHES, WORLDS

RULES = Path(__file__).with_name("sarif_rules.json")


def run_of(report):
    return json.loads(b"".join(FORMAT.render(report, RenderOptions())))["runs"][0]


def result_of(report, match):
    return next(one for one in run_of(report)["results"] if one["partialFingerprints"]["mooringFinding/v1"] == match.id)


def notifications_of(report):
    return [
        (one["level"], one["descriptor"]["id"], one["message"]["text"])
        for one in run_of(report)["invocations"][0]["toolExecutionNotifications"]
    ]


@pytest.mark.parametrize("name", WORLDS)
def test_the_log_keeps_the_rules_of_the_format_and_of_github(name):
    log = json.loads(b"".join(FORMAT.render(WORLDS[name], RenderOptions())))

    jsonschema.validate(log, json.loads(RULES.read_text()))


def test_each_match_is_a_result_and_each_vulnerability_a_rule():
    run = run_of(MATCHED)

    assert len(run["results"]) == len(MATCHES)
    assert [run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] for one in run["results"]] == [
        one["ruleId"] for one in run["results"]
    ]
    assert len({rule["id"] for rule in run["tool"]["driver"]["rules"]}) == 7


def test_a_result_says_where_what_and_what_to_do():
    result = result_of(MATCHED, MATCHES[0])

    assert result["level"] == "error"
    assert result["message"]["text"] == (
        "lodash 4.17.15 in registry.example/team/app:1.4 is affected by CVE-2021-23337 (high). It is known to be exploited. "
        "Fixed in 4.17.21 since 2021-02-20."
    )
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == (
        "registry.example/team/app/app/node_modules/lodash/package.json"
    )
    assert (result["rank"], result["baselineState"]) == (93.2, "new")


def test_the_severity_that_counts_decides_the_band():
    """NVD gives 9.1, Debian says high."""
    rule = next(one for one in run_of(MATCHED)["tool"]["driver"]["rules"] if one["id"] == "CVE-2024-5535")

    assert rule["properties"]["security-severity"] == "8.9"
    assert rule["properties"]["tags"] == [
        *("security", "vulnerability", "external/cwe/cwe-200", "external/cwe/cwe-125")
    ]
    assert "is lower in dpkg order" in rule["help"]["text"]


def test_malware_is_called_malware():
    assert result_of(MATCHED, MATCHES[2])["message"]["text"].startswith(f"{EVIL.name} 1.0.0 in")
    assert "is malware, MAL-2024-1234 (critical)" in result_of(MATCHED, MATCHES[2])["message"]["text"]


def test_what_is_suppressed_is_marked_with_who_says_so():
    result = result_of(MATCHED, MATCHES[-1])

    assert result["suppressions"][0]["kind"] == "external"
    assert "EX-7 of ada@example.com" in result["suppressions"][0]["justification"]
    assert "suppressions" not in result_of(MATCHED, MATCHES[0])


def test_what_the_caller_did_not_ask_for_is_left_out_unless_it_is_old():
    option = Suppression(by=SuppressedBy.OPTION, statement="--only-fixed")
    fewer = (
        msgspec.structs.replace(MATCHES[0], suppressions=(option,)),
        msgspec.structs.replace(MATCHES[1], suppressions=(option,), is_new=False),
    )

    results = run_of(msgspec.structs.replace(MATCHED, findings=msgspec.structs.replace(FINDINGS, matches=fewer)))[
        "results"
    ]

    assert [one["baselineState"] for one in results] == ["unchanged"]


def test_what_a_rule_leaves_out_is_counted_and_not_listed():
    """Kernel headers alone leave out thousands, which code scanning would show as open."""
    rule = Suppression(by=SuppressedBy.HARMLESS, statement="kernel headers")
    matches = (msgspec.structs.replace(MATCHES[0], suppressions=(rule,)),)
    report = msgspec.structs.replace(MATCHED, findings=msgspec.structs.replace(FINDINGS, matches=matches))

    assert run_of(report)["results"] == []
    assert ("note", "note", "suppressed: 1 as harmless where they are") in notifications_of(report)


def test_what_was_not_assessed_or_not_read_is_an_error_of_the_run():
    told = notifications_of(MATCHED)

    assert (
        "error",
        "not-assessed",
        "not assessed: conda (1 package): no feed of the database speaks for conda packages",
    ) in told
    assert ("error", "incomplete", "app/broken.jar: is not a ZIP archive (reader java-archive 3)") in told
    assert [level for level, name, _ in told if name == "exception"] == ["warning"]
    assert [level for level, _, _ in notifications_of(BLIND)] == ["error", "warning"]
    assert notifications_of(CLEAN) == []


def test_a_file_of_a_folder_is_named_as_it_is_with_its_line():
    place = Location(path="/web/package lock.json", line=12)
    package = msgspec.structs.replace(LODASH, locations=(place,))
    report = msgspec.structs.replace(
        MATCHED,
        image=ImageDescription(kind="directory", source="dir", name="."),
        inventory=msgspec.structs.replace(MATCHED.inventory, packages=(package,)),
    )

    physical = result_of(report, MATCHES[0])["locations"][0]["physicalLocation"]

    assert physical == {"artifactLocation": {"uri": "web/package%20lock.json"}, "region": {"startLine": 12}}


def test_a_path_cannot_climb_out_of_the_image():
    package = msgspec.structs.replace(LODASH, locations=(Location(path="/../../etc/./passwd"),))
    report = msgspec.structs.replace(MATCHED, inventory=msgspec.structs.replace(MATCHED.inventory, packages=(package,)))

    uri = result_of(report, MATCHES[0])["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    assert uri == "registry.example/team/app/etc/passwd"


def test_what_does_not_fit_is_told(monkeypatch):
    monkeypatch.setattr(sarif, "MAX_RESULTS", 3)

    run = run_of(MATCHED)

    assert [one["rank"] for one in run["results"]] == [93.2, 93.2, 90.0]
    assert "7 results of the lowest risk were left out: 3 fit" in [text for _, _, text in notifications_of(MATCHED)]
    assert FINDINGS.matches == MATCHES


def test_a_database_that_is_only_a_starter_is_a_warning():
    database = msgspec.structs.replace(FINDINGS.database, kind="starter")
    findings = msgspec.structs.replace(CLEAN.findings, database=database)

    told = notifications_of(msgspec.structs.replace(CLEAN, findings=findings))

    assert told[0][:2] == ("warning", "not-assessed")
    assert "only a starter" in told[0][2]
