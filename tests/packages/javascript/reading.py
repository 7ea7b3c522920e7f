"""Readers applied to small files, for tests."""

import json
from contextlib import suppress

import msgspec
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import LayerFile, Reader


def read(reader: Reader, path: str, content: bytes | str | dict | list) -> list[Fact]:
    """The facts of a file; a dictionary or list is written as JSON with an indentation of two."""
    if isinstance(content, dict | list):
        content = json.dumps(content, indent=2)
    raw = content.encode() if isinstance(content, str) else content
    return list(reader.read(LayerFile(path=path, content=raw)))


def by_name(facts: list[Fact]) -> dict[str, PackageFact]:
    """`name@version` -> package."""
    found = {}
    for fact in facts:
        if isinstance(fact, PackageFact):
            full = f"{fact.namespace}/{fact.name}" if fact.namespace else fact.name
            found[f"{full}@{fact.version}"] = fact
    return found


def edges(facts: list[Fact]) -> set[tuple[str, str]]:
    """Pairs of `name@version` of which the first needs the second, as the facts of one lock file say."""
    packages = by_name(facts)
    offered = {name: key for key, package in packages.items() for name in package.provides}
    return {(key, offered[need]) for key, package in packages.items() for need in package.depends}


def check_hostile(reader: Reader, path: str, content: bytes) -> None:
    """Read what may be anything: only ReadError may come, and facts can be stored."""
    facts = []
    with suppress(ReadError):
        for fact in reader.read(LayerFile(path=path, content=content)):
            facts.append(fact)  # noqa: PERF402 - what came before the error counts
    msgspec.msgpack.encode(facts)


@st.composite
def damaged(draw: st.DrawFn, sample: bytes) -> bytes:
    """Arbitrary bytes, or the sample cut off, or with a piece of it replaced."""
    kind = draw(st.sampled_from(("any", "cut", "mutated")))
    if kind == "any":
        return draw(st.binary(max_size=200))
    start = draw(st.integers(0, len(sample)))
    if kind == "cut":
        return sample[:start]
    end = draw(st.integers(start, min(len(sample), start + 12)))
    return (
        sample[:start]
        + draw(st.binary(max_size=8) | st.sampled_from((b"{", b"[", b'"', b"null", b"1", b":")))
        + sample[end:]
    )
