"""Composer keys against the table of Composer and PHP, spellings of one version, and a comparison written from the documentation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.versions.composer import SCHEME, key
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion
from versions.ordered_pairs import disagreements, pairs_of


def test_the_keys_order_versions_as_composer_does():
    assert len(pairs_of("composer")) > 3_000
    assert disagreements(SCHEME, "composer") == []


@pytest.mark.parametrize(
    "in_order",
    [
        "1.0-dev 1.0-alpha 1.0-alpha1 1.0-beta1 1.0-beta2-dev 1.0-beta2 1.0-beta10 1.0-RC1 1.0-RC1.1 1.0 1.0-patch 1.0-patch1 1.0.1",
        "1.0.0 1.0.99999 1.0.x-dev 1.1-dev 1.1 1.9.9 1.x-dev 2.0-dev",
        "2010.01.02 2010.12.31 20100102 20100102-203040",
    ],
)
def test_versions_are_in_order(in_order):
    keys = [key(version) for version in in_order.split(" ")]

    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    "spellings",
    [
        ("1.0", "v1.0.0", "1.0.0.0", "1.0-stable", "1.0+build", " 1.0 ", "1.0@dev", "7.x-1.0"),
        ("1.0-RC1", "1.0rc1", "1.0.0-rc.1", "1.0_RC1"),
        ("1.0-patch1", "1.0pl1", "1.0-p1"),
        ("1.x-dev", "1.X-DEV", "1.x.x-dev"),
    ],
)
def test_spellings_of_one_version_have_one_key(spellings):
    assert {key(spellings[0])} == {key(text) for text in spellings}


@pytest.mark.parametrize(
    "text",
    ["", "dev-main", "dev-1.0", "master", "1.0-foo", "1..0", "1" * 900 + "!", "1" * (MAX_VERSION_CHARACTERS + 1)],
)
def test_branches_and_what_is_no_version_are_refused(text):
    with pytest.raises(InvalidVersion):
        key(text)


@given(st.text())
def test_any_text_gives_a_key_or_is_refused(text):
    assert SCHEME.is_valid(text) in (True, False)


STABILITIES = ["alpha", "beta", "RC", "", "patch"]
small = st.integers(0, 12)
versions = st.tuples(
    st.lists(small, min_size=1, max_size=4), st.sampled_from(STABILITIES), st.none() | small, st.booleans()
)


def written(version):
    numbers, stability, count, is_dev = version
    text = ".".join(map(str, numbers))
    if stability:
        text += f"-{stability}{'' if count is None else count}"
    return text + ("-dev" if is_dev else "")


def order(version):
    """Four numbers, then the stability (dev alone lowest), its number (none below nought), and dev below itself."""
    numbers, stability, count, is_dev = version
    filled = [*numbers] + [0] * (4 - len(numbers))
    if not stability:
        return filled, -1 if is_dev else STABILITIES.index(""), (), False
    # Without a number, `-dev` stands where the number would and is below it.
    return filled, STABILITIES.index(stability), () if count is None else (count,), not is_dev


def is_below(left, right):
    return order_key(left) < order_key(right)


def order_key(version):
    filled, rank, count, is_whole = order(version)
    return filled, rank, [*((1, number) for number in count), (0, is_whole)]


@given(versions, versions)
def test_the_keys_agree_with_the_documentation(left, right):
    keys = [key(written(version)) for version in (left, right)]

    assert (keys[0] < keys[1]) == is_below(left, right)
    assert (keys[0] == keys[1]) == (order_key(left) == order_key(right))
