"""Cargo.lock: the crates that Cargo resolved.

Format: Cargo's `resolver/encode.rs`, versions 1 to 4. Version 1 names dependencies as `name version (source)` and keeps
checksums under `[metadata]`; since version 2 a dependency is only as long as it must be to be told apart. The file says
nothing of development and build dependencies.
"""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_toml, sequence, text
from mooring.packages.formats.lines import LineFinder

Table = Mapping[str, Value]


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per crate with what it needs; those without a source are the project's own."""
    document = parse_toml(file.content)
    # Until 2017 the project itself stood in a table of its own.
    rows = [mapping(row) for row in (document.get("root"), *sequence(document.get("package"))) if mapping(row)]
    if not rows and "package" not in document and "version" not in document:
        raise ReadError("is not a lock file of Cargo: it has neither packages nor a version")
    checksums = mapping(document.get("metadata"))
    lines = LineFinder(file.content)
    needed = {text(need).partition(" ")[0] for row in rows for need in sequence(row.get("dependencies"))}
    for row in rows:
        name = text(row.get("name"))
        if name:
            line = lines.line_of(f'\nname = "{name}"')
            yield _package(row, name, checksums, file.path, line=line, is_needed=name in needed)


def _package(row: Table, name: str, checksums: Table, path: str, *, line: int, is_needed: bool) -> PackageFact:
    version, source = text(row.get("version")), text(row.get("source"))
    checksum = text(row.get("checksum")) or text(checksums.get(f"checksum {name} {version} ({source})"))
    properties = {"source": source, "sha256": "" if checksum == "<none>" else checksum}
    return PackageFact(
        type="cargo",
        name=name,
        version=version,
        home=path,
        provides=_labels(name, version, source),
        depends=tuple(dict.fromkeys(text(need) for need in sequence(row.get("dependencies")) if text(need))),
        qualifiers=_vcs(source),
        properties={label: value for label, value in properties.items() if value},
        line=line,
        language="rust",
        is_installed=False,
        is_root=not source and not is_needed,
    )


def _labels(name: str, version: str, source: str) -> tuple[str, ...]:
    """The ways in which a dependency may name the crate; that of a git source may leave out the commit."""
    short = f"{name} {version}"
    if not source:
        return (short,)
    return tuple(dict.fromkeys((short, f"{short} ({source})", f"{short} ({source.partition('#')[0]})")))


def _vcs(source: str) -> dict[str, str]:
    """`git+<address>?branch=…#<commit>` as purl writes it."""
    if not source.startswith("git+"):
        return {}
    address, _, commit = source.partition("#")
    address = address.partition("?")[0]
    return {"vcs_url": f"{address}@{commit}" if commit else address}


READER = Reader(
    name="cargo-lock",
    version=1,
    claim=Claim(names=("Cargo.lock",), in_images=False),
    read=read,
    summary="Crates that Cargo resolved (Cargo.lock)",
)
