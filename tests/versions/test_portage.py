"""The keys of ebuilds against Portage's table, and against a comparison written from the Package Manager Specification, section 3.3."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.versions.portage import SCHEME, key
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion
from versions.ordered_pairs import disagreements, pairs_of


def test_the_keys_order_versions_as_portage_does():
    assert len(pairs_of("portage")) > 3_000
    assert disagreements(SCHEME, "portage") == []


@pytest.mark.parametrize(
    "spellings",
    [
        ("1.0", "1.00", "01.0", "1.0-r0", "1.0-r00"),
        ("1.01", "1.010"),
        ("1_p", "1_p0", "1_p00-r0"),
        ("1.0_rc", "1.0_rc0"),
    ],
)
def test_spellings_of_one_version_have_one_key(spellings):
    assert {key(spellings[0])} == {key(text) for text in spellings}


@pytest.mark.parametrize(
    "in_order",
    [
        "1_alpha 1_alpha1 1_beta 1_pre 1_rc 1_rc1_alpha 1_rc1 1_rc1_p1 1_rc10 1 1-r1 1-r10 1_p_rc 1_p 1_p1 1_p1-r1 1_p1_p 1a_rc 1a 1b 1.0",
        "1 1.0 1.001 1.01 1.02 1.1 1.1.0 1.2 1.10",
    ],
)
def test_the_edges_are_in_order(in_order):
    keys = [key(version) for version in in_order.split(" ")]

    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    "text",
    ["", "a", "1.", "1..0", "1.0_foo", "1.0_", "1.0-r", "1.0-1", "1.0ab", "1.0A", " 1.0", "1.0-r1-r1", "1.0-r1_p1", "1a.0", "\u0661"],
)  # fmt: skip
def test_what_is_no_version_is_refused(text):
    with pytest.raises(InvalidVersion):
        key(text)


def test_a_text_that_is_too_long_is_refused():
    assert not SCHEME.is_valid("1" * (MAX_VERSION_CHARACTERS + 1))


@given(st.text() | st.text("0.-r_pa1"))
def test_any_text_gives_a_key_or_is_refused(text):
    assert SCHEME.is_valid(text) in (True, False)


SUFFIXES = ("alpha", "beta", "pre", "rc", "", "p")
digits = st.sampled_from(["0", "00", "01", "1", "010", "9", "10", "20240101"])
versions = st.tuples(
    digits,
    st.lists(digits, max_size=3),
    st.sampled_from(["", "", "a", "z"]),
    st.lists(st.tuples(st.sampled_from(SUFFIXES).filter(bool), st.just("") | digits), max_size=2),
    st.none() | digits,
)


def text_of(version):
    first, later, letter, ends, revision = version
    tail = "".join(f"_{name}{number}" for name, number in ends)
    return ".".join([first, *later]) + letter + tail + ("" if revision is None else f"-r{revision}")


def sign(left, right):
    return (left > right) - (left < right)


def compare(left, right):
    """Algorithms 3.1 to 3.7, one after the other."""
    steps = [sign(int(left[0]), int(right[0]))]
    for one, other in zip(left[1], right[1], strict=False):
        is_fraction = "0" in (one[0], other[0])
        steps.append(sign(one.rstrip("0"), other.rstrip("0")) if is_fraction else sign(int(one), int(other)))
    steps += [sign(len(left[1]), len(right[1])), sign(left[2], right[2])]
    for (name, number), (other_name, other) in zip(left[3], right[3], strict=False):
        steps += [sign(SUFFIXES.index(name), SUFFIXES.index(other_name)), sign(int(number or 0), int(other or 0))]
    shared = min(len(left[3]), len(right[3]))
    steps += [1 if name == "p" else -1 for name, _ in left[3][shared : shared + 1]]
    steps += [-1 if name == "p" else 1 for name, _ in right[3][shared : shared + 1]]
    return next(filter(None, [*steps, sign(int(left[4] or 0), int(right[4] or 0))]), 0)


@given(versions, versions)
def test_the_keys_agree_with_the_specification(left, right):
    older, newer = key(text_of(left)), key(text_of(right))

    assert compare(left, right) == sign(older, newer)
