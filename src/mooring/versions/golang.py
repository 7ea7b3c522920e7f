"""Go's versions: of modules (golang.org/x/mod/semver) and of Go itself (go/version), with or without their `v` or `go`.

A module's version is SemVer, short ones filled with zeros; a pseudo-version is a pre-release like any other, and `+incompatible` and other
build metadata play no part. Data has versions with more than three numbers or with leading zeros: they are read as numbers.

Go's own `1.21rc2` is the `1.21.0-rc.2` that advisories write. From Go 1.21 on `go1.21` is the language, older than its first candidate: the
`1.21.0-0` with which advisories begin a range. `v1.21` and `1.21`, which may be a module's, are 1.21.0. The vendor's suffix of
`go1.21.3-acme` plays no part, as in go/version.

The key: the numbers without trailing zeros, then `RELEASE`, or `PRERELEASE` and the identifiers as SemVer has them.
"""

import re

from mooring.versions.keys.numbers import NUMBERS
from mooring.versions.keys.semantic import PRERELEASE, RELEASE, significant
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion, VersionScheme

_WORD = b"\xf0"
_LANGUAGE = PRERELEASE + NUMBERS["0"]
_FIRST_WITH_A_LANGUAGE_VERSION = (1, 21)

_VERSION = re.compile(
    r"(v|go)?([0-9]+(?:\.[0-9]+)*)"
    r"(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)|\.?(alpha|beta|rc)\.?([0-9]+)(?:-[0-9A-Za-z.-]+)?)?"
    r"(?:\+[0-9A-Za-z.+_-]*)?"
)
_DEVELOPMENT = re.compile(r"devel (go[0-9]+\.[0-9]+)(?![0-9.])")


def key(text: str) -> bytes:
    """The sort key of a version. Raises InvalidVersion."""
    found = _VERSION.fullmatch(text) if len(text) <= MAX_VERSION_CHARACTERS else None
    if found is None:
        raise InvalidVersion(f"{text[:80]!r} is no version of Go")
    prefix, numbers, prerelease, kind, number = found.groups()
    code = b"".join(map(NUMBERS.__getitem__, significant(numbers)))
    if kind:
        return b"%b%b%b%b" % (code, PRERELEASE, _identifier(kind), NUMBERS[number])
    if prefix == "go":
        return code + (_LANGUAGE if _is_language(numbers) else RELEASE)
    if prerelease:
        return b"%b%b%b" % (code, PRERELEASE, b"".join(map(_identifier, prerelease.split("."))))
    return code + RELEASE


def for_matching(text: str) -> str:
    """The version without the experiments (`go1.19.4 X:…`) that a build of Go names; of a development build what it leads to."""
    if found := _DEVELOPMENT.match(text):
        return found[1]
    return text.partition(" ")[0] if text.startswith("go") else text


def _is_language(numbers: str) -> bool:
    """Whether `go` and these numbers are a version of the language and not of a release."""
    major, _, minor = numbers.partition(".")
    return minor.isdecimal() and len(minor) < 10 and (int(major[:10]), int(minor)) >= _FIRST_WITH_A_LANGUAGE_VERSION


def _identifier(identifier: str) -> bytes:
    """The code of one identifier of a pre-release: numbers before words."""
    return NUMBERS[identifier] if identifier.isdecimal() else b"%b%b\0" % (_WORD, identifier.encode())


SCHEME = VersionScheme(
    name="golang", key=key, for_matching=for_matching, summary="SemVer of Go's modules, and versions of Go itself"
)
