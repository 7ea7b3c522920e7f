"""SPDX licence expressions (SPDX specification 2.3, annex D) as trees, and the question whether they can be fulfilled.

The inventory holds expressions in their canonical form. Reports are foreign text all the same, so depth and length are bounded; what is no
expression is taken as one licence by that name.
"""

import re
from collections.abc import Callable, Iterator

import msgspec

MAX_CHARACTERS = 5_000
MAX_OPERANDS = 200
MAX_DEPTH = 20
_TOKEN = re.compile(r"[()]|[^\s()]+")


class Leaf(msgspec.Struct, frozen=True, gc=False):
    """One licence, perhaps with an exception: `GPL-2.0-only WITH Classpath-exception-2.0`."""

    name: str

    @property
    def base(self) -> str:
        """The licence without its exception."""
        return self.name.partition(" WITH ")[0]


class AllOf(msgspec.Struct, frozen=True):
    """Every part must be fulfilled (AND)."""

    parts: tuple["Expression", ...]


class OneOf(msgspec.Struct, frozen=True):
    """One part will do (OR)."""

    parts: tuple["Expression", ...]


Expression = Leaf | AllOf | OneOf


def parsed(text: str) -> Expression:
    """The expression as a tree; one leaf of that name where it is none."""
    shortened = " ".join(text[:MAX_CHARACTERS].split())
    if len(text) > MAX_CHARACTERS:
        return Leaf(shortened)
    try:
        return _Parser(shortened).whole()
    except _NotAnExpression:
        return Leaf(shortened)


def can_be_fulfilled(expression: Expression, may_be: Callable[[Leaf], bool]) -> bool:
    """Whether the expression can be fulfilled by licences of which each may be."""
    match expression:
        case Leaf():
            return may_be(expression)
        case AllOf(parts):
            return all(can_be_fulfilled(part, may_be) for part in parts)
        case OneOf(parts):
            return any(can_be_fulfilled(part, may_be) for part in parts)


def leaves(expression: Expression) -> Iterator[Leaf]:
    """Every licence in the expression, in its order."""
    if isinstance(expression, Leaf):
        yield expression
        return
    for part in expression.parts:
        yield from leaves(part)


class _NotAnExpression(Exception):
    """The text does not follow the grammar, or is longer or deeper than any expression that means something."""


class _Parser:
    """Recursive descent; AND binds closer than OR, WITH closer than AND."""

    def __init__(self, text: str) -> None:
        self._tokens = _TOKEN.findall(text)
        self._at = 0
        if len(self._tokens) > 4 * MAX_OPERANDS:
            raise _NotAnExpression

    def whole(self) -> Expression:
        found = self._any(0)
        if self._at != len(self._tokens):
            raise _NotAnExpression
        return found

    def _any(self, depth: int) -> Expression:
        parts = [self._all(depth)]
        while self._take("OR"):
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else OneOf(tuple(parts))

    def _all(self, depth: int) -> Expression:
        parts = [self._operand(depth)]
        while self._take("AND"):
            parts.append(self._operand(depth))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _operand(self, depth: int) -> Expression:
        if depth > MAX_DEPTH:
            raise _NotAnExpression
        if self._take("("):
            inner = self._any(depth + 1)
            if not self._take(")"):
                raise _NotAnExpression
            return inner
        name = self._name()
        return Leaf(f"{name} WITH {self._name()}") if self._take("WITH") else Leaf(name)

    def _name(self) -> str:
        token = self._tokens[self._at] if self._at < len(self._tokens) else ")"
        if token in ("(", ")") or token.upper() in ("AND", "OR", "WITH"):
            raise _NotAnExpression
        self._at += 1
        return token

    def _take(self, token: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at].upper() == token:
            self._at += 1
            return True
        return False
