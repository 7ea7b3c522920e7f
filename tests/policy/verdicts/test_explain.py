"""Why a verdict is what it is."""

import pytest

from mooring.model.policy import Action
from mooring.policy.verdicts.explain import explain
from policy.bundles import bundle, compiled, evidence, image, package, rule

MIXED = bundle(
    rule("named", "STOP", rule_id="bash", names="bash"),
    rule("named", "WARN", rule_id="tar", names="tar"),
    rule("named", "STOP", rule_id="zip", names="zip"),
    rule("secret", "WARN", rule_id="secret"),
    rule("broken", "WARN", rule_id="broken", reason="no key"),
    rule("vulnhigh", "STOP", gate="anchoresec", rule_id="old"),
    items=({"package": "pkg:npm/bash"},),
    mappings=(image("other.example", policy_ids=["p"]), image(policy_ids=["p"], whitelist_ids=["w"]), image()),
)


def told(document=MIXED, **more):
    return explain(compiled(document), evidence(package("bash"), package("tar"), **more))


def test_each_rule_says_what_came_of_it():
    steps = {step.rule_id: step for step in told().rules}

    assert {name: (step.outcome, step.fired, step.allowed) for name, step in steps.items()} == {
        "bash": ("allowed", 1, 1),
        "tar": ("fired", 1, 0),
        "zip": ("did not fire", 0, 0),
        "secret": ("not gathered", 1, 0),
        "broken": ("failed", 2, 0),
        "old": ("has ended", 0, 0),
    }
    assert "no key" in steps["broken"].reason


def test_the_rules_that_ask_for_the_final_action_decide():
    found = told()

    assert found.verdict.action is Action.WARN
    assert [step.rule_id for step in found.rules if step.is_decisive] == ["tar", "secret", "broken"]
    assert found.decided_by == "policies[0].rules[1] (things.named) and 2 more ask for warn"


def test_each_mapping_says_whether_it_was_looked_at():
    steps = told().mappings

    assert [(step.outcome, step.reason) for step in steps] == [
        ("does not match", "the registry 'registry.example' does not match 'other.example'"),
        ("matches", ""),
        ("not looked at", ""),
    ]
    assert steps[0].selector == "other.example/*:*"


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (bundle(rule(), blacklisted_images=[image()]), "blacklisted_images[0] (*/*:*) denies the image"),
        (bundle(rule(), whitelisted_images=[image()]), "whitelisted_images[0] (*/*:*) allows the image"),
        (bundle(rule("nothing")), "the bundle has 1 mistake in what this image is judged by"),
        (bundle(rule(), mappings=()), "no mapping matches the image"),
        (bundle(rule("named", names="zip")), "no rule fired"),
        (bundle(rule()), "policies[0].rules[0] (always.always) asks for stop"),
    ],
)
def test_one_sentence_says_what_decides(document, sentence):
    found = told(document)

    assert found.decided_by.startswith(sentence)


def test_no_rule_decides_where_an_image_is_allowed_or_the_bundle_is_wrong():
    for document in (bundle(rule(), whitelisted_images=[image()]), bundle(rule(), rule("nothing", rule_id="x"))):
        assert not any(step.is_decisive for step in told(document).rules)
