"""Go's keys against the table of Go's own packages, and against a comparison written from SemVer and from go.dev/doc/toolchain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.versions.golang import SCHEME, key
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion
from versions.ordered_pairs import disagreements, pairs_of


def test_the_keys_order_versions_as_go_does():
    assert len(pairs_of("golang")) > 3_000
    assert disagreements(SCHEME, "golang") == []


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "1.2.0",
            "v1.2.0",
            "go1.2.0",
            "1.2",
            "go1.2",
            "v1.2",
            "1.2.0+incompatible",
            "v1.2.0+meta.1",
            "1.02.0",
            "go1.2-acme",
        ),
        ("go1.21rc2", "1.21rc2", "1.21.0-rc.2", "v1.21.0-rc.2", "1.21.0.rc.2"),
        ("go1.21", "1.21.0-0"),
        ("go1.21.3", "1.21.3", "go1.21.3-acme"),
        ("2.0.0-rc1", "v2.0.0-rc1+incompatible"),
    ],
)
def test_spellings_of_one_version_have_one_key(spellings):
    assert {key(spellings[0])} == {key(text) for text in spellings}


@pytest.mark.parametrize(
    "in_order",
    [
        "go1.20rc1 go1.20 go1.20.1 go1.21 go1.21beta1 go1.21rc2 go1.21rc10 go1.21.0 go1.21.1 go1.22 go1.100.0 go2",
        "v0.0.0-20200101000000-abcdefabcdef v0.0.0-20210101000000-000000000000 v0.0.0 v0.0.1-0.20200101000000-abcdefabcdef v0.0.1-rc.1",
        "v1.2.3-rc.1 v1.2.3-rc.1.0.20200101000000-abcdefabcdef v1.2.3-rc.2 v1.2.3 v1.2.3.1",
        "1.20.9 1.21.0-0 1.21rc1 1.21.0",
    ],
)
def test_the_edges_are_in_order(in_order):
    keys = [key(version) for version in in_order.split(" ")]

    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("installed", "compared"),
    [
        ("go1.19.4 X:nocoverageredesign", "go1.19.4"),
        ("devel go1.22-67d30fc315 Thu Nov 2 12:00:00 2023 +0000", "go1.22"),
        ("v1.2.3", "v1.2.3"),
        ("(devel)", "(devel)"),
    ],
)
def test_what_a_build_of_go_adds_to_its_version_is_left_out_of_matching(installed, compared):
    assert compared == SCHEME.for_matching(installed)


@pytest.mark.parametrize(
    "text",
    ["", "v", "go", "(devel)", "devel", "1.", "v1..2", "1.2.3-", "1.2.3-a..b", "1.21rc", "go 1.2", "1.2é", "٢", "1.2\n", "abcdef1"],
)  # fmt: skip
def test_what_is_no_version_is_refused(text):
    with pytest.raises(InvalidVersion):
        key(text)


def test_a_text_that_is_too_long_is_refused():
    assert not SCHEME.is_valid("1" * (MAX_VERSION_CHARACTERS + 1))
    assert SCHEME.is_valid("go" + "1" * 500 + "." + "2" * 400)


@given(st.text() | st.text("v0.-+rcgo1"))
def test_any_text_gives_a_key_or_is_refused(text):
    assert SCHEME.is_valid(SCHEME.for_matching(text)) in (True, False)


numbers = st.integers(0, 120).map(str)
modules = st.tuples(
    st.tuples(numbers, numbers, numbers), st.lists(numbers | st.text("0Aa9z-", min_size=1, max_size=3), max_size=3)
)
toolchains = st.tuples(
    st.integers(1, 2), st.integers(19, 23), st.none() | st.integers(0, 11), st.sampled_from(["", "beta", "rc"]), st.integers(1, 11)
).map(lambda parts: parts if parts[2] is None else (*parts[:3], "", 0))  # fmt: skip


def precedence(version):
    """SemVer's section 11, with each identifier as (is a word, number, word)."""
    core, pre = version
    coded = tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in pre)
    return tuple(map(int, core)), not pre, coded


def age(toolchain):
    """The language before its candidates before its first release; before Go 1.21 there was no language version."""
    major, minor, patch, kind, number = toolchain
    if kind:
        return major, minor, -1, kind, number
    return major, minor, (0 if (major, minor) < (1, 21) else -1) if patch is None else patch, "", 0


def name_of(toolchain):
    major, minor, patch, kind, number = toolchain
    return f"go{major}.{minor}" + ("" if patch is None else f".{patch}") + (f"{kind}{number}" if kind else "")


@given(modules, modules)
def test_versions_of_modules_agree_with_semver(left, right):
    older, newer = (key("v" + ".".join(core) + ("-" + ".".join(pre) if pre else "")) for core, pre in (left, right))

    assert (older < newer) == (precedence(left) < precedence(right))
    assert (older == newer) == (precedence(left) == precedence(right))


@given(toolchains, toolchains)
def test_versions_of_go_agree_with_its_manual(left, right):
    older, newer = key(name_of(left)), key(name_of(right))

    assert (older < newer) == (age(left) < age(right))
    assert (older == newer) == (age(left) == age(right))
