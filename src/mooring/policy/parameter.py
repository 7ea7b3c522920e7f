"""Parameters of triggers: what a text in a bundle stands for, and how a parameter documents itself.

A trigger declares a parameter as an annotated field: `users: Annotated[tuple[str, ...], Parameter(kind=COMMA_LIST, help=…)]`.
"""

import re
from collections.abc import Callable
from difflib import get_close_matches

import msgspec


class BadParameter(ValueError):
    """A text is not what the parameter takes; says what was expected, and a hint where there is one."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ParameterKind(msgspec.Struct, frozen=True, kw_only=True):
    """What texts a parameter takes, and what they become."""

    name: str
    """`string`, `boolean`, `integer`, `float`, `comma-list`, `comma-numbers`, `one-of`, `regex`."""
    parse: Callable[[str], object]
    """Raises BadParameter."""
    description: str
    """For the reference: what is taken."""
    choices: tuple[str, ...] = ()
    schema: dict[str, object] = {}
    """JSON Schema of the text: what Anchore's `policy_spec` calls the validator's criteria."""
    python: str = "str"
    """What a field of this kind is, for those who read."""


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """One parameter. Whether it is required follows from its field: one without a default is."""

    kind: ParameterKind
    help: str
    """A sentence or two: what it does, what leaving it out means."""
    example: str = ""
    aliases: tuple[str, ...] = ()
    """Other names that bundles use: `user_names` is also `usernameblacklist`."""
    name: str = ""
    """Where it differs from the field's (a name that Python reserves)."""
    is_regex: bool = False


_TRUE, _FALSE = "true", "false"


def _boolean(text: str) -> bool:
    lowered = text.strip().lower()
    if lowered not in (_TRUE, _FALSE):
        raise BadParameter(f"is {text!r}; expected true or false")
    return lowered == _TRUE


def _name(text: str) -> str:
    if not text.strip():
        raise BadParameter(f"is {text!r}; expected a name, since nothing has an empty one")
    return text.strip()


def _integer(text: str) -> int:
    if not re.fullmatch(r"\s*-?\d{1,18}\s*", text):
        raise BadParameter(f"is {text!r}; expected a whole number")
    return int(text)


def _float(text: str) -> float:
    if not re.fullmatch(r"\s*-?\d{1,12}(?:\.\d{1,12})?\s*", text):
        raise BadParameter(f"is {text!r}; expected a number")
    return float(text)


def _comma_list(text: str) -> tuple[str, ...]:
    items = tuple(item.strip() for item in text.split(",") if item.strip())
    if not items:
        raise BadParameter(f"is {text!r}; expected one or more values, joined by commas")
    return items


def _comma_numbers(text: str) -> tuple[str, ...]:
    items = _comma_list(text)
    for item in items:
        if not item.isascii() or not item.isdigit() or len(item) > 18:
            raise BadParameter(f"has {item!r}; expected whole numbers, joined by commas")
    return items


STRING = ParameterKind(name="string", parse=lambda text: text, description="Any text", schema={"type": "string"})
TRIMMED = ParameterKind(
    name="string", parse=lambda text: text.strip(), description="Any text but white space around it", schema={"type": "string"}
)  # fmt: skip
"""For versions and the like: none begins or ends with a blank, and a rule that asks for one would never fire."""
WORD = ParameterKind(
    name="string", parse=_name, description="Any text but white space around it", schema={"type": "string"}
)
"""For names and paths: not empty, either."""
BOOLEAN = ParameterKind(
    name="boolean",
    parse=_boolean,
    description="true or false",
    choices=(_TRUE, _FALSE),
    schema={"type": "string", "enum": [_TRUE, _FALSE]},
    python="bool",
)
INTEGER = ParameterKind(
    name="integer", parse=_integer, description="A whole number", schema={"type": "string", "pattern": r"^\s*-?\d+\s*$"},
    python="int",
)  # fmt: skip
FLOAT = ParameterKind(
    name="float", parse=_float, description="A number", schema={"type": "string", "pattern": r"^\s*-?\d+(\.\d+)?\s*$"},
    python="float",
)  # fmt: skip
COMMA_LIST = ParameterKind(
    name="comma-list",
    parse=_comma_list,
    description="Values joined by commas",
    schema={"type": "string", "pattern": r"^\s*(\s*[^,\s]([^,]*))\s*(,\s*[^,\s][^,]*)*$"},
    python="tuple[str, ...]",
)
COMMA_NUMBERS = ParameterKind(
    name="comma-numbers",
    parse=_comma_numbers,
    description="Whole numbers joined by commas",
    schema={"type": "string", "pattern": r"^\s*(\d+\s*)(,\s*\d+\s*)*$"},
    python="tuple[str, ...]",
)


def number_within(low: float, high: float) -> ParameterKind:
    """A number in this range: beyond it a rule would fire never or always, which nobody means who writes 90 for 0.9."""

    def parse(text: str) -> float:
        value = _float(text)
        if not low <= value <= high:
            raise BadParameter(f"is {text!r}; expected a number from {low:g} to {high:g}")
        return value

    return msgspec.structs.replace(FLOAT, parse=parse, description=f"A number from {low:g} to {high:g}")


def one_of(*choices: str) -> ParameterKind:
    """One of these words, whatever the case; the value is the word as it stands here."""
    by_lower = {choice.lower(): choice for choice in choices}

    def parse(text: str) -> str:
        found = by_lower.get(text.strip().lower())
        if found is None:
            near = get_close_matches(text.strip().lower(), by_lower, n=1)
            hint = f"did you mean {by_lower[near[0]]!r}?" if near else ""
            raise BadParameter(f"is {text!r}; expected one of {', '.join(choices)}", hint=hint)
        return found

    return ParameterKind(
        name="one-of",
        parse=parse,
        description=f"One of: {', '.join(choices)}",
        choices=choices,
        schema={"type": "string", "enum": list(choices)},
    )


def _regex(text: str) -> str:
    from mooring.policy.regex import BadRegex, compile_regex

    try:
        compile_regex(text)
    except BadRegex as error:
        raise BadParameter(f"is {text[:200]!r}, which is not a regular expression: {error}") from None
    return text


REGEX = ParameterKind(
    name="regex",
    parse=_regex,
    description="A regular expression (RE2 syntax: no backreferences, no look-around)",
    schema={"type": "string", "format": "regex"},
)
