"""Scripts that were written for Grype find what they look for, and never a list that looks clean."""

import json

import pytest

from mooring.reports.format import RenderOptions
from mooring.reports.grype_json import FORMAT
from reports.worlds import BLIND, CLEAN, CONDA, MATCHED, MATCHES, WORLDS


def rendered(report):
    return json.loads(b"".join(FORMAT.render(report, RenderOptions())))


MATCH_FIELDS = {
    "artifact": {"id", "name", "version", "type", "locations", "language", "licenses", "cpes", "purl", "upstreams"},
    "vulnerability": {
        *("id", "dataSource", "namespace", "severity", "urls", "description", "cvss", "fix", "advisories", "risk"),
    },
}


@pytest.mark.parametrize("name", WORLDS)
def test_every_match_has_the_fields_of_grype(name):
    document = rendered(WORLDS[name])

    for match in document["matches"] + document["ignoredMatches"]:
        assert {"artifact", "vulnerability", "relatedVulnerabilities", "matchDetails"} <= set(match)
        assert all(fields <= set(match[part]) for part, fields in MATCH_FIELDS.items())
    assert set(document["descriptor"]) == {"name", "version", "configuration", "db"}
    assert {"source", "distro", "alertsByPackage"} <= set(document)


def test_a_match_tells_package_vulnerability_and_fix():
    match = rendered(MATCHED)["matches"][0]

    assert (match["artifact"]["name"], match["artifact"]["version"]) == ("lodash", "4.17.15")
    assert match["vulnerability"]["id"] == "CVE-2021-23337"
    assert match["vulnerability"]["severity"] == "High"
    assert match["vulnerability"]["fix"] == {
        "versions": ["4.17.21"],
        "state": "fixed",
        "available": [{"version": "4.17.21", "date": "2021-02-20", "kind": "advisory"}],
    }
    assert match["vulnerability"]["epss"][0]["epss"] == 0.31
    assert match["vulnerability"]["knownExploited"][0]["knownRansomwareCampaignUse"] == "Known"
    assert [one["id"] for one in match["relatedVulnerabilities"]] == ["GHSA-35jh-r3h4-6jhm"]


def test_the_details_tell_which_name_matched_and_with_what():
    details = rendered(MATCHED)["matches"][3]["matchDetails"]
    by_id = {match["artifact"]["name"]: match["matchDetails"] for match in rendered(MATCHED)["matches"]}

    assert by_id["libssl3"][0]["type"] == "exact-indirect-match"
    assert by_id["openssl"][0]["type"] == "exact-direct-match"
    assert by_id["openssl"][1]["type"] == "cpe-match"
    assert by_id["libssl3"][0]["searchedBy"]["namespace"] == "debian:distro:debian:12"
    assert by_id["libssl3"][0]["searchedBy"]["distro"] == {"type": "debian", "version": "12"}
    assert by_id["lodash"][0]["found"]["versionConstraint"] == "< 4.17.21 (semver)"
    assert details


def test_a_binary_package_names_its_source():
    artifacts = {match["artifact"]["name"]: match["artifact"] for match in rendered(MATCHED)["matches"]}

    assert artifacts["libssl3"]["upstreams"] == [{"name": "openssl", "version": "3.0.11-1~deb12u2"}]
    assert artifacts["openssl"]["upstreams"] == []


def test_what_is_suppressed_is_ignored_with_the_rule_that_says_so():
    document = rendered(MATCHED)

    assert len(document["matches"]) == len(MATCHES) - 1
    rule = document["ignoredMatches"][0]["appliedIgnoreRules"][0]
    assert rule["vulnerability"] == "CVE-2021-44906"
    assert "ada@example.com" in rule["reason"]


def test_a_package_that_was_not_assessed_has_an_alert_and_the_status_is_an_error():
    document = rendered(BLIND)

    assert [
        one["package"]["id"] for one in document["alertsByPackage"] if one["alerts"][0]["type"] == "not-assessed"
    ] == [CONDA.id]
    assert document["descriptor"]["db"]["status"]["valid"] is False
    assert "no feed of the database speaks for conda" in document["descriptor"]["db"]["status"]["error"]
    assert rendered(CLEAN)["descriptor"]["db"]["status"]["valid"] is True
