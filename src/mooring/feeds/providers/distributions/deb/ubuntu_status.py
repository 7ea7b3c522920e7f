"""What a status of Ubuntu's CVE tracker means, with the note in its parentheses.

`ignored` is a decision not to fix unless the note says that support ended: then it stays as it was before, as far as the note tells.
"""

import re
from functools import lru_cache

import msgspec

from mooring.model.advisory import Fix, FixState

_VERSION = re.compile(r"(?:[0-9]{1,4}:)?[0-9][0-9A-Za-z.+~:-]*")
_WAS = re.compile(r"\bwas ([a-z-]+)")
_ENDED = ("end of life", "end of standard support", "end of kernel support", "end-of-life", "out of standard support")
_OPEN = {"needed", "needs-triage", "pending", "deferred", "active"}
MAX_NOTE_CHARACTERS = 200


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A status, understood."""

    fix: Fix = Fix()
    version: str = ""
    """Older versions are affected; of a negative, this and newer ones are not. Empty: all."""
    is_negative: bool = False
    is_open: bool = False
    """Nobody has decided whether it is affected."""


@lru_cache(maxsize=262144)
def verdict_of(status: str, note: str) -> Verdict | None:
    """None where the release does not have the package, or the status says nothing."""
    note = note.strip()[:MAX_NOTE_CHARACTERS]
    if status == "released":
        return _released(note)
    if status == "not-affected":
        return Verdict(is_negative=True, version=note, fix=_NOTHING) if _is_version(note) else _denied(note)
    if status == "ignored":
        return _ignored(note)
    if status in _OPEN:
        return _open(status, note)
    return None


def ignored_fix(note: str) -> Fix:
    """The fix of an `ignored` package."""
    verdict = _ignored(note.strip()[:MAX_NOTE_CHARACTERS])
    return verdict.fix


def _released(note: str) -> Verdict:
    version = next((word for word in re.split(r"[\s,()]+", note) if _is_version(word)), "")
    if not version:
        return Verdict(is_open=True, fix=Fix(note="released, but the version is not named"))
    return Verdict(version=version, fix=Fix(state=FixState.FIXED, versions=(version,)))


def _open(status: str, note: str) -> Verdict:
    """`pending` names the version that will bring the fix."""
    words = f"{status}: {note}" if note else status
    version = note if status == "pending" and _is_version(note) else ""
    return Verdict(version=version, fix=Fix(state=FixState.NOT_FIXED, note=words))


def _ignored(note: str) -> Verdict:
    lowered = note.lower()
    was = found[1] if (found := _WAS.search(lowered)) else ""
    if was == "not-affected":
        return _denied(f"ignored: {note}")
    words = f"ignored: {note}" if note else "ignored"
    if not any(phrase in lowered for phrase in _ENDED):
        return Verdict(fix=Fix(state=FixState.WONT_FIX, note=words))
    if was == "ignored":
        return Verdict(fix=Fix(state=FixState.WONT_FIX, note=words))
    return Verdict(fix=Fix(state=FixState.NOT_FIXED if was in _OPEN else FixState.UNKNOWN, note=words))


def _denied(note: str) -> Verdict:
    return Verdict(is_negative=True, fix=Fix(note=note) if note else _NOTHING)


def _is_version(word: str) -> bool:
    """`8.x` and a year alone say something else."""
    return bool(_VERSION.fullmatch(word)) and not word.lower().endswith((".x", "x"))


_NOTHING = Fix()
