"""Composer: what its VersionParser normalises, in the order of PHP's version_compare.

    1.0.x-dev    the tip of a branch: above every 1.0.N, below 1.1
    1.0-dev < 1.0-alpha < 1.0-alpha1 < 1.0-beta2-dev < 1.0-beta2 < 1.0-RC1 < 1.0 = 1.0-stable = v1.0.0.0 < 1.0-patch1 = 1.0p1

Branches by name (`dev-main`, `dev-feature/x`, `master`) have no place among versions and are refused: no range holds them, and none can
clear them either. `7.x-1.5`, Drupal's way of old, is 1.5. Trailing zeros of dates are nothing here too; to Composer 2010-01-02 and
2010.01.02 are two versions.
"""

import re

from mooring.versions.keys.numbers import NUMBERS
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion, VersionScheme

_MODIFIER = r"(?:[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?[0-9]+)*+))?([.-]?dev)?)"
_VERSION = re.compile(
    r"(?:[678]\.x-)?v?([0-9]+(?:[.:-][0-9]+)*+)" + _MODIFIER + r"(?:@[a-z]+)?(?:\+[^\s+]*)?", re.ASCII | re.IGNORECASE
)
_PLAIN = re.compile(r"[vV]?([0-9]+(?:\.[0-9]+)*)")
_BRANCH = re.compile(r"v?([0-9]+(?:\.[0-9]+)*)((?:\.[x*])+)(?:-dev)", re.ASCII | re.IGNORECASE)
_RUN = re.compile(r"[0-9]+")
_MODIFIERS = {
    "alpha": b"\x02", "a": b"\x02", "beta": b"\x03", "b": b"\x03", "rc": b"\x04",
    "patch": b"\x06", "pl": b"\x06", "p": b"\x06",
}  # fmt: skip
_DEV, _END = b"\x01", b"\x05"
_TIP = b"\xf0"
"""Above every number at its place."""


def key(text: str) -> bytes:
    """The sort key of a version. Raises InvalidVersion, for a branch by name too."""
    if len(text) > MAX_VERSION_CHARACTERS:
        raise InvalidVersion(f"{text[:80]!r}… has more than {MAX_VERSION_CHARACTERS} characters")
    if plain := _PLAIN.fullmatch(text):
        return _numbers(plain[1].split(".")) + _END
    text = text.strip()
    if branch := _BRANCH.fullmatch(text):
        return b"".join(map(NUMBERS.__getitem__, branch[1].split("."))) + _TIP + _DEV
    found = _VERSION.fullmatch(text)
    if found is None:
        kind = "names a branch" if text.lower().startswith("dev-") else "is no Composer version"
        raise InvalidVersion(f"{text[:80]!r} {kind}")
    numbers, modifier, counts, dev = found.groups()
    code = _numbers(_RUN.findall(numbers))
    modifier = (modifier or "stable").lower()
    if modifier == "stable":
        return code + (_DEV if dev else _END)
    code += _MODIFIERS[modifier] + b"".join(map(NUMBERS.__getitem__, _RUN.findall(counts)))
    return code + (_DEV if dev else _END)


def _numbers(parts: list[str]) -> bytes:
    while parts and not parts[-1].strip("0"):
        parts.pop()
    return b"".join(map(NUMBERS.__getitem__, parts))


SCHEME = VersionScheme(
    name="composer",
    key=key,
    summary="Composer's normalised versions; `dev-` branches are no versions, `1.0.x-dev` is above every 1.0",
)
