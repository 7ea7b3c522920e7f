"""Versions of pacman (vercmp(8), libalpm), as Arch Linux and MSYS2 have them: `epoch:pkgver-pkgrel`.

A part is runs of digits and runs of letters, apart or not. Letters that touch the number before them come before the end (`1.0rc1` is older
than `1.0`), digits that touch letters after it; behind both comes what is set apart, the fewer characters between the lower, and of two set
apart alike letters before digits.

Where the order departs, because vercmp's is none:
- a version without a pkgrel equals the same one with any; here it is older than all of them, and `without_pkgrel` is for the other use;
- the count of separators at the end of a version means nothing to vercmp in some pairs (`1.0.` is newer than `1.0..a` and older than
  `1.0.1`, which is older than `1.0..a`); here `1.0.` is between `1.0.a` and `1.0.1`, and older than whatever has more separators there.

The key: the epoch's number, pkgver, `END`, and where there is a pkgrel, that and `END`.
"""

import re
from functools import lru_cache

from mooring.versions.keys.epochs import NO_EPOCH, epoch_code
from mooring.versions.keys.epochs import split_epoch as split_epoch
from mooring.versions.keys.numbers import number_code
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion, VersionScheme

END = b"\x02"
_LETTERS, _NOTHING, _LETTERS_END = b"\x01", b"\x03", b"\x00"
_APART, _MANY = 0xE0, 0x80
_MAX_DIGITS, _MAX_SEPARATORS = 175, 0x7F
"""With more of either the code could hold the byte of END."""

_SEPARATORS = "".join(map(chr, (*range(0x21, 0x30), *range(0x3A, 0x41), *range(0x5B, 0x61), *range(0x7B, 0x7F))))
_PRINTABLE = re.compile(r"[!-~]+").fullmatch
_EPOCH = re.compile(r"([0-9]*):")
_RUNS = re.compile(r"[^0-9A-Za-z]*(?:[0-9]+|[A-Za-z]+)|[^0-9A-Za-z]+")


def key(text: str) -> bytes:
    """The sort key of a version. Raises InvalidVersion."""
    if len(text) > MAX_VERSION_CHARACTERS or not _PRINTABLE(text):
        raise InvalidVersion(
            f"{text[:80]!r} is no version of pacman: it is empty, too long or has a blank or a foreign character in it"
        )
    epoch, rest = NO_EPOCH, text
    if ":" in text and (found := _EPOCH.match(text)):
        epoch, rest = epoch_code(found[1]), text[found.end() :]
    version, dash, release = rest.rpartition("-")
    if not dash:
        version = rest
    if not version:
        raise InvalidVersion(f"{text[:80]!r} is no version of pacman: it has no pkgver")
    code = b"".join(map(_run, _RUNS.findall(version)))
    if not dash:
        return b"%b%b%b" % (epoch, code, END)
    return b"%b%b%b%b%b" % (epoch, code, END, b"".join(map(_run, _RUNS.findall(release))), END)


def without_pkgrel(key: bytes) -> bytes:
    """The head of a key that all releases of one pkgver have in common: compare two of them where one side names no pkgrel."""
    return key[: key.index(END) + 1]


@lru_cache(maxsize=16384)
def _run(text: str) -> bytes:
    """The code of one run and the separators before it, or of the separators at the end."""
    run = text.lstrip(_SEPARATORS)
    if len(text) - len(run) > _MAX_SEPARATORS or len(run.lstrip("0")) > _MAX_DIGITS:
        raise InvalidVersion(f"{text[:80]!r}… is too long for a part of a version")
    if not run:
        code = _NOTHING
    elif run[0] <= "9":
        code = number_code(run)
    else:
        code = b"%b%b%b" % (_LETTERS, run.encode(), _LETTERS_END)
    return code if run == text else b"%c%c%b" % (_APART, _MANY + len(text) - len(run), code)


SCHEME = VersionScheme(
    name="pacman", key=key, summary="vercmp's order: letters that touch a number are a pre-release, no epoch is 0"
)
