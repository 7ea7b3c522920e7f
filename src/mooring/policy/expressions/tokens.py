"""An expression taken apart into words: enough to bound it, to know what it looks at, and to tell whether it can take long.

This is no parser of CEL. Wherever it is not sure, it says so, and the expression is evaluated where it can be ended.
"""

import re
from collections.abc import Iterator

import msgspec

from mooring.policy.parameter import BadParameter

MAX_CHARS = 4_000
MAX_TOKENS = 1_000
MAX_DEPTH = 32
"""Of brackets in brackets."""
MAX_MACRO_DEPTH = 3
"""Of `all`, `exists`, `map`, … in one another."""
MACROS = frozenset({"all", "exists", "exists_one", "filter", "map"})
MATCHES = "mooring_matches"
"""What `matches` is called by the time it is evaluated: a function of ours, so that its expressions are RE2."""
_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)
    |(?P<odd>[rRbB]{1,2}["']|\"\"\"|''')
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<number>[0-9][\w.]*)
    |(?P<name>[A-Za-z_]\w*)
    |(?P<operator>&&|\|\||[=!<>]=|[()\[\]{}.,?:<>!+\-*/%])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_OPENING, _CLOSING = "([{", ")]}"


class Token(msgspec.Struct, frozen=True, gc=False):
    """One word."""

    kind: str
    """`string`, `number`, `name`, `operator`; `odd` for what is not taken apart here (raw and long strings, quoted names)."""
    text: str
    start: int


class Macro(msgspec.Struct, frozen=True, gc=False):
    """One use of a macro: `packages.exists(p, …)`."""

    name: str
    variable: str
    """What each element is called; empty where the place has no name."""
    receiver: str
    """The name it is called on; empty where that is no plain name."""
    place: int
    """Of the macro's name among the tokens."""


class Expression:
    """An expression within the bounds."""

    def __init__(self, text: str) -> None:
        """Raises BadParameter where a bound is passed."""
        if len(text) > MAX_CHARS:
            raise BadParameter(f"has {len(text)} characters; an expression has at most {MAX_CHARS}")
        if not text.strip():
            raise BadParameter("is empty; expected an expression")
        self.text = text
        self.tokens = tuple(_tokens(text))
        if len(self.tokens) > MAX_TOKENS:
            raise BadParameter(f"has {len(self.tokens)} words and signs; an expression has at most {MAX_TOKENS}")
        self.macros = tuple(self._macros())
        self._require_flat()

    @property
    def is_plain(self) -> bool:
        """Whether nothing is left that was not taken apart."""
        return all(token.kind != "odd" for token in self.tokens)

    def uses_of(self, name: str) -> tuple[int, ...]:
        """Where a variable of this name is used: not as a field, nor where a macro names its element."""
        declared = {macro.place + 2 for macro in self.macros}
        return tuple(
            place
            for place, token in enumerate(self.tokens)
            if token.kind == "name" and token.text == name and not self.is_at(place - 1, ".") and place not in declared
        )

    def fields_of(self, name: str) -> frozenset[str] | None:
        """The fields of a variable that are looked at; None where it is used in another way than by its fields."""
        found = set()
        for place in self.uses_of(name):
            if not self.is_at(place + 1, ".") or self.is_call(place + 2) or self.kind_at(place + 2) != "name":
                return None
            found.add(self.tokens[place + 2].text)
        return frozenset(found)

    def is_call(self, place: int) -> bool:
        """Whether a function or macro is called by the name at this place."""
        return self.kind_at(place) == "name" and self.is_at(place + 1, "(")

    def is_at(self, place: int, text: str) -> bool:
        """Whether this sign stands at this place."""
        return (
            0 <= place < len(self.tokens) and self.tokens[place].kind == "operator" and self.tokens[place].text == text
        )

    def kind_at(self, place: int) -> str:
        """The kind of the token at this place; empty where there is none."""
        return self.tokens[place].kind if 0 <= place < len(self.tokens) else ""

    def with_own_matches(self) -> str:
        """The text with each call of `matches` turned into one of ours."""
        parts, end = [], 0
        for place, token in enumerate(self.tokens):
            if token.text == "matches" and self.is_call(place):
                parts += [self.text[end : token.start], MATCHES]
                end = token.start + len(token.text)
        return "".join((*parts, self.text[end:]))

    def _macros(self) -> Iterator[Macro]:
        for place, token in enumerate(self.tokens):
            if token.text in MACROS and self.is_call(place) and self.is_at(place - 1, "."):
                has_name = self.kind_at(place + 2) == "name" and self.is_at(place + 3, ",")
                is_plain = self.kind_at(place - 2) == "name" and not self.is_at(place - 3, ".")
                yield Macro(
                    name=token.text,
                    variable=self.tokens[place + 2].text if has_name else "",
                    receiver=self.tokens[place - 2].text if is_plain else "",
                    place=place,
                )

    def _require_flat(self) -> None:
        """Brackets in brackets, and macros in macros, only to a depth. Where brackets do not fit, the engine says so."""
        openings = {macro.place + 1 for macro in self.macros}
        stack: list[bool] = []
        for place, token in enumerate(self.tokens):
            if token.kind != "operator":
                continue
            if token.text in _OPENING:
                stack.append(place in openings)
                _require(len(stack) <= MAX_DEPTH, f"has more than {MAX_DEPTH} brackets in one another")
                _require(sum(stack) <= MAX_MACRO_DEPTH, f"has more than {MAX_MACRO_DEPTH} macros in one another")
            elif token.text in _CLOSING and stack:
                stack.pop()


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "other"
        if kind != "space":
            yield Token("odd" if kind == "other" else kind, found[0], found.start())


def _require(condition: bool, message: str) -> None:  # A guard reads best so.
    if not condition:
        raise BadParameter(message)
