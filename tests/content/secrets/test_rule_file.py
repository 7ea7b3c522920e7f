"""A file of rules is read as it is written, and names what it cannot use."""

import pytest

from mooring.base.errors import BadConfig
from mooring.content.secrets.rule import Allowlist, Required, Rule
from mooring.content.secrets.rule_file import read_rule_file
from mooring.content.secrets.uniting import united
from mooring.model.severity import Severity

WHOLE = rb"""
title = "rules of a house"
minVersion = "v8.25.0"

[extend]
useDefault = true
disabledRules = ["generic-api-key", "nobody-has-this"]

[[allowlists]]
description = "for all"
condition = "AND"
regexTarget = "line"
paths = ['''(?:^|/)testdata/''']
regexes = ["^# "]
stopwords = ["EXAMPLE"]

[[allowlists]]
targetRules = ["house-token"]
commits = ["0123456789abcdef0123456789abcdef01234567"]
stopwords = ["sample"]

[[rules]]
id = "house-token"
description = "Token of the house"
regex = '''(?i)\bhouse_(?P<value>[a-z0-9]{20})\b'''
path = '''(?i)\.ya?ml$'''
secretGroup = 1
entropy = 3.5
keywords = ["House_"]
tags = ["key", "house"]
skipReport = false

[[rules.allowlists]]
condition = "||"
regexTarget = "match"
regexes = ["house_0+"]

[[rules.required]]
id = "house-name"
withinLines = 3
withinColumns = 40

[rules.allowlist]
stopwords = ["old form"]

[[rules]]
id = "house-name"
regex = "house: (.+)"
skipReport = true

[[rules]]
id = "house-store"
path = '''\.house$'''
title = "Store of the house"
category = "house"
severity = "critical"
"""


def rules_in(text: str | bytes, name: str = "rules.toml") -> dict[str, Rule]:
    """The rules of one file, by id."""
    content = text.encode() if isinstance(text, str) else text
    return {rule.id: rule for rule in united(None, [read_rule_file(content, name)]).rules}


def test_a_public_configuration_with_every_feature_is_read():
    file = read_rule_file(WHOLE, "house.toml")
    rules = united(None, [file])

    assert (file.use_default, file.disabled_rules) == (True, ("generic-api-key", "nobody-has-this"))
    assert rules.allowlists == (
        Allowlist(
            needs_all=True,
            target="line",
            paths=("(?:^|/)testdata/",),
            regexes=("^# ",),
            stopwords=("example",),
        ),
        Allowlist(stopwords=("sample",), rules=("house-token",)),
    )
    assert rules.rule("house-token") == Rule(
        id="house-token",
        title="Token of the house",
        category="house",
        regex=r"(?i)\bhouse_(?P<value>[a-z0-9]{20})\b",
        path=r"(?i)\.ya?ml$",
        secret_group=1,
        entropy=3.5,
        keywords=("house_",),
        tags=("key", "house"),
        allowlists=(Allowlist(target="match", regexes=("house_0+",)), Allowlist(stopwords=("old form",))),
        required=(Required(id="house-name", within_lines=3, within_columns=40),),
    )
    name, store = rules.rule("house-name"), rules.rule("house-store")
    assert name is not None and name.is_silent
    assert store is not None and (store.title, store.severity) == ("Store of the house", Severity.CRITICAL)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[[rules]]\nid = 'a'\nregx = 'b'", "rule 'a': 'regx' is no key that is known there", "did you mean 'regex'?"),
        ("[[rule]]\nid = 'a'", "the file: 'rule' is no key that is known there", "did you mean 'rules'?"),
        ("[[rules]]\nid = 'a'\nregex = 1", "rule 'a'.regex: expected `str | null`, got `int`", None),
        ("[[rules]]\nid = 'a'\nkeywords = 'x'", "rule 'a'.keywords: expected `array`, got `str`", None),
        ("[[rules]]\nregex = 'a'", "rules[0] has no id", None),
        ("[[rules]]\nid = 'a'", "rule 'a' has neither regex nor path", None),
        ("[[rules]]\nid = 'a'\nregex = '(?=b)'", "rule 'a': regex is no regular expression: invalid perl operator: (?=", "RE2"),
        ("[[rules]]\nid = 'a'\npath = '('", "rule 'a': path is no regular expression: missing ): (", "RE2"),
        ("[[rules]]\nid = 'a'\nregex = 'b'\nsecretGroup = 1", "rule 'a': secretGroup is 1; the regex has 0 groups", None),
        ("[[rules]]\nid = 'a'\nregex = 'b'\nentropy = 9.5", "rule 'a': entropy is 9.5; expected 0 to 8 bits a byte", None),
        ("[[rules]]\nid = 'a'\nregex = 'b'\nentropy = nan", "rule 'a': entropy is nan; expected 0 to 8 bits a byte", None),
        ("[[rules]]\nid = 'a'\nregex = 'b'\nchecksum = 'md5'", "rule 'a': checksum is 'md5'; expected one of ", None),
        ("[[rules]]\nid = 'a'\nregex = 'b'\nseverity = 'hihg'", "rule 'a': severity is 'hihg'; expected one of unknown, ", None),
        (
            "[[rules]]\nid = 'a'\nregex = 'b'\n[[rules.allowlists]]\nregexes = ['[']",
            "rule 'a': allowlists[0].regexes[0] is no regular expression: missing ]: [",
            "RE2",
        ),
        ("[[rules]]\nid = 'a'\nregex = 'b'\n[[rules.allowlists]]\ncondition = 'XOR'\npaths = ['x']",
         "rule 'a': allowlists[0].condition is 'XOR'; expected one of or, ||, and, &&", None),
        ("[[allowlists]]\nregexTarget = 'file'\nregexes = ['x']", "allowlists[0].regexTarget is 'file'", None),
        ("[[allowlists]]\ndescription = 'none'", "allowlists[0] has no condition", "give paths"),
        ("[extend]\nurl = 'https://rules.example'", "extend.url is not fetched", "extend.path"),
        ("[[rules]]\nid = 'a'\nregex = 'b'\n[[rules.required]]\nid = 'c'", "rule 'a': required names 'c', which is no rule", None),
        ("rules = 3", "rules: expected `array`, got `int`", None),
        ("a = ", "the rules are not TOML", None),
        (b"\xff\xfe", "the rules are not TOML", None),
        ("a = " + "[" * 5000, "the rules are not TOML", None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_file_rule_and_key(text, message, hint):
    with pytest.raises(BadConfig) as raised:
        rules_in(text, "house.toml")

    assert raised.value.path == "house.toml"
    assert message in raised.value.message
    assert hint is None or hint in (raised.value.hint or "")


def test_an_allowlist_of_commits_holds_for_no_image():
    both = "[[rules]]\nid = 'a'\nregex = 'b'\n[[rules.allowlists]]\ncondition = 'AND'\ncommits = ['c']\npaths = ['d']"
    alone = "[[rules]]\nid = 'a'\nregex = 'b'\n[[rules.allowlists]]\ncommits = ['c']"

    assert rules_in(both)["a"].allowlists == rules_in(alone)["a"].allowlists == ()


def test_a_rule_of_the_same_id_changes_what_it_names_and_adds_to_the_rest():
    first = "[[rules]]\nid = 'a'\nregex = 'b'\ntitle = 'A'\nkeywords = ['x']\nentropy = 2"
    second = "[[rules]]\nid = 'a'\nentropy = 3\nkeywords = ['y']\n[[rules.allowlists]]\nstopwords = ['z']"
    files = [read_rule_file(text.encode(), "x") for text in (first, second)]

    (rule,) = united(None, files).rules

    assert (rule.regex, rule.title, rule.entropy, rule.keywords) == ("b", "A", 3.0, ("x", "y"))
    assert rule.allowlists == (Allowlist(stopwords=("z",)),)
