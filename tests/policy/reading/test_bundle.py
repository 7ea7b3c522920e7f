"""Bundles from their bytes."""

import json

import pytest

from mooring.model.policy import Action
from mooring.policy.reading.bundle import read_bundle
from mooring.policy.validate import validate
from policy.bundles import GATES, bundle, image, rule

V2 = {
    "id": "b",
    "name": "enterprise",
    "version": "2",
    "description": "all of it",
    "last_updated": "2027-01-01T00:00:00Z",
    "rule_sets": [
        {
            "id": "p",
            "name": "rules",
            "artifact_type": "image",
            "rules": [{**rule(action="warn"), "recommendation": "do not"}],
        }
    ],
    "allowlists": [{"id": "w", "name": "list", "items": [{"id": "i", "gate": "always", "trigger_id": "always"}]}],
    "mappings": [image(rule_set_ids=["p"], allowlist_ids=["w"])],
    "allowlisted_images": [image("registry.example", "good")],
    "denylisted_images": [image("registry.example", "bad")],
    "source_mappings": [],
}
YAML = """
id: b
version: 1_0
policies:
  - id: p
    rules:
      - id: r
        gate: things
        trigger: named
        action: Stop
        params: {names: "bash, tar", loud: true, severity: high}
mappings:
  - {id: m, name: all, registry: "*", repository: "*", image: {type: tag, value: "*"}, policy_ids: [p]}
"""


def read(document, name="bundle.json"):
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return read_bundle(content, name)


def problems_of(document, name="bundle.json"):
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return {problem.path: problem for problem in validate(content, name, gates=GATES)}


def test_every_field_of_the_first_form_is_read():
    item = {"id": "i", "gate": "always", "trigger_id": "x", "expires_on": "2027-01-01T00:00:00Z"}
    document = bundle(rule("named", "Warn", names="a"), items=(item,), comment="c", whitelisted_images=[image("a")])

    found = read(document)

    assert found.problems == ()
    assert (found.bundle.id, found.bundle.version, found.bundle.name, found.bundle.comment) == (
        "b",
        "1_0",
        "bundle",
        "c",
    )
    [policy], [allowlist], [mapping] = found.bundle.policies, found.bundle.allowlists, found.bundle.mappings
    assert (policy.rules[0].action, policy.rules[0].params) == (Action.WARN, (("names", "a"),))
    assert policy.rules[0].path == "policies[0].rules[0]"
    assert allowlist.items[0].expires_on == "2027-01-01T00:00:00Z"
    assert (mapping.policy_ids, mapping.allowlist_ids, mapping.image.kind) == (("p",), ("w",), "tag")
    assert found.bundle.allowed_images[0].image.registry == "a"
    assert found.bundle.digest.startswith("sha256:")


def test_every_field_of_the_second_form_is_read():
    found = read(V2)

    assert found.problems == ()
    assert (found.bundle.version, found.bundle.comment) == ("2", "all of it")
    assert found.bundle.policies[0].rules[0].recommendation == "do not"
    assert found.bundle.policies[0].path == "rule_sets[0]"
    assert found.bundle.mappings[0].policy_ids == ("p",)
    assert found.bundle.mappings[0].allowlist_ids == ("w",)
    assert (len(found.bundle.allowed_images), len(found.bundle.denied_images)) == (1, 1)


def test_the_words_of_either_form_are_known_in_both():
    mixed = {**V2, "version": "1_0", "policies": V2["rule_sets"], "whitelists": V2["allowlists"]}
    for key in ("rule_sets", "allowlists"):
        del mixed[key]

    assert read(mixed).problems == ()


def test_yaml_says_the_same_in_fewer_words():
    assert problems_of(YAML.encode(), "bundle.yaml") == {}
    [found] = read(YAML.encode(), "bundle.yaml").bundle.policies[0].rules

    assert found.params == (("names", "bash, tar"), ("loud", "true"), ("severity", "high"))


def test_what_is_about_source_code_is_passed_over_with_a_note():
    [problem] = read({**V2, "source_mappings": [{"name": "s"}]}).problems

    assert (problem.path, problem.is_error) == ("source_mappings", False)


@pytest.mark.parametrize(
    ("change", "path", "message", "hint"),
    [
        ({"version": "3"}, "version", "is '3'; expected one of 1_0, 2", 'write "1_0"'),
        ({"version": 2}, "version", "is the number 2; expected a text", 'write "2"'),
        ({"id": 7}, "id", "is the number 7; expected a text", 'write "7"'),
        ({"id": " "}, "id", "is empty", ""),
        ({"policies": {}}, "policies", "is an object; expected a list", ""),
        ({"policies": None}, "", "has no 'policies'", ""),
        ({"policies": ["p"]}, "policies[0]", "is 'p'; expected an object", ""),
        ({"mappings": [7]}, "mappings[0]", "is the number 7; expected an object", ""),
        ({"whitelists": [[]]}, "whitelists[0]", "is a list; expected an object", ""),
        ({"rule_sets": [{"id": "q"}]}, "rule_sets", "stands beside 'policies', which is another name for it", "keep one of the two"),
        ({"polices": []}, "polices", "is an unknown key; what stands there is not used", ""),
    ],
)  # fmt: skip
def test_a_mistake_in_the_document_is_told_with_its_path(change, path, message, hint):
    problem = problems_of({**bundle(rule()), **change})[path]

    assert (problem.message, problem.hint) == (message, hint)


def test_a_misspelt_key_names_the_one_that_is_missing():
    document = bundle(rule())
    document["polices"] = document.pop("policies")

    found = problems_of(document)

    assert (found[""].message, found[""].hint) == ("has no 'policies'", "its key may be misspelt: 'polices'")
    assert (found["polices"].hint, found["polices"].is_error) == ("did you mean 'policies'?", True)


@pytest.mark.parametrize(
    ("change", "path", "message", "hint"),
    [
        ({"gate": "thigns"}, ".gate", "is 'thigns'; expected the name of a gate", "did you mean 'things'?"),
        ({"gate": None}, "", "has no 'gate'", ""),
        ({"gate": ["things"]}, ".gate", "is a list; expected a text", ""),
        ({"trigger": "nmaed"}, ".trigger",
         "is 'nmaed'; expected a trigger of the gate 'things': named, flawed, secret, broken", "did you mean 'named'?"),
        ({"action": "STPO"}, ".action", "is 'STPO'; expected one of go, warn, stop", "did you mean 'stop'?"),
        ({"params": []}, "", "has no parameter 'names', which 'named' requires", ""),
        ({"params": "names=a"}, ".params", "is 'names=a'; expected a list", ""),
        ({"params": [{"name": "names"}]}, ".params[0]", "has no 'value'", ""),
        ({"params": [{"name": "names", "value": 10}]}, ".params[0].value",
         "is the number 10; expected a text", 'write "10"'),
        ({"params": [{"name": "names", "value": True}]}, ".params[0].value", "is true; expected a text", 'write "true"'),
        ({"params": [{"name": "names", "value": ["a"]}]}, ".params[0].value", "is a list; expected a text", ""),
        ({"params": [{"name": "names", "value": "a"}, {"name": "severity", "value": "hihg"}]}, ".params[1].value",
         "is 'hihg'; expected one of low, high", "did you mean 'high'?"),
        ({"params": [{"name": "nmaes", "value": "a"}]}, ".params[0].name",
         "is 'nmaes'; 'named' takes names, severity, pattern, loud", "did you mean 'names'?"),
        ({"params": [{"name": "names", "value": "a"}, {"name": "PACKAGE_NAMES", "value": "b"}]}, ".params[1].value",
         "is a second value for 'names'", "keep one"),
        ({"params": {"names": "a", "severity": "hihg"}}, ".params.severity",
         "is 'hihg'; expected one of low, high", "did you mean 'high'?"),
        ({"params": [7, {"name": "names", "value": "a"}, {"name": "severity", "value": "x"}]}, ".params[2].value",
         "is 'x'; expected one of low, high", ""),
        ({"params": [{"name": "names", "value": "a"}, {"name": "loud", "value": "true"}]}, ".params",
         "has 'loud' with the severity 'low'; expected 'high'", ""),
        ({"actions": "stop"}, ".actions", "is an unknown key; what stands there is not used", ""),
    ],
)  # fmt: skip
def test_a_mistake_in_a_rule_is_told_with_its_path(change, path, message, hint):
    wrong = {**rule("named", names="a"), **change}

    problem = problems_of(bundle(rule(rule_id="first"), wrong))["policies[0].rules[1]" + path]

    assert (problem.message, problem.hint, problem.is_error) == (message, hint, path != ".actions")


@pytest.mark.parametrize(
    ("item", "path", "message", "hint"),
    [
        ({"gate": "always"}, "", "has no 'trigger_id'", ""),
        ({"gate": "always", "trigger_id": "regexp:("}, ".trigger_id", None, ""),
        ({"gate": "always", "trigger_id": "a", "expires_on": "2027-01-31"}, ".expires_on",
         "is '2027-01-31'; expected a date and time as RFC 3339 writes them", "write '2027-01-31T00:00:00Z'"),
        ({"gate": "always", "trigger_id": "a", "expires_on": 7}, ".expires_on", "is the number 7; expected a text", 'write "7"'),
        ({"vulnerability": "CVE-1", "versions": "<<>>"}, ".versions", None, ""),
        ({"package": "bash"}, ".package", "is 'bash'; expected a package URL, or a pattern of one", "write 'pkg:*/bash'"),
        ({"vulnerability": ["CVE-1"]}, ".vulnerability", "is a list; expected a text", ""),
        ({"gate": "alwys", "trigger_id": "a"}, ".gate", "is 'alwys', which is no gate: the item accepts nothing", "did you mean 'always'?"),
    ],
)  # fmt: skip
def test_a_mistake_in_an_allowlist_is_told_with_its_path(item, path, message, hint):
    problem = problems_of(bundle(rule(), items=({"gate": "always", "trigger_id": "ok"}, item)))[
        "whitelists[0].items[1]" + path
    ]

    assert (message or problem.message, hint) == (problem.message, problem.hint)


@pytest.mark.parametrize(
    ("mapping", "path", "message"),
    [
        ({"registry": None}, "", "has no 'registry'"),
        ({"image": None}, "", "has no 'image'"),
        ({"image": {"type": "tga", "value": "*"}}, ".image.type", "is 'tga'; expected one of tag, digest, id"),
        ({"image": {"type": "tag", "value": ""}}, ".image.value", "is empty"),
        ({"image": {"type": "tag"}}, ".image", "has no 'value'"),
        ({"policy_ids": []}, "", "names no policy"),
        ({"policy_id": "q"}, ".policy_id", "stands beside 'policy_ids'; a mapping has one of the two"),
        ({"policy_ids": ["P"]}, "", "names the policy 'P', which the bundle does not have"),
        ({"policy_ids": ["p", 7]}, ".policy_ids[1]", "is the number 7; expected a text"),
        ({"whitelist_ids": ["v"]}, "", "names the allowlist 'v', which the bundle does not have"),
        ({"repository": "regexp:["}, ".repository", None),
    ],
)
def test_a_mistake_in_a_mapping_is_told_with_its_path(mapping, path, message):
    found = problems_of(bundle(rule(), mappings=({**image(policy_ids=["p"], id="m"), **mapping},)))[
        "mappings[0]" + path
    ]

    assert (message or found.message, found.is_error) == (found.message, True)


def test_everything_is_reported_in_one_go_and_in_order():
    document = bundle(rule("nmaed"), rule(action="HALT"), items=({"gate": "always"},), mappings=(image(),))
    document["policies"].append({"id": "p", "version": "1_0", "rules": [rule("vulnhigh", gate="anchoresec")]})

    found = [
        (problem.path, problem.kind)
        for problem in validate(json.dumps(document).encode(), "bundle.json", gates=GATES)
        if problem.is_error
    ]

    assert found == [
        ("mappings[0]", "missing"),
        ("policies[0].rules[0].trigger", "unknown-trigger"),
        ("policies[0].rules[1].action", "bad-action"),
        ("policies[1].id", "duplicate-policy-id"),
        ("policies[1].rules[0].gate", "end-of-life-gate"),
        ("whitelists[0].items[0]", "missing"),
    ]


@pytest.mark.parametrize("value", ["a\0b", "a\ud800b", "\udfff"], ids=["nul", "high surrogate", "low surrogate"])
def test_texts_that_cannot_be_stored_are_reported_and_cleaned(value):
    found = read(bundle(rule("named", names=value)))

    assert [(problem.path, problem.kind) for problem in found.problems] == [
        ("policies[0].rules[0].params[0].value", "bad-character")
    ]
    assert "\ufffd" in found.bundle.policies[0].rules[0].params[0][1]
    json.dumps(found.bundle.policies[0].rules[0].params).encode()


def test_a_key_that_stands_twice_is_reported():
    content = json.dumps(bundle(rule())).replace('"id": "r"', '"id": "r", "action": "GO"').encode()

    assert problems_of(content)["policies[0].rules[0].action"].kind == "duplicate-key"


def test_a_hundred_thousand_rules_are_not_all_read():
    content = b'{"id":"b","version":"1_0","mappings":[],"policies":[{"id":"p","version":"1_0","rules":['
    content += b",".join([b'{"gate":"g","trigger":"t","action":"go"}'] * 100_000) + b"]}]}"

    found = read(content)

    assert len(found.bundle.policies[0].rules) == 20_000
    assert any(problem.kind == "more" and problem.is_error for problem in found.problems)


@pytest.mark.parametrize("content", [b"", b"[]", b"7", b'"x"', b"[{}]", b"{", b"null", b'{"policybundle": {}}'])
def test_what_is_no_bundle_is_unreadable(content):
    found = read(content)

    assert not found.is_readable
    assert [problem.is_error for problem in found.problems] == [True]
