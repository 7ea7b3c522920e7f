"""Loose keys: real versions in the order in which they were published, and a plain comparison written from the module's rules."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.versions.keys.jvm import jvm_version
from mooring.versions.loose import SCHEME, key
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion


@pytest.mark.parametrize(
    "in_order",
    [
        "0.9.8zh 1.0.0 1.0.1 1.0.2-beta1 1.0.2 1.0.2a 1.0.2k 1.0.2zg 1.1.0-pre5 1.1.1 1.1.1a 1.1.1k 1.1.1w 3.0.0-alpha17 3.0.0 3.0.13",
        "1.3.42 2.0.65 2.2.9 2.4.9 2.4.57 2.4.58",
        "1.7.0_80 1.8.0 1.8.0_9 1.8.0_401 1.8.0_402",
        "7u80 8 8u9 8u401 8u402 9",
        "9.2 9.2p1 9.3p1 9.3p2 9.4",
        "5.1.0-dev 5.1.0-SNAPSHOT 5.1.0-alpha2 5.1.0-beta1 5.1.0-M2 5.1.0-pre1 5.1.0-RC1 5.1.0.Final 5.1.0-SP1 5.1.0.1",
        "2.7~rc1 2.7 2.7.18",
        "1.0a1 1.0b1 1.0b12 1.0 1.0a",
        "9 10 99999999999999999998 99999999999999999999",
        "2023-01-15 2023-11-02 2024.1",
    ],
)
def test_versions_are_in_the_order_of_their_publication(in_order):
    keys = [key(version) for version in in_order.split(" ")]

    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    "spellings",
    [
        ("1.2", "v1.2", "release-1.2", "openssl-1.2", "1.2.0", "1_2", "1.2.Final", "1.2-GA", " 1.02 "),
        ("1.0-rc1", "1.0.0RC1", "1.0-RC-1", "1.0.cr1"),
        ("1.0b2", "1.0-beta2", "1.0.0.beta.2"),
        ("1.0-p1", "1.0p1", "1.0-patch1"),
    ],
)
def test_spellings_of_one_version_have_one_key(spellings):
    assert {key(spellings[0])} == {key(text) for text in spellings}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "latest",
        "~",
        "unknown",
        "9fceb02d0ae598e95dc970b74767f19372d61af8",
        "\ud800",
        "1" * (MAX_VERSION_CHARACTERS + 1),
    ],
)
def test_text_that_has_no_order_is_refused(text):
    with pytest.raises(InvalidVersion):
        key(text)


@pytest.mark.parametrize(
    ("installed", "expected"),
    [
        ("1.8.0_401-b10", "1.8.0_401"),
        ("8u401-b10", "8u401"),
        ("1.8.0_20-ea-b05", "1.8.0_20-ea"),
        ("1.8.0", "1.8.0"),
        ("2.0-b10", "2.0-b10"),
    ],
)
def test_the_build_of_a_java_runtime_is_ignored_in_matching(installed, expected):
    assert expected == SCHEME.for_matching(installed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.8.0_401-b10", "8.0.401"),
        ("1.8.0_401", "8.0.401"),
        ("1.8.0:update_401", "8.0.401"),
        ("1.8.0-update401", "8.0.401"),
        ("8u401", "8.0.401"),
        ("8 update 401", "8.0.401"),
        ("1.7.0", "7.0.0"),
        ("1.6", "6.0.0"),
        ("11.0.22+7-LTS", "11.0.22"),
        ("21-ea+3", "21-ea"),
        ("17.0.10.0.1", "17.0.10.0.1"),
        ("1.8.0_402-ea-b03", "8.0.402-ea"),
        ("GraalVM", "GraalVM"),
    ],
)
def test_a_java_runtime_has_one_version_before_and_after_jep_223(text, expected):
    assert expected == jvm_version(text)


@given(st.text())
def test_any_text_gives_a_key_or_is_refused(text):
    assert SCHEME.is_valid(text) in (True, False)
    assert isinstance(SCHEME.for_matching(text), str)
    assert isinstance(jvm_version(text), str)


BELOW = ["~", "dev", "snapshot", "alpha", "beta", "milestone", "pre", "rc"]
parts = st.one_of(st.integers(0, 11).map(str), st.sampled_from(["~", "dev", "alpha", "rc", "final", "p", "k", "za"]))
versions = st.lists(parts, max_size=5).map(lambda tail: ["1", *tail])


def order(version):
    """The rules of the module: (class, rank, word or number) of every part that counts, and the end."""
    coded, zeros = [], 0
    for part in version:
        if part == "0":
            zeros += 1
        elif part.isdigit():
            coded += [(6, 0, "", 0)] * zeros + [(6, 0, "", int(part))]
            zeros = 0
        elif part != "final":
            zeros = 0
            coded.append(
                (0, BELOW.index(part), "", 0) if part in BELOW else (4, 0, "", 0) if part == "p" else (5, 0, part, 0)
            )
    return [*coded, (3, 0, "", 0)]


@given(versions, versions)
def test_the_keys_agree_with_the_rules(left, right):
    texts = [re.sub("(?<=[a-z~])-(?=[0-9])", "", "-".join(version)) for version in (left, right)]

    assert (key(texts[0]) < key(texts[1])) == (order(left) < order(right))
    assert (key(texts[0]) == key(texts[1])) == (order(left) == order(right))
