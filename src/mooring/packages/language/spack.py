"""Packages installed by Spack: `.spack/spec.json` in the prefix of each.

Format: Spack's concrete spec, versions 1 to 5: a list of nodes, the first of which is the package of this prefix; the
others are what it was built from and needs, each with a spec.json in its own prefix where it is installed. Listing them
here would show every package once for each that needs it, and compilers that were left out of the image as present.
Nodes with `external` belong to the system.
"""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json, sequence

_AT_RUN_TIME = frozenset({"link", "run"})


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package of the prefix; it is offered to the whole image by its hash, which alone tells builds apart."""
    nodes = sequence(mapping(mapping(parse_json(file.content)).get("spec")).get("nodes"))
    node = mapping(nodes[0]) if nodes else {}
    name = _text(node, "name")
    if not name:
        raise ReadError("has no node with a name")
    if node.get("external"):
        return
    prefix = file.folder.rpartition("/")[0]
    digest = _text(node, "hash")
    yield PackageFact(
        type="spack",
        name=name,
        version=_text(node, "version"),
        key=f"spack:{prefix}",
        provides=(digest,) if digest else (),
        depends=tuple(_needed(node.get("dependencies"))),
        properties=_properties(node),
    )


def _needed(value: Value) -> Iterator[str]:
    """Hashes of what is needed at run time. Version 1 has a mapping by name, and the kinds have moved twice."""
    entries = mapping(value).values() if isinstance(value, dict) else sequence(value)
    for item in entries:
        entry = mapping(item)
        kinds = entry.get("type") or mapping(entry.get("parameters")).get("deptypes")
        if _text(entry, "hash") and (not sequence(kinds) or any(kind in _AT_RUN_TIME for kind in _texts(kinds))):
            yield _text(entry, "hash")


def _texts(value: Value) -> Iterator[str]:
    return (item for item in sequence(value) if isinstance(item, str))


def _properties(node: Mapping[str, Value]) -> dict[str, str]:
    platform, compiler = mapping(node.get("arch")), mapping(node.get("compiler"))
    target = platform.get("target")
    found = {
        "hash": _text(node, "hash"),
        "repository": _text(node, "namespace"),
        "platform_os": _text(platform, "platform_os"),
        "target": target if isinstance(target, str) else _text(mapping(target), "name"),
        "compiler": "@".join(part for part in (_text(compiler, "name"), _text(compiler, "version")) if part),
    }
    return {name: value for name, value in found.items() if value}


def _text(table: Mapping[str, Value], field: str) -> str:
    value = table.get(field)
    return value.strip() if isinstance(value, str) else ""


READER = Reader(
    name="spack",
    version=1,
    claim=Claim(names=("spec.json",), pattern=r"(?:^|/)\.spack/spec\.json$"),
    read=read,
    summary="Packages installed by Spack (.spack/spec.json)",
)
