"""Secrets, malware, changed files and checks of the Dockerfile as results of a scan's log."""

import json
from pathlib import Path

import jsonschema
import pytest

from mooring.reports.format import RenderOptions
from mooring.reports.sarif import FORMAT
from reports.contents import CONTENTS, FULL
from reports.worlds import MATCHES

RULES = json.loads((Path(__file__).parents[1] / "sarif_rules.json").read_text())
REPOSITORY = "registry.example/team/app"


def log_of(report):
    return json.loads(b"".join(FORMAT.render(report, RenderOptions())))


def results(report, rule):
    return [one for one in log_of(report)["runs"][0]["results"] if one["ruleId"] == rule]


def place(result):
    physical = result["locations"][0]["physicalLocation"]
    return physical["artifactLocation"]["uri"], physical["region"]["startLine"]


@pytest.mark.parametrize("name", CONTENTS)
def test_the_log_keeps_the_rules_of_the_format(name):
    jsonschema.validate(log_of(CONTENTS[name]), RULES)


def test_every_result_knows_its_rule():
    run = log_of(FULL)["runs"][0]
    rules = run["tool"]["driver"]["rules"]

    assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == [one["ruleId"] for one in run["results"]]
    assert len(run["results"]) == len(MATCHES) + 4 + 1 + 2 + 3


def test_a_secret_is_told_by_rule_and_place():
    found = results(FULL, "secret/npm-token")[0]

    assert found["message"]["text"].startswith("npm access token in /root/.npmrc:1 (in layer 0, deleted by layer 1).")
    assert (found["level"], place(found)) == ("error", (f"{REPOSITORY}/root/.npmrc", 1))
    assert found["properties"]["valid"] is True


def test_secrets_outside_files_have_a_place_too():
    places = [place(one)[0] for one in results(FULL, "secret/example-key")]

    assert f"{REPOSITORY}/config/environment/API_TOKEN" in places


def test_what_is_accepted_is_suppressed():
    accepted = [one["suppressions"][0] for one in log_of(FULL)["runs"][0]["results"] if "suppressions" in one]

    assert {"kind": "inSource", "status": "accepted", "justification": "accepted by mooring:ignore MD005"} in accepted
    assert "accepted by the baseline secrets.json" in {one["justification"] for one in accepted}


def test_a_check_shows_the_line_of_the_dockerfile():
    check = results(FULL, "MD002")[0]

    assert place(check) == (f"{REPOSITORY}/build/Dockerfile", 12)


def test_alerts_keep_their_identity_when_lines_move():
    run = log_of(FULL)["runs"][0]
    identities = [one["partialFingerprints"]["primaryLocationLineHash"] for one in run["results"]]

    assert len(set(identities)) == len(identities)


def test_what_was_not_looked_for_wholly_is_an_error_of_the_run():
    notices = log_of(CONTENTS["unknown"])["runs"][0]["invocations"][0]["toolExecutionNotifications"]

    assert {"clamav: no answer from /run/clamd.sock" in one["message"]["text"] for one in notices} == {True, False}
    assert {one["level"] for one in notices if one["descriptor"]["id"] == "not-searched"} == {"error"}
