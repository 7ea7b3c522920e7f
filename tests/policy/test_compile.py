"""A bundle made ready, and what it wants to know."""

from mooring.model.evidence.content import Need
from mooring.policy.compile import place_of, wanted_evidence
from mooring.policy.mapping import judged_name
from policy.bundles import DIGEST, bundle, compiled, image, rule

POLICIES = [
    {"id": "p", "version": "1_0", "rules": [rule("flawed")]},
    {"id": "q", "version": "1_0", "rules": [rule("secret"), rule("secret", rule_id="again")]},
    {"id": "r", "version": "1_0", "rules": [rule("named", names="a")]},
]


def wanted(mappings, name=None):
    return wanted_evidence(compiled(bundle(policies=POLICIES, mappings=mappings)), name and judged_name(name))


def test_what_is_wanted_is_what_the_policies_of_all_mappings_need():
    found = wanted((image("a", policy_ids=["p"]), image("b", policy_ids=["q", "p"])))

    assert found.needs == {Need.MATCHES, Need.SECRETS, Need.RETRIEVED_FILES, Need.CONTENT_SEARCH}
    assert (found.retrieve, found.search) == (("/etc/passwd",), (("token", "tok_[a-z]+"),))


def test_a_policy_that_no_mapping_names_wants_nothing():
    assert wanted((image(policy_ids=["r"]),)).needs == frozenset()


def test_of_a_name_only_the_mapping_that_matches_counts():
    mappings = (image("registry.example", policy_ids=["p"]), image(policy_ids=["q"]))

    assert wanted(mappings, "registry.example/app:1").needs == {Need.MATCHES}
    assert Need.SECRETS in wanted(mappings, "other.example/app:1").needs


def test_a_mapping_by_digest_may_turn_out_to_hold():
    mappings = (image("*", "*", DIGEST, "digest", policy_ids=["q"]), image(policy_ids=["p"]))

    assert {Need.SECRETS, Need.MATCHES} <= wanted(mappings, "registry.example/app:1").needs


def test_rules_with_mistakes_want_nothing():
    policies = [{"id": "p", "version": "1_0", "rules": [rule("secrte")]}]

    assert wanted_evidence(compiled(bundle(policies=policies))).needs == frozenset()


def test_the_part_of_a_document_is_the_first_step_of_a_path():
    paths = ["policies[2].rules[0].gate", "policies", "", "mappings[10]", "version"]

    assert [place_of(path) for path in paths] == ["policies[2]", "", "", "mappings[10]", ""]
