"""The SBOM inside GraalVM native images (GraalVM reference manual, "Embed an SBOM in a native executable").

`--enable-sbom` puts a gzip-compressed CycloneDX document into the image heap; the dynamic symbol `sbom` says where and
`sbom_length` how long (a 64-bit number).
"""

import struct
import zlib
from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import DocumentFact, Fact, PackageFact
from mooring.model.purl import parse_purl
from mooring.packages.formats.documents import Value, mapping, parse_json, sequence, text
from mooring.packages.formats.sections import Layout, Section

HEAP_SECTION = ".svm_heap"
MAX_JSON = 16 << 20
MAX_COMPONENTS = 100_000
MAX_SYMBOLS = 500_000
_LANGUAGES = {"maven": "java", "npm": "javascript", "pypi": "python", "golang": "go", "cargo": "rust"}


def packages(layout: Layout, path: str) -> Iterator[Fact]:
    """A package per component, and the document; nothing where the image carries none."""
    blob = _compressed(layout)
    if not blob:
        return
    document = mapping(_document(blob))
    rows = [mapping(row) for row in sequence(document.get("components"))[:MAX_COMPONENTS]]
    edges = _edges(document)
    count = 0
    for row in rows:
        fact = _package(row, edges, path)
        if fact is not None:
            count += 1
            yield fact
    main = mapping(mapping(document.get("metadata")).get("component"))
    yield DocumentFact(format="cyclonedx-json", name=text(main.get("name")), package_count=count)


def _compressed(layout: Layout) -> bytes:
    start, length_at = _symbols(layout)
    if start is None or length_at is None or length_at + 8 > len(layout.content):
        return b""
    length = struct.unpack_from(layout.byte_order + "Q", layout.content, length_at)[0]
    return layout.content[start : start + min(length, MAX_JSON)]


def _symbols(layout: Layout) -> tuple[int | None, int | None]:
    """File offsets of `sbom` and `sbom_length`."""
    found: dict[str, int | None] = {}
    for table, names in ((".dynsym", ".dynstr"), (".symtab", ".strtab"), ("symbols", "symbol_names")):
        entries, texts = layout.section(table), layout.section(names)
        if entries is None or texts is None:
            continue
        for name, address in _entries(layout, entries, texts, is_elf=table.startswith(".")):
            if name not in found:
                found[name] = layout.offset_of(address)
            if len(found) == 2:
                return found["sbom"], found["sbom_length"]
    return found.get("sbom"), found.get("sbom_length")


def _entries(layout: Layout, entries: Section, texts: Section, *, is_elf: bool) -> Iterator[tuple[str, int]]:
    """Name and address of the symbols that matter. Found by text: one pass over a large table."""
    prefix = b"" if is_elf else b"_"
    wanted = {}
    for name in ("sbom", "sbom_length"):
        at = layout.content.find(b"\0" + prefix + name.encode() + b"\0", texts.offset, texts.end)
        if at >= 0:
            wanted[at + 1 - texts.offset] = name
    if not wanted:
        return
    if is_elf:
        form = "IBBHQQ" if layout.pointer_size == 8 else "IIIBBH"
        value = 4 if layout.pointer_size == 8 else 1
    else:
        form, value = "IBBHQ" if layout.pointer_size == 8 else "IBBHI", 4
    row = struct.Struct(layout.byte_order + form)
    count = min(entries.size // row.size, MAX_SYMBOLS)
    for index in range(count):
        fields = row.unpack_from(layout.content, entries.offset + index * row.size)
        if fields[0] in wanted:
            yield wanted[fields[0]], fields[value]


def _document(blob: bytes) -> Value:
    try:
        inflater = zlib.decompressobj(31)
        plain = inflater.decompress(blob, MAX_JSON)
    except zlib.error as error:
        raise ReadError(f"its SBOM is not gzip data: {error}") from None
    if not inflater.eof:
        raise ReadError(f"its SBOM is cut off or larger than {MAX_JSON} bytes")
    return parse_json(plain)


def _edges(document: Mapping[str, Value]) -> dict[str, tuple[str, ...]]:
    rows = [mapping(row) for row in sequence(document.get("dependencies"))[:MAX_COMPONENTS]]
    return {
        text(row.get("ref")): tuple(text(ref) for ref in sequence(row.get("dependsOn")) if text(ref)) for row in rows
    }


def _package(row: Mapping[str, Value], edges: dict[str, tuple[str, ...]], path: str) -> PackageFact | None:
    name, reference = text(row.get("name")), text(row.get("bom-ref"))
    if not name:
        return None
    kind, namespace, qualifiers = "generic", text(row.get("group")), {}
    try:
        purl = parse_purl(text(row.get("purl")))
        kind, namespace, name, qualifiers = purl.type, purl.namespace, purl.name, purl.qualifiers
    except ReadError:
        kind = "maven" if namespace else kind
    return PackageFact(
        type=kind,
        namespace=namespace,
        name=name,
        version=text(row.get("version")),
        licenses=tuple(_licenses(row)),
        home=path,
        provides=(reference,) if reference else (),
        depends=edges.get(reference, ()) if reference else (),
        qualifiers=qualifiers,
        language=_LANGUAGES.get(kind, ""),
    )


def _licenses(row: Mapping[str, Value]) -> Iterator[str]:
    for choice in sequence(row.get("licenses")):
        declared = mapping(mapping(choice).get("license"))
        name = text(declared.get("id")) or text(declared.get("name")) or text(mapping(choice).get("expression"))
        if name:
            yield name
