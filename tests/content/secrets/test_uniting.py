"""Several files of rules made one set."""

from mooring.content.secrets.rule import Rule, RuleSet
from mooring.content.secrets.rule_file import read_rule_file
from mooring.content.secrets.uniting import united

BASE = RuleSet(rules=(Rule(id="a", regex="x"), Rule(id="b", regex="y")))


def test_disabled_rules_are_gone_and_new_ones_come_last():
    file = read_rule_file(b"extend = {disabledRules = ['a']}\n[[rules]]\nid = 'c'\nregex = 'z'", "x")

    assert [rule.id for rule in united(BASE, [file]).rules] == ["b", "c"]


def test_a_rule_changed_by_a_file_keeps_its_place():
    file = read_rule_file(b"[[rules]]\nid = 'a'\nentropy = 3", "x")

    assert [(rule.id, rule.entropy) for rule in united(BASE, [file]).rules] == [("a", 3.0), ("b", 0.0)]


def test_the_same_files_have_the_same_digest():
    assert united(BASE, []).digest == united(BASE, []).digest != united(None, []).digest
