"""Each secret is told once, by the rule that knows it best."""

from mooring.content.secrets.matching.judging import Hit, Judge
from mooring.content.secrets.matching.sifting import sifted
from mooring.content.secrets.rule import Rule

GENERIC = Rule(id="g", category="generic", regex="x{1,100}")
WIDE = Rule(id="w", category="acme", regex="x{1,100}")
NARROW = Rule(id="n", category="acme", regex="x{1,10}")
JUDGES = tuple(Judge(rule, position, ()) for position, rule in enumerate((GENERIC, WIDE, NARROW)))
TEXT = b"y" * 1000


def told(*hits: tuple[int, int, int, int]) -> list[tuple[int, int, int]]:
    """Start, end and rule of what is told, of hits given with their block."""
    raw: dict[int, list[Hit]] = {}
    for block, start, end, rule in hits:
        raw.setdefault(block, []).append(Hit(start, end, rule, start, end))
    return [(hit.start, hit.end, hit.rule) for hit in sifted(raw, JUDGES, TEXT, sorted(raw))]


def test_a_generic_rule_gives_way_also_to_a_shorter_secret():
    assert told((0, 10, 20, 0), (0, 12, 19, 1)) == [(12, 19, 1)]


def test_of_two_that_know_as_much_the_longer_is_told():
    assert told((0, 10, 20, 1), (0, 10, 19, 2)) == [(10, 20, 1)]


def test_of_two_of_one_length_the_narrower_expression_is_told():
    assert told((0, 10, 20, 1), (0, 10, 20, 2)) == [(10, 20, 2)]


def test_secrets_that_overlap_by_less_than_half_are_both_told():
    assert told((0, 10, 30, 1), (0, 26, 40, 0)) == [(10, 30, 1), (26, 40, 0)]


def test_a_match_of_the_block_before_covers_what_the_same_rule_finds_again():
    assert told((0, 10, 30, 1), (1, 25, 35, 1)) == [(10, 30, 1)]


def test_rules_give_way_across_the_edge_of_a_block():
    assert told((0, 10, 30, 0), (1, 12, 30, 1)) == [(12, 30, 1)]
