"""Both engines find the same, in whole texts and in windows of any cut."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.secrets.world import NAMED, RULES, TOKEN, rule_set, searchers, token, told
from mooring.content.secrets.matching.patterns import pattern_database
from mooring.content.secrets.matching.search import MAX_HITS_OF_RULE, Blocks, Searcher
from mooring.content.secrets.rule import Allowlist, Required, Rule
from mooring.model.reader import OVERLAP_BYTES, WINDOW_BYTES

BLOCK, REACH = 256, 128
SMALL = searchers(block=BLOCK, reach=REACH)
OVERLAP = 2 * REACH + 7 * BLOCK
"""Windows that share this much tell everything between them."""
PIECES = st.sampled_from(
    [
        b"\n",
        b" ",
        b"x" * 50,
        b"secret = ",
        b"tok_",
        b"a" * 16,
        b"'",
        b"\x0b",
        b"\xff\xfe",
        "é".encode(),
        token(1).encode(),
        token(2).encode() + b"\n",
        b"secret='" + token(3).encode() + b"'",
        b"-----BEGIN X-----\n" + b"q" * 40 + b"\n-----END X-----\n",
        b"-----BEGIN X-----",
        b"word " * 20,
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map(b"".join)


def both(*rules: Rule, allowlists: tuple[Allowlist, ...] = ()) -> tuple[Searcher, Searcher]:
    """Both engines for these rules."""
    return searchers(rule_set(*rules, allowlists=allowlists))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_both_engines_find_the_same(text):
    fast, slow = SMALL

    assert fast.search(text, b"x") == slow.search(text, b"x")


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.integers(min_value=OVERLAP + 1, max_value=OVERLAP + 3000), st.data())
def test_windows_of_any_cut_find_what_the_whole_text_holds(text, size, data):
    searcher = SMALL[data.draw(st.integers(0, 1))]
    whole = [(hit.start, hit.end, hit.rule) for hit in searcher.search(text, b"x").hits]

    found = set()
    for offset in range(0, max(1, len(text) - OVERLAP), size - OVERLAP):
        window = text[offset : offset + size]
        is_last = offset + size >= len(text)
        hits = searcher.search(window, b"x", origin=offset, is_last=is_last).hits
        found |= {(hit.start + offset, hit.end + offset, hit.rule) for hit in hits}

    assert sorted(found) == whole


@pytest.mark.parametrize("searcher", SMALL)
def test_a_secret_across_the_edge_of_a_block_is_found_once(searcher):
    for shift in range(BLOCK - 24, BLOCK + 4):
        text = b" " * shift + token().encode() + b" " * BLOCK

        assert told(searcher, text) == [("token", token().encode())]


def test_a_specific_rule_is_told_and_a_generic_one_gives_way():
    for searcher in searchers():
        assert told(searcher, f"secret = '{token()}'".encode()) == [("token", token().encode())]


def test_a_generic_rule_is_told_where_no_other_knows_the_secret():
    for searcher in searchers():
        assert told(searcher, b"secret = 'correcthorse'") == [("named", b"correcthorse")]


def test_an_additional_rule_gives_way_to_none_and_none_to_it():
    again = Rule(id="AGAIN", category="generic", tags=("additional",), regex=r"tok_\w+")

    for searcher in both(TOKEN, again):
        assert [rule for rule, _ in told(searcher, token().encode())] == ["token", "AGAIN"]


def test_a_keyword_must_stand_near_the_match():
    rule = Rule(id="r", regex=r"[a-f0-9]{32}", keywords=("acme",))

    for searcher in both(rule):
        assert told(searcher, b"0123456789abcdef" * 2) == []
        assert told(searcher, b"ACME\n" + b"0123456789abcdef" * 2) == [("r", b"0123456789abcdef" * 2)]


def test_a_secret_with_too_little_entropy_is_none():
    rule = Rule(id="r", regex=r"key=(\w{16})", entropy=3.0)

    for searcher in both(rule):
        assert told(searcher, b"key=aaaaaaaaaaaaaaab key=0123456789abcdef") == [("r", b"0123456789abcdef")]


@pytest.mark.parametrize(
    "allowlist",
    [
        Allowlist(stopwords=("example",)),
        Allowlist(regexes=("EXAMPLE$",)),
        Allowlist(regexes=("^key=",), target="match"),
        Allowlist(regexes=("documentation",), target="line"),
        Allowlist(paths=(r"(?:^|/)docs/",)),
        Allowlist(needs_all=True, paths=("docs",), regexes=("EXAMPLE",), stopwords=("example",)),
    ],
)
def test_what_an_allowlist_holds_for_is_no_secret(allowlist):
    text = b"key=0123456789EXAMPLE # documentation"
    rule = Rule(id="r", regex=r"key=(\w{17})")

    for searcher in both(rule, allowlists=(allowlist,)):
        assert told(searcher, text, "docs/a.txt") == []
    for searcher in both(rule, allowlists=(Allowlist(needs_all=True, paths=("^src",), stopwords=("example",)),)):
        assert told(searcher, text, "docs/a.txt") == [("r", b"0123456789EXAMPLE")]


def test_an_allowlist_for_some_rules_leaves_the_others_alone():
    allowlists = (Allowlist(stopwords=("tok",), rules=("token",)),)

    for searcher in both(TOKEN, NAMED, allowlists=allowlists):
        assert told(searcher, f"secret={token()}".encode()) == [("named", token().encode())]


def test_a_rule_with_a_path_is_for_such_files_only():
    rule = Rule(id="r", regex="password", path=r"(?:^|/)\.pgpass$")

    for searcher in both(rule):
        assert (told(searcher, b"password"), len(told(searcher, b"password", "root/.pgpass"))) == ([], 1)


def test_a_rule_needs_its_companion_within_lines():
    silent = Rule(id="id", regex=r"id-\d{4}", is_silent=True)
    rule = Rule(id="key", regex=r"key-\d{4}", required=(Required(id="id", within_lines=2),))

    for searcher in both(silent, rule):
        assert told(searcher, b"id-1234\n\nkey-1234") == [("key", b"key-1234")]
        assert told(searcher, b"id-1234\n\n\nkey-1234") == []


def test_a_rule_that_hyperscan_does_not_take_is_searched_by_keyword():
    odd = Rule(id="odd", regex=r"clé=(\w{8})", keywords=("cl",))
    database = pattern_database([odd.regex, TOKEN.regex], "")
    assert database is not None and database.left_out == {0}

    for searcher in both(odd, TOKEN):
        assert told(searcher, "clé=abcdefgh".encode() + b" " + token().encode()) == [
            ("odd", b"abcdefgh"),
            ("token", token().encode()),
        ]


def test_white_space_means_the_same_to_both_engines():
    rules = tuple(
        Rule(id=str(number), regex=regex)
        for number, regex in enumerate(
            (r"a\sb", r"a\Sb", r"a[\s_]b", r"a[^\s]b", r"a[\S]b", r"a[^\S]b", r"a[]\s]b", r"a[^]\S]b")
        )
    )
    fast, slow = both(*rules)

    for byte in range(256):
        text = b"a" + bytes([byte]) + b"b"

        assert fast.search(text, b"") == slow.search(text, b"")


def test_a_million_secrets_are_bounded_and_said():
    text = b"".join(b"tok_%016d\n" % number for number in range(100_000)) * 10

    for searcher in searchers()[:1]:
        begin = time.process_time()
        found = searcher.search(text, b"x")

        assert len(found.hits) == MAX_HITS_OF_RULE
        assert "rule token" in found.left_out
        assert time.process_time() - begin < 10


def test_places_that_only_look_like_secrets_are_followed_in_bounded_time():
    rules = tuple(
        Rule(
            id=f"r{number}", regex=r"(?:key|word)\W{0,20}(\w{5,10})" + f"(?:{number})?", entropy=7.9, keywords=("key",)
        )
        for number in range(40)
    )
    text = b"key key word word keys words " * 80_000
    searcher = both(*rules)[0]
    begin = time.process_time()

    found = searcher.search(text, b"x")

    assert found.hits == ()
    assert time.process_time() - begin < 60


def test_one_long_line_is_searched_like_any_text():
    text = b"x" * (8 << 20) + b" " + token().encode() + b" " + b"y" * (8 << 20)

    assert told(searchers()[0], text) == [("token", token().encode())]


def test_what_is_told_by_windows_has_no_gap():
    """In UTF-16, too, where a window holds half as many units as bytes."""
    size, overlap = WINDOW_BYTES // 2, OVERLAP_BYTES // 2
    offsets = range(0, 5 * (size - overlap), size - overlap)
    told_by = [Blocks(size=size, origin=offset, is_last=False).told for offset in offsets]

    assert told_by[0].start == 0
    assert all(later.start <= earlier.stop for earlier, later in itertools.pairwise(told_by))


def test_no_representation_of_a_hit_shows_the_secret():
    found = searchers(RULES)[0].search(token().encode(), b"x")

    assert token() not in repr(found)
