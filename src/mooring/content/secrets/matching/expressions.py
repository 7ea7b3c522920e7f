"""Expressions of rules for the two engines: RE2, which decides, and hyperscan, which says where to look.

Both see bytes, so that damaged text hides nothing: a dot is one byte, letters beyond ASCII are the bytes of UTF-8. Hyperscan must find at
least what RE2 finds; where it understands an expression otherwise, the expression is reworded or kept from it.
"""

from typing import Protocol

MAX_REGEX_CHARS = 10_000
_MAX_MEMORY_BYTES = 16 << 20
_SPACES = "\\t\\n\\f\\r "
_ODD = ("{,", "\\p", "\\P", "\\C", "\\Q", "(?U", "\\Z")
"""What hyperscan may understand otherwise than RE2; such expressions are left to RE2."""


class BadExpression(ValueError):
    """A text is no regular expression that RE2 takes; says why."""


class Match(Protocol):
    """A match of RE2."""

    def span(self, group: int = 0) -> tuple[int, int]:
        """Where the group begins and ends; -1 where it takes no part."""

    def group(self, group: int = 0) -> bytes | None:
        """Its bytes."""


class Expression(Protocol):
    """An expression compiled by RE2, over bytes."""

    groups: int

    def search(self, text: bytes, pos: int | None = None, endpos: int | None = None) -> Match | None:
        """The first match."""


def compiled(regex: str) -> Expression:
    """The expression for RE2. Raises BadExpression."""
    import re2

    if len(regex) > MAX_REGEX_CHARS:
        raise BadExpression(f"it has {len(regex)} characters; the limit is {MAX_REGEX_CHARS}")
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.max_mem = _MAX_MEMORY_BYTES
    options.log_errors = False
    try:
        expression: Expression = re2.compile(regex.encode(), options=options)
    except (re2.error, UnicodeEncodeError) as error:
        value = error.args[0] if error.args else ""
        reason = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(error)
        raise BadExpression(reason) from None
    return expression


def for_hyperscan(regex: str) -> bytes | None:
    """The expression as hyperscan should read it; None where it must not.

    White space is spelled out: RE2's `\\s` has no vertical tab, hyperscan's has.
    """
    if not regex.isascii() or any(odd in regex for odd in _ODD):
        return None
    out: list[str] = []
    at, in_class = 0, False
    while at < len(regex):
        word = _class_opening(regex, at) if regex[at] == "[" and not in_class else _word(regex, at, in_class)
        if regex[at] == "[" and not in_class:
            in_class = True
        elif word == "]":
            in_class = False
        out.append(_reworded(word, in_class))
        at += len(word)
    return "".join(out).encode()


def _class_opening(regex: str, at: int) -> str:
    """The bracket that opens a class, and what belongs to it: a bracket that stands first is a member."""
    end = at + 1
    if regex[end : end + 1] == "^":
        end += 1
    return regex[at : end + 1] if regex[end : end + 1] == "]" else regex[at:end]


def _word(regex: str, at: int, in_class: bool) -> str:
    """An escape, a named class, or one character."""
    if regex[at] == "\\":
        return regex[at : at + 2]
    if in_class and regex[at : at + 2] == "[:" and (end := regex.find(":]", at)) > 0:
        return regex[at : end + 2]
    return regex[at]


def _reworded(word: str, in_class: bool) -> str:
    match word:
        case "\\s":
            return _SPACES if in_class else f"[{_SPACES}]"
        case "\\S":
            return "\\S\\x0b" if in_class else f"[^{_SPACES}]"
        case "\\v":
            return "\\x0b"
        case "[]" | "[^]":
            return word[:-1] + "\\]"
    return word
