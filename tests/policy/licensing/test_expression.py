"""SPDX expressions as trees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.policy.licensing.expression import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    AllOf,
    Leaf,
    OneOf,
    can_be_fulfilled,
    leaves,
    parsed,
)

A, B, C = (Leaf(name) for name in "ABC")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A", A),
        ("A OR B", OneOf((A, B))),
        ("A AND B OR C", OneOf((AllOf((A, B)), C))),
        ("A AND (B OR C)", AllOf((A, OneOf((B, C))))),
        ("A or B", OneOf((A, B))),
        ("((A))", A),
        ("A WITH B AND C", AllOf((Leaf("A WITH B"), C))),
        ("(A AND B)OR C", OneOf((AllOf((A, B)), C))),
    ],
)
def test_operators_bind_as_the_specification_says(text, expected):
    assert expected == parsed(text)


@pytest.mark.parametrize("text", ["", "A OR", "A B", "(A", "A)", "AND", "A WITH (B)", "OR OR OR", "A WITH"])
def test_what_is_no_expression_is_one_licence_by_that_name(text):
    assert Leaf(text) == parsed(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "(" * (MAX_DEPTH + 2) + "A" + ")" * (MAX_DEPTH + 2),
        " OR ".join("A" * 2_000),
        "A" * MAX_CHARACTERS * 2,
    ],
)
def test_an_expression_without_bounds_is_one_licence(text):
    assert isinstance(parsed(text), Leaf)


@pytest.mark.parametrize(
    ("text", "may_be", "expected"),
    [
        ("A OR B", "A", True),
        ("A AND B", "A", False),
        ("A AND B", "AB", True),
        ("A AND (B OR C)", "AC", True),
        ("A AND B OR C", "C", True),
        ("A", "", False),
    ],
)
def test_or_needs_one_and_and_needs_all(text, may_be, expected):
    assert expected is can_be_fulfilled(parsed(text), lambda leaf: leaf.name in may_be)


def test_the_leaves_are_in_order():
    assert [A, B, C, A] == list(leaves(parsed("A AND (B OR C) OR A")))


@given(st.text(alphabet="AB()ORNDWITH \t+-.", max_size=200))
def test_any_text_can_be_read(text):
    assert can_be_fulfilled(parsed(text), lambda _: True)
