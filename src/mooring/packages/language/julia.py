"""Lock files of Julia environments: Manifest.toml.

Format: Pkg documentation, "Manifest.toml", formats 1.0 (packages at the top level) and 2.0 (under `deps`). A name may
stand for several packages with different UUIDs; then dependencies are given as a table of name to UUID. Standard
libraries have no version of their own (until Julia 1.11): theirs is that of Julia.
"""

from collections.abc import Iterator, Mapping

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_toml, sequence
from mooring.packages.formats.lines import LineFinder
from mooring.packages.python.standards.names import without_credentials


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield each package of the manifest."""
    document = parse_toml(file.content)
    is_nested = _text(document, "manifest_format").startswith("2") or isinstance(document.get("deps"), dict)
    lines = LineFinder(file.content)
    for name, entries in mapping(document.get("deps") if is_nested else document).items():
        for entry in sequence(entries):
            if mapping(entry):
                line = lines.line_of(f"[[deps.{name}]]" if is_nested else f"[[{name}]]")
                yield _package(
                    name, mapping(entry), file.path, line=line, julia_version=_text(document, "julia_version")
                )


def _package(name: str, entry: Mapping[str, Value], path: str, *, line: int, julia_version: str) -> PackageFact:
    uuid, tree, source_path = _text(entry, "uuid"), _text(entry, "git-tree-sha1"), _text(entry, "path")
    is_standard = not tree and not source_path
    found = {
        "git_tree_sha1": tree,
        "vcs_url": without_credentials(_text(entry, "repo-url")),
        "vcs_revision": _text(entry, "repo-rev"),
        "source_path": source_path,
    }
    return PackageFact(
        type="julia",
        name=name,
        version=_text(entry, "version") or (julia_version if is_standard else ""),
        home=path,
        provides=(uuid,) if uuid else (),
        depends=_needed(entry.get("deps")),
        qualifiers={"uuid": uuid} if uuid else {},
        properties={field: value for field, value in found.items() if value},
        line=line,
        language="julia",
        is_installed=False,
    )


def _needed(value: Value) -> tuple[str, ...]:
    """Names of a list, UUIDs of a table."""
    items = mapping(value).values() if isinstance(value, dict) else sequence(value)
    return tuple(item for item in items if isinstance(item, str))


def _text(table: Mapping[str, Value], field: str) -> str:
    value = table.get(field)
    return value.strip() if isinstance(value, str) else ""


READER = Reader(
    name="julia-manifest",
    version=1,
    claim=Claim(
        suffixes=(".toml",),
        pattern=r"(?:^|/)(?:Julia)?Manifest(?:-v[0-9.]+)?\.toml$",
        in_images=False,
    ),
    read=read,
    summary="Lock files of Julia environments (Manifest.toml)",
)
