"""Variables are filled in where they are known."""

import pytest

from mooring.content.dockerfile.variables import MAX_VALUE_CHARS, expand

KNOWN = {"x": "1", "empty": "", "unknown": None}


@pytest.mark.parametrize(
    ("word", "text", "is_known"),
    [
        ("$x", "1", True),
        ("a${x}b", "a1b", True),
        ("${x:-d}", "1", True),
        ("${none:-d}", "d", True),
        ("${none-d}", "d", True),
        ("${empty:-d}", "d", True),
        ("${empty-d}", "", True),
        ("${x:+d}", "d", True),
        ("${none:+d}", "", True),
        ("${empty:+d}", "", True),
        ("${empty+d}", "d", True),
        ("${none:-${x}}", "1", True),
        ("'$x'", "$x", True),
        ('"$x"', "1", True),
        ("\\$x", "$x", True),
        ("$unknown", "$unknown", False),
        ("${unknown:-d}", "${unknown:-d}", False),
        ("$none", "$none", False),
        ("${x", "${x", False),
        ("${x%%y}", "${x%%y}", False),
        ("$", "$", True),
    ],
)
def test_variables_are_filled_in(word, text, is_known):
    expanded = expand(word, KNOWN, "\\")

    assert (expanded.text, expanded.is_known) == (text, is_known)


def test_what_nothing_declares_is_named():
    assert expand("$a-$x-${b}", KNOWN, "\\").undeclared == ("a", "b")


def test_values_that_grow_are_bounded():
    expanded = expand("$a" * 100, {"a": "x" * MAX_VALUE_CHARS}, "\\")

    assert len(expanded.text) <= 2 * MAX_VALUE_CHARS
    assert not expanded.is_known


def test_nesting_is_bounded():
    assert not expand("${a:-" * 1000, {}, "\\").is_known
