"""PEP 440 keys against the table made with `packaging`, odd spellings, and a comparison written from the specification."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.versions.pep440 import SCHEME, key
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion
from versions.ordered_pairs import disagreements, pairs_of


def test_the_keys_order_versions_as_packaging_does():
    assert len(pairs_of("pep440")) > 4_000
    assert disagreements(SCHEME, "pep440") == []


def test_the_example_of_the_specification_is_in_order():
    in_order = "1.dev0 1.0.dev456 1.0a1 1.0a2.dev456 1.0a12.dev456 1.0a12 1.0b1.dev456 1.0b2 1.0b2.post345.dev456 1.0b2.post345 "
    in_order += "1.0rc1.dev456 1.0rc1 1.0 1.0+abc.5 1.0+abc.7 1.0+5 1.0.post456.dev34 1.0.post456 1.0.15 1.1.dev1 1!0.1"

    keys = [key(version) for version in in_order.split(" ")]

    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    "spellings",
    [
        ("1.0", "1", "v1.0.0", "0!1.0", "\n1.0 ", "001.0"),
        ("1.0a1", "1.0-ALPHA_1", "1.0.a.1", "1a01"),
        ("1.0rc0", "1.0c", "1.0-preview", "1.0_pre0"),
        ("1.0.post1", "1.0-1", "1.0r1", "1.0-rev_1"),
        ("1.0+a.1", "1.0+A-1", "1.0+a_01"),
    ],
)
def test_spellings_of_one_version_have_one_key(spellings):
    assert {key(spellings[0])} == {key(text) for text in spellings}


def test_an_installed_version_is_matched_without_its_local_part():
    assert [SCHEME.for_matching(text) for text in ("2.1.0+cu118", "2.1.0")] == ["2.1.0", "2.1.0"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v",
        "2004d",
        "0.1-bulbasaur",
        "1.0+",
        "1.0+a..b",
        "1.0.",
        "1.0é",
        "1!",
        "1.0-1-1",
        "1" * (MAX_VERSION_CHARACTERS + 1),
    ],
)
def test_what_is_no_version_is_refused(text):
    with pytest.raises(InvalidVersion):
        key(text)


@given(st.text())
def test_any_text_gives_a_key_or_is_refused(text):
    assert SCHEME.is_valid(text) in (True, False)


small = st.integers(0, 11)
optional = st.none() | small
versions = st.tuples(
    st.integers(0, 1),
    st.lists(small, min_size=1, max_size=3),
    st.none() | st.tuples(st.sampled_from(["a", "b", "rc"]), small),
    optional,
    optional,
    st.lists(small | st.sampled_from(["a", "ab", "z9"]), max_size=2),
)


def written(version):
    epoch, release, pre, post, dev, local = version
    text = f"{epoch}!" + ".".join(map(str, release)) + (f"{pre[0]}{pre[1]}" if pre else "")
    text += (f".post{post}" if post is not None else "") + (f".dev{dev}" if dev is not None else "")
    return text + ("+" + ".".join(map(str, local)) if local else "")


def order(version):
    """The summary of relative ordering: dev alone, pre-releases, the release, its post releases; each first as dev, then as itself."""
    epoch, release, pre, post, dev, local = version
    significant = [*release]
    while significant and significant[-1] == 0:
        significant.pop()
    phase = (1, *pre) if pre else (0,) if dev is not None and post is None else (2,)
    coded = [(1, part, "") if isinstance(part, int) else (0, 0, part) for part in local]
    return epoch, significant, phase, -1 if post is None else post, float("inf") if dev is None else dev, coded


@given(versions, versions)
def test_the_keys_agree_with_the_specification(left, right):
    keys = [key(written(version)) for version in (left, right)]

    assert (keys[0] < keys[1]) == (order(left) < order(right))
    assert (keys[0] == keys[1]) == (order(left) == order(right))
