"""SemVer 2.0.0 keys for the schemes that are SemVer with a liberty or two.

The key is the numbers without trailing zeros, then `RELEASE` or `PRERELEASE` and the identifiers (section 11): a number sorts before a
word, a shorter list before a longer one that begins with it. Words end with a zero byte, which sorts before every character of them.
"""

import re

from mooring.versions.keys.numbers import NUMBERS
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion

PRERELEASE, RELEASE = b"\x01", b"\x02"
_WORD = b"\xf0"

_HINTS = "alpha|beta|rc|pre|preview|dev|canary|next|snapshot|[ab](?=[0-9])"
_VERSION = re.compile(
    r"[\s=]*[vV]?([0-9]+(?:\.[0-9]+)*)"  # Numbers: as many as there are.
    r"(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)"  # Pre-release as the specification writes it,
    rf"|[.-]?((?:{_HINTS})(?![A-Za-z])[0-9A-Za-z-]*(?:\.[0-9A-Za-z-]+)*))?"  # or `1.0.0rc1`.
    r"(?:\+[0-9A-Za-z.+-]*)?\s*",
    re.IGNORECASE | re.ASCII,
)


def semantic_key(text: str, *, is_case_ignored: bool) -> bytes:
    """The key of a version; build metadata plays no part. Raises InvalidVersion."""
    found = _VERSION.fullmatch(text) if len(text) <= MAX_VERSION_CHARACTERS else None
    if found is None:
        raise InvalidVersion(f"{text[:80]!r} is no semantic version")
    numbers, prerelease, joined = found.groups()
    code = b"".join(map(NUMBERS.__getitem__, significant(numbers)))
    identifiers = prerelease or joined
    if identifiers is None:
        return code + RELEASE
    if is_case_ignored:
        identifiers = identifiers.lower()
    return b"%b%b%b" % (code, PRERELEASE, b"".join(map(_identifier, identifiers.split("."))))


def significant(numbers: str) -> list[str]:
    """The parts of a dotted number without trailing zeros: `1.2.0` gives `1`, `2`."""
    parts = numbers.split(".")
    while parts and not parts[-1].strip("0"):
        parts.pop()
    return parts


def _identifier(identifier: str) -> bytes:
    return NUMBERS[identifier] if identifier.isdigit() else b"%b%b\0" % (_WORD, identifier.encode())
