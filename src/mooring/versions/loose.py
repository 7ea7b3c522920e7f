"""The last resort, for versions of which no scheme is known.

What comes before the first digit (`v`, `release-`, `openssl-`) does not count; the rest is runs of digits and of letters, whatever stands
between them. Runs of digits are numbers, and zeros before a word or the end are nothing (1.2 = 1.2.0). Case does not matter. At the same
place sort, from old to new:

1. what follows a tilde;
2. pre-release words: dev, nightly < snapshot < alpha < beta < milestone < pre, preview, ea < rc; `a`, `b` and `m` too, with a number
   right behind them (1.0b2, 3.0.0-M1);
3. the end; `final`, `ga`, `release`, `stable` and `lts` are nothing;
4. words that count patches: p, pl, sp, u, r, patch, update, fix, post, … (9.3p1, 8u401);
5. other letters by the alphabet (1.1.1k, 1.0.2zh);
6. numbers.

No tool defines this order. A match that rests on it is a guess, and says so. Texts without a digit and commit hashes have no order.
"""

import re

from mooring.versions.keys.jvm import without_jvm_build
from mooring.versions.keys.numbers import NUMBERS
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion, VersionScheme

_TOKEN = re.compile(r"[0-9]+|[abm][0-9]+|[a-z]+|~")
_DIGIT = re.compile(r"[0-9]")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_HASH = re.compile(r"(?=[0-9a-f]*[a-f])(?:[0-9a-f]{40}|[0-9a-f]{64})")

_END, _PATCH, _WORD = b"\x08", b"\x09", b"\x0a"
_NOTHING = b""
_RANKS = {
    "~": b"\x01",
    "dev": b"\x02", "devel": b"\x02", "nightly": b"\x02",
    "snapshot": b"\x03",
    "alpha": b"\x04",
    "beta": b"\x05",
    "milestone": b"\x06\x01",
    "pre": b"\x06\x02", "preview": b"\x06\x02", "prerelease": b"\x06\x02", "ea": b"\x06\x02",
    "rc": b"\x07", "cr": b"\x07", "candidate": b"\x07",
    **dict.fromkeys(("final", "ga", "release", "stable", "lts"), _NOTHING),
    **dict.fromkeys(("p", "pl", "sp", "u", "r", "rev", "patch", "update", "fix", "hotfix", "post", "build"), _PATCH),
}  # fmt: skip
_COUNTED = {"a": _RANKS["alpha"], "b": _RANKS["beta"], "m": _RANKS["milestone"]}


def key(text: str) -> bytes:
    """The sort key of a version. Raises InvalidVersion for text without digits and for commit hashes."""
    if len(text) > MAX_VERSION_CHARACTERS:
        raise InvalidVersion(f"{text[:80]!r}… has more than {MAX_VERSION_CHARACTERS} characters")
    if _PLAIN.fullmatch(text):
        return b"".join(map(NUMBERS.__getitem__, _significant(text.split(".")))) + _END
    folded = text.lower().strip()
    first = _DIGIT.search(folded)
    if first is None or _HASH.fullmatch(folded):
        raise InvalidVersion(f"{text[:80]!r} has no number that could be compared")
    return _code(_TOKEN.findall(folded, first.start()))


def _significant(numbers: list[str]) -> list[str]:
    while numbers and not numbers[-1].strip("0"):
        numbers.pop()
    return numbers


def _code(tokens: list[str]) -> bytes:
    """The tokens in order, zeros before a word left out."""
    code = bytearray()
    numbers: list[str] = []
    for token in tokens:
        if token.isdigit():
            numbers.append(token)
            continue
        rank, counted = _rank(token)
        if rank != _NOTHING:
            code += b"".join(map(NUMBERS.__getitem__, _significant(numbers))) + rank
            numbers = [counted] if counted else []
    return bytes(code + b"".join(map(NUMBERS.__getitem__, _significant(numbers))) + _END)


def _rank(word: str) -> tuple[bytes, str]:
    """Where a word sorts, and the number that is part of it (`b2`)."""
    if word[-1].isdigit():
        return _COUNTED[word[0]], word[1:]
    rank = _RANKS.get(word)
    return (b"%b%b\0" % (_WORD, word.encode()) if rank is None else rank), ""


SCHEME = VersionScheme(
    name="loose",
    key=key,
    for_matching=without_jvm_build,
    summary="the last resort: runs of digits and letters, pre-release words below the release, patch levels above it",
)
