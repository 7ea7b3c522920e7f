"""One rule, and which of its matches count."""

import pytest

from content.secrets.world import NAMED, TOKEN, token
from mooring.content.secrets.matching.judging import Hit, Judge, entropy, line_span
from mooring.content.secrets.rule import Allowlist, Rule


def secrets(rule: Rule, text: bytes) -> list[bytes]:
    """What counts in a text."""
    return [text[hit.start : hit.end] for hit in Judge(rule, 0, ()).hits(text, 0, len(text), len(text), b"")]


@pytest.mark.parametrize(
    ("regex", "group", "secret"),
    [
        (r"key=\w+", 0, b"key=value"),
        (r"key=(\w+)", 0, b"value"),
        (r"(x)?key=(\w+)", 0, b"value"),
        (r"(key)=(\w+)", 2, b"value"),
        (r"(?P<secret>key)=(\w+)", 1, b"key"),
    ],
)
def test_the_secret_is_the_named_group_or_the_first_that_is_not_empty(regex, group, secret):
    assert secrets(Rule(id="r", regex=regex, secret_group=group), b"the key=value") == [secret]


def test_a_group_that_takes_no_part_is_no_secret():
    assert secrets(Rule(id="r", regex=r"key=(\d+)?", secret_group=1), b"key=x") == []


def test_an_expression_that_matches_nothing_at_all_ends():
    assert secrets(Rule(id="r", regex="x*"), b"a" * 10_000) == []


def test_only_matches_that_begin_before_a_place_count():
    judge = Judge(TOKEN, 0, ())
    text = f"{token(1)} {token(2)}".encode()

    assert list(judge.hits(text, 0, len(text), 21, b"")) == [Hit(0, 20, 0, 0, 20)]


def test_an_allowlist_of_a_path_alone_exempts_the_file():
    judge = Judge(TOKEN, 0, (Allowlist(paths=("^docs/",)), Allowlist(paths=("^x",), stopwords=("a",), needs_all=True)))

    assert (judge.exempts_path(b"docs/a"), judge.exempts_path(b"x")) == (True, False)


def test_a_rule_knows_most_that_knows_how_the_secret_begins():
    context = Rule(id="c", category="acme", regex=r"acme.{0,9}(tok_[a-z]+)", keywords=("acme",))
    broad = Rule(id="b", category="acme", regex=r"acme.{0,9}(\w+)", keywords=("acme",))

    assert [Judge(rule, 0, ()).specificity(b"tok_abc") for rule in (NAMED, broad, context, TOKEN)] == [0, 1, 2, 2]


@pytest.mark.parametrize(("secret", "bits"), [(b"aaaa", 0), (b"abab", 1), (b"abcd", 2), (bytes(range(256)), 8)])
def test_entropy_is_shannons(secret, bits):
    assert entropy(secret) == pytest.approx(bits)


def test_a_line_is_bounded_on_either_side():
    text = b"first\nsecond line\nthird"

    assert text[slice(*line_span(text, 8, 10))] == b"second line"
    assert line_span(b"x" * 100_000, 50_000, 50_010) == (50_000 - 4096, 50_010 + 4096)
