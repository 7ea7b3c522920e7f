"""apk's keys against apk's table, and against a comparison written as apk 3 does it: piece by piece."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.versions.apk import SCHEME, key
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion
from versions.ordered_pairs import disagreements, pairs_of


def test_the_keys_order_versions_as_apk_does():
    assert len(pairs_of("apk")) > 3_000
    assert disagreements(SCHEME, "apk") == []


@pytest.mark.parametrize(
    "in_order",
    [
        "1.0_alpha 1.0_alpha1 1.0_beta 1.0_pre 1.0_rc 1.0_rc0 1.0_rc1 1.0_rc1_p1 1.0_rc2 1.0 1.0-r0 1.0-r1 1.0-r10",
        "1.0 1.0-r0 1.0~0a 1.0~a 1.0~a-r1 1.0~b 1.0_cvs 1.0_svn 1.0_git 1.0_git20240101 1.0_hg 1.0_p 1.0_p1 1.0_p10 1.0a 1.0b 1.0.0 1.1",
        "1.0 1.00 1.001 1.01 1.010 1.02 1.1 1.9 1.10",
        "3.3.3-r9 3.3.3p-r0 3.3.3p1-r2 3.3.3p1-r3 3.3.3p1.1-r0 3.3.3p2-r0 3.3.3p10-r0 3.3.4_rc1",
    ],
)
def test_the_edges_are_in_order(in_order):
    keys = [key(version) for version in in_order.split(" ")]

    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    "spellings",
    [
        ("1.0-r1", "01.0-r01", "1.0.-r1", "1.0.r1", "1.0-1"),
        ("2021.03.27-r5", "2021-03.27-r5"),
        ("1.11.20-r0", "1.11-20-r0"),
        ("1_p1", "1_p01"),
    ],
)
def test_spellings_of_one_version_have_one_key(spellings):
    assert {key(spellings[0])} == {key(text) for text in spellings}


@pytest.mark.parametrize(
    "text",
    ["", "a", "1.", "1..0", "1.0_foo", "1.0_", "1.0-r", "1.0-rc1", "1.0~", "1.0~g", "1.0ab", "1.0A", "1.0 ", "1.0-r1-r1",
     "1.0-r1_p1", "٢", "1\n", "1" * (MAX_VERSION_CHARACTERS + 1)],
)  # fmt: skip
def test_what_is_no_version_is_refused(text):
    with pytest.raises(InvalidVersion):
        key(text)


@given(st.text() | st.text("0.-r_p~a"))
def test_any_text_gives_a_key_or_is_refused(text):
    assert SCHEME.is_valid(text) in (True, False)


KINDS = {"number": 1, "letter": 2, "suffix": 3, "suffix number": 4, "hash": 5, "revision": 6, "end": 7}
SUFFIXES = ("alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p")
digits = st.sampled_from(["0", "00", "01", "1", "010", "9", "10", "20240101", "18446744073709551617"])
suffixes = st.tuples(st.sampled_from(SUFFIXES).filter(bool), st.none() | digits)
versions = st.tuples(
    digits,
    st.lists(digits, max_size=3),
    st.sampled_from(["", "", "a", "z"]),
    st.lists(suffixes, max_size=2),
    st.sampled_from(["", "", "~0a", "~a", "~ab"]),
    st.none() | digits,
)


def text_of(version):
    first, later, letter, ends, commit, revision = version
    tail = "".join(f"_{name}{number or ''}" for name, number in ends)
    return ".".join([first, *later]) + letter + tail + commit + ("" if revision is None else f"-r{revision}")


def pieces(version):
    """Each piece with its kind."""
    first, later, letter, ends, commit, revision = version
    found = [("first", int(first)), *(("number", number) for number in later)]
    found += [("letter", letter)] if letter else []
    for name, number in ends:
        found += [("suffix", SUFFIXES.index(name))] + ([("suffix number", int(number))] if number else [])
    found += [("hash", commit)] if commit else []
    return found + ([("revision", int(revision))] if revision is not None else []) + [("end", 0)]


def compare(left, right):
    for (kind, value), (other_kind, other) in zip(pieces(left), pieces(right), strict=False):
        if kind != other_kind:
            before, after = kind == "suffix" and value < 4, other_kind == "suffix" and other < 4
            return -1 if before else 1 if after else (KINDS[kind] < KINDS[other_kind]) * 2 - 1
        if kind == "number" and not re.match("0", value) and not re.match("0", other):
            value, other = int(value), int(other)
        if value != other:
            return -1 if value < other else 1
    return 0


@given(versions, versions)
def test_the_keys_agree_with_a_comparison_piece_by_piece(left, right):
    older, newer = key(text_of(left)), key(text_of(right))

    assert compare(left, right) == (older > newer) - (older < newer)
