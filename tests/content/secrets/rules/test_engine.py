"""The engine finds with each rule what the rule promises, and tells of each example."""

from functools import lru_cache

import pytest

from content.secrets.rules.checker import Rule, all_rules
from content.secrets.rules.ordinary import texts
from content.secrets.rules.templates import place_and_text
from mooring.content.secrets.matching.patterns import pattern_database
from mooring.content.secrets.matching.search import Searcher
from mooring.content.secrets.rule import ADDITIONAL, RuleSet
from mooring.content.secrets.shipped import built_rules, rule_sources

WITH_REGEX = [rule for rule in all_rules() if "regex" in rule]


@lru_cache(maxsize=1)
def shipped() -> RuleSet:
    return built_rules(rule_sources())


def found(searcher: Searcher, example: str) -> set[str]:
    place, text = place_and_text(example)
    return {searcher.judges[hit.rule].rule.id for hit in searcher.search(text.encode(), place.encode()).hits}


@pytest.fixture(params=WITH_REGEX, ids=[rule["id"] for rule in WITH_REGEX])
def rule(request) -> Rule:
    return request.param


def test_one_rule_alone_keeps_its_promises(rule):
    alone = shipped().rule(rule["id"])
    assert alone is not None
    searcher = Searcher(RuleSet(rules=(alone,), allowlists=shipped().allowlists), None)

    assert [] == [example for example in rule["true"] if not found(searcher, example)]
    assert [] == [example for example in rule["false"] if found(searcher, example)]


def test_among_all_rules_each_true_example_is_told():
    """By its own rule, or by one that knows as much of it."""
    searcher = Searcher(shipped(), None)

    untold = [(rule["id"], example) for rule in WITH_REGEX for example in rule["true"] if not found(searcher, example)]

    assert [] == untold


def test_the_searches_of_anchore_are_told_beside_the_others():
    searcher = Searcher(shipped(), None)
    anchore = [rule for rule in WITH_REGEX if ADDITIONAL in rule.get("tags", ())]

    assert {"AWS_ACCESS_KEY", "AWS_SECRET_KEY", "PRIV_KEY", "DOCKER_AUTH", "API_KEY"} == {
        rule["id"] for rule in anchore
    }
    assert [] == [
        rule["id"] for rule in anchore for example in rule["true"] if rule["id"] not in found(searcher, example)
    ]


def test_hyperscan_takes_every_expression_and_finds_the_same():
    pytest.importorskip("hyperscan")
    database = pattern_database([rule.regex for rule in shipped().rules if rule.regex], "")
    assert database is not None
    quick, plain = Searcher(shipped(), database), Searcher(shipped(), None)

    assert frozenset() == database.left_out
    examples = [example for rule in WITH_REGEX for example in (*rule["true"], *rule["false"])]
    assert [] == [example for example in examples if found(quick, example) != found(plain, example)]
    assert {} == {
        place: hits for place, text in texts().items() if (hits := quick.search(text.encode(), place.encode()).hits)
    }
