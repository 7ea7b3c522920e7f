"""Crates of Rust programs built with cargo-auditable (its PARSING.md and the JSON schema beside it).

A section `.dep-v0` holds zlib-compressed JSON: packages with name, version, source, kind and indexes of dependencies.
"""

import zlib
from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import PackageFact
from mooring.packages.formats.documents import Value, mapping, parse_json, sequence, text
from mooring.packages.formats.sections import Layout

SECTION = ".dep-v0"
MAX_JSON = 8 << 20
"""Where cargo-auditable's own parser stops; the largest programs have 100 KiB."""
MAX_PACKAGES = 50_000


def packages(layout: Layout, path: str) -> Iterator[PackageFact]:
    """A package per crate, with edges; raises ReadError where the section is damaged."""
    section = layout.section(SECTION)
    if section is None or not section.size:
        return
    yield from crates(layout.content[section.offset : section.end], path)


def crates(blob: bytes, path: str) -> Iterator[PackageFact]:
    """A package per crate of a compressed list; raises ReadError where it is damaged."""
    rows = [mapping(row) for row in sequence(mapping(_document(blob)).get("packages"))]
    if len(rows) > MAX_PACKAGES:
        raise ReadError(f"names {len(rows)} crates; the limit is {MAX_PACKAGES}")
    labels = [_label(row) for row in rows]
    for row in rows:
        if text(row.get("name")):
            yield _package(row, labels, path)


def _document(blob: bytes) -> Value:
    try:
        inflater = zlib.decompressobj()
        plain = inflater.decompress(blob, MAX_JSON)
    except zlib.error as error:
        raise ReadError(f"its list of crates is not zlib data: {error}") from None
    if not inflater.eof:
        raise ReadError(f"its list of crates is cut off or larger than {MAX_JSON} bytes")
    return parse_json(plain)


def _package(row: Mapping[str, Value], labels: list[str], path: str) -> PackageFact:
    source = text(row.get("source"))
    is_root = row.get("root") is True
    return PackageFact(
        type="cargo",
        name=text(row.get("name")),
        version=text(row.get("version")),
        scope="build" if row.get("kind") == "build" else "runtime",
        home=path,
        provides=(_label(row),),
        depends=tuple(labels[index] for index in _indexes(row, len(labels))),
        properties={"source": source} if source else {},
        language="rust",
        is_root=is_root,
    )


def _indexes(row: Mapping[str, Value], count: int) -> list[int]:
    found = sequence(row.get("dependencies"))
    return [index for index in found if isinstance(index, int) and 0 <= index < count]


def _label(row: Mapping[str, Value]) -> str:
    """Two versions of one crate often stand in one program, so edges go by name and version."""
    return f"{text(row.get('name'))}@{text(row.get('version'))}"
