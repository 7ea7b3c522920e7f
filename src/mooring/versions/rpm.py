"""RPM versions (rpm-version(7), rpmvercmp), as rpm, dnf and zypper order them: `epoch:version-release`.

A part is runs of digits and runs of letters; other characters only separate them. In the place of a run, `~` sorts before the end, the end
before `^`, `^` before letters, letters before digits. `1.0.0` is newer than `1.0`, and `1.0.` is `1.0`. No epoch is epoch 0.

Where the order departs: rpm takes a version without a release as older than the same one with any release when it sorts, and as equal to
all of them when it resolves a dependency. The key does the first; `without_release` is for the second.

The key: the epoch's number, the version, `END`, and where there is a release, that and `END`. The byte of `END` is in no other place.
"""

import re
from functools import lru_cache

from mooring.versions.keys.epochs import NO_EPOCH, epoch_code
from mooring.versions.keys.epochs import split_epoch as split_epoch
from mooring.versions.keys.numbers import number_code
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion, VersionScheme

END = b"\x02"
_MARKS = {"~": b"\x01", "^": b"\x03"}
_LETTERS, _LETTERS_END = b"\x04", b"\x00"
_MAX_DIGITS = 175
"""The code of a longer number could hold the byte of END."""

_EPOCH = re.compile(r"([0-9]*): *")
"""Azure's data has `0: 1.20.10-1.azl3`; rpm takes a blank for a separator."""
_RUNS = re.compile(r"[0-9]+|[A-Za-z]+|[~^]")


def key(text: str) -> bytes:
    """The sort key of a version. Raises InvalidVersion where there is nothing to compare, and for a text with a blank."""
    epoch, rest = NO_EPOCH, text
    if ":" in text and (found := _EPOCH.match(text)):
        epoch, rest = epoch_code(found[1]), text[found.end() :]
    if len(text) > MAX_VERSION_CHARACTERS or rest.split() != [rest]:
        raise InvalidVersion(f"{text[:80]!r} is no RPM version: it is empty, too long or has a blank in it")
    version, dash, release = rest.rpartition("-")
    if not dash:
        return b"%b%b%b" % (epoch, _code(release, text), END)
    ending = b"".join(map(_run, _RUNS.findall(release)))
    return b"%b%b%b%b%b" % (epoch, _code(version, text), END, ending, END)


def without_release(key: bytes) -> bytes:
    """The head of a key that all releases of one version have in common: compare two of them where one side names no release."""
    epoch, rest = split_epoch(key)
    return epoch + rest[: rest.index(END) + 1]


def _code(part: str, text: str) -> bytes:
    """The code of a version, without its end."""
    runs = _RUNS.findall(part)
    if not runs:
        raise InvalidVersion(f"{text[:80]!r} is no RPM version: it has no letter and no digit")
    return b"".join(map(_run, runs))


@lru_cache(maxsize=16384)
def _run(run: str) -> bytes:
    """The code of one run, or of `~` or `^`."""
    if run[0].isdecimal():
        if len(run.lstrip("0")) > _MAX_DIGITS:
            raise InvalidVersion(f"{run[:80]!r}… is too long a number")
        return number_code(run)
    return _MARKS.get(run) or b"%b%b%b" % (_LETTERS, run.encode(), _LETTERS_END)


SCHEME = VersionScheme(
    name="rpm", key=key, summary="rpmvercmp with `~` and `^`; no epoch is 0, no release is before every release"
)
