"""SemVer keys against node-semver's table, the specification's own examples, and a comparison written from section 11."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion
from mooring.versions.semver import SCHEME, key
from versions.ordered_pairs import disagreements, pairs_of


def test_the_keys_order_versions_as_node_semver_does():
    assert len(pairs_of("semver")) > 3_000
    assert disagreements(SCHEME, "semver") == []


def test_the_example_of_the_specification_is_in_order():
    in_order = "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0"
    keys = [key(version) for version in in_order.split(" ")]

    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    "spellings",
    [
        ("1.2", "1.2.0", "v1.2.0", "=1.2.0", " 1.2.0 ", "1.2.0+build.5", "1.2.0.0", "01.2"),
        ("0", "0.0.0", "v0"),
        ("1.0.0-rc1", "1.0.0rc1", "1.0.0.rc1"),
        ("1.0-1", "1.0.0-01"),
    ],
)
def test_spellings_of_one_version_have_one_key(spellings):
    assert {key(spellings[0])} == {key(text) for text in spellings}


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("1.2.3", "1.2.3.1"),
        ("1.2.3.1-rc.1", "1.2.3.1"),
        ("1.2.3", "1.2.3.1-rc.1"),
        ("99999999999999999998.0.0", "99999999999999999999.0.0"),
        ("9.0.0", "10.0.0"),
        ("1.0.0-9", "1.0.0-10"),
        ("1.0.0-Beta", "1.0.0-alpha"),
    ],
)
def test_older_comes_first(older, newer):
    assert key(older) < key(newer)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v",
        "latest",
        "1.1.1k",
        "1..2",
        "1.0.0-",
        "1.0.0-a..b",
        "1.0-é",
        "\u0661.\u0662",
        "1" * (MAX_VERSION_CHARACTERS + 1),
    ],
)
def test_what_is_no_version_is_refused(text):
    with pytest.raises(InvalidVersion):
        key(text)


@given(st.text())
def test_any_text_gives_a_key_or_is_refused(text):
    assert SCHEME.is_valid(text) in (True, False)


numbers = st.integers(0, 120).map(str)
words = st.text("0Aa9z-", min_size=1, max_size=3)
versions = st.builds(
    lambda core, pre: (core, tuple(pre)),
    st.tuples(numbers, numbers, numbers),
    st.lists(st.one_of(numbers, words), max_size=3),
)


def precedence(version):
    """Section 11, with each identifier as (is a word, number, word)."""
    core, pre = version
    coded = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in pre)
    return tuple(map(int, core)), not pre, coded


@given(versions, versions)
def test_the_keys_agree_with_the_specification(left, right):
    texts = [".".join(core) + ("-" + ".".join(pre) if pre else "") for core, pre in (left, right)]

    assert (key(texts[0]) < key(texts[1])) == (precedence(left) < precedence(right))
    assert (key(texts[0]) == key(texts[1])) == (precedence(left) == precedence(right))
