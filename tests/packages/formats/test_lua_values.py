"""Plain values are read out of a Lua script; nothing is run, and nothing grows without bound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.packages.formats.lua_values import MAX_JOINED, assigned_values, field_of, strings_of


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('a = "x"', "x"),
        ("a = 'it\\'s\\n'", "it's\n"),
        ("a = [[\nlong]]", "long"),
        ("a = [==[ ]] ]==]", " ]] "),
        ("a = 5.1", "5.1"),
        ("a = true", True),
        ("local b = 'x' a = b .. '-' .. 1", "x-1"),
        ("b, a = 'x', 'y'", "y"),
        ("a = f('x', {1})", None),
        ("a = ('%s'):format(1)", None),
        ("a = b.c", None),
        ("--[[ a = 'no' ]] a = 'x' -- a = 'no'", "x"),
        ("t.a = 'no'", None),
        ("a == 'no'", None),
        ("a = { 'x', k = 'y', ['z'] = { 'w' }; f(), 'v' }", {1: "x", "k": "y", "z": {1: "w"}, 3: "v"}),
    ],
)
def test_an_assignment_has_the_value_it_says(script, expected):
    assert assigned_values(script).get("a") == expected


def test_what_is_not_plain_hides_nothing_after_it():
    assert assigned_values("a = f(x) b = 'y'\nif c then d = 'z' end")["b"] == "y"
    assert assigned_values("if c then d = 'z' end")["d"] == "z"


def test_texts_and_fields_of_other_values_are_empty():
    assert (strings_of("x"), field_of(None, "k"), field_of({"k": True}, "k")) == ((), "", "")


def test_a_text_that_doubles_stops_growing():
    script = "a = 'x'\n" + "a = a .. a\n" * 1_000

    value = assigned_values(script)["a"]

    assert value is None or len(str(value)) <= MAX_JOINED


@pytest.mark.parametrize(
    "script", ["a = " + "{" * 100_000, "a = " + "(" * 100_000, "a = " + "{a=" * 50_000, "," * 10_000, "a," * 50_000]
)
def test_deep_nesting_is_no_recursion_without_end(script):
    assigned_values(script)


@given(st.text(alphabet="ab=.,;(){}[]\"'-\\\n 1", max_size=200))
def test_any_script_gives_values(script):
    assert isinstance(assigned_values(script), dict)
