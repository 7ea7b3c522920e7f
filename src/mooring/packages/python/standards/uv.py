"""The lock format of uv, written for projects (`uv.lock`) and for scripts (`script.py.lock`).

Format: uv documentation, "Project structure and files: the lockfile"; version 1. A package has a `source`: `virtual`,
`editable` and `directory` at `.` are the project itself (or, with other paths, members of its workspace). Dependencies
are runtime, `optional-dependencies` by extra, or `dev-dependencies` by group; which packages are for development only
follows from what reaches them.
"""

from collections.abc import Iterator, Mapping

from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import LayerFile
from mooring.packages.formats.documents import Value, mapping, parse_toml, sequence
from mooring.packages.python.standards.lock_tables import package_tables, scopes_by_reach, string
from mooring.packages.python.standards.names import normalised, other_names, without_credentials

Table = Mapping[str, Value]
_LOCAL = ("virtual", "editable")


def locked_packages(file: LayerFile) -> Iterator[Fact]:
    """Yield each package of the lock; the project and its workspace members are roots."""
    document = parse_toml(file.content)
    tables = [
        (table, line) for table, line in package_tables(document, "package", file.content) if string(table.get("name"))
    ]
    scopes = _scopes([table for table, _ in tables], mapping(document.get("manifest")))
    for table, line in tables:
        yield _package(table, file.path, line=line, scope=scopes.get(normalised(string(table.get("name"))), "runtime"))


def _package(table: Table, path: str, *, line: int, scope: str) -> PackageFact:
    name, version = string(table.get("name")), string(table.get("version"))
    source = mapping(table.get("source"))
    git, _, commit = string(source.get("git")).partition("#")
    found = {
        "vcs_url": without_credentials(git),
        "vcs_commit": commit,
        "source_url": without_credentials(string(source.get("url"))),
        "source_path": string(source.get("directory")) or string(source.get("path")),
    }
    return PackageFact(
        type="pypi",
        name=name,
        version=version,
        scope=scope,
        home=path,
        provides=(*other_names(name), f"{normalised(name)}@{version}") if version else other_names(name),
        depends=tuple(dict.fromkeys(_needed(table.get("dependencies")))),
        properties={key: value for key, value in found.items() if value},
        line=line,
        language="python",
        is_installed=False,
        is_root=_is_root(table),
    )


def _is_root(table: Table) -> bool:
    source = mapping(table.get("source"))
    return any(string(source.get(kind)) for kind in _LOCAL) or string(source.get("directory")) == "."


def _needed(value: Value) -> Iterator[str]:
    """Names of a dependency list; where one name has several versions in the lock, uv adds the version meant."""
    for item in sequence(value):
        entry = mapping(item)
        name, version = string(entry.get("name")), string(entry.get("version"))
        if name:
            yield f"{normalised(name)}@{version}" if version else normalised(name)


def _names(value: Value) -> list[str]:
    return [needed.partition("@")[0] for needed in _needed(value)]


def _scopes(tables: list[Table], manifest: Table) -> dict[str, str]:
    """Scope by name. A script's requirements stand in `[manifest]`, a project's in its own package."""
    edges: dict[str, list[str]] = {}
    runtime, optional, dev = _names(manifest.get("requirements")), [], _groups(manifest, "dependency-groups")
    for table in tables:
        name = normalised(string(table.get("name")))
        # An extra of a dependency counts as needed: which extras are asked for is told per edge, and a lock has only
        # those that are.
        edges.setdefault(name, []).extend(_names(table.get("dependencies")))
        if not _is_root(table):
            edges[name].extend(_groups(table, "optional-dependencies"))
            continue
        runtime.append(name)
        optional.extend(_groups(table, "optional-dependencies"))
        dev.extend(_groups(table, "dev-dependencies"))
    return scopes_by_reach(edges, {"runtime": runtime, "optional": optional, "dev": dev})


def _groups(table: Table, field: str) -> list[str]:
    return [name for group in mapping(table.get(field)).values() for name in _names(group)]
