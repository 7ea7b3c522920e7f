import pytest

from mooring.base.errors import ReadError
from mooring.feeds.formats.loose_json import inner, json_object, number, objects, text, texts

ODD: dict[str, object] = {
    "text": 7,
    "number": "7.5",
    "list": {"a": 1},
    "inner": [1],
    "texts": ["a", 7, "", None],
    "yes": True,
}


def test_what_is_not_of_the_wanted_type_counts_as_absent():
    assert ("", {}, [{"a": 1}], ["a"]) == (
        text(ODD, "text"),
        inner(ODD, "inner"),
        list(objects(ODD, "list")),
        texts(ODD, "texts"),
    )


@pytest.mark.parametrize(
    ("value", "expected"), [("7.5", 7.5), (7, 7.0), (True, None), ("nan", None), ("inf", None), ("x", None), ([], None)]
)
def test_numbers_may_be_written_as_text(value: object, expected: float | None):
    assert expected == number({"n": value}, "n")


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'"x"'])
def test_what_is_no_object_is_refused(content: bytes):
    with pytest.raises(ReadError):
        json_object(content)
