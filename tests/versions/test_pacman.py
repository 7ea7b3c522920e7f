"""pacman's keys against libalpm's table, and against a comparison written from vercmp(8)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.versions.pacman import END, SCHEME, key, split_epoch, without_pkgrel
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion
from versions.ordered_pairs import disagreements, pairs_of


def test_the_keys_order_versions_as_vercmp_does():
    assert len(pairs_of("pacman")) > 3_000
    assert disagreements(SCHEME, "pacman") == []


@pytest.mark.parametrize(
    "spellings", [("1.0-1", "0:1.0-1", ":1.0-1", "01.00-01", "1_0-1"), ("1.0", "0:1.0"), ("1.0rc1", "1+00rc01")]
)
def test_spellings_of_one_version_have_one_key(spellings):
    assert {key(spellings[0])} == {key(text) for text in spellings}


@pytest.mark.parametrize(
    "in_order",
    [
        "1.0a-1 1.0b-1 1.0beta-1 1.0p-1 1.0pre-1 1.0rc-1 1.0rc1-1 1.0rc.1-1 1.0-1 1.0.a-1 1.0.a1-1 1.0.1-1 1.0..a-1 1.0..1-1 1.1-1 1:0-1",
        "1.0 1.0.a 1.0. 1.0.0 1.0..a 1.0.. 1.0..0",
        "1.5 1.5-0 1.5-1 1.5.1",
    ],
)
def test_the_edges_are_in_order(in_order):
    keys = [key(version) for version in in_order.split(" ")]

    assert keys == sorted(set(keys))


def test_a_version_without_a_pkgrel_is_the_head_of_all_its_releases():
    assert without_pkgrel(key("2:1.0-5")) == without_pkgrel(key("2:1.0-1")) == key("2:1.0")
    assert without_pkgrel(key("1.0-1")) != without_pkgrel(key("1.0.1-1"))


def test_the_rest_of_a_key_orders_versions_without_their_epochs():
    old, new = split_epoch(key("2:1.0-1")), split_epoch(key("1.0-2"))

    assert old[0] > new[0]
    assert old[1] < new[1]


@pytest.mark.parametrize(
    "text",
    ["", " ", "1 0", "-1", "1:", "1:-1", "é1", "\u0661", "9" * 11 + ":1", "9" * 200, "1" + "." * 200, "1" * (MAX_VERSION_CHARACTERS + 1)],
)  # fmt: skip
def test_what_is_no_version_is_refused(text):
    with pytest.raises(InvalidVersion):
        key(text)


@given(st.text() | st.text(":-.0a_"))
def test_any_text_gives_a_key_or_is_refused(text):
    if SCHEME.is_valid(text):
        assert key(text).count(END) == 1 + ("-" in text)


parts = st.text("0019._aBz", min_size=1, max_size=7)
versions = st.tuples(st.integers(0, 12), parts, st.none() | parts)


def runs(part):
    """Each run as (place, separators, kind, number, letters); the place is letters that touch, end, digits that touch, apart."""
    found = []
    for separators, digits, letters in re.findall("([._]*)(?:([0-9]+)|([A-Za-z]+)|$)", part):
        if separators or digits or letters:
            kind = 2 if digits else 0 if letters else 1
            place = 3 if separators else kind
            found.append((place, len(separators), kind, int(digits or 0), letters))
    return [*found, (1, 0, 0, 0, "")]


def text_of(version):
    epoch, number, release = version
    return f"{epoch}:{number}" + ("" if release is None else f"-{release}")


def plain(version):
    epoch, number, release = version
    return epoch, runs(number), [] if release is None else [runs(release)]


@given(versions, versions)
def test_the_keys_agree_with_the_manual(left, right):
    assert (key(text_of(left)) < key(text_of(right))) == (plain(left) < plain(right))
    assert (key(text_of(left)) == key(text_of(right))) == (plain(left) == plain(right))
