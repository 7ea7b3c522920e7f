"""How near two versions are: what tells the lines that a distribution keeps in parallel (kernels 5.4 and 5.10, minor releases of
Red Hat) from one another."""

import re
from itertools import takewhile

_PARTS = re.compile(r"[0-9]+|[A-Za-z]+|~")
_MAX_CHARACTERS = 200
FAR = (-1, -1)


def closeness(version: str, other: str, *, with_release: bool = False) -> tuple[int, int]:
    """The numbers of leading parts that two upstream versions and two releases share; epochs do not count, and releases only on demand."""
    mine, its = _split(version), _split(other)
    return _shared(mine[0], its[0]), _shared(mine[1], its[1]) if with_release else 0


def is_same_stream(version: str, others: tuple[str, ...]) -> bool:
    """Whether the first two numbers of a version are those of one of the others; True where there is no other."""
    return not others or any(_split(version)[0][:2] == _split(other)[0][:2] for other in others)


def _shared(mine: list[str], its: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(mine, its, strict=False)))


def _split(version: str) -> tuple[list[str], list[str]]:
    """The parts of the upstream version, and those of the release."""
    rest = version[:_MAX_CHARACTERS].rpartition(":")[2]
    upstream, dash, release = rest.rpartition("-")
    return _parts(upstream if dash else rest), _parts(release if dash else "")


def _parts(text: str) -> list[str]:
    return [part.lstrip("0") or "0" if part.isdigit() else part for part in _PARTS.findall(text)]
