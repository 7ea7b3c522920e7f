"""A small part of Starlark: the calls at the top of a file, with texts and lists for arguments.

Grammar: the Starlark specification, "Grammar reference". Understood are texts, lists and tuples of them, `+`, names
bound at the top of the file, and calls; whatever else stands in an argument is passed over to the next comma. Nothing
is run, and Python's own parser is not used: it recurses without a bound of ours.
"""

import re
from collections.abc import Iterator
from typing import Union

import msgspec

_TOKEN = re.compile(
    r"""[ \t\r\\]+|\#[^\n]*
    |(?P<text>[rb]{0,2}(?:\"{3}(?:[^"\\]|\\[\s\S]|"(?!""))*+(?:\"{3})?|'{3}(?:[^'\\]|\\[\s\S]|'(?!''))*+(?:'{3})?
        |"(?:[^"\\\n]|\\[\s\S])*+"?|'(?:[^'\\\n]|\\[\s\S])*+'?))
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<other>[\s\S])""",
    re.VERBOSE,
)
"""Possessive, and a text that nobody closes ends with its line or the file: linear whatever the input."""
_MAX_NESTING = 40
_MAX_TEXT = 2_000
_MAX_ITEMS = 20_000
_MAX_TOKENS = 2_000_000
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")

Expression = Union[str, list["Expression"], "Call", None]
"""A value: text, list, call, or None for what is not understood."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A call: `maven.install(artifacts = [...])` is `install`."""

    name: str
    positional: tuple[Expression, ...] = ()
    named: dict[str, Expression] = {}


def calls(source: str) -> Iterator[Call]:
    """The calls that are statements at the top of the source, in order."""
    parser = _Parser(source)
    while not parser.is_at_end():
        call = parser.statement()
        if call is not None:
            yield call


class _Parser:
    def __init__(self, source: str) -> None:
        self.signs = _signs(source)
        self.at = 0
        self.names: dict[str, Expression] = {}
        self.items_left = _MAX_ITEMS * 10

    def is_at_end(self) -> bool:
        return self.at >= len(self.signs)

    def peek(self, ahead: int = 0) -> str:
        """The next sign (texts begin with a quote); empty at the end."""
        at = self.at + ahead
        return self.signs[at] if at < len(self.signs) else ""

    def statement(self) -> Call | None:
        """Read one statement and bind its name; gives the call that it is."""
        name = self.peek()
        is_binding = name.isidentifier() and self.peek(1) == "=" and self.peek(2) != "="
        if is_binding:
            self.at += 2
        value = self.expression(0)
        self.skip_to(frozenset("\n"))
        self.at += 1
        if is_binding:
            self.names[name] = value
            return None
        return value if isinstance(value, Call) else None

    def expression(self, depth: int) -> Expression:
        """Terms joined by `+`; None where one is not understood."""
        value = self.term(depth)
        while self.peek() == "+":
            self.at += 1
            self.skip_newlines(depth)
            value = self.joined(value, self.term(depth))
        return value

    def joined(self, left: Expression, right: Expression) -> Expression:
        if isinstance(left, str) and isinstance(right, str) and len(left) + len(right) <= _MAX_TEXT:
            return left + right
        if isinstance(left, list) and isinstance(right, list) and len(left) + len(right) <= self.items_left:
            self.items_left -= len(left) + len(right)
            return left + right
        return left if isinstance(left, list) else right if isinstance(right, list) else None

    def term(self, depth: int) -> Expression:
        self.skip_newlines(depth)
        sign = self.peek()
        if depth > _MAX_NESTING or not sign or sign in "),]}\n":
            return None
        self.at += 1
        if sign[0] in "\"'":
            value = sign[1:]
            while depth and self.peek()[:1] in ('"', "'"):
                value += self.peek()[1:]
                self.at += 1
            return value[:_MAX_TEXT]
        if sign == "[":
            return self.items("]", depth)
        if sign == "(":
            inner = self.items(")", depth)
            return inner[0] if len(inner) == 1 else inner
        if sign.isidentifier():
            return self.named(sign, depth)
        if sign in _OPEN:
            self.skip_to(_CLOSE)
            self.at += 1
        return None

    def named(self, name: str, depth: int) -> Expression:
        """A name's value, or the call of the last of dotted names."""
        value = self.names.get(name)
        while self.peek() == "." and self.peek(1).isidentifier():
            name, value = self.peek(1), None
            self.at += 2
        if self.peek() != "(":
            return value
        self.at += 1
        positional: list[Expression] = []
        named: dict[str, Expression] = {}
        while self.more(")"):
            self.skip_newlines(1)
            key = self.peek()
            if key.isidentifier() and self.peek(1) == "=":
                self.at += 2
                named[key] = self.expression(depth + 1)
            else:
                positional.append(self.expression(depth + 1))
            self.skip_to(frozenset(",)"))
        self.at += 1
        return Call(name=name, positional=tuple(positional), named=named)

    def items(self, close: str, depth: int) -> list[Expression]:
        values: list[Expression] = []
        while self.more(close):
            values.append(self.expression(depth + 1))
            self.skip_to(frozenset((",", close)))
        self.at += 1
        return values

    def more(self, close: str) -> bool:
        """Pass over commas and line ends; whether something stands before the closing bracket."""
        while self.peek() in (",", "\n"):
            self.at += 1
        return self.peek() not in (close, "")

    def skip_newlines(self, depth: int) -> None:
        while depth and self.peek() == "\n":
            self.at += 1

    def skip_to(self, stops: frozenset[str]) -> None:
        """Pass over what is not understood, brackets as a whole, up to one of the stops or the end."""
        open_brackets = 0
        while not self.is_at_end():
            sign = self.peek()
            if open_brackets == 0 and sign in stops:
                return
            if sign in _OPEN:
                open_brackets += 1
            elif sign in _CLOSE and open_brackets:
                open_brackets -= 1
            self.at += 1


def _signs(source: str) -> list[str]:
    """Names, signs and line ends as they are; texts as a quote and their content; at most two million of them."""
    found: list[str] = []
    for match in _TOKEN.finditer(source):
        kind = match.lastgroup
        if kind is None:
            continue
        sign = match[0]
        found.append('"' + _content(sign) if kind == "text" else sign)
        if len(found) >= _MAX_TOKENS:
            break
    return found


def _content(sign: str) -> str:
    sign = sign.lstrip("rb")
    quote = sign[:3] if sign[:3] in ('"""', "'''") else sign[:1]
    return sign[len(quote) :].removesuffix(quote)
