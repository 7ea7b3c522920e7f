"""Bundles that are damaged or made to hurt: read in bounded time, with every problem told, and never a pass by default."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mooring.model.policy import Action
from mooring.policy.compile import compile_bundle
from mooring.policy.evaluate import evaluate
from mooring.policy.reading.bundle import read_bundle
from policy.bundles import GATES, bundle, compiled, evidence, image, package, rule

GOOD = bundle(
    rule("named", names="bash", pattern="a+"),
    items=({"id": "i", "gate": "always", "trigger_id": "x+*", "expires_on": "2028-01-01T00:00:00Z"},),
    mappings=(image(policy_ids=["p"], whitelist_ids=["w"]),),
    blacklisted_images=[image("bad.example")],
)
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec=None), max_size=5), st.just([]), st.just({}), st.just([{}]), st.just([[]]),
    st.just("regexp:("), st.just("\0"),
)  # fmt: skip


def places(value, path=()):
    """Every place in a document."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


PLACES = [path for path in places(GOOD) if path]


def put(document, path, value):
    document = json.loads(json.dumps(document))
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return document


def verdict_of(content, *packages):
    return evaluate(compile_bundle(read_bundle(content, "b.json"), gates=GATES), evidence(*packages))


@settings(max_examples=400)
@given(st.sampled_from(PLACES), ODD)
def test_whatever_stands_anywhere_is_a_problem_with_a_path_or_means_what_it_says(path, value):
    document = put(GOOD, path, value)

    ready = compiled(document)
    verdict = evaluate(ready, evidence(package("bash")))

    assert all(problem.message and problem.kind for problem in ready.strict_problems)
    assert verdict.action is Action.STOP or not any(problem.is_error for problem in verdict.problems)
    json.dumps([(problem.path, problem.message, problem.hint) for problem in ready.strict_problems]).encode()


@settings(max_examples=100)
@given(st.integers(0, 2_000), st.sampled_from([b"", b"\0", b"\xff", b"}", b'"', b"[" * 5_000]))
def test_a_bundle_that_is_cut_off_or_damaged_stops_the_image_or_says_the_same(at, damage):
    content = json.dumps(GOOD).encode()
    at = min(at, len(content) - 1)

    assert Action.STOP is verdict_of(content[:at] + damage, package("bash")).action


@pytest.mark.parametrize("missing", ["policies", "mappings"])
def test_a_bundle_without_what_it_needs_stops_every_image(missing):
    document = {key: value for key, value in GOOD.items() if key != missing}

    assert Action.STOP is verdict_of(json.dumps(document).encode()).action


@pytest.mark.parametrize("key", ["rules", "action", "gate", "params", "name", "value"])
def test_a_misspelt_key_does_not_make_a_rule_vanish(key):
    content = json.dumps(GOOD).replace(f'"{key}"', f'"{key[:-1]}"').encode()

    assert Action.STOP is verdict_of(content, package("bash")).action


def test_an_expression_that_others_never_finish_is_quick():
    document = bundle(
        rule("named", "WARN", names="bash", pattern="(a+)+$"),
        items=({"gate": "things", "trigger_id": "regexp:(.*)*(.*)*!"}, {"gate": "things", "trigger_id": "*a" * 500}),
    )
    ready = compiled(document)
    started = time.process_time()

    evaluate(ready, evidence(package("bash"), name="registry.example/" + "a" * 100_000))

    assert time.process_time() - started < 2


def test_twenty_thousand_rules_with_mistakes_are_all_told():
    document = bundle(*[rule("nothing", rule_id=str(at)) for at in range(20_000)])
    started = time.process_time()

    ready = compiled(document)

    assert len(ready.strict_problems) == 20_000
    assert Action.STOP is evaluate(ready, evidence()).action
    assert time.process_time() - started < 20


def test_many_allowlist_items_are_looked_up_and_not_searched():
    items = tuple({"gate": "things", "trigger_id": f"CVE-{at}+{'*' if at % 2 else 'bash'}"} for at in range(50_000))
    ready = compiled(bundle(rule("named", "STOP", names=",".join(f"n{at}" for at in range(500))), items=items))
    world = evidence(*(package(f"n{at}") for at in range(500)))
    started = time.process_time()

    verdict = evaluate(ready, world)

    assert len(verdict.findings) == 500
    assert time.process_time() - started < 2
