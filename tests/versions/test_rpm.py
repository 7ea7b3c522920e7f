"""RPM's keys against rpm's table, and against a comparison written from rpm-version(7)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.versions.rpm import END, SCHEME, key, split_epoch, without_release
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion
from versions.ordered_pairs import disagreements, pairs_of


def test_the_keys_order_versions_as_rpm_does():
    assert len(pairs_of("rpm")) > 2_500
    assert disagreements(SCHEME, "rpm") == []


@pytest.mark.parametrize(
    "spellings",
    [
        ("1.0-1", "0:1.0-1", "0: 1.0-1", ":1.0-1", "00:1.0-1", "1.0-01", "1_0-1", "1..0-1.", "01.00-1"),
        ("1.0", "0:1.0", "1.0.", "1.0+"),
        ("1a.el9", "1.a.el_9"),
    ],
)
def test_spellings_of_one_version_have_one_key(spellings):
    assert {key(spellings[0])} == {key(text) for text in spellings}


def test_a_tilde_is_before_the_end_and_a_caret_between_the_end_and_all_else():
    in_order = "1.0~~ 1.0~ 1.0~rc1 1.0~rc1^git1 1.0 1.0-0 1.0-1 1.0^-1 1.0^a 1.0^1 1.0a 1.0ab 1.0.0 1.0.1 1:0"
    keys = [key(version) for version in in_order.split(" ")]

    assert keys == sorted(set(keys))


def test_zeros_at_the_end_count():
    assert key("1.0-1") < key("1.0.0-1")


def test_a_version_without_a_release_is_the_head_of_all_its_releases():
    assert key("1.0") < key("1.0-0")
    assert (
        without_release(key("2:1.0-5.el9"))
        == without_release(key("2:1.0-1"))
        == without_release(key("2:1.0"))
        == key("2:1.0")
    )
    assert without_release(key("1.0-1")) != without_release(key("1.0.1-1"))


def test_the_rest_of_a_key_orders_versions_without_their_epochs():
    old, new = split_epoch(key("12:1.0-1.el9")), split_epoch(key("1.0-2.el9"))

    assert old[0] > new[0]
    assert old[1] < new[1]
    assert b"".join(old) == key("12:1.0-1.el9")


@pytest.mark.parametrize(
    "text",
    ["", " ", "1 0", "1.0\n", "-1", "2:", "2:-1", "()", "٢", "1" * (MAX_VERSION_CHARACTERS + 1), "9" * 11 + ":1", "9" * 200],
)  # fmt: skip
def test_what_is_no_version_is_refused(text):
    with pytest.raises(InvalidVersion):
        key(text)


@given(st.text() | st.text(":-~^.0a"))
def test_any_text_gives_a_key_or_is_refused(text):
    if SCHEME.is_valid(text):
        assert key(text).count(END) == 1 + ("-" in text)


parts = st.text("0019~^._aBz", min_size=1, max_size=7)
versions = st.tuples(st.integers(0, 12), parts.filter(lambda part: re.search("[0-9A-Za-z]", part)), st.none() | parts)


def runs(part):
    """Each run as (rank, number, letters): tilde, end, caret, letters, digits."""
    found = []
    for run in re.findall("[0-9]+|[A-Za-z]+|[~^]", part):
        if run.isdigit():
            found.append((4, int(run), ""))
        else:
            found.append((0, 0, "") if run == "~" else (2, 0, "") if run == "^" else (3, 0, run))
    return [*found, (1, 0, "")]


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
