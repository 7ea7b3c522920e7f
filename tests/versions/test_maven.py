"""Maven keys against ComparableVersion's table, the specification's own examples, and a comparison written from the specification."""

from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.versions.maven import SCHEME, key
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion
from versions.ordered_pairs import disagreements, pairs_of


def test_the_keys_order_versions_as_maven_does():
    assert len(pairs_of("maven")) > 3_000
    assert disagreements(SCHEME, "maven") == []


@pytest.mark.parametrize(
    "in_order",
    [
        "1-alpha 1-beta 1-milestone 1-rc 1-snapshot 1 1-sp 1-whatever 1-1 1.1",
        "1.0.0-rc 1.0.0-rc-2 1.0.0 1.0.0-foo2 1.0.0-foo10 1.0.0-1 1.0.1",
        "1.0.alpha.1 1 1-sp 1.0.1",
        "5.4.0.Alpha1 5.4.0.CR1 5.4.0.Final 5.4.0.Final-redhat-1 5.4.0.Final-redhat-2 5.4.1",
        "1.4.2-a1 1.4.2 1.4.2.redhat-00001 1.4.2.redhat-00002 1.4.3.Alpha1",
        "32.0.0 32.0.0-android 32.0.0-jre 32.0.1-android",
        "99999999999999999998 99999999999999999999",
    ],
)
def test_versions_are_in_order(in_order):
    keys = [key(version) for version in in_order.split(" ")]

    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    "spellings",
    [
        ("1", "1.0", "1.0.0", "1-0", "1.ga", "1-FINAL", "1.0.0.RELEASE", "1.", "1-", "01"),
        ("1.0.0-foo.0.0", "1-foo"),
        ("1-alpha-1", "1-a1", "1alpha1", "1.0.Alpha1"),
        ("1-rc", "1-cr"),
        ("1-1", "1-ga-1"),
        ("1..2", "1.0.2"),
        ("12.4.1", "12.4.1.jre8", "12.4.1.jre11", "12.4.1-jdk7"),
    ],
)
def test_spellings_of_one_version_have_one_key(spellings):
    assert {key(spellings[0])} == {key(text) for text in spellings}


def test_an_installed_version_is_matched_without_its_java_version():
    installed = ["12.4.1.jre11", "9.4-JDK7", "32.0.0-jre", "24.1.1-android", "1.0.jre8-preview"]

    assert [SCHEME.for_matching(text) for text in installed] == [
        "12.4.1",
        "9.4",
        "32.0.0-jre",
        "24.1.1-android",
        "1.0.jre8-preview",
    ]


@pytest.mark.parametrize("text", ["", " ", "${project.version}", "1\0", "1" * (MAX_VERSION_CHARACTERS + 1)])
def test_what_is_no_version_is_refused(text):
    with pytest.raises(InvalidVersion):
        key(text)


@given(st.text())
def test_any_text_gives_a_key_or_is_refused(text):
    assert SCHEME.is_valid(text) in (True, False)


QUALIFIERS = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"]
words = st.sampled_from(["alpha", "beta", "rc", "snapshot", "sp", "foo", "xyz"])
tokens = st.tuples(st.just("-"), words) | st.tuples(st.sampled_from(".-"), st.integers(1, 12).map(str))
versions = st.lists(tokens, max_size=4)


def order(left, right):
    """The specification's rule for prefixed tokens, the shorter version padded with nulls of the other's prefix."""
    for mine, theirs in zip_longest(left, right):
        ranks = [rank(mine or padding(theirs)), rank(theirs or padding(mine))]
        if ranks[0] != ranks[1]:
            return -1 if ranks[0] < ranks[1] else 1
    return 0


def padding(token):
    return (token[0], "0" if token[0] == "." else "")


def rank(token):
    prefix, value = token
    if value.isdigit():
        return (2 if prefix == "." else 1, int(value), "")
    known = QUALIFIERS.index(value) if value in QUALIFIERS else len(QUALIFIERS)
    return (0, known, value)


@given(versions, versions)
def test_the_keys_agree_with_the_specification(left, right):
    keys = [key("1" + "".join(prefix + value for prefix, value in version)) for version in (left, right)]

    assert (keys[0] > keys[1]) - (keys[0] < keys[1]) == order(left, right)
