"""Readers of lock files applied to small texts, for the tests of the smaller ecosystems."""

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import LayerFile, Reader


def read(reader: Reader, path: str, content: bytes | str) -> list[Fact]:
    """The facts of a file."""
    return list(reader.read(_file(path, content)))


def read_until_error(reader: Reader, path: str, content: bytes | str) -> tuple[list[Fact], str]:
    """The facts of a damaged file, and what the reader then said; empty where it said nothing."""
    facts: list[Fact] = []
    try:
        facts.extend(reader.read(_file(path, content)))
    except ReadError as error:
        return facts, error.message
    return facts, ""


def by_name(facts: list[Fact]) -> dict[str, PackageFact]:
    """`namespace/name@version` -> package."""
    return {
        f"{fact.namespace}/{fact.name}@{fact.version}" if fact.namespace else f"{fact.name}@{fact.version}": fact
        for fact in facts
        if isinstance(fact, PackageFact)
    }


def edges(facts: list[Fact]) -> set[tuple[str, str]]:
    """Pairs of `name@version` of which the first needs the second, as the facts of one lock file say."""
    packages = by_name(facts)
    offered = {name: key for key, package in packages.items() for name in (package.name, *package.provides)}
    return {(key, offered[need]) for key, package in packages.items() for need in package.depends if need in offered}


def _file(path: str, content: bytes | str) -> LayerFile:
    return LayerFile(path=path, content=content.encode() if isinstance(content, str) else content)
