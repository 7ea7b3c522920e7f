"""Regular expressions from bundles: an engine without backtracking, so that no expression takes longer than its input is long."""

from functools import lru_cache

import re2

MAX_PATTERN_CHARS = 10_000
_MAX_MEMORY_BYTES = 16 << 20


class BadRegex(ValueError):
    """A text is no regular expression that RE2 takes; says why."""


class Regex:
    """A compiled expression. Text that is no valid UTF-8 (surrogate escapes) is matched as it is printed."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_PATTERN_CHARS:
            raise BadRegex(f"it has {len(text)} characters; the limit is {MAX_PATTERN_CHARS}")
        options = re2.Options()
        options.max_mem = _MAX_MEMORY_BYTES
        options.log_errors = False
        self.text = text
        try:
            self._compiled = re2.compile(text, options=options)
        except (re2.error, UnicodeEncodeError) as error:  # UnicodeEncodeError: half of a surrogate pair
            raise BadRegex(_reason(error)) from None

    def matches_start(self, text: str) -> bool:
        """Whether it matches at the start of the text: Python's `re.match`, which Anchore used."""
        return self._compiled.match(_encodable(text)) is not None

    def matches_whole(self, text: str) -> bool:
        """Whether it matches the whole text."""
        return self._compiled.fullmatch(_encodable(text)) is not None

    def is_found_in(self, text: str) -> bool:
        """Whether it matches anywhere."""
        return self._compiled.search(_encodable(text)) is not None


@lru_cache(maxsize=4096)
def compile_regex(text: str) -> Regex:
    """The expression, compiled once. Raises BadRegex."""
    return Regex(text)


def _reason(error: Exception) -> str:
    value = error.args[0] if error.args else ""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _encodable(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
