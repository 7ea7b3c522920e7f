"""YAML as text."""

import pytest

from mooring.base.errors import ReadError
from mooring.feeds.formats.yaml_text import parse_text_yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1.10", {"a": "1.10"}),
        ("a: 2024-01-02", {"a": "2024-01-02"}),
        ("a: yes", {"a": "yes"}),
        ("a: ~\nb:\nc: null\nd: 'null'\ne: ''", {"a": None, "b": None, "c": None, "d": "null", "e": ""}),
        ("- 1\n- [2, {b: 3}]\n-", ["1", ["2", {"b": "3"}], None]),
        ("a: 1\na: 2", {"a": "2"}),
        ("a: |\n  x\n  y\n", {"a": "x\ny\n"}),
        ("1: a\n~: b\n[c]: d", {"1": "a", "": "b", "['c']": "d"}),
        ("a: 1\n---\nb: 2", {"a": "1"}),
        ("!!python/object:os.system a: 1", {"a": "1"}),
        ("text", "text"),
        ("", None),
        ("# nothing", None),
    ],
)
def test_scalars_stay_text(text, expected):
    assert parse_text_yaml(text) == expected


@pytest.mark.parametrize(
    "text",
    ["a: [", "a: &x 1\nb: *x", "*x", "\t- a", "[" * 5_000, "- " * 100, "a: b: c", b"\xff\xfe\x00", "x\x00"],
)
def test_what_is_damaged_or_hostile_is_refused(text):
    with pytest.raises(ReadError):
        parse_text_yaml(text)


def test_a_document_without_end_is_refused():
    with pytest.raises(ReadError, match="longer than"):
        parse_text_yaml("- 1\n" * 600_000)
