"""How near two versions are: what tells the lines that a distribution keeps in parallel (kernels 5.4 and 5.10) from one another."""

import re

_PARTS = re.compile(r"[0-9]+|[A-Za-z]+|~")
_MAX_CHARACTERS = 200


def closeness(version: str, other: str) -> int:
    """The number of leading parts that two upstream versions share; epoch and release do not count."""
    shared = 0
    for mine, its in zip(_parts(version), _parts(other), strict=False):
        if mine != its:
            break
        shared += 1
    return shared


def is_same_stream(version: str, others: tuple[str, ...]) -> bool:
    """Whether the first two numbers of a version are those of one of the others; True where there is no other."""
    return not others or any(_parts(version)[:2] == _parts(other)[:2] for other in others)


def _parts(version: str) -> list[str]:
    upstream = version[:_MAX_CHARACTERS].rpartition(":")[2]
    head, dash, _ = upstream.rpartition("-")
    return [part.lstrip("0") or "0" if part.isdigit() else part for part in _PARTS.findall(head if dash else upstream)]
