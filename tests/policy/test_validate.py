"""Whether a bundle may be added."""

import json

import pytest

from mooring.policy.bundles.shipped import shipped_bundle
from mooring.policy.validate import has_errors, sentence, validate
from policy.bundles import GATES, bundle, image, rule


def kinds(document, *, is_strict=True):
    found = validate(json.dumps(document).encode(), "bundle.json", is_strict=is_strict, gates=GATES)
    return {problem.kind: problem.is_error for problem in found}


def with_value(value):
    document = bundle(rule("named", names="7"))
    document["policies"][0]["rules"][0]["params"][0]["value"] = value
    return document


def test_a_bundle_without_mistakes_has_no_problems():
    assert kinds(bundle(rule("named", names="a", pattern="a+"))) == {}


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (bundle(rule("vulnhigh", gate="anchoresec")), "end-of-life-gate"),
        (bundle(rule(), rule()), "duplicate-rule-id"),
        (with_value(7), "non-string-value"),
        ({**bundle(rule()), "version": None}, "missing-version"),
        ({**bundle(rule()), "id": None}, "missing-bundle-id"),
        (bundle(rule(), mappings=(image(policy_ids=["p"], policy_id="p"),)), "both-policy-ids"),
        (bundle(rule(), mappings=({**image(policy_ids=["p"]), "name": None},)), "missing-name"),
    ],
)
def test_what_is_an_error_for_who_adds_a_bundle_is_tolerated_where_an_image_is_judged(document, kind):
    assert kinds(document) == {kind: True}
    assert kinds(document, is_strict=False) == {kind: False}


def test_policies_that_no_mapping_reaches_are_validated_too():
    policies = [
        {"id": "p", "version": "1_0", "rules": [rule()]},
        {"id": "q", "version": "1_0", "rules": [rule("nothing")]},
    ]

    assert kinds(bundle(policies=policies)) == {"unknown-trigger": True, "unreached-policy": False}


def test_a_mapping_behind_one_for_every_image_is_pointed_out():
    document = bundle(rule(), mappings=(image(policy_ids=["p"]), image("registry.example", policy_ids=["p"])))

    assert kinds(document) == {"unreached-mapping": False}


def test_a_problem_is_a_sentence():
    [problem] = validate(json.dumps(bundle(rule("nmaed"))).encode(), "bundle.json", gates=GATES)
    [unreadable] = validate(b"", "empty.json")

    assert sentence("bundle.json", problem).startswith("bundle.json: policies[0].rules[0].trigger is 'nmaed'; expected")
    assert sentence("empty.json", unreadable) == "empty.json is empty"
    assert has_errors((problem,))


def test_problems_are_in_the_order_of_numbers():
    found = validate(
        json.dumps(bundle(*[rule("nothing", rule_id=str(at)) for at in range(11)])).encode(), "b", gates=GATES
    )

    assert [problem.path.split(".")[1] for problem in found] == [f"rules[{at}]" for at in range(11)]


@pytest.mark.parametrize("name", ["default", "starter"])
def test_the_shipped_bundles_have_no_mistakes(name):
    file_name, content = shipped_bundle(name)

    assert [
        sentence(file_name, problem) for problem in validate(content, file_name) if problem.kind != "unknown-gate"
    ] == []


@pytest.mark.parametrize(
    ("gate", "trigger"),
    [
        ("npms", "newer_version_in_feed"),
        ("npms", "unknown_in_feeds"),
        ("npms", "version_not_in_feeds"),
        ("ruby_gems", "newer_version_found_in_feed"),
        ("ruby_gems", "not_found_in_feed"),
        ("ruby_gems", "version_not_found_in_feed"),
    ],
)
def test_a_trigger_that_is_silent_without_data_of_a_registry_is_pointed_out(gate, trigger):
    [note] = validate(json.dumps(bundle(rule(trigger, gate=gate))).encode(), "bundle.json")

    assert (note.kind, note.is_error, note.path) == ("needs-package-index", False, "policies[0].rules[0].trigger")
    assert "--package-index" in note.hint


@pytest.mark.parametrize("gate", ["npms", "ruby_gems"])
def test_the_trigger_that_asks_for_such_data_is_not(gate):
    assert validate(json.dumps(bundle(rule("feed_data_unavailable", gate=gate))).encode(), "bundle.json") == ()
