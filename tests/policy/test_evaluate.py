"""What a bundle says of an image."""

import json

import msgspec
import pytest

from mooring.model.evidence.content import Content, ContentSearch, Need, Secret
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.policy import Action
from mooring.model.report import ScanReport
from mooring.model.verdict import FindingKind, VerdictReason
from mooring.policy.compile import compile_bundle
from mooring.policy.evaluate import evaluate
from mooring.policy.evidence import Evidence
from mooring.policy.gate import trigger_id
from mooring.policy.mapping import judged_name
from mooring.policy.package_index import read_index
from mooring.policy.reading.bundle import read_bundle
from policy.bundles import DIGEST, IMAGE_ID, NOW, bundle, compiled, evidence, flaw, image, package, rule


def verdict_of(document, *packages, **more):
    return evaluate(compiled(document), evidence(*packages, **more))


def searched_by(*searches, secrets=()):
    """A report on an image of which the content was searched like this."""
    content = Content(searches=searches, secrets=secrets)
    report = ScanReport(image=ImageDescription(), inventory=Inventory(content=content))
    return Evidence(report, now=NOW, name=judged_name("registry.example/app:1"))


def test_the_strictest_finding_decides():
    verdict = verdict_of(bundle(rule(action="GO"), rule("named", "WARN", names="bash")), package("bash"))

    assert (verdict.action, verdict.reason) == (Action.WARN, VerdictReason.POLICY_EVALUATION)
    assert [finding.action for finding in verdict.findings] == [Action.GO, Action.WARN]


def test_a_rule_that_does_not_fire_decides_nothing():
    verdict = verdict_of(bundle(rule("named", "STOP", names="bash")), package("tar"))

    assert (verdict.action, verdict.findings) == (Action.GO, ())


def test_a_finding_has_the_names_of_gate_and_trigger_whatever_the_rule_calls_them():
    [finding] = verdict_of(bundle(rule("called", "STOP", gate="STUFF", names="bash")), package("bash")).findings

    assert (finding.gate, finding.trigger) == ("things", "named")
    assert finding.trigger_id == trigger_id("things", "named", "Package bash is there")


def test_a_verdict_says_what_it_rests_on():
    verdict = verdict_of(bundle(rule(action="GO")))

    assert verdict.image_digest == DIGEST
    assert verdict.tag == "registry.example/app:1"
    assert (verdict.bundle_id, verdict.mapping, verdict.mapping_index) == ("b", "*/*:*", 0)
    assert (verdict.policies[0].policy_id, verdict.policies[0].action, verdict.policies[0].rules) == ("p", Action.GO, 1)
    assert (verdict.evaluated, verdict.database_built) == ("2027-03-01T12:00:00+00:00", "2027-02-28T00:00:00Z")


def test_the_first_mapping_that_matches_decides():
    policies = [
        {"id": name, "version": "1_0", "rules": [rule(action=action)]}
        for name, action in (("p", "STOP"), ("q", "WARN"))
    ]
    document = bundle(
        policies=policies, mappings=(image("registry.example", "app", policy_id="q"), image(policy_id="p"))
    )

    assert Action.WARN is verdict_of(document).action
    assert Action.STOP is verdict_of(document, name="registry.example/other:1").action


def test_several_policies_of_a_mapping_are_all_judged():
    policies = [
        {"id": name, "version": "1_0", "rules": [rule(action=action)]}
        for name, action in (("p", "WARN"), ("q", "STOP"))
    ]
    verdict = verdict_of(bundle(policies=policies, mappings=(image(policy_ids=["p", "q", "p"]),)))

    assert [result.action for result in verdict.policies] == [Action.WARN, Action.STOP]
    assert Action.STOP is verdict.action


def test_without_a_mapping_no_policy_runs_and_the_verdict_says_so():
    verdict = verdict_of(bundle(rule(), mappings=(image("other.example", policy_id="p"),)))

    assert (verdict.action, verdict.mapping, verdict.mapping_index) == (Action.GO, "", -1)
    assert [problem.kind for problem in verdict.problems] == ["no-mapping"]


def test_a_denied_image_is_stopped_whatever_allows_it():
    both = {"blacklisted_images": [image()], "whitelisted_images": [image()]}
    verdict = verdict_of(bundle(rule(action="GO"), **both))

    assert (verdict.action, verdict.reason) == (Action.STOP, VerdictReason.BLACKLISTED)
    assert verdict.denied_image == "*/*:*"


def test_an_allowed_image_passes_and_its_findings_are_shown():
    verdict = verdict_of(bundle(rule(), whitelisted_images=[image()]))

    assert (verdict.action, verdict.reason) == (Action.GO, VerdictReason.WHITELISTED)
    assert [finding.action for finding in verdict.findings] == [Action.STOP]


def test_an_allowed_image_is_allowed_without_a_mapping():
    verdict = verdict_of(bundle(rule(), mappings=(), whitelisted_images=[image()]))

    assert VerdictReason.WHITELISTED is verdict.reason


@pytest.mark.parametrize(("kind", "value"), [("digest", DIGEST), ("id", IMAGE_ID), ("id", "sha256:" + IMAGE_ID)])
def test_an_image_is_denied_by_what_it_is(kind, value):
    denied = bundle(rule(action="GO"), blacklisted_images=[image("registry.example", "app", value, kind)])
    elsewhere = bundle(rule(action="GO"), blacklisted_images=[image("other.example", "app", value, kind)])

    assert (Action.STOP, Action.GO) == (verdict_of(denied).action, verdict_of(elsewhere).action)


def test_a_mapping_by_digest_holds_where_the_old_engine_broke():
    document = bundle(rule(), mappings=(image("registry.example", "app", DIGEST, "digest", policy_id="p"),))
    verdict = verdict_of(document)

    assert (verdict.action, verdict.mapping_index) == (Action.STOP, 0)


@pytest.mark.parametrize("pattern", ["always", "alw*", "*", "regexp:al"])
def test_an_allowlist_item_accepts_by_id_and_pattern(pattern):
    item = {"id": "i", "gate": "Always", "trigger_id": pattern}
    verdict = verdict_of(bundle(rule(), items=(item,)))

    [finding] = verdict.findings
    assert (verdict.action, finding.action, finding.rule_action) == (Action.GO, Action.GO, Action.STOP)
    assert (finding.allowance.allowlist_id, finding.allowance.item_id) == ("w", "i")


@pytest.mark.parametrize(("gate", "pattern"), [("always", "alway"), ("always", "regexp:ways"), ("things", "always")])
def test_an_allowlist_item_for_something_else_accepts_nothing(gate, pattern):
    verdict = verdict_of(bundle(rule(), items=({"id": "i", "gate": gate, "trigger_id": pattern},)))

    assert Action.STOP is verdict.action


def test_an_item_accepts_until_it_expires():
    def verdict_until(moment):
        return verdict_of(bundle(rule(), items=({"gate": "always", "trigger_id": "always", "expires_on": moment},)))

    later, now = verdict_until("2027-03-01T12:00:01Z"), verdict_until("2027-03-01T13:00:00+01:00")

    assert (later.action, now.action) == (Action.GO, Action.STOP)
    assert [(problem.kind, problem.path) for problem in now.problems] == [("expired-item", "whitelists[0].items[0]")]


def test_a_finding_is_accepted_by_an_alias_of_its_vulnerability():
    items = ({"gate": "things", "trigger_id": "GHSA-1+bash"},)
    verdict = verdict_of(
        bundle(rule("flawed"), items=items), package("bash"), matches=(flaw("CVE-1", "bash", "GHSA-1"),)
    )

    assert Action.GO is verdict.action


@pytest.mark.parametrize(
    ("item", "is_accepted"),
    [
        ({"vulnerability": "cve-1"}, True),
        ({"vulnerability": "GHSA-1"}, True),
        ({"vulnerability": "CVE-2"}, False),
        ({"package": "pkg:npm/bash"}, True),
        ({"package": "pkg:npm/bash@1.0"}, True),
        ({"package": "pkg:npm/b*"}, True),
        ({"package": "pkg:npm/bas"}, False),
        ({"package": "pkg:npm/bash", "versions": "< 2.0"}, True),
        ({"package": "pkg:npm/bash", "versions": "< 1.0"}, False),
        ({"vulnerability": "CVE-1", "versions": ">= 1.0"}, True),
        ({"vulnerability": "CVE-1", "gate": "always"}, False),
        ({"vulnerability": "CVE-1", "gate": "things", "trigger_id": "CVE-1+*"}, True),
        ({"vulnerability": "CVE-1", "expires_on": "2026-01-01T00:00:00Z"}, False),
    ],
)
def test_every_field_of_a_structured_item_must_hold(item, is_accepted):
    document = bundle(rule("flawed"), items=({"id": "i", "reason": "not called", **item},))
    verdict = verdict_of(document, package("bash"), matches=(flaw("CVE-1", "bash", "GHSA-1"),))

    assert [not problem.is_error for problem in verdict.problems] == [True] * len(verdict.problems)
    assert is_accepted is (verdict.action is Action.GO)


def test_evidence_that_was_not_gathered_counts_as_fired():
    verdict = verdict_of(bundle(rule("secret", "STOP"), rule("flawed", "WARN")), matches=None)

    assert Action.STOP is verdict.action
    assert [(finding.kind, finding.trigger_id, finding.action) for finding in verdict.findings] == [
        (FindingKind.NOT_GATHERED, "evidence_missing+secrets", Action.STOP),
        (FindingKind.NOT_GATHERED, "evidence_missing+matches", Action.WARN),
    ]


def test_what_an_incomplete_search_has_found_is_told_beside_what_it_did_not_gather():
    secrets = (Secret(place="/app/.env", rule="token"),)
    search = ContentSearch(need=Need.SECRETS, problem="a layer could not be read")
    [unknown, found] = evaluate(compiled(bundle(rule("secret", "STOP"))), searched_by(search, secrets=secrets)).findings

    assert (unknown.kind, unknown.trigger_id, unknown.action) == (
        FindingKind.NOT_GATHERED, "evidence_missing+secrets", Action.STOP,
    )  # fmt: skip
    assert (found.kind, found.message, found.action) == (FindingKind.FIRED, "token in /app/.env", Action.STOP)


def test_what_was_never_looked_for_is_not_found_either():
    findings = evaluate(
        compiled(bundle(rule("secret", "STOP"))), searched_by(secrets=(Secret(place="/a", rule="token"),))
    ).findings

    assert [FindingKind.NOT_GATHERED] == [finding.kind for finding in findings]


def test_an_incomplete_search_that_found_nothing_stops_the_image():
    verdict = evaluate(
        compiled(bundle(rule("secret", "STOP"))), searched_by(ContentSearch(need=Need.SECRETS, problem="half"))
    )

    assert (verdict.action, len(verdict.findings)) == (Action.STOP, 1)


def test_a_pattern_does_not_accept_what_was_not_gathered():
    def action_with(pattern):
        return verdict_of(bundle(rule("secret"), items=({"gate": "things", "trigger_id": pattern},))).action

    assert (Action.STOP, Action.GO) == (action_with("*"), action_with("evidence_missing+secrets"))


@pytest.mark.parametrize(("action", "counts"), [("STOP", Action.STOP), ("WARN", Action.WARN), ("GO", Action.WARN)])
def test_a_rule_that_cannot_be_evaluated_is_never_a_pass(action, counts):
    verdict = verdict_of(bundle(rule("broken", action, reason="the key is missing")))

    assert counts is verdict.action
    failed = verdict.findings[-1]
    assert (failed.kind, failed.trigger_id) == (FindingKind.FAILED, "evaluation_error")
    assert "the key is missing" in failed.message


def test_a_bug_in_a_trigger_does_not_show_what_it_looked_at():
    verdict = verdict_of(bundle(rule("broken", "WARN"), rule(action="WARN")))

    assert [finding.kind for finding in verdict.findings][1:] == [FindingKind.FAILED, FindingKind.FIRED]
    assert "hunter2" not in msgspec.json.encode(verdict).decode()


@pytest.mark.parametrize(
    "wrong",
    [
        rule("alway", gate="always"),
        rule("named"),
        rule("named", nmaes="bash"),
        rule("named", names=""),
        rule("named", names="bash", severity="hihg"),
        rule("named", names="bash", pattern="(a"),
        rule("named", names="bash", loud="true"),
        rule("always", "HALT"),
        rule("always", gate="alwayz"),
    ],
)
def test_a_mistake_in_the_policy_of_an_image_stops_it(wrong):
    verdict = verdict_of(bundle(rule(action="GO"), wrong))

    assert (verdict.action, verdict.reason) == (Action.STOP, VerdictReason.POLICY_EVALUATION)
    assert any(problem.is_error and problem.path.startswith("policies[0].rules[1]") for problem in verdict.problems)


def test_a_mistake_stops_an_image_that_is_allowed_too():
    verdict = verdict_of(bundle(rule("nothing"), whitelisted_images=[image()]))

    assert (verdict.action, verdict.reason) == (Action.STOP, VerdictReason.POLICY_EVALUATION)


def test_a_mistake_in_another_policy_does_not_touch_the_image():
    policies = [
        {"id": "p", "version": "1_0", "rules": [rule(action="WARN")]},
        {"id": "q", "version": "1_0", "rules": [rule("nothing")]},
    ]
    mappings = (image("registry.example", "app", policy_id="p"), image(policy_id="q"))
    document = bundle(policies=policies, mappings=mappings)

    assert Action.WARN is verdict_of(document).action
    assert Action.STOP is verdict_of(document, name="registry.example/other:1").action


def test_a_mapping_that_cannot_be_read_may_have_been_meant_for_the_image():
    before = bundle(rule(action="GO"), mappings=(image("regexp:(", policy_id="p"), image(policy_id="p")))
    after = bundle(rule(action="GO"), mappings=(image(policy_id="p"), image("regexp:(", policy_id="p")))

    assert (Action.STOP, Action.GO) == (verdict_of(before).action, verdict_of(after).action)


def test_two_policies_of_one_id_stop_the_images_of_either():
    policies = [{"id": "p", "version": "1_0", "rules": [rule(action="GO")]}] * 2

    assert Action.STOP is verdict_of(bundle(policies=policies)).action


def test_a_gate_that_has_ended_does_nothing_and_is_told():
    verdict = verdict_of(bundle(rule("vulnhigh", gate="anchoresec"), rule(action="WARN", rule_id="r2")))

    assert (Action.WARN, 1) == (verdict.action, len(verdict.findings))
    assert [(problem.kind, problem.is_error) for problem in verdict.problems] == [("end-of-life-gate", False)]


def test_a_number_for_a_text_is_judged_as_it_is_meant():
    document = bundle(rule("named", "WARN", names="7"))
    document["policies"][0]["rules"][0]["params"][0]["value"] = 7

    assert Action.WARN is verdict_of(document, package("7")).action


def test_what_is_no_bundle_stops_every_image():
    assert Action.STOP is verdict_of({}).action


def test_the_same_input_gives_the_same_verdict():
    document = bundle(rule("named", names="a,b"), rule("flawed"), items=({"gate": "things", "trigger_id": "*"},))

    once, again = (
        verdict_of(document, package("a"), package("b"), matches=(flaw("CVE-1", "a"), flaw("CVE-2", "b")))
        for _ in range(2)
    )

    assert msgspec.json.encode(once) == msgspec.json.encode(again)


def test_notes_for_who_writes_a_bundle_are_no_part_of_a_verdict():
    verdict = verdict_of(bundle({**rule(action="GO", rule_id=""), "colour": "red"}, kept_by="us"))

    assert verdict.problems == ()


def test_a_verdict_notes_that_a_rule_is_silent_for_want_of_an_index():
    document = json.dumps(bundle(rule("unknown_in_feeds", gate="npms")))
    ready, here = compile_bundle(read_bundle(document.encode(), "bundle.json")), searched_by()
    known = Evidence(here.report, now=NOW, index=read_index(b'{"npm": {}}', "index.json"))

    silent, told = evaluate(ready, here), evaluate(ready, known)

    assert ([problem.kind for problem in silent.problems], silent.passes) == (["needs-package-index"], True)
    assert (told.problems, told.passes) == ((), True)
