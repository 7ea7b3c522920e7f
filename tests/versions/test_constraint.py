"""Constraints: each way of writing them, what they mean, and the algebra that the feeds' importers rest on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.model.advisory import VersionRange
from mooring.versions.constraint import (
    MAX_CONSTRAINT_CHARACTERS,
    ConstraintError,
    complement,
    contains,
    intersect,
    parse_constraint,
    shown,
    unite,
)
from mooring.versions.scheme import InvalidVersion, VersionScheme, scheme_named

SEMVER = scheme_named("semver")
PEP440 = scheme_named("pep440")
LOOSE = scheme_named("loose")
EVERY = VersionRange()


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("", "*"),
        ("  ", "*"),
        ("*", "*"),
        ("x", "*"),
        (">= 1.2, < 2.0", ">= 1.2, < 2.0"),
        (">=1.2 <2.0", ">= 1.2, < 2.0"),
        (">=1.2<2.0", ">= 1.2, < 2.0"),
        (">= 1.2 && < 2.0", ">= 1.2, < 2.0"),
        (">= \"1.2\", < '2.0'", ">= 1.2, < 2.0"),
        (">0.0.1 <0.0.9 || >1.0.1 <1.0.9", "> 0.0.1, < 0.0.9 || > 1.0.1, < 1.0.9"),
        ("<1.0|>=2.0", "< 1.0 || >= 2.0"),
        ("= 1.0 || == 1.1 || 1.2", "= 1.0 || = 1.1 || = 1.2"),
        ("<= 1.2", "<= 1.2"),
        ("=< 1.2", "<= 1.2"),
        ("!= 1.0", "< 1.0 || > 1.0"),
        (">= 1, != 1.5, != 1.6, < 2", ">= 1, < 1.5 || > 1.5, < 1.6 || > 1.6, < 2"),
        ("> 2 || > 1 || >= 3", "> 1"),
        ("< 1.0 || >= 1.0", "*"),
        (">= 1.0, < 2.0 || >= 2.0, < 3.0", ">= 1.0, < 3.0"),
        ("^1.2", ">= 1.2, < 2.0.0-0"),
        ("^ 0.2.3", ">= 0.2.3, < 0.3.0-0"),
        ("^0.0.3", ">= 0.0.3, < 0.0.4-0"),
        ("^0.0", ">= 0.0, < 0.1.0-0"),
        ("^0.x", ">= 0, < 1.0.0-0"),
        ("^1.2.x", ">= 1.2, < 2.0.0-0"),
        ("~1.2.3", ">= 1.2.3, < 1.3.0-0"),
        ("~1", ">= 1, < 2.0.0-0"),
        ("1.x", ">= 1, < 2.0.0-0"),
        ("1.2.*", ">= 1.2, < 1.3.0-0"),
        (">1.x", ">= 2.0.0-0"),
        ("<=1.x", "< 2.0.0-0"),
        ("<1.x", "< 1"),
        (" 10.x || 12.x", ">= 10, < 11.0.0-0 || >= 12, < 13.0.0-0"),
        ("1.2.3 - 2.3.4", ">= 1.2.3, <= 2.3.4"),
        ("1.2 - 2.3", ">= 1.2, < 2.4.0-0"),
        ("~> 2.0.9", ">= 2.0.9, < 2.1.0-0"),
        ("~> 2.0.9, >= 2.0.9.1", ">= 2.0.9.1, < 2.1.0-0"),
        ("~> 2", ">= 2, < 3.0.0-0"),
        ("[1.0,2.0)", ">= 1.0, < 2.0"),
        ("(1.0, 2.0]", "> 1.0, <= 2.0"),
        ("[1.0]", "= 1.0"),
        ("(,1.0],[1.2,)", "<= 1.0 || >= 1.2"),
        ("(,)", "*"),
    ],
)
def test_a_constraint_means_what_its_ecosystem_says(text, meaning):
    assert meaning == shown(parse_constraint(text, SEMVER), ())


@pytest.mark.parametrize("text", [">= 2, < 1", "> 1.0, < 1.0.0", "> 1, <= 1", "= 1, = 2", "!= *", "[2,1]", "> *"])
def test_a_contradiction_is_no_range(text):
    assert parse_constraint(text, SEMVER) == ()


def test_the_tilde_of_composer_is_rubys():
    scheme = VersionScheme(name="composer", key=SEMVER.key)

    assert ">= 1.2, < 2.0.0-dev" == shown(parse_constraint("~1.2", scheme), ())


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("~= 1.4.2", ">= 1.4.2, < 1.5.dev0"),
        ("== 1.4.*", ">= 1.4, < 1.5.dev0"),
        ("!= 1.4.*", "< 1.4 || >= 1.5.dev0"),
        (">= 1!2.0", ">= 1!2.0"),
        ("== 1!2.*", ">= 1!2, < 1!3.dev0"),
        ("> 1!2.0!=1!2.1", "> 1!2.0, < 1!2.1 || > 1!2.1"),
    ],
)
def test_python_specifiers_are_read(text, meaning):
    assert meaning == shown(parse_constraint(text, PEP440), ())


def test_a_tilde_inside_a_version_is_part_of_it():
    assert shown(parse_constraint("< 1.2~rc1-3", LOOSE), ()) == "< 1.2~rc1-3"


@pytest.mark.parametrize(
    "text",
    [
        "1.0 ||",
        "|| 1.0",
        ",",
        ">=",
        "< abc",
        "(1.0)",
        "[1.0",
        "[1.0,2.0,3.0]",
        "[]",
        "'1.0",
        ">= 1.0 (beta)",
        "1..0",
        "^abc",
        "< ''",
        "^" + "9" * 2000,
    ],
)
def test_what_cannot_be_read_is_refused_and_quoted(text):
    with pytest.raises(ConstraintError) as error:
        parse_constraint(text, SEMVER)

    assert repr(text[:20])[:-1] in error.value.message


@pytest.mark.parametrize(
    "text",
    [
        " " * (MAX_CONSTRAINT_CHARACTERS - 1) + "é",
        "[" + " " * (MAX_CONSTRAINT_CHARACTERS - 1),
        "1.0, " * (MAX_CONSTRAINT_CHARACTERS // 5),
        "!=1 " * (MAX_CONSTRAINT_CHARACTERS // 4),
        "".join(f"!={number} " for number in range(8_000)),
        "||".join(str(number) for number in range(0, 16_000, 2)),
        "9" * (MAX_CONSTRAINT_CHARACTERS + 1),
        "1 - " + "9" * 5_000,
        "9" * 5_000 + ".x",
    ],
)
def test_a_hostile_constraint_costs_little(text):
    try:
        assert isinstance(parse_constraint(text, SEMVER), tuple)
    except ConstraintError as error:
        assert len(error.message) < 600


def test_not_unaffected_and_not_patched_is_vulnerable():
    """The rule of rubysec: what is in neither list is vulnerable."""
    safe = [
        *parse_constraint("< 1.0", SEMVER),
        *parse_constraint("~> 2.0.9", SEMVER),
        *parse_constraint(">= 2.1.3", SEMVER),
    ]

    assert shown(complement(safe, SEMVER), ()) == ">= 1.0, < 2.0.9 || >= 2.1.0-0, < 2.1.3"


def test_the_complement_of_nothing_is_every_version():
    assert complement((), SEMVER) == (EVERY,)
    assert complement((EVERY,), SEMVER) == ()


def test_ranges_that_overlap_are_united():
    ranges = [
        VersionRange(low="2", high="3"),
        VersionRange(high="1"),
        VersionRange(low="2.5", high="4", is_high_included=True),
    ]

    assert shown(unite(ranges, SEMVER), ()) == "< 1 || >= 2, <= 4"


def test_a_version_that_is_none_is_not_judged():
    with pytest.raises(InvalidVersion):
        contains((EVERY,), "not-a-version", SEMVER)


def test_many_single_versions_are_counted_not_listed():
    assert shown((), [f"1.{minor}" for minor in range(10)]).endswith("= 1.7 || 2 more")
    assert shown((), ["3.1"]) == "= 3.1"
    assert shown([VersionRange(low="1.2", high="2.0")], ["3.1"]) == ">= 1.2, < 2.0 || = 3.1"
    assert shown((), ()) == "*"


versions = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda parts: f"{parts[0]}.{parts[1]}")
ranges = st.builds(
    VersionRange,
    low=versions | st.just(""),
    is_low_included=st.booleans(),
    high=versions | st.just(""),
    is_high_included=st.booleans(),
)
sets = st.lists(ranges, max_size=4)
ALL = [f"{major}.{minor}" for major in range(4) for minor in range(5)]


def members(some):
    return {version for version in ALL if contains(some, version, SEMVER)}


@given(sets, sets)
def test_intersection_union_and_complement_are_those_of_sets(left, right):
    assert members(intersect(left, right, SEMVER)) == members(left) & members(right)
    assert members(unite([*left, *right], SEMVER)) == members(left) | members(right)
    assert members(complement(left, SEMVER)) == set(ALL) - members(left)


@given(sets)
def test_what_is_shown_can_be_read_again(some):
    plain = unite(some, SEMVER)

    if plain:
        assert parse_constraint(shown(plain, ()), SEMVER) == plain


comparisons = st.tuples(st.sampled_from(["=", ">", ">=", "<", "<=", "!="]), versions)


@given(st.lists(st.lists(comparisons, min_size=1, max_size=3), min_size=1, max_size=3))
def test_comparisons_are_joined_as_the_grammar_says(alternatives):
    text = " || ".join(", ".join(f"{operator} {version}" for operator, version in part) for part in alternatives)

    expected = {version for version in ALL if any(all(holds(version, *one) for one in part) for part in alternatives)}

    assert expected == members(parse_constraint(text, SEMVER))


def holds(version, operator, bound):
    left, right = (tuple(map(int, text.split("."))) for text in (version, bound))
    signs = {
        "=": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }
    return signs[operator]


@given(st.text(alphabet="0129.xX*<>=!~^|&,()[]'\"- ab+", max_size=40))
def test_any_text_gives_ranges_or_an_error(text):
    try:
        parse_constraint(text, SEMVER)
    except ConstraintError:
        pass
