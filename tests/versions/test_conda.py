"""Conda keys against rattler's table, the documentation's own examples, and a comparison that fills with noughts."""

from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.versions.conda import SCHEME, key
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion
from versions.ordered_pairs import disagreements, pairs_of


def test_the_keys_order_versions_as_rattler_does():
    assert len(pairs_of("conda")) > 3_000
    assert disagreements(SCHEME, "conda") == []


@pytest.mark.parametrize(
    "in_order",
    [
        "0.4 0.4.1.rc 0.4.1 0.5a1 0.5b3 0.5C1 0.5 0.9.6 0.960923 1.0 1.1dev1 1.1_ 1.1a1 1.1.dev1 1.1.a1 1.1 1.1.post1 1996.07.12",
        "1.0.1dev 1.0.1_ 1.0.1a 1.0.1b 1.0.1",
        "1.0 1.0+1 1.0.post1 1.0.1 2.0 1!0.4.1 1!3.1.1.6 2!0.4.1",
    ],
)
def test_versions_are_in_order(in_order):
    keys = [key(version) for version in in_order.split(" ")]

    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    "spellings",
    [("1", "1.0", "1.0.0", "0!1", "1_0", "1-0", "1.0+0", " 01.00 "), ("1.0.1RC1", "1.0.1rc1"), ("1.0.a", "1.0.0a")],
)
def test_spellings_of_one_version_have_one_key(spellings):
    assert {key(spellings[0])} == {key(text) for text in spellings}


@pytest.mark.parametrize(
    "text",
    ["", "_", "1..0", "1.0.", "1-0_1", "1!!0", "a!1", "1.0+", "1.0*", "1.0é", "1" * (MAX_VERSION_CHARACTERS + 1)],
)
def test_what_is_no_version_is_refused(text):
    with pytest.raises(InvalidVersion):
        key(text)


@given(st.text())
def test_any_text_gives_a_key_or_is_refused(text):
    assert SCHEME.is_valid(text) in (True, False)


words = st.sampled_from(["dev", "a", "rc", "post"])
numbers = st.integers(0, 11)
components = st.builds(lambda number, word, last: (number, word, *last), numbers, words, st.lists(numbers, max_size=1))
versions = st.lists(numbers.map(lambda number: (number,)) | components, min_size=1, max_size=4)


def rank(atom):
    if isinstance(atom, int):
        return (2, atom, "")
    return {"dev": (0, 0, ""), "post": (3, 0, "")}.get(atom, (1, 0, atom))


def order(left, right):
    """Components and their runs side by side, noughts where one has none."""
    for mine, theirs in zip_longest(left, right, fillvalue=(0,)):
        for a, b in zip_longest(mine, theirs, fillvalue=0):
            if rank(a) != rank(b):
                return -1 if rank(a) < rank(b) else 1
    return 0


@given(versions, versions)
def test_the_keys_agree_with_the_documentation(left, right):
    keys = [key(".".join("".join(map(str, component)) for component in version)) for version in (left, right)]

    assert (keys[0] > keys[1]) - (keys[0] < keys[1]) == order(left, right)
