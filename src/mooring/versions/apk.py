"""Versions of apk (apk-package(5)), as Alpine, Wolfi and Chainguard have them: `digits{.digits}{letter}{_suffix{digits}}{~hash}{-rdigits}`.

Two versions are compared piece by piece. Where one has a piece of another kind, `_alpha _beta _pre _rc` sort first, then the end, `-r`, the
hash, the digits of a suffix, `_cvs _svn _git _hg _p`, the letter, and last a further number. So `1.0-r0` is newer than `1.0`.

A number that is not the first and begins with a zero is compared as text with any other: `1.010` is older than `1.02` and both are older
than `1.1`. This is apk 3; apk 2 counts the zeros first, so that `1.00` is older than `1.0` and `1.02` older than `1.010`, and it takes
`1.0` for older than `1.0_rc1`. From apk 2 stays what Alpine has in its data and apk 3 no longer reads: digits behind the letter
(`3.3.3p1-r3`).

Alpine's security database has revisions written as `1.0.r1`, `1.0.-r1` and `1.0-1`, and hyphens between numbers; they are read as meant.

The key: a byte for the kind of each piece, then the piece. A number that does not begin with a zero is its own kind, the highest.
"""

import re

from mooring.versions.keys.numbers import FIRST, NUMBERS
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion, VersionScheme

_SUFFIXES = {
    "alpha": b"\x01", "beta": b"\x02", "pre": b"\x03", "rc": b"\x04",
    "cvs": b"\x09", "svn": b"\x0a", "git": b"\x0b", "hg": b"\x0c", "p": b"\x0d",
}  # fmt: skip
_END, _REVISION, _HASH, _SUFFIX_NUMBER, _LETTER, _ZERO = b"\x05", b"\x06", b"\x07", b"\x08", b"\x0e", b"\x0f"
_LEADING_ZERO = bytes([FIRST])
"""A number of the later ones is never the number zero, so the code of that is free."""

_VERSION = re.compile(
    r"([0-9]+)((?:\.[0-9]+)*)"
    r"(?:([a-z])(?:([0-9]+)((?:\.[0-9]+)*))?)?"
    r"((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)[0-9]*)*)"
    r"(?:~([0-9a-fA-F]+))?(?:-r([0-9]+))?"
)
_ODD_REVISION = re.compile(r"\.-?r(?=[0-9]+$)|(?<=[0-9])-(?=[0-9]+$)", re.ASCII)
_ODD_HYPHEN = re.compile(r"(?<=[0-9])-(?=[0-9])")
_SUFFIX = re.compile(r"_([a-z]+)([0-9]*)")


def key(text: str) -> bytes:
    """The sort key of a version. Raises InvalidVersion."""
    if len(text) > MAX_VERSION_CHARACTERS or not (
        found := _VERSION.fullmatch(text) or _VERSION.fullmatch(_mended(text))
    ):
        raise InvalidVersion(f"{text[:80]!r} is no version of apk")
    first, later, letter, second, latest, suffixes, commit, revision = found.groups()
    codes = [NUMBERS[first]]
    if later:
        codes += map(_number, later[1:].split("."))
    if letter:
        codes.append(_LETTER + letter.encode())
        if second:
            codes.append(NUMBERS[second])
            codes += map(_number, latest[1:].split(".") if latest else ())
    if suffixes:
        codes += [_suffix(name, number) for name, number in _SUFFIX.findall(suffixes)]
    if commit:
        codes.append(b"%b%b\0" % (_HASH, commit.encode()))
    if revision:
        codes += (_REVISION, NUMBERS[revision])
    codes.append(_END)
    return b"".join(codes)


def _mended(text: str) -> str:
    """The version that somebody meant who wrote a revision as `.r1`, `.-r1` or `-1`, or a date with hyphens."""
    text = _ODD_REVISION.sub("-r", text)
    return _ODD_HYPHEN.sub(".", text)


def _number(digits: str) -> bytes:
    """The code of a number that is not the first."""
    if digits[0] != "0":
        return NUMBERS[digits]
    return _ZERO if digits == "0" else b"%b%b\0" % (_LEADING_ZERO, digits.encode())


def _suffix(name: str, number: str) -> bytes:
    """The code of a suffix; one without a number is not one with 0."""
    return b"%b%b%b" % (_SUFFIXES[name], _SUFFIX_NUMBER, NUMBERS[number]) if number else _SUFFIXES[name]


SCHEME = VersionScheme(
    name="apk", key=key, summary="apk's order: `_rc` before the release, `_p` after it, leading zeros as text"
)
