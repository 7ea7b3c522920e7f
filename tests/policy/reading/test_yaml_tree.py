"""YAML as texts."""

import time

import pytest

from mooring.base.errors import ReadError
from mooring.policy.reading.yaml_tree import parse_yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("version: 1_0", {"version": "1_0"}),
        (
            "a: 10\nb: yes\nc: 1.50\nd: 2027-01-01T00:00:00Z",
            {"a": "10", "b": "yes", "c": "1.50", "d": "2027-01-01T00:00:00Z"},
        ),
        ("a:\nb: ~\nc: null\nd: ''\ne: 'null'", {"a": None, "b": None, "c": None, "d": "", "e": "null"}),
        ("- a\n- [b, {c: d}]", ["a", ["b", {"c": "d"}]]),
        ("a: &x [1]\nb: *x", {"a": ["1"], "b": ["1"]}),
        ("a: &x one\nb: *x", {"a": "one", "b": "one"}),
        ("a: !!str 10", {"a": "10"}),
        ("one", "one"),
        ("# nothing", None),
    ],
)
def test_a_scalar_is_the_text_that_stands_there(text, expected):
    assert expected == parse_yaml(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: &x [*x]", "stands inside itself"),
        ("&x {a: *x}", "stands inside itself"),
        ("a: *x", "has no anchor"),
        ("a: 1\na: 2", "in line 2: the key 'a' stands twice"),
        ("a: 1\n---\nb: 2", "a second document"),
        ("<<: {a: 1}", "merge keys"),
        ("? [a]\n: b", "a key is a list"),
        ("a: &x k\n*x : v", "used as a key"),
        ("a: !!python/object/apply:os.system ['true']", "the tag"),
        ("a: !danger b", "the tag"),
        ("a: b: c", "in line 1"),
        ("a: 'b", "not YAML"),
        ("a: \x00", "not YAML"),
        ("[" * 100, "nested more than 60 levels"),
    ],
)
def test_what_is_not_read_here_is_refused_with_its_line(text, reason):
    with pytest.raises(ReadError, match=reason):
        parse_yaml(text)


def test_a_billion_laughs_are_counted_and_refused():
    lines = ["l0: &l0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"l{at}: &l{at} [{', '.join([f'*l{at - 1}'] * 9)}]" for at in range(1, 12)]
    started = time.process_time()

    with pytest.raises(ReadError, match="once its aliases are followed"):
        parse_yaml("\n".join(lines))

    assert time.process_time() - started < 1


def test_aliases_do_not_nest_without_end():
    lines = ["l0: &l0 [ha]", *(f"l{at}: &l{at} [*l{at - 1}]" for at in range(1, 100))]

    with pytest.raises(ReadError, match="nested more than 60 levels deep once its aliases are followed"):
        parse_yaml("\n".join(lines))


def test_the_number_of_nodes_is_bounded():
    with pytest.raises(ReadError, match="more than 300000 nodes"):
        parse_yaml("[" + "a," * 400_000 + "]")
