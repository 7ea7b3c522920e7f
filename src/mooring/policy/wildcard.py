"""Patterns in parameters of ours, as bundles have them: a text, with `*` for any run of characters, or `regexp:` and an expression."""

from collections.abc import Iterable
from functools import lru_cache

import re2

from mooring.policy.parameter import COMMA_LIST, BadParameter, ParameterKind
from mooring.policy.regex import BadRegex, Regex, compile_regex

REGEXP = "regexp:"


def _patterns(text: str) -> tuple[str, ...]:
    parsed = COMMA_LIST.parse(text)
    patterns = tuple(str(item) for item in parsed) if isinstance(parsed, tuple) else ()
    for pattern in patterns:
        try:
            fits("", pattern)
        except BadRegex as error:
            raise BadParameter(f"has {pattern[:200]!r}, which is not a regular expression: {error}") from None
    return patterns


PATTERNS = ParameterKind(
    name="comma-list",
    parse=_patterns,
    description="Patterns joined by commas: exact, with `*` for anything, or `regexp:` and an expression without commas",
    schema=COMMA_LIST.schema,
    python="tuple[str, ...]",
)


def fits(text: str, pattern: str) -> bool:
    """Whether the text fits the pattern: the whole of it for a wildcard, its start for `regexp:`.

    Raises BadRegex where the expression after `regexp:` is none.
    """
    if pattern.startswith(REGEXP):
        return compile_regex(pattern.removeprefix(REGEXP)).matches_start(text)
    if "*" not in pattern:
        return text == pattern
    return _wildcard(pattern).matches_whole(text)


def fits_any(text: str, patterns: Iterable[str]) -> bool:
    """Whether the text fits one of the patterns."""
    return any(fits(text, pattern) for pattern in patterns)


@lru_cache(maxsize=4096)
def _wildcard(pattern: str) -> Regex:
    return compile_regex("(?s)" + ".*".join(re2.escape(part) for part in pattern.split("*")))
