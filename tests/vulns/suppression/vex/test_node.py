"""Values that know where they stand."""

import pytest

from mooring.base.errors import ReadError
from mooring.vulns.suppression.vex.node import Node

DOCUMENT = Node({"a": [{"b": "x"}, {"b": 3}], "t": {"when": "2025-01-31T12:00:00+02:00"}, "n": None, "s": ["x", "", 3]})


def test_the_place_of_a_mistake_is_told():
    rows = list(DOCUMENT.rows("a"))

    with pytest.raises(ReadError, match=r"a\[1\]\.b is 3; expected a text"):
        rows[1].text("b")
    with pytest.raises(ReadError, match=r"s\[2\] is 3; expected a text"):
        DOCUMENT.texts("s")
    with pytest.raises(ReadError, match="a is a list; expected a table"):
        DOCUMENT.table("a")
    with pytest.raises(ReadError, match="t is a table; expected a list"):
        DOCUMENT.rows("t")
    with pytest.raises(ReadError, match="the document is 3; expected a table"):
        Node(3).text("x")
    with pytest.raises(ReadError, match=r"a\[0\]\.b is 'x'; expected one of y") as caught:
        rows[0].word("b", ["y"])
    assert caught.value.hint == "known are y"


def test_what_is_absent_is_empty():
    assert (DOCUMENT.text("n"), DOCUMENT.text("z"), DOCUMENT.table("z").value) == ("", "", {})
    assert (list(DOCUMENT.rows("n")), DOCUMENT.has("n"), DOCUMENT.has("a"), Node(3).has("a")) == (
        [],
        False,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-01-31T12:00:00Z", "2025-01-31T12:00:00.000000Z"),
        ("2025-01-31T12:00:00.5+02:00", "2025-01-31T10:00:00.500000Z"),
        ("2025-08-01T15:13:37.914697123-07:00", "2025-08-01T22:13:37.914697Z"),
        ("2025-01-31", "2025-01-31T00:00:00.000000Z"),
        ("2025-01-31 12:00", "2025-01-31T12:00:00.000000Z"),
        ("", ""),
    ],
)
def test_moments_are_brought_to_one_form(text, moment):
    assert Node({"at": text}).time("at") == moment


@pytest.mark.parametrize(
    "text", ["yesterday", "2025-13-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "2025-01-31T12:00:00ZZ"]
)
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(ReadError, match="expected a time"):
        Node({"at": text}).time("at")
