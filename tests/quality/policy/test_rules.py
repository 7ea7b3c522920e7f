"""Anchore's rules of choosing, reducing and ending, one test for each, by the names they have in its documents."""

import json

import msgspec
import pytest

from journeys.policies import bundle, mapping, rule
from mooring.model.policy import Action
from mooring.model.verdict import FindingKind, VerdictReason
from mooring.policy.bundles.shipped import shipped_bundle
from mooring.policy.compile import compile_bundle
from mooring.policy.describe import spec
from mooring.policy.evaluate import evaluate
from mooring.policy.evidence import Evidence
from mooring.policy.mapping import judged_name
from mooring.policy.reading.bundle import read_bundle
from mooring.policy.validate import has_errors, validate
from mooring.policy.verdicts.anchore_result import anchore_result
from quality.policy.worlds import IMAGE, unmatched, whole

ENDED = {
    "anchoresec": ("vulnerabilities", "vulnlow vulnmedium vulnhigh vulncritical vulnunknown feedoutofdate unsupporteddistro"),
    "dockerfilecheck": (
        "dockerfile",
        "directivecheck effectiveuser expose nofrom fromscratch notag sudo volumepresent nohealthcheck nodockerfile",
    ),
    "filecheck": ("files", "contentmatch filenamematch suidsgidcheck"),
    "fileparse_passwd": ("passwd_file", "filenotstored usernamematch useridmatch groupidmatch shellmatch pentrymatch"),
    "gemcheck": ("gems", "gemnotlatest gemnotofficial gembadversion gempkgfullmatch gempkgnamematch gemnofeed"),
    "npmcheck": ("npms", "npmnotlatest npmnotofficial npmbadversion npmpkgfullmatch npmpkgnamematch npmnofeed"),
    "metadatacheck": ("metadata", "attributecheck"),
    "licblacklist": ("licenses", "licfullmatch licsubmatch"),
    "pkgblacklist": ("packages", "pkgfullmatch pkgnamematch"),
    "pkgcheck": ("packages", "pkgnotpresent verify"),
    "secretcheck": ("secret_scans", "contentmatch filenamematch"),
    "suiddiff": (None, "suidmodediff suidfileadd suidfiledel suiddiff"),
    "imagecheck": (None, "baseoutofdate"),
    "pkgdiff": (None, "pkgdiff pkgversiondiff pkgadd pkgdel"),
}  # fmt: skip


def judged(document, name="registry.example/team/app:1.0", image=IMAGE):
    compiled = compile_bundle(read_bundle(json.dumps(document).encode(), "bundle.json"))
    here = whole()
    report = msgspec.structs.replace(here.report, image=image)
    return evaluate(compiled, Evidence(report, now=here.now, name=judged_name(name)))


def chosen(selector, name="registry.example/team/app:1.0", **image):
    """Whether a mapping with this registry, repository and tag (or digest, or id) holds for the image."""
    registry, repository, value = selector
    one = mapping("m", registry, repository, value)
    one["image"] = {"type": image.get("type", "tag"), "value": value}
    return judged(bundle(rule("always.always"), mappings=[one]), name).mapping == "m"


@pytest.mark.parametrize(
    ("selector", "holds"),
    [
        (("*", "*", "*"), True),
        (("registry.example", "team/app", "1.0"), True),
        (("registry.*", "team/*", "1.*"), True),
        (("registry", "team/app", "1.0"), False),
        (("registry.example", "app", "1.0"), False),
        (("registry.example", "team/app", "1"), False),
        (("regexp:reg.*", "regexp:team/a", "regexp:[0-9]"), True),
        (("regexp:example", "*", "*"), False),
        (("registry.example", "team.app", "1.0"), False),
    ],
)
def test_3_2_a_star_is_for_the_whole_text_and_regexp_matches_at_the_start(selector, holds):
    assert holds == chosen(selector)


def test_3_2_a_tag_mapping_needs_registry_repository_and_tag():
    wrong = [("other", "team/app", "1.0"), ("registry.example", "other", "1.0"), ("registry.example", "team/app", "2")]

    assert [False, False, False] == [chosen(selector) for selector in wrong]


@pytest.mark.parametrize(("kind", "value"), [("digest", IMAGE.digest), ("id", IMAGE.image_id.removeprefix("sha256:"))])
def test_3_2_a_digest_or_id_is_equal_and_registry_and_repository_match(kind, value):
    assert chosen(("registry.example", "team/*", value), type=kind)
    assert not chosen(("other", "team/*", value), type=kind)
    assert not chosen(("registry.example", "team/*", value[:-1]), type=kind)
    assert not chosen(("registry.example", "team/*", "*"), type=kind)


def test_3_2_the_first_mapping_that_matches_wins():
    policies = [
        {"id": name, "version": "1_0", "rules": [{**rule("always.always", action)}]}
        for name, action in (("first", "GO"), ("second", "STOP"))
    ]
    document = bundle(
        policies=policies, mappings=[{**mapping(name), "policy_ids": [name]} for name in ("first", "second")]
    )

    verdict = judged(document)

    assert (verdict.mapping, verdict.mapping_index, verdict.action) == ("first", 0, Action.GO)


def test_3_2_dockerhub_is_docker_io_and_library_is_nothing():
    assert chosen(("docker.io", "team/app", "1"), "dockerhub/team/app:1")
    assert chosen(("docker.io", "nginx", "latest"), "nginx")
    assert not chosen(("docker.io", "library/nginx", "*"), "nginx")


def test_3_2_without_a_tag_only_stars_match():
    assert chosen(("*", "*", "*"), "")
    assert not chosen(("*", "*", "latest"), "")
    assert not chosen(("registry.example", "*", "*"), "")


def test_3_2_no_mapping_is_go_and_denied_images_still_count():
    nowhere = [mapping("m", "nowhere")]
    image = {"name": "no", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"}}

    verdict = judged(bundle(rule("always.always"), mappings=nowhere))
    denied = judged(bundle(rule("always.always"), mappings=nowhere, blacklisted_images=[image]))

    assert (verdict.action, verdict.reason) == (Action.GO, VerdictReason.POLICY_EVALUATION)
    assert anchore_result(verdict, read_bundle(b"{}", "b").bundle)["matched_mapping_rule"] is False
    assert (denied.action, denied.reason) == (Action.STOP, VerdictReason.BLACKLISTED)


def test_3_3_whitelists_of_a_mapping_apply_to_all_its_policies():
    policies = [{"id": name, "version": "1_0", "rules": [rule("always.always")]} for name in ("p", "q")]
    items = [{"id": "i", "gate": "always", "trigger_id": "always"}]
    both = mapping("m", policy_ids=["p", "q"], whitelist_ids=["w"])
    document = bundle(policies=policies, whitelists=[{"id": "w", "version": "1_0", "items": items}], mappings=[both])

    verdict = judged(document)

    assert [finding.allowance.item_id for finding in verdict.findings] == ["i", "i"]
    assert verdict.action is Action.GO


def test_3_3_a_rule_has_no_match_or_many_each_with_its_action():
    document = bundle(
        rule("passwd_file.blacklist_userids", "WARN", user_ids="0,14"),
        rule("packages.blacklist", rule_id="s", name="x"),
    )

    verdict = judged(document)

    assert [(finding.rule_id, finding.action) for finding in verdict.findings] == [("r", Action.WARN)] * 2


@pytest.mark.parametrize(
    ("pattern", "accepts"), [("always", True), ("al*", True), ("regexp:al", True), ("alway", False)]
)
def test_3_3_a_whitelist_item_needs_the_gate_and_the_trigger_id(pattern, accepts):
    def verdict_with(gate):
        items = [{"id": "i", "gate": gate, "trigger_id": pattern}]
        lists = [{"id": "w", "version": "1_0", "items": items}]
        return judged(bundle(rule("always.always"), whitelists=lists, mappings=[mapping(whitelist_ids=["w"])]))

    assert accepts == (verdict_with("always").action is Action.GO)
    assert verdict_with("packages").action is Action.STOP


@pytest.mark.parametrize(
    ("actions", "expected"),
    [((), "go"), (("GO",), "go"), (("GO", "WARN"), "warn"), (("WARN", "STOP", "GO"), "stop")],
)
def test_3_3_the_result_of_a_policy_is_the_least_of_its_matches(actions, expected):
    rules = [rule("always.always", action, rule_id=f"r{number}") for number, action in enumerate(actions)]

    assert expected == judged(bundle(*rules)).action.value


def test_3_3_over_several_policies_the_least_counts():
    policies = [
        {"id": name, "version": "1_0", "rules": [rule("always.always", action)]}
        for name, action in (("p", "WARN"), ("q", "GO"), ("r", "STOP"))
    ]
    document = bundle(policies=policies, mappings=[mapping(policy_ids=["p", "q", "r"])])

    assert ["warn", "go", "stop"] == [result.action.value for result in judged(document).policies]
    assert judged(document).action is Action.STOP


def test_3_3_a_blacklisted_image_beats_a_whitelisted_one_and_both_beat_policies():
    image = {"name": "x", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"}}
    stopped, passed = rule("always.always"), rule("always.always", "GO")

    white = judged(bundle(stopped, whitelisted_images=[image]))
    black = judged(bundle(passed, blacklisted_images=[image]))
    both = judged(bundle(passed, blacklisted_images=[image], whitelisted_images=[image]))

    assert (white.action, white.reason) == (Action.GO, VerdictReason.WHITELISTED)
    assert (black.action, black.reason) == (Action.STOP, VerdictReason.BLACKLISTED)
    assert (both.action, both.reason) == (Action.STOP, VerdictReason.BLACKLISTED)
    assert [len(verdict.findings) for verdict in (white, black, both)] == [1, 1, 1]


@pytest.mark.parametrize(("action", "status"), [("GO", "pass"), ("WARN", "pass"), ("STOP", "fail")])
def test_3_3_stop_is_fail_and_the_others_pass(action, status):
    document = bundle(rule("always.always", action))
    verdict = judged(document)

    assert status == anchore_result(verdict, read_bundle(json.dumps(document).encode(), "b.json").bundle)["status"]


@pytest.mark.parametrize(
    "wrong",
    [
        rule("nothing.at_all", "GO"),
        rule("packages.blacklsit", "GO", name="x"),
        rule("packages.blacklist", "GO"),
        rule("packages.blacklist", "GO", nmae="x"),
        rule("vulnerabilities.package", "GO", package_type="most"),
    ],
)
def test_3_3_a_mistake_in_the_bundle_is_a_stop_with_problems(wrong):
    verdict = judged(bundle(wrong))

    assert (verdict.action, verdict.reason) == (Action.STOP, VerdictReason.POLICY_EVALUATION)
    assert {problem.is_error for problem in verdict.problems} == {True}


def test_3_3_a_rule_that_fails_is_a_finding_of_its_own_id():
    [finding] = judged(bundle(rule("vulnerabilities.package", "GO", package_type="all", origin="base"))).findings

    assert (finding.kind, finding.trigger_id, finding.action) == (FindingKind.FAILED, "evaluation_error", Action.WARN)


@pytest.mark.parametrize("gate", ENDED)
def test_3_6_an_ended_gate_is_a_no_op_where_an_image_is_judged_and_refused_where_a_bundle_is_added(gate):
    for trigger in ENDED[gate][1].split():
        document = bundle(rule(f"{gate}.{trigger}"))
        verdict = judged(document)

        assert (verdict.action, verdict.findings) == (Action.GO, ())
        assert [(problem.kind, problem.is_error) for problem in verdict.problems] == [("end-of-life-gate", False)]
        assert has_errors(validate(json.dumps(document).encode(), "b.json"))


@pytest.mark.parametrize("gate", ENDED)
def test_3_6_policy_spec_lists_it_with_its_successor(gate):
    [listed] = [one for one in spec() if one["name"] == gate]

    assert (listed["state"], listed["superceded_by"]) == ("eol", ENDED[gate][0])
    assert ENDED[gate][1].split() == [trigger["name"] for trigger in listed["triggers"]]
    assert all(trigger["parameters"] == [] for trigger in listed["triggers"])


def test_3_6_policy_spec_is_sorted_by_state_then_name_and_has_every_key():
    gates = spec()

    assert sorted(gates, key=lambda gate: (gate["state"], gate["name"])) == gates
    for gate in gates:
        assert set(gate) == {"name", "description", "state", "superceded_by", "triggers"}
        for trigger in gate["triggers"]:
            assert set(trigger) == {"name", "description", "state", "superceded_by", "parameters"}
            for parameter in trigger["parameters"]:
                assert set(parameter) == {
                    "name", "description", "example", "state", "superceded_by", "required", "validator",
                }  # fmt: skip
                assert set(parameter["validator"]) == {"description", "criteria", "type"}


def test_the_default_bundle_judges_as_anchores():
    _, content = shipped_bundle("default")
    compiled = compile_bundle(read_bundle(content, "default.json"))

    found = evaluate(compiled, whole())
    bare = evaluate(compiled, unmatched())

    assert found.action is Action.STOP
    assert {(one.gate, one.trigger, one.action.value) for one in found.findings} == {
        ("dockerfile", "exposed_ports", "stop"),
        ("dockerfile", "instruction", "warn"),
        ("vulnerabilities", "package", "stop"),
        ("vulnerabilities", "package", "warn"),
    }
    assert {one.kind for one in bare.findings} == {FindingKind.FIRED, FindingKind.NOT_GATHERED}
    assert bare.action is Action.STOP
