"""Debian versions (deb-version(7), Debian policy 5.6.12), as dpkg, apt and opkg order them: `epoch:upstream-revision`.

A part is runs of other characters and of digits by turns. Others are compared by character, `~` before the end, the end before letters,
letters before the rest; digits as numbers. No epoch is epoch 0, no revision is revision 0.

Read as dpkg compares, not as it builds: characters that no package may have in its version (`_`) are ordered, and an upstream part may
begin with a letter. What dpkg refuses to compare is no version: an epoch that is no number, nothing before the revision, an empty revision.

The key: the epoch's number, the upstream part, the revision. The end of a part is the code of zero, as the end compares like a digit.
"""

import re
from functools import lru_cache

from mooring.versions.keys.epochs import NO_EPOCH, epoch_code
from mooring.versions.keys.epochs import split_epoch as split_epoch
from mooring.versions.keys.numbers import NUMBERS
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion, VersionScheme

_PRINTABLE = re.compile(r"[!-~]+").fullmatch
_DIGITS = re.compile(r"([0-9]+)")
_BETWEEN = "\n"
_END = NUMBERS["0"]


def key(text: str) -> bytes:
    """The sort key of a version, blanks around it left out. Raises InvalidVersion."""
    epoch, rest = NO_EPOCH, text.strip(" \t\n")
    if not rest or len(rest) > MAX_VERSION_CHARACTERS or not _PRINTABLE(rest):
        raise InvalidVersion(
            f"{text[:80]!r} is no Debian version: it is empty, too long or has a blank or a foreign character in it"
        )
    if ":" in rest:
        digits, _, rest = rest.partition(":")
        if not digits.isdecimal():
            raise InvalidVersion(f"{text[:80]!r} is no Debian version: what stands before the colon is no number")
        epoch = epoch_code(digits)
    upstream, dash, revision = rest.rpartition("-")
    if not dash:
        upstream, revision = rest, "0"
    if not upstream or not revision:
        raise InvalidVersion(f"{text[:80]!r} is no Debian version: nothing stands before or after its last hyphen")
    runs = _DIGITS.split(f"{upstream}{_BETWEEN}{revision}{_BETWEEN}")
    codes = [b""] * len(runs)
    codes[::2] = map(_others, runs[::2])
    codes[1::2] = map(NUMBERS.__getitem__, runs[1::2])
    return epoch + b"".join(codes)


@lru_cache(maxsize=4096)
def _others(run: str) -> bytes:
    """The code of a run without digits; every byte but that of `~` is above all numbers.

    A part that ends with such a run ends with the number zero.
    """
    before, between, after = run.partition(_BETWEEN)
    end = b"" if not between else _END + _END if before else _END
    return b"%b%b%b" % (b"".join(map(_character, before)), end, _others(after) if after else b"")


def _character(character: str) -> bytes:
    """`~`, then (below them the numbers) capital letters, small letters, and the rest, all in the order of ASCII."""
    if character == "~":
        return b"\x01"
    if "a" <= character <= "z":
        return bytes([0xE1 + ord(character) - ord("a")])
    if "A" <= character <= "Z":
        return b"\xe0" + character.encode()
    if character == ".":
        return b"\xfc"
    return (b"\xfb" if character < "." else b"\xfd") + character.encode()


SCHEME = VersionScheme(
    name="deb", key=key, summary="dpkg's order: `~` before everything, letters before other characters"
)
