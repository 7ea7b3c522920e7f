"""PEP 440, the versions of Python packages.

The key follows "Summary of permitted suffixes and relative ordering" in every spelling that the specification's appendix B accepts. Texts
that only the time before PEP 440 knew (`2004d`, `0.1-bulbasaur`) are refused: their order was never agreed, and advisories name them one
by one where they matter.
"""

import re

from mooring.versions.keys.numbers import NUMBERS
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion, VersionScheme

_VERSION = re.compile(
    r"\s*v?(?:([0-9]+)!)?([0-9]+(?:\.[0-9]+)*)"
    r"(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]*))?"
    r"(?:-([0-9]+)|[-_.]?(post|rev|r)[-_.]?([0-9]*))?"
    r"(?:[-_.]?(dev)[-_.]?([0-9]*))?"
    r"(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*",
    re.ASCII | re.IGNORECASE,
)
_LOCAL_SEPARATOR = re.compile(r"[-_.]")

# After the release, in this order; all sort below the first byte of a number.
_ONLY_DEV = b"\x01"
_PRE = {
    "a": b"\x02", "alpha": b"\x02", "b": b"\x03", "beta": b"\x03",
    "rc": b"\x04", "c": b"\x04", "pre": b"\x04", "preview": b"\x04",
}  # fmt: skip
_NO_PRE = b"\x05"
_NO_POST, _POST = b"\x06", b"\x07"
_DEV, _NO_DEV = b"\x08", b"\x09"
_LOCAL_WORD = b"\x0a"
_FINAL = _NO_PRE + _NO_POST + _NO_DEV


def key(text: str) -> bytes:
    """The sort key of a version, its local part included. Raises InvalidVersion."""
    found = _VERSION.fullmatch(text) if len(text) <= MAX_VERSION_CHARACTERS else None
    if found is None:
        raise InvalidVersion(f"{text[:80]!r} is no version by PEP 440")
    epoch, release, pre, pre_number, implied_post, post, post_number, dev, dev_number, local = found.groups()
    parts = release.split(".")
    while parts and not parts[-1].strip("0"):
        parts.pop()
    code = NUMBERS[epoch or "0"] + b"".join(map(NUMBERS.__getitem__, parts))
    if pre or post or implied_post or dev:
        code += _suffix(
            pre,
            pre_number,
            implied_post if implied_post else post_number if post else None,
            dev_number if dev else None,
        )
    else:
        code += _FINAL
    return code + _local(local) if local else code


def without_local(text: str) -> str:
    """The version without its local part (`+cu118`, `+dfsg1`), which an advisory's bound does not know."""
    return text.partition("+")[0]


def _suffix(pre: str | None, pre_number: str | None, post: str | None, dev: str | None) -> bytes:
    """The code of what stands behind the release; a missing number is zero, a missing part is None."""
    if pre is not None:
        code = _PRE[pre.lower()] + NUMBERS[pre_number or "0"]
    elif post is None and dev is not None:
        code = _ONLY_DEV
    else:
        code = _NO_PRE
    code += _NO_POST if post is None else _POST + NUMBERS[post or "0"]
    return code + (_NO_DEV if dev is None else _DEV + NUMBERS[dev or "0"])


def _local(local: str) -> bytes:
    """The code of a local part: numbers above words, words without case."""
    segments = _LOCAL_SEPARATOR.split(local.lower())
    return b"".join(NUMBERS[part] if part.isdigit() else b"%b%b\0" % (_LOCAL_WORD, part.encode()) for part in segments)


SCHEME = VersionScheme(
    name="pep440",
    key=key,
    for_matching=without_local,
    summary="PEP 440; the local part of an installed version is ignored",
)
