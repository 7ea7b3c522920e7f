"""Finding what is about a package by its name, so that thousands of rules and products cost no more than a few.

The index may give too much, never too little: whether something really fits is decided elsewhere.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from mooring.model.package import Package
from mooring.vulns.suppression.globs import is_glob
from mooring.vulns.suppression.images import IMAGE_TYPES, purl_of

Item = TypeVar("Item")
_SEPARATORS = re.compile(r"[-_.]+")
_WIDE = (*IMAGE_TYPES, "generic", "rpmmod")
"""Purl types that may name something larger than a package."""


class NameIndex(Generic[Item]):
    """Items by the names of packages; some are looked at whatever the package."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[Item]] = {}
        self._others: list[Item] = []

    def add(self, item: Item, names: Iterable[str]) -> None:
        """Keep an item under names; where one of them is empty, or there is none, it is given for every package."""
        keys = {_folded(name) if name else "" for name in names}
        if not keys or "" in keys:
            self._others.append(item)
            return
        for key in keys:
            self._by_name.setdefault(key, []).append(item)

    def about(self, package: Package) -> Iterator[Item]:
        """The items that may be about a package by its own names."""
        for key in names_of_package(package):
            yield from self._by_name.get(key, ())

    @property
    def others(self) -> tuple[Item, ...]:
        """The items that may be about every package."""
        return tuple(self._others)


def names_of_package(package: Package) -> frozenset[str]:
    """The names that a package may be kept under."""
    purl = purl_of(package.purl)
    names = (package.name, package.source_name, package.name.rpartition(":")[2], purl.name if purl is not None else "")
    return frozenset(_folded(name) for name in names if name)


def name_of_pattern(pattern: str) -> str:
    """The name that an exception's `package` is about; empty where it is a glob or an address."""
    if pattern.startswith("pkg:"):
        return name_of_identifier(pattern)
    return "" if is_glob(pattern) or "://" in pattern else pattern


def name_of_identifier(identifier: str) -> str:
    """The name of the package that a purl is about; empty for everything else."""
    purl = purl_of(identifier) if identifier.startswith("pkg:") else None
    return purl.name if purl is not None and purl.type not in _WIDE else ""


def _folded(name: str) -> str:
    """A name in the loosest sense that any ecosystem treats as equal."""
    return _SEPARATORS.sub("-", name.lower().removesuffix(".git"))
