"""Maven's ComparableVersion, as of Maven 3.9 ("Version Order Specification" in the POM reference).

A version is tokens: dots, hyphens and every change between digits and letters part them, the latter two beginning a new group. Nulls (0,
ga, final, release) at the end of a group are nothing, and the shorter of two versions is filled with nulls: 1 = 1.0 = 1-ga < 1.0.1.

Where the key departs, because Maven's own order is not transitive (1.0.alpha.1 > 1-sp > 1 > 1.0.alpha.1):

- A null is below the end if the first token behind it that is no null is, and above it otherwise. Maven asks the null alone when the
  other version has a qualifier in its place.
- `.qualifier` = `-qualifier` as the specification says, also where more follows; the code puts 1.x.1 below 1-x, though above 1.
- A group of nothing but nulls is nothing (1-ga-1 = 1-1); the code puts it below.

Versions that differ in `.jre8` or `-jdk7` at their end are equal: they are one release, built for several runtimes. `-jre` and `-android`
without a number stay, because advisories use them in bounds.
"""

import re

from mooring.versions.keys.numbers import NUMBERS
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion, VersionScheme

_TOKEN = re.compile(r"([0-9]+)|([^0-9.-]+)|([.-])")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_RUNTIME = re.compile(r"[.-](?:jre|jdk)[0-9]+$", re.IGNORECASE)
_NOT_ALLOWED = re.compile(r"[\0\n]|\$\{")

_QUALIFIERS = {
    "alpha": b"\x01", "beta": b"\x02", "milestone": b"\x03", "rc": b"\x04", "cr": b"\x04", "snapshot": b"\x05",
    "sp": b"\x0a",
}  # fmt: skip
_BEFORE_DIGITS = {"a": "alpha", "b": "beta", "m": "milestone"}
_NULL_QUALIFIERS = frozenset(("", "ga", "final", "release"))
_NULL_BELOW = {"-": b"\x07", ".": b"\x08"}
"""A zero before something that is below the end, by what stands before the zero; a null qualifier there is `_NULL_QUALIFIER_BELOW`."""
_NULL_QUALIFIER_BELOW, _NULL_QUALIFIER_ABOVE = b"\x06", b"\x09\x01"
_END = b"\x09\x00"
_WORD, _DASHED = b"\x0b", b"\x0c"

Token = tuple[str, str]
"""What stands before it, `.` or `-`, and the token itself."""


def key(text: str) -> bytes:
    """The sort key of a version. Raises InvalidVersion for empty text and for a property that nobody filled in."""
    if len(text) > MAX_VERSION_CHARACTERS or not text or _NOT_ALLOWED.search(text):
        raise InvalidVersion(f"{text[:80]!r} is no Maven version")
    if _PLAIN.fullmatch(text):
        numbers = text.split(".")
        while numbers and not numbers[-1].strip("0"):
            numbers.pop()
        return b"".join(map(NUMBERS.__getitem__, numbers)) + _END
    folded = without_runtime(text.strip().lower())
    if not folded:
        raise InvalidVersion(f"{text[:80]!r} is no Maven version")
    return _code(_significant(_tokens(folded)))


def without_runtime(text: str) -> str:
    """The version without a final `.jre8` or `-jdk7`."""
    return _RUNTIME.sub("", text)


def _tokens(folded: str) -> list[Token]:
    """The tokens with what stands before each; an empty one is zero, aliases are spelled out."""
    found: list[Token] = []
    separator, is_open = ".", True
    for match in _TOKEN.finditer(folded):
        digits, word, mark = match.groups()
        if mark:
            if is_open:
                found.append((separator, "0"))
            separator, is_open = mark, True
            continue
        if digits:
            value = digits.lstrip("0") or "0"
        else:
            is_counted = match.end() < len(folded) and folded[match.end()].isdigit()
            value = _BEFORE_DIGITS.get(word, word) if is_counted else word
            if found and (is_counted or match.end() == len(folded)):
                separator = "-"  # A word with its number, or at the end, begins a group whatever stands before it.
        found.append((separator, value))
        separator, is_open = "-", False
    return found


def _significant(tokens: list[Token]) -> list[Token]:
    """The tokens without the nulls at the end of each group."""
    kept: list[Token] = []
    is_last = True
    for separator, value in reversed(tokens):
        if is_last and _is_null(value):
            continue  # What stood before a null that goes is nothing too: 1.0-1 keeps its hyphen, which is the one's own.
        kept.append((separator, value))
        is_last = separator == "-"
    kept.reverse()
    return kept


def _code(tokens: list[Token]) -> bytes:
    """The codes of the tokens, made from the end because a null depends on what follows it."""
    codes = [_END]
    is_below = False
    for separator, value in reversed(tokens):
        if value.isdecimal() and value != "0":
            is_below = False
            codes.append(NUMBERS[value] if separator == "." else _DASHED + NUMBERS[value])
        elif value == "0":
            positive = NUMBERS["0"] if separator == "." else _DASHED + NUMBERS["0"]
            codes.append(_NULL_BELOW[separator] if is_below else positive)
        elif value in _NULL_QUALIFIERS:
            codes.append(_NULL_QUALIFIER_BELOW if is_below else _NULL_QUALIFIER_ABOVE)
        else:
            code = _QUALIFIERS.get(value) or b"%b%b\0" % (_WORD, value.encode("utf-8", "surrogatepass"))
            is_below = code < _END
            codes.append(code)
    codes.reverse()
    return b"".join(codes)


def _is_null(value: str) -> bool:
    return value == "0" or value in _NULL_QUALIFIERS


SCHEME = VersionScheme(
    name="maven",
    key=key,
    for_matching=without_runtime,
    summary="Maven's ComparableVersion; `.jre8` and the like are ignored",
)
