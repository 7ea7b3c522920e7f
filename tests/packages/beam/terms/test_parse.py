"""Terms of Erlang and Elixir are read alike."""

import pytest

from mooring.packages.beam.terms.parse import parse_terms


def shape(item):
    return item if isinstance(item, str) else (item.kind, *map(shape, item.items))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{a, <<"b">>, "c\\"d", \'e f\', 12, -1.5, 16#FF}.', ("{", "a", "b", 'c"d', "e f", "12", "-1.5", "16#FF")),
        ("%% comment, {\n[1, % more\n 2].", ("[", "1", "2")),
        (
            '%{"a" => {:hex, :b}, "c": [d: :e]}',
            ("%{", ("=", "a", ("{", "hex", "b")), ("=", "c", ("[", ("=", "d", "e")))),
        ),
        ("#{a => 1}", ("#{", ("=", "a", "1"))),
        ("[nil, true, # comment\n :ok?]", ("[", "nil", "true", "ok?")),
        ("{a, }", ("{", "a")),
    ],
)
def test_forms(text, expected):
    terms = parse_terms(text)

    assert terms.problem == ""
    assert [shape(item) for item in terms.top.items] == [expected]


@pytest.mark.parametrize(
    ("text", "problem", "expected"),
    [
        ('{a, "b', "has a text that is not closed", ("{", "a")),
        ("{a, [b", "ends inside '['", ("{", "a", ("[", "b"))),
        ("a}", "closes '}' that was not opened", "a"),
    ],
)
def test_damage_ends_the_terms_and_keeps_those_before(text, problem, expected):
    terms = parse_terms(text)

    assert terms.problem == problem
    assert [shape(item) for item in terms.top.items] == [expected]


def test_deep_nesting_stops():
    assert parse_terms("[" * 100_000).problem == "is nested deeper than 100 levels"


def test_values_are_found_by_name():
    group = parse_terms('[{vsn, "1.2"}, {env, []}]').top.group(0)

    assert group.value("vsn") == "1.2"
    assert group.value("other") == ""
