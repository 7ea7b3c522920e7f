"""A report that GitLab accepts: open findings alone, with identities that last, and messages for what is not known."""

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

from mooring.reports.format import RenderOptions
from mooring.reports.gitlab import FORMAT
from reports.worlds import BARE, BLIND, CLEAN, FINDINGS, MATCHED, MATCHES, WORLDS

RULES = Path(__file__).with_name("gitlab_rules.json")


def rendered(report):
    return json.loads(b"".join(FORMAT.render(report, RenderOptions())))


def messages(report):
    return [(one["level"], one["value"]) for one in rendered(report)["scan"]["messages"]]


@pytest.mark.parametrize("name", WORLDS)
def test_the_report_keeps_the_rules_of_its_schema(name):
    jsonschema.validate(rendered(WORLDS[name]), json.loads(RULES.read_text()))


def test_a_vulnerability_names_package_system_and_image():
    found = rendered(MATCHED)["vulnerabilities"][0]

    assert found["location"] == {
        "dependency": {"package": {"name": "lodash"}, "version": "4.17.15"},
        "operating_system": "debian 12",
        "image": "registry.example/team/app:1.4",
    }
    assert found["severity"] == "High"
    assert found["solution"] == "Update lodash from 4.17.15 to 4.17.21. Fixed in 4.17.21 since 2021-02-20."
    assert [(one["type"], one["value"]) for one in found["identifiers"]] == [
        ("cve", "CVE-2021-23337"),
        ("ghsa", "GHSA-35jh-r3h4-6jhm"),
        ("cwe", "77"),
        ("cwe", "94"),
    ]
    assert found["details"]["exploited"]["value"] == "yes"


def test_the_identity_of_a_finding_lasts():
    one = rendered(MATCHED)["vulnerabilities"]
    fewer = msgspec.structs.replace(FINDINGS, matches=MATCHES[1:])

    assert len({found["id"] for found in one}) == len(MATCHES) - 1
    assert one[1]["id"] == rendered(msgspec.structs.replace(MATCHED, findings=fewer))["vulnerabilities"][0]["id"]


def test_what_is_suppressed_is_left_out_and_counted():
    report = rendered(MATCHED)

    assert "CVE-2021-44906" not in str(report["vulnerabilities"])
    assert ("info", "suppressed: 1 by an exception of ada@example.com (exceptions.yaml)") in messages(MATCHED)


def test_what_is_not_known_is_a_message_of_the_scan():
    levels = [level for level, _ in messages(BLIND)]

    assert levels == ["fatal", "warn"]
    assert messages(BLIND)[0][1].startswith("not assessed, so nothing is known of it: conda (1 package)")
    assert ("fatal", "incomplete: app/broken.jar: is not a ZIP archive (reader java-archive 3)") in messages(MATCHED)
    assert messages(BARE) == [("fatal", "no package was found, so nothing could be assessed")]
    assert messages(CLEAN) == []


def test_malware_is_to_be_removed():
    found = next(one for one in rendered(MATCHED)["vulnerabilities"] if one["name"].startswith("Malicious"))

    assert "remove it" in found["solution"]


def test_a_vector_that_every_15_2_knows_is_given():
    by_name = {found["identifiers"][0]["value"]: found for found in rendered(MATCHED)["vulnerabilities"]}

    assert by_name["CVE-2024-5535"]["cvss_vectors"] == [
        {"vendor": "nvd", "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H"}
    ]
    assert "cvss_vectors" not in by_name["CVE-2021-23337"]
