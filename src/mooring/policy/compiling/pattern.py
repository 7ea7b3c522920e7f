"""Patterns of bundles: `*` for any text, or `regexp:` and an expression that must match at the start.

A wildcard is compared without a regular expression: in time linear in the text, and without loading an engine.
"""

from collections.abc import Callable

PREFIX = "regexp:"
MAX_PATTERN_CHARS = 10_000


class BadPattern(ValueError):
    """A text cannot be used as a pattern; says why, as the end of a sentence."""


class Pattern:
    """A compiled pattern. Two of the same text are equal."""

    __slots__ = ("_matches", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._matches = _matcher(text)

    def matches(self, text: str) -> bool:
        """Whether the pattern holds for the text: the whole of it for a wildcard, its start for `regexp:`."""
        return self._matches(text)

    @property
    def is_exact(self) -> bool:
        """Whether it holds for one text only."""
        return "*" not in self.text and not self.text.startswith(PREFIX)

    @property
    def matches_everything(self) -> bool:
        """Whether it is plain to see that it holds for every text."""
        return self.text != "" and not self.text.strip("*")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pattern) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Pattern({self.text!r})"


def compile_pattern(text: str) -> Pattern:
    """The pattern that a text of a bundle is. Raises BadPattern."""
    if len(text) > MAX_PATTERN_CHARS:
        raise BadPattern(f"has {len(text)} characters; a pattern has at most {MAX_PATTERN_CHARS}")
    return Pattern(text)


def _matcher(text: str) -> Callable[[str], bool]:
    if text.startswith(PREFIX):
        return _expression(text.removeprefix(PREFIX))
    if "*" not in text:
        return text.__eq__
    first, *middle = text.split("*")
    last = middle.pop()
    parts = tuple(part for part in middle if part)
    return lambda subject: _fits(subject, first, parts, last)


def _expression(text: str) -> Callable[[str], bool]:
    from mooring.policy.regex import BadRegex, compile_regex

    try:
        return compile_regex(text).matches_start
    except BadRegex as error:
        raise BadPattern(f"is {text[:200]!r} after 'regexp:', which is not a regular expression: {error}") from None


def _fits(subject: str, first: str, parts: tuple[str, ...], last: str) -> bool:
    if len(subject) < len(first) + len(last) or not (subject.startswith(first) and subject.endswith(last)):
        return False
    at, end = len(first), len(subject) - len(last)
    for part in parts:
        found = subject.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
