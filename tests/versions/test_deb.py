"""Debian's keys against dpkg's table, and against a comparison written from deb-version(7)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.versions.deb import SCHEME, key, split_epoch
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion
from versions.ordered_pairs import disagreements, pairs_of


def test_the_keys_order_versions_as_dpkg_does():
    assert len(pairs_of("deb")) > 3_000
    assert disagreements(SCHEME, "deb") == []


@pytest.mark.parametrize(
    "spellings",
    [
        ("1.0", "1.0-0", "0:1.0", "1.0-00", "01.0", "1.00", "1.", " 1.0\n", "00:1.0"),
        ("1.a", "1.a0", "1.a-0"),
        ("1:2-3-4", "01:2-3-04"),
    ],
)
def test_spellings_of_one_version_have_one_key(spellings):
    assert {key(spellings[0])} == {key(text) for text in spellings}


def test_a_tilde_is_before_the_end_and_a_letter_before_what_is_no_letter():
    in_order = "1.0~~ 1.0~~a 1.0~ 1.0~rc1 1.0 1.0-1~ 1.0-1 1.0Z 1.0a 1.0+ 1.0.1 1:0"
    keys = [key(version) for version in in_order.split(" ")]

    assert keys == sorted(set(keys))


def test_numbers_of_any_size_are_numbers():
    assert key("1." + "9" * 300) < key("1.1" + "0" * 300) < key("2")


def test_the_rest_of_a_key_orders_versions_without_their_epochs():
    old, new = split_epoch(key("3:1.0-1")), split_epoch(key("1.0-2"))

    assert old[0] > new[0]
    assert old[1] < new[1]
    assert split_epoch(key("1.0")) == split_epoch(key("0:1.0"))
    assert b"".join(old) == key("3:1.0-1")


@pytest.mark.parametrize(
    "text",
    ["", " ", "1 0", "1.0-", "-1", "1:", ":1", "a:1", "1:-1", "1.0:1", "é", "1\u0661", "1" * (MAX_VERSION_CHARACTERS + 1), "9" * 11 + ":1"],
)  # fmt: skip
def test_what_dpkg_does_not_compare_is_refused(text):
    with pytest.raises(InvalidVersion):
        key(text)


@given(st.text() | st.text(":-~.0a"))
def test_any_text_gives_a_key_or_is_refused(text):
    assert SCHEME.is_valid(text) in (True, False)


parts = st.text("0019~.+aZz_", min_size=1, max_size=7)
versions = st.tuples(st.integers(0, 12), parts | st.builds("{}-{}".format, parts, parts), parts | st.just("0"))


def weight(character):
    """`~` before the end of a run, letters before the rest."""
    return -1 if character == "~" else ord(character) + (0 if character.isalpha() else 256)


def turns(part):
    """Runs of others, ended by nought, and numbers by turns, without what equals the end."""
    runs = re.findall("([^0-9]*)([0-9]*)", part)
    flat = [([*map(weight, others), 0], int(number or 0)) for others, number in runs]
    while flat and flat[-1] == ([0], 0):
        flat.pop()
    return [*flat, ([0], 0)]


@given(versions, versions)
def test_the_keys_agree_with_the_manual(left, right):
    texts = [f"{epoch}:{upstream}-{revision}" for epoch, upstream, revision in (left, right)]
    plain = [(epoch, turns(upstream), turns(revision)) for epoch, upstream, revision in (left, right)]

    assert (key(texts[0]) < key(texts[1])) == (plain[0] < plain[1])
    assert (key(texts[0]) == key(texts[1])) == (plain[0] == plain[1])
