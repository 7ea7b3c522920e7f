"""Bundles that seem to refuse something and could never do so, or that accept more than they seem to, are told."""

import json

import pytest

from mooring.policy.validate import validate
from policy.bundles import bundle, image, rule

ALWAYS = {"gate": "always", "trigger_id": "always"}


def mistakes(document) -> list[tuple[str, str]]:
    """Path and message of each error."""
    found = validate(json.dumps(document).encode(), "bundle.json")
    return [(problem.path, problem.message) for problem in found if problem.is_error]


def with_item(**fields):
    """A bundle with one allowlist item."""
    return {**bundle(rule()), "whitelists": [{"id": "w", "version": "1_0", "items": [{"id": "i", **fields}]}]}


@pytest.mark.parametrize(
    ("gate", "trigger", "params", "message"),
    [
        ("vulnerabilities", "epss", {"package_type": "all", "score": "50"}, "expected a number from 0 to 1"),
        ("vulnerabilities", "epss", {"package_type": "all", "percentile": "95"}, "expected a number from 0 to 1"),
        ("vulnerabilities", "risk", {"package_type": "all", "risk": "1000"}, "expected a number from 0 to 100"),
        ("vulnerabilities", "cvss", {"package_type": "all", "score": "-1"}, "expected a number from 0 to 10"),
        ("licenses", "text_differs", {"min_confidence": "90"}, "expected a number from 0 to 1"),
        ("vulnerabilities", "blacklist", {"vulnerability_ids": "CVE\u20112021\u201144228"}, "expected identifiers"),
        ("vulnerabilities", "blacklist", {"vulnerability_ids": "CVE-2021-44228;CVE-2"}, "expected identifiers"),
        ("packages", "denied_purl", {"purls": "pkg:deb/debian/apt,apt"}, "expected a package URL"),
        ("packages", "denied_purl", {"purls": "PKG:deb/debian/apt"}, "expected a package URL"),
        ("packages", "blacklist", {"name": " "}, "nothing has an empty one"),
        ("files", "attribute_match", {"filename": ""}, "nothing has an empty one"),
        ("retrieved_files", "content_not_available", {"path": " "}, "nothing has an empty one"),
    ],
)
def test_a_value_that_nothing_could_have_is_refused(gate, trigger, params, message):
    [(_, found)] = mistakes(bundle(rule(trigger, gate=gate, **params)))

    assert message in found


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({**ALWAYS, "package": ""}, "package"),
        ({**ALWAYS, "vulnerability": ""}, "vulnerability"),
        ({"vulnerability": "CVE-2024-1", "versions": ""}, "versions"),
        ({**ALWAYS, "expirationDate": "2020-01-01T00:00:00Z"}, "expirationDate"),
        ({**ALWAYS, "valid_until": "2020-01-01T00:00:00Z"}, "valid_until"),
    ],
)
def test_an_item_that_accepts_more_than_it_seems_to_is_refused(fields, key):
    assert [f"whitelists[0].items[0].{key}"] == [path for path, _ in mistakes(with_item(**fields))]


@pytest.mark.parametrize("part", ["registry", "repository"])
def test_white_space_around_a_name_is_a_mistake_and_not_a_mapping_for_no_image(part):
    [(path, message)] = mistakes(bundle(rule(), mappings=({**image(policy_ids=["p"]), part: "docker.io "},)))

    assert (f"mappings[0].{part}", True) == (path, "white space" in message)


def test_a_policy_without_rules_is_told():
    document = {**bundle(rule()), "policies": [{"id": "p", "version": "1_0", "rules": []}]}

    assert ["has no rules: it passes every image"] == [
        one.message for one in validate(json.dumps(document).encode(), "bundle.json")
    ]
