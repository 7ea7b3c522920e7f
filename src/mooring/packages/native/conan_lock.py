"""conan.lock: the packages that Conan resolved.

Format: Conan 1 (version 0.0 to 0.4) writes a graph, `graph_lock.nodes`, whose nodes have a `ref` (or `pref`) and name
what they require by number; until 0.3 `requires` was a map of reference to number. Conan 2 (version 0.5) writes plain
lists of references, without edges. Nodes of the context `build` are tools.
"""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json, sequence, text
from mooring.packages.formats.lines import LineFinder
from mooring.packages.native.conan.reference import conan_package

_LISTS = (
    ("requires", "runtime"),
    ("build_requires", "build"),
    ("python_requires", "build"),
    ("config_requires", "build"),
)


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per node or reference; what has no name is passed over."""
    document = mapping(parse_json(file.content))
    nodes = mapping(mapping(document.get("graph_lock")).get("nodes"))
    if not nodes and not any(name in document for name, _ in _LISTS) and "graph_lock" not in document:
        raise ReadError("is not a lock file of Conan: it has neither nodes nor requires")
    lines = LineFinder(file.content)
    yield from _of_graph(nodes, file.path, lines)
    for field, scope in _LISTS:
        for entry in sequence(document.get(field)):
            reference = text(entry)
            fact = conan_package(reference, home=file.path, scope=scope, line=lines.line_of(f'"{reference}"'))
            if fact is not None:
                yield fact


def _of_graph(nodes: Mapping[str, Value], path: str, lines: LineFinder) -> Iterator[PackageFact]:
    edges = {label: (_required(node, "requires"), _required(node, "build_requires")) for label, node in nodes.items()}
    needed = {target for runtime, build in edges.values() for target in (*runtime, *build)}
    only_built_with = {target for _, build in edges.values() for target in build}
    only_built_with -= {target for runtime, _ in edges.values() for target in runtime}
    for label, row in nodes.items():
        node = mapping(row)
        reference = text(node.get("pref")) or text(node.get("ref"))
        is_tool = text(node.get("context")) == "build" or label in only_built_with
        fact = conan_package(
            reference,
            home=path,
            scope="build" if is_tool else "runtime",
            provides=(f"node {label}",),
            depends=tuple(f"node {target}" for target in dict.fromkeys((*edges[label][0], *edges[label][1]))),
            line=lines.line_of(f'"{reference}"') if reference else 0,
            is_root=label not in needed and "path" in node,
        )
        if fact is not None:
            yield fact


def _required(node: Value, field: str) -> tuple[str, ...]:
    given = mapping(node).get(field)
    return tuple(text(target) for target in (sequence(given) or tuple(mapping(given).values())) if text(target))


READER = Reader(
    name="conan-lock",
    version=1,
    claim=Claim(names=("conan.lock",), in_images=False),
    read=read,
    summary="Packages that Conan resolved (conan.lock)",
)
