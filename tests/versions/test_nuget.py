"""NuGet keys against a table, spellings of one version, and a comparison written from the documentation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.versions.nuget import SCHEME, key
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion
from versions.ordered_pairs import disagreements, pairs_of


def test_the_keys_order_versions_as_the_table_does():
    assert len(pairs_of("nuget")) > 3_000
    assert disagreements(SCHEME, "nuget") == []


def test_versions_are_in_order():
    in_order = (
        "1.0.0-1 1.0.0-Alpha 1.0.0-beta.2 1.0.0-BETA.11 1.0.0-rc1 1.0.0 1.0.0.1-rc 1.0.0.1 1.0.0.2 1.0.1 99999999999"
    )

    keys = [key(version) for version in in_order.split(" ")]

    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    "spellings",
    [("1.0", "1", "1.0.0", "1.0.0.0", "v1.0", "1.0.0+a1b2", "01.0"), ("1.0.0-RC.1", "1.0-rc.1", "1.0.0.0-Rc.1+meta")],
)
def test_spellings_of_one_version_have_one_key(spellings):
    assert {key(spellings[0])} == {key(text) for text in spellings}


@pytest.mark.parametrize("text", ["", "latest", "1..0", "1.0-", "1.0-é", "[1.0,)", "1" * (MAX_VERSION_CHARACTERS + 1)])
def test_what_is_no_version_is_refused(text):
    with pytest.raises(InvalidVersion):
        key(text)


@given(st.text())
def test_any_text_gives_a_key_or_is_refused(text):
    assert SCHEME.is_valid(text) in (True, False)


numbers = st.integers(0, 12).map(str)
versions = st.tuples(
    st.lists(numbers, min_size=1, max_size=4), st.lists(numbers | st.text("aBb9-", min_size=1, max_size=2), max_size=3)
)


def order(version):
    """Four numbers, then no pre-release above any, then its labels: numbers below words, words without case."""
    core, labels = version
    filled = [int(number) for number in core] + [0] * (4 - len(core))
    return filled, not labels, [(0, int(one), "") if one.isdigit() else (1, 0, one.lower()) for one in labels]


@given(versions, versions)
def test_the_keys_agree_with_the_documentation(left, right):
    keys = [key(".".join(core) + ("-" + ".".join(labels) if labels else "")) for core, labels in (left, right)]

    assert (keys[0] < keys[1]) == (order(left) < order(right))
    assert (keys[0] == keys[1]) == (order(left) == order(right))
