"""Conda's VersionOrder, as its documentation tells it.

An epoch before `!`, a local part after `+`; components between `.` and `_` (`-` where there is no `_`); a component is runs of digits and
of letters, and one that begins with letters has a nought before them. Whatever is missing is nought. Letters are below numbers, `dev`
below all letters, `post` above all numbers; an underscore at the very end is letters of the last component: 1.0.1_ < 1.0.1a < 1.0.1.

Filling with noughts for ever is a total order. In the key a nought knows whether the next thing that is none is below or above it.
"""

import re

from mooring.versions.keys.numbers import NUMBERS
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion, VersionScheme

_VERSION = re.compile(r"(?:([0-9]+)!)?([0-9a-z._-]+)(?:\+([0-9a-z._-]+))?", re.ASCII)
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_SEPARATOR = re.compile(r"[._]")
_RUN = re.compile(r"[0-9]+|[^0-9]+")

_WORD = b"\x01"
_ZERO_BELOW = b"\x02"
_EMPTY_BELOW = b"\x03"
_END = b"\x04"
_EMPTY_ABOVE = b"\x05"
_POST = b"\xf1"


def key(text: str) -> bytes:
    """The sort key of a version. Raises InvalidVersion."""
    if len(text) > MAX_VERSION_CHARACTERS:
        raise InvalidVersion(f"{text[:80]!r}… has more than {MAX_VERSION_CHARACTERS} characters")
    if _PLAIN.fullmatch(text):
        return NUMBERS["0"] + _plain(text.split(".")) + _END + _END
    found = _VERSION.fullmatch(text.strip().lower())
    if found is None:
        raise InvalidVersion(f"{text[:80]!r} is no conda version")
    epoch, version, local = found.groups()
    return (
        NUMBERS[epoch or "0"]
        + _code(_components(version, text))
        + _END
        + _code(_components(local, text) if local else [])
        + _END
    )


def _plain(numbers: list[str]) -> bytes:
    while numbers and not numbers[-1].strip("0"):
        numbers.pop()
    return b"".join(NUMBERS[number] + _END if number.strip("0") else _EMPTY_ABOVE for number in numbers)


def _components(part: str, text: str) -> list[list[str]]:
    """The runs of each component, without noughts at the end."""
    if "-" in part:
        if "_" in part:
            raise InvalidVersion(f"{text[:80]!r} has both - and _ between its components")
        part = part.replace("-", "_")
    is_open = part.endswith("_")
    components = _SEPARATOR.split(part[:-1] if is_open else part)
    if is_open:
        components[-1] += "_"
    if not all(components) or components[-1] == "_":
        raise InvalidVersion(f"{text[:80]!r} has an empty component")
    return [_runs(component) for component in components]


def _runs(component: str) -> list[str]:
    runs: list[str] = _RUN.findall(component)
    if not runs[0].isdigit():
        runs.insert(0, "0")
    while runs and not runs[-1].strip("0"):
        runs.pop()
    return runs


def _code(components: list[list[str]]) -> bytes:
    """The codes of the runs, made from the end because a nought depends on what follows it."""
    while components and not components[-1]:
        components.pop()
    codes: list[bytes] = []
    is_below = False
    for runs in reversed(components):
        if not runs:
            codes.append(_EMPTY_BELOW if is_below else _EMPTY_ABOVE)
            continue
        codes.append(_END)
        for run in reversed(runs):
            if not run.strip("0"):
                codes.append(_ZERO_BELOW if is_below else NUMBERS["0"])
            else:
                codes.append(_run_code(run))
                is_below = codes[-1] < _END
    codes.reverse()
    return b"".join(codes)


def _run_code(run: str) -> bytes:
    if run.isdigit():
        return NUMBERS[run]
    if run == "post":
        return _POST
    word = "DEV" if run == "dev" else run  # Upper case is below the underscore and all letters.
    return b"%b%b\0" % (_WORD, word.encode())


SCHEME = VersionScheme(
    name="conda",
    key=key,
    summary="conda's VersionOrder: epoch, local part, letters below numbers, dev lowest, post highest",
)
