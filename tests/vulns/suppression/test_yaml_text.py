"""YAML of people."""

import pytest

from mooring.base.errors import ReadError
from mooring.vulns.suppression.yaml_text import MAX_DEPTH, parse_yaml


def test_values_are_those_of_the_safe_schema():
    assert parse_yaml("a: [1, x, true, null]") == {"a": [1, "x", True, None]}


def test_a_date_that_does_not_exist_stays_a_text():
    assert parse_yaml("a: 2026-13-01") == {"a": "2026-13-01"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2", "line 2: the key 'a' stands twice"),
        ("a: &x 1\nb: *x", "line 2: aliases"),
        ("a: 1\n b: 2", "line 2"),
        ("? {a: 1}\n: 2", "is not YAML"),
        ("a: !!python/name:os.system", "is not YAML"),
        ("a: \x00", "is not YAML"),
        ("[" * 100 + "]" * 100, f"{MAX_DEPTH} levels"),
        ("a: !!int x", "is not YAML"),
        ("a: " + "9" * 5_000, "is not YAML"),
    ],
)
def test_what_is_refused_is_said_with_its_line(text, message):
    with pytest.raises(ReadError) as caught:
        parse_yaml(text)

    assert message in caught.value.message
