"""Each rule compiles, says what it is, finds its true examples and passes over the near misses."""

from collections import Counter

import pytest

from content.secrets.rules.checker import FOLDER, Rule, all_rules, compiled, rules_of, secrets_in
from content.secrets.rules.templates import place_and_text
from mooring.model.severity import Severity

IDS = [rule["id"] for rule in all_rules()]
KEYS = {
    "id", "title", "category", "severity", "description", "regex", "path", "secretGroup", "entropy", "keywords",
    "checksum", "tags", "allowlists", "true", "false",
}  # fmt: skip
ALLOWLIST_KEYS = {"description", "condition", "paths", "regexes", "regexTarget", "stopwords", "targetRules"}


@pytest.fixture(params=all_rules(), ids=IDS)
def rule(request) -> Rule:
    return request.param


def test_every_id_stands_once():
    assert [] == [identifier for identifier, count in Counter(IDS).items() if count > 1]


def test_there_are_rules_for_450_kinds():
    assert len(IDS) >= 450


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_file_is_short_and_says_what_it_is_about(path):
    lines = path.read_text().splitlines()

    assert lines[0].startswith("# ")
    assert len(lines) <= 400
    assert rules_of(path)


def test_a_rule_says_what_it_is(rule):
    assert set(rule) <= KEYS
    assert all(rule[key] for key in ("title", "category", "description"))
    assert rule["severity"] in {severity.value for severity in Severity}
    assert all(set(allowlist) <= ALLOWLIST_KEYS for allowlist in rule.get("allowlists", ()))


def test_a_rule_compiles_in_re2(rule):
    expressions = [rule[key] for key in ("regex", "path") if key in rule]
    expressions += [
        regex
        for allowlist in rule.get("allowlists", ())
        for regex in (*allowlist.get("regexes", ()), *allowlist.get("paths", ()))
    ]

    assert expressions
    assert all(compiled(expression) for expression in expressions)


def test_a_rule_names_a_group_that_its_expression_has(rule):
    if "regex" not in rule:
        return

    assert rule.get("secretGroup", 0) <= compiled(rule["regex"]).groups


def test_keywords_are_in_lower_case_and_at_least_three_letters_long(rule):
    keywords = rule.get("keywords", [])

    assert keywords or "path" in rule
    assert all(word == word.lower() and len(word) >= 3 for word in keywords)


def test_the_true_examples_are_found(rule):
    missed = [example for example in rule["true"] if not secrets_in(rule, *place_and_text(example))]

    assert [] == missed
    assert len(rule["true"]) >= 2


def test_the_false_examples_are_passed_over(rule):
    found = [example for example in rule["false"] if secrets_in(rule, *place_and_text(example))]

    assert [] == found
    assert len(rule["false"]) >= 2


def test_a_secret_is_the_token_and_not_what_stands_around_it(rule):
    """No blank, quote or name beside the token, unless the secret is a text of lines."""
    for example in rule["true"]:
        for secret in secrets_in(rule, *place_and_text(example)):
            assert "\n" in secret or "\\n" in secret or secret == secret.strip("\"'` ,;")
            assert len(secret) >= 4
