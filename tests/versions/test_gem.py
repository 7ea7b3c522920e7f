"""The keys of gems against RubyGems' table, and against a comparison written from the manual of Gem::Version."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.versions.gem import SCHEME, key
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion
from versions.ordered_pairs import disagreements, pairs_of


def test_the_keys_order_versions_as_rubygems_does():
    assert len(pairs_of("gem")) > 3_000
    assert disagreements(SCHEME, "gem") == []


@pytest.mark.parametrize(
    "spellings",
    [
        ("1", "1.0", "1.0.0", "01.00", " 1.0\n"),
        ("1.0.a", "1.a", "1.0.0.a.0"),
        ("1.0.rc1", "1.0.rc.1", "1.rc01"),
        ("1.0-1", "1.0.pre.1"),
    ],
)
def test_spellings_of_one_version_have_one_key(spellings):
    assert {key(spellings[0])} == {key(text) for text in spellings}


@pytest.mark.parametrize(
    "in_order",
    [
        "1.0.A 1.0.a.0.b.1 1.0.a.0.0.b 1.0.a 1.0.a.0.0.1 1.0.a.0.1 1.0.a.1 1.0.b 1.0.beta2 1.0.beta10 1.0-1 1.0.rc1 1.0 1.0.0.1 1.0.1",
        "1.a 1 " + " ".join("1." + "0." * zeros + "1" for zeros in range(300, -1, -1)),
        " ".join("1.a." + "0." * zeros + "b" for zeros in range(300)) + " 1.a",
    ],
)
def test_the_edges_are_in_order(in_order):
    keys = [key(version) for version in in_order.split(" ")]

    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("installed", "compared"),
    [
        ("1.13.0-x86_64-linux", "1.13.0"),
        ("1.13.0-x86_64-linux-gnu", "1.13.0"),
        ("1.13.0-java", "1.13.0"),
        ("1.13.0.rc1-x64-mingw-ucrt", "1.13.0.rc1"),
        ("1.13.0-arm64-darwin-23", "1.13.0"),
        ("1.13.0-rc1", "1.13.0-rc1"),
        ("1.13.0-1", "1.13.0-1"),
        ("1.13.0", "1.13.0"),
    ],
)
def test_the_platform_is_left_out_of_matching(installed, compared):
    assert compared == SCHEME.for_matching(installed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a",
        "a.1",
        "1..0",
        "1.",
        "1.0-",
        "1_0",
        "1.0+1",
        "v1",
        "1.\u0661",
        "1 0",
        "1" * (MAX_VERSION_CHARACTERS + 1),
    ],
)
def test_what_is_no_version_is_refused(text):
    with pytest.raises(InvalidVersion):
        key(text)


@given(st.text() | st.text("0.-ra1 "))
def test_any_text_gives_a_key_or_is_refused(text):
    assert SCHEME.is_valid(SCHEME.for_matching(text)) in (True, False)


versions = st.tuples(
    st.integers(0, 12).map(str), st.lists(st.sampled_from(["0", "0", "00", "1", "9", "10", "a", "b", "a1", "1a", "0a", "B"]), max_size=6)
).map(lambda parts: ".".join([parts[0], *parts[1]]))  # fmt: skip


def canonical(version):
    """Segments as (is a number, number, word), without zeros before the first word and at the end, filled with zeros to 20."""
    found = re.findall("[0-9]+|[a-zA-Z]+", version)
    segments = [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in found]
    first = next((at for at, segment in enumerate(segments) if not segment[0]), len(segments))
    head, tail = segments[:first], segments[first:]
    while head and head[-1] == (1, 0, ""):
        head.pop()
    return [*head, *tail] + [(1, 0, "")] * (20 - len(head) - len(tail))


@given(versions, versions)
def test_the_keys_agree_with_the_manual(left, right):
    assert (key(left) < key(right)) == (canonical(left) < canonical(right))
    assert (key(left) == key(right)) == (canonical(left) == canonical(right))
