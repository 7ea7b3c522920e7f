"""Versions of ebuilds (Package Manager Specification, 3.2 and 3.3): `digits{.digits}{letter}{_suffix{digits}}{-rdigits}`.

The first number is a number. A later one that begins with a zero is a decimal fraction, lower than all that do not, and zeros at its end
are nothing: `1.0` is `1.00` and `1.01` is `1.010`. More numbers are newer. Then the letter, none being the lowest, then
`_alpha _beta _pre _rc`, no suffix, `_p`, their absent numbers being 0, and last the revision, `-r0` being none.

The key: the numbers and `NUMBERS_END`, the letter, the suffixes and `SUFFIXES_END`, the revision.
"""

import re

from mooring.versions.keys.numbers import FIRST, NUMBERS
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion, VersionScheme

_SUFFIXES = {"alpha": b"\x01", "beta": b"\x02", "pre": b"\x03", "rc": b"\x04", "p": b"\x06"}
_SUFFIXES_END = b"\x05"
_NUMBERS_END = b"\x01"
"""Lower than every number. Where there is a letter, it follows; where there is none, so does a byte below all letters."""
_NO_LETTER = b"\x02"
_FRACTION = bytes([FIRST])
"""The code of zero, which no later number that is no fraction can be."""

_VERSION = re.compile(r"([0-9]+)((?:\.[0-9]+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)[0-9]*)*)(?:-r([0-9]+))?")
_SUFFIX = re.compile(r"_([a-z]+)([0-9]*)")


def key(text: str) -> bytes:
    """The sort key of a version. Raises InvalidVersion."""
    found = _VERSION.fullmatch(text) if len(text) <= MAX_VERSION_CHARACTERS else None
    if found is None:
        raise InvalidVersion(f"{text[:80]!r} is no version of an ebuild")
    first, later, letter, suffixes, revision = found.groups()
    codes = [NUMBERS[first]]
    if later:
        codes += map(_number, later[1:].split("."))
    codes += (_NUMBERS_END, letter.encode() or _NO_LETTER)
    if suffixes:
        codes += [_SUFFIXES[name] + NUMBERS[number] for name, number in _SUFFIX.findall(suffixes)]
    codes += (_SUFFIXES_END, NUMBERS[revision or "0"])
    return b"".join(codes)


def _number(digits: str) -> bytes:
    """The code of a number that is not the first."""
    return NUMBERS[digits] if digits[0] != "0" else b"%b%b\0" % (_FRACTION, digits.rstrip("0").encode())


SCHEME = VersionScheme(
    name="portage",
    key=key,
    summary="the order of ebuilds: `_rc` before the release, `_p` after it, `.01` as a fraction",
)
