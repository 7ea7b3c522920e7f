"""Packs as bundles."""

import json

import pytest

from mooring.model.policy import Action, Allowlist, AllowlistItem
from mooring.policy.bundles.shipped import shipped_bundle, shipped_bundles
from mooring.policy.packs.library import load_pack, pack_names, settings_of
from mooring.policy.packs.rendering import bundle_json, bundle_of
from mooring.policy.validate import validate
from policy.compliance.worlds import SETTINGS


def given(name: str) -> dict[str, str]:
    return {key: SETTINGS[key] for key in settings_of(load_pack(name)) if key in SETTINGS}


@pytest.mark.parametrize("name", pack_names())
def test_every_pack_is_a_bundle_that_may_be_added(name):
    pack = load_pack(name)

    assert () == validate(bundle_json(pack), f"{name}.json")
    assert () == validate(bundle_json(pack, given(name)), f"{name}.json")


@pytest.mark.parametrize("name", pack_names())
def test_every_pack_can_be_named_where_bundles_are(name):
    file_name, content = shipped_bundle(name)

    assert name in shipped_bundles()
    assert (f"{name}.json", bundle_json(load_pack(name))) == (file_name, content)


def test_a_policy_is_a_control_and_a_rule_leads_back_to_it():
    bundle = bundle_of(load_pack("cis-docker"), given("cis-docker"))

    [user] = [policy for policy in bundle.policies if policy.id == "4.1"]
    assert ["4.1/user-not-root/1", "4.1/only-root-is-root/1"] == [rule.id for rule in user.rules]
    assert user.rules[0].recommendation.startswith("4.1: ")
    assert [f"4.{number}" for number in range(1, 13)] == [policy.id for policy in bundle.policies]
    assert tuple(policy.id for policy in bundle.policies) == bundle.mappings[0].policy_ids


def test_a_rule_whose_setting_is_missing_is_left_out_and_told():
    bundle = bundle_of(load_pack("cis-docker"))

    assert "4.12" not in [policy.id for policy in bundle.policies]
    assert "No rule judges 4.12." in bundle.comment
    assert "no certification" in bundle.comment


def test_a_parameter_whose_setting_is_empty_is_left_out():
    pack = load_pack("cis-docker")

    without = next(policy for policy in bundle_of(pack).policies if policy.id == "4.8")
    having = next(policy for policy in bundle_of(pack, {"setuid-paths": "/bin/su"}).policies if policy.id == "4.8")

    assert [(), ()] == [rule.params for rule in without.rules]
    assert (("allowed_paths", "/bin/su"),) == having.rules[0].params


def test_a_control_that_only_warns_stops_nothing_and_optional_guards_are_told_only():
    bundle = bundle_of(load_pack("cis-docker"))
    actions = {rule.id: rule.action for policy in bundle.policies for rule in policy.rules}

    assert Action.STOP is actions["4.1/user-not-root/1"]
    assert Action.WARN is actions["4.6/healthcheck/1"]
    assert Action.STOP is actions["4.4/assessed/1"]
    assert Action.GO is actions["4.2/base-pinned/2"]


def test_a_setting_cannot_break_out_of_its_place():
    """Nor is what stands in it filled in again."""
    wild = '"}], "x": "{setuid-paths}'
    bundle = bundle_of(load_pack("cis-docker"), {"base-images": wild, "setuid-paths": "/bin/su"})

    [rule] = [one for policy in bundle.policies for one in policy.rules if one.id == "4.2/base-image-allowed/1"]
    assert (("allowed", wild),) == rule.params


def test_waivers_are_the_allowlists_of_every_image():
    items = (AllowlistItem(vulnerability="CVE-2025-1", reason="not reached", owner="a@example.com"),)
    document = json.loads(bundle_json(load_pack("hipaa"), {}, [Allowlist(id="a", items=items), Allowlist(id="a")]))

    assert ["waivers-1", "waivers-2"] == [one["id"] for one in document["whitelists"]]
    assert ["waivers-1", "waivers-2"] == document["mappings"][0]["whitelist_ids"]
    assert [
        {"id": "waivers-1-1", "vulnerability": "CVE-2025-1", "reason": "not reached", "owner": "a@example.com"}
    ] == document["whitelists"][0]["items"]
