"""Bundles that come with Mooring."""

import json

import pytest

from mooring.base.errors import NotFound
from mooring.policy.bundles.shipped import STARTER, shipped_bundle, shipped_bundles
from mooring.policy.reading.bundle import read_bundle


def test_there_is_a_default_and_a_starter():
    assert {"default", STARTER} <= set(shipped_bundles())


def test_the_default_bundle_has_the_rules_of_anchore():
    _, content = shipped_bundle("default")
    bundle = read_bundle(content, "default.json").bundle

    [policy], [mapping], [allowlist] = bundle.policies, bundle.mappings, bundle.allowlists
    assert bundle.id == "2c53a13c-1765-11e8-82ef-23527761d060"
    assert [(rule.gate, rule.trigger, rule.action.value, dict(rule.params)) for rule in policy.rules] == [
        ("dockerfile", "exposed_ports", "stop", {"ports": "22", "type": "blacklist"}),
        ("dockerfile", "instruction", "warn", {"instruction": "HEALTHCHECK", "check": "not_exists"}),
        ("vulnerabilities", "stale_feed_data", "warn", {"max_days_since_sync": "2"}),
        ("vulnerabilities", "vulnerability_data_unavailable", "warn", {}),
        ("vulnerabilities", "package", "warn", {"package_type": "all", "severity_comparison": "=", "severity": "medium"}),
        ("vulnerabilities", "package", "stop", {"package_type": "all", "severity_comparison": ">", "severity": "medium"}),
    ]  # fmt: skip
    assert (mapping.image.registry, mapping.image.repository, mapping.image.value) == ("*", "*", "*")
    assert (mapping.allowlist_ids, allowlist.items) == ((allowlist.id,), ())


@pytest.mark.parametrize("name", shipped_bundles())
def test_each_has_an_id_of_its_own_and_can_be_read(name):
    file_name, content = shipped_bundle(name)

    found = read_bundle(content, file_name)

    assert found.problems == ()
    assert found.bundle.id
    assert not file_name.endswith(".json") or json.loads(content)["id"] == found.bundle.id


def test_an_unknown_name_is_told_with_the_nearest():
    with pytest.raises(NotFound, match="'defualt'") as error:
        shipped_bundle("defualt")

    assert error.value.hint == "did you mean 'default'?"
