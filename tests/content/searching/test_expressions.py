"""Expressions are found in lines, the same with and without the engine that looks for all at once."""

import sys
from time import process_time

import pytest

from mooring.base.errors import BadConfig
from mooring.content.searching.expressions import Expression, Expressions

TEXT = b'password = x\nno\n\nAPI_KEY="1" # password\nend of text'
FOUND = {
    "password": [1, 4],
    "^password": [1],
    "(?i)api[-_]key": [4],
    "x$": [1],
    "^$": [3],
    r"\bno\b": [2],
    r"\Aend": [5],
    r"text\z": [5],
    "(?-m)^end": [5],
    "[^a]*": [1, 2, 3, 4, 5],
    r"x\s*no": [],
    "(?s)x.no": [],
    "x\nno": [],
    "a{1000}": [],
    "ä": [],
    "n(o|d)": [2, 5],
    "password|no|end": [1, 2, 4, 5],
}


def found(regexes, text=TEXT, most=100) -> list[list[int]]:
    expressions = Expressions([Expression(name=str(number), regex=regex) for number, regex in enumerate(regexes)], "s")
    lines = [[] for _ in regexes]
    for hit in expressions.hits(text, most=most):
        lines[hit.number].append(hit.line)
    return lines


@pytest.mark.parametrize("regex", FOUND)
def test_an_expression_alone_finds_its_lines(regex):
    assert found([regex]) == [FOUND[regex]]


def test_many_expressions_together_find_what_each_finds_alone():
    assert found(list(FOUND)) == list(FOUND.values())


def test_without_hyperscan_the_same_is_found(monkeypatch):
    monkeypatch.setitem(sys.modules, "hyperscan", None)

    assert found(list(FOUND)) == list(FOUND.values())


@pytest.mark.parametrize("text", [b"", b"\n", b"\n\n", b"no", b"no\n", b"no\nno\n\n"])
def test_lines_are_those_that_split_gives(text):
    lines = text.removesuffix(b"\n").split(b"\n") if text else []

    got = found(["no", "^$", "^", "$"], text)

    assert got[0] == [number for number, line in enumerate(lines, start=1) if line == b"no"]
    assert got[2] == got[3]


def test_the_first_lines_are_enough():
    assert found(["a", "b"], b"ab\n" * 50, most=3) == [[1, 2, 3], [1, 2, 3]]


@pytest.mark.parametrize(
    ("regex", "reason"),
    [("(", "missing"), ("a)(b", "unexpected"), (r"(?=a)", "invalid perl operator"), (r"(a)\1", "invalid escape"),
     ("a" * 10_001, "10001 characters"), ("x\udcff", "no text"), ("(((a{100}){100}){100})", "")],
)  # fmt: skip
def test_an_expression_that_is_none_is_refused_with_the_name_of_the_setting(regex, reason):
    with pytest.raises(BadConfig, match=rf"content\.search: the expression .* of 'mine' was not taken: .*{reason}"):
        Expressions([Expression(name="mine", regex=regex)], "content.search")


def test_expressions_without_end_are_refused():
    with pytest.raises(BadConfig, match="the limit is 1000"):
        Expressions([Expression(name="n", regex="a")] * 1001, "content.search")


@pytest.mark.parametrize("regexes", [["(a+)+$"], ["(a+)+$", "(.*)*b", "(x|a|aa)*z"]])
def test_no_expression_takes_longer_than_the_text_is_long(regexes):
    begin = process_time()

    found(regexes, b"a" * 2_000_000 + b"!")

    assert process_time() - begin < 5
