"""Variables in a Dockerfile: `$x`, `${x}`, `${x:-y}`, `${x:+y}`, filled in where their values are known."""

import re
from collections.abc import Mapping

import msgspec

from mooring.content.dockerfile.words import unquoted

MAX_VALUE_CHARS = 16_384
MAX_DEPTH = 8
MAX_VARIABLES = 1_000
"""Known at one time; more are not followed."""

Variables = Mapping[str, str | None]
"""Name to value; None where there is a variable of that name, but its value is not known before the build."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SPECIAL = re.compile(r"\$|\\|`|'|\"")


class Expanded(msgspec.Struct, frozen=True, kw_only=True):
    """A word with its variables filled in."""

    text: str
    """Variables that are not known stay as they are written."""
    is_known: bool = True
    """Whether every variable in it is known."""
    undeclared: tuple[str, ...] = ()
    """Variables that nothing declares."""


def expand(word: str, variables: Variables, escape: str) -> Expanded:
    """Take away quotes and fill in variables."""
    if "$" not in word:
        return Expanded(text=unquoted(word, escape))
    expansion = _Expansion(variables, escape)
    text = expansion.run(word, 0)
    return Expanded(text=text, is_known=expansion.is_known, undeclared=tuple(expansion.undeclared))


class _Expansion:
    def __init__(self, variables: Variables, escape: str) -> None:
        self.variables = variables
        self.escape = escape
        self.is_known = True
        self.undeclared: list[str] = []
        self.budget = MAX_VALUE_CHARS

    def run(self, word: str, depth: int) -> str:
        found: list[str] = []
        quote = ""
        at = 0
        while at < len(word):
            character = word[at]
            if character == self.escape and quote != "'" and at + 1 < len(word):
                found.append(word[at + 1])
                at += 2
            elif character == quote:
                quote = ""
                at += 1
            elif not quote and character in "\"'":
                quote = character
                at += 1
            elif character == "$" and quote != "'":
                text, at = self._variable(word, at, depth)
                found.append(text)
            else:
                found.append(character)
                at += 1
        return self._bounded("".join(found), word)

    def _bounded(self, text: str, written: str) -> str:
        self.budget -= len(text)
        if self.budget < 0:
            self.is_known = False
            return written[:MAX_VALUE_CHARS]
        return text

    def _variable(self, word: str, at: int, depth: int) -> tuple[str, int]:
        """The text for the variable at this `$`, and where to go on."""
        if word[at + 1 : at + 2] != "{":
            match = _NAME.match(word, at + 1)
            if match is None:
                return "$", at + 1
            return self._value(match.group(), word[at : match.end()]), match.end()
        match, end = _NAME.match(word, at + 2), _closing_brace(word, at + 2)
        if match is None or end < 0 or depth >= MAX_DEPTH:
            self.is_known = False
            return word[at:], len(word)
        written = word[at : end + 1]
        operator, rest = _operator(word[match.end() : end])
        return self._with_operator(match.group(), operator, rest, written, depth), end + 1

    def _with_operator(self, name: str, operator: str, rest: str, written: str, depth: int) -> str:
        is_declared, value = name in self.variables, self.variables.get(name)
        if not operator:
            return self._value(name, written)
        if operator.endswith(("-", "+")) and (value is not None or not is_declared):
            is_set = is_declared and (bool(value) or ":" not in operator)
            if operator.endswith("-"):
                return (value or "") if is_set else self.run(rest, depth + 1)
            return self.run(rest, depth + 1) if is_set else ""
        self.is_known = False
        return written

    def _value(self, name: str, written: str) -> str:
        if name not in self.variables:
            self.undeclared.append(name)
            self.is_known = False
            return written
        value = self.variables[name]
        if value is None or len(value) > self.budget:
            self.is_known = False
            return written
        self.budget -= len(value)
        return value


def _operator(text: str) -> tuple[str, str]:
    for operator in (":-", ":+", ":?", "-", "+", "?", "##", "#", "%%", "%", "//", "/"):
        if text.startswith(operator):
            return operator, text[len(operator) :]
    return text, ""


def _closing_brace(word: str, at: int) -> int:
    depth = 1
    for place in range(at, min(len(word), at + MAX_VALUE_CHARS)):
        if word[place] == "{":
            depth += 1
        elif word[place] == "}":
            depth -= 1
            if not depth:
                return place
    return -1
