"""What a Lua script assigns at its top level, as far as it is plain: strings, numbers, tables, joined by `..`. Nothing
is run.

Rockspecs are Lua scripts that luarocks runs in an empty environment. They use variables and concatenation, rarely more;
what is more (a function call, a method) gives None for that value and nothing else. Reference: Lua 5.4 manual, sections
3.1 and 9.
"""

import re
from collections.abc import Mapping
from typing import TypeAlias

LuaValue: TypeAlias = "str | bool | Mapping[str | int, LuaValue] | None"
"""Numbers are kept as the text they are written as. A table maps its keys, or positions from 1."""

MAX_TOKENS = 500_000
MAX_DEPTH = 50
MAX_JOINED = 10_000
_TOKEN = re.compile(
    r"(?P<space>\s+)|--\[(?P<comment>=*)\[|(?P<line>--[^\n]*)|\[(?P<long>=*)\[|(?P<quote>[\"'])"
    r"|(?P<word>[A-Za-z_]\w*)|(?P<number>[0-9][0-9A-Za-z.]*)|(?P<mark>\.\.|[^\s])"
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\n": "\n"}
_STRING_PART = {quote: re.compile(rf"[{quote}\\\n]") for quote in "\"'"}
_OPENING, _CLOSING = frozenset("({["), frozenset(")}]")
Token = tuple[str, str]
"""Kind (`string`, `word`, `number`, `mark`) and text."""


def assigned_values(text: str) -> dict[str, LuaValue]:
    """Name to value of the assignments at the top level and in its blocks, locals too; a later one replaces an earlier
    one.
    """
    return _Script(_tokens(text)).assignments()


def strings_of(value: LuaValue) -> tuple[str, ...]:
    """The texts in a table, in order; empty for anything else."""
    return tuple(item for item in value.values() if isinstance(item, str)) if isinstance(value, Mapping) else ()


def field_of(value: LuaValue, name: str) -> str:
    """The text under a key of a table; empty where there is none."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, str) else ""


def _tokens(text: str) -> list[Token]:
    """Tokens without space and comments; an unclosed string ends them."""
    tokens: list[Token] = []
    at = 0
    while len(tokens) < MAX_TOKENS and (found := _TOKEN.match(text, at)):
        at = found.end()
        level = found["comment"] if found["comment"] is not None else found["long"]
        if level is not None:
            end = text.find(f"]{level}]", at)
            if end < 0:
                break
            if found["long"] is not None:
                tokens.append(("string", text[at:end].removeprefix("\n")))
            at = end + len(level) + 2
        elif found["quote"]:
            value, at = _quoted(text, at, found["quote"])
            if at < 0:
                break
            tokens.append(("string", value))
        elif found["word"] or found["number"] or found["mark"]:
            tokens.append((str(found.lastgroup), found[0]))
    return tokens


def _quoted(text: str, at: int, quote: str) -> tuple[str, int]:
    """The string from here and the position after it; -1 where it is not closed on its line."""
    parts = []
    while found := _STRING_PART[quote].search(text, at):
        parts.append(text[at : found.start()])
        at = found.end()
        if found[0] == quote:
            return "".join(parts), at
        if found[0] == "\n":
            break
        parts.append(_ESCAPES.get(text[at : at + 1], text[at : at + 1]))
        at += 1
    return "", -1


def _joined(left: LuaValue, right: LuaValue) -> LuaValue:
    """Both as one text, if they are texts and short: `a = a .. a` doubles, and a script may say it a thousand times."""
    if not isinstance(left, str) or not isinstance(right, str) or len(left) + len(right) > MAX_JOINED:
        return None
    return left + right


class _Script:
    """Walks the tokens once; its position is all that changes."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._values: dict[str, LuaValue] = {}

    def assignments(self) -> dict[str, LuaValue]:
        while self._at < len(self._tokens):
            names = self._names()
            if not names:
                self._at += 1
                continue
            for name in names:
                self._values[name] = self._value(depth=0)
                if not self._take(","):
                    break
        return self._values

    def _names(self) -> list[str]:
        """The names before `=` (and past it), where an assignment to plain names begins here; else none, and the
        names of a list that is none are behind it.
        """
        at, names = self._at, []
        if at and self._tokens[at - 1][1] in (".", ":") and self._tokens[at - 1][0] == "mark":
            return []
        while self._kind(at) == "word":
            names.append(self._tokens[at][1])
            if self._text(at + 1) == "=" and self._text(at + 2) != "=":
                self._at = at + 2
                return names
            if self._text(at + 1) != ",":
                break
            at += 2
        self._at = at
        return []

    def _value(self, *, depth: int) -> LuaValue:
        """One expression, as far as `,`, `;`, a closing bracket, or what begins the next statement."""
        value = self._term(depth)
        while self._text(self._at) == ".." and self._kind(self._at) == "mark":
            self._at += 1
            other = self._term(depth)
            value = _joined(value, other)
        if self._kind(self._at) == "mark" and self._text(self._at) not in (",", ";", "}", ")", "]"):
            self._skip_expression()
            return None
        return value

    def _term(self, depth: int) -> LuaValue:
        kind, text = self._kind(self._at), self._text(self._at)
        if kind == "mark" and text == "{":
            return self._table(depth + 1)
        if kind == "mark":
            return None
        self._at += 1
        if kind == "word":
            return {"true": True, "false": False}.get(text, self._values.get(text))
        return text

    def _table(self, depth: int) -> LuaValue:
        if depth > MAX_DEPTH:
            self._skip_expression()
            return None
        self._at += 1
        table: dict[str | int, LuaValue] = {}
        position = 1
        while self._at < len(self._tokens) and not self._take("}"):
            before = self._at
            key = self._key()
            value = self._value(depth=depth)
            if key is None:
                key, position = position, position + 1
            if value is not None:
                table[key] = value
            if not self._take(",") and not self._take(";") and self._at == before:
                self._at += 1
        return table

    def _key(self) -> str | int | None:
        """The key before `=` (and past it), or None for a value by position."""
        at = self._at
        if self._kind(at) == "word" and self._text(at + 1) == "=" and self._text(at + 2) != "=":
            self._at += 2
            return self._text(at)
        if self._text(at) == "[" and self._text(at + 2) == "]" and self._text(at + 3) == "=":
            self._at += 4
            return self._text(at + 1)
        return None

    def _skip_expression(self) -> None:
        """Pass over brackets and what is in them, and what else stands before the next separator at this level."""
        depth = 0
        while self._at < len(self._tokens):
            kind, text = self._tokens[self._at]
            if kind == "mark" and text in _OPENING:
                depth += 1
            elif kind == "mark" and text in _CLOSING:
                if depth == 0:
                    return
                depth -= 1
            elif depth == 0 and (text in (",", ";") or (kind == "word" and self._text(self._at + 1) == "=")):
                return
            self._at += 1

    def _take(self, mark: str) -> bool:
        if self._kind(self._at) == "mark" and self._text(self._at) == mark:
            self._at += 1
            return True
        return False

    def _kind(self, at: int) -> str:
        return self._tokens[at][0] if at < len(self._tokens) else ""

    def _text(self, at: int) -> str:
        return self._tokens[at][1] if at < len(self._tokens) else ""
