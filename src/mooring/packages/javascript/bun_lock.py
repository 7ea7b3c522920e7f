"""bun.lock, the text lock file of Bun 1.1.39 and later. The binary bun.lockb before it is refused with what to do.

Format: bun.com/docs/install/lockfile and `src/install/lockfile/bun.lock.zig`: JSON with trailing commas. `packages`
maps the place of a package in the tree (`a/b` lies in the node_modules of `a`) to a list: `name@version`, for one of a
registry its address, then the dependencies, then the integrity. A package of git, a tarball or a folder has its source
where the version would be.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact, Scope
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import (
    Value,
    mapping,
    parse_json,
    parse_json_with_comments,
    sequence,
    text,
)
from mooring.packages.formats.lines import LineFinder
from mooring.packages.javascript.manifests.names import is_name, source_qualifiers, split_name, split_spec
from mooring.packages.javascript.manifests.scopes import KINDS, scopes_of

_BINARY = b"#!/usr/bin/env bun"
_TRAILING_COMMA = re.compile(rb",[ \t\r]*\n\s*(?=[}\]])")
"""A string cannot hold a line feed, so this is never inside one."""
_LOCAL = ("workspace:", "link:", "root:")
_MAX_PLACES = 64
_LONGEST = 1024


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per place in the tree, and per member of the workspace that has a version."""
    if file.name == "bun.lockb" or file.content.startswith(_BINARY):
        raise ReadError("is Bun's binary lock file; `bun install --save-text-lockfile` writes it as text (bun.lock)")
    document = _document(file.content)
    workspaces = {path: mapping(value) for path, value in mapping(document.get("workspaces")).items()}
    given = mapping(document.get("packages"))
    packages = {place: sequence(value) for place, value in given.items() if len(place) <= _LONGEST}
    needs = {place: _needs(place, _metadata(item), packages) for place, item in packages.items()}
    optional = {
        place: _targets(place, _metadata(item), "optionalDependencies", packages) for place, item in packages.items()
    }
    scopes = scopes_of(_direct(workspaces, packages), needs, optional)
    lines = LineFinder(file.content)
    for path, fields in workspaces.items():
        line = lines.line_of(f'"{path}": {{')
        direct = tuple(target for field in KINDS for target in _targets(_name(fields), fields, field, packages))
        if member := _member(file.path, path, fields, line, tuple(dict.fromkeys(direct))):
            yield member
    for place, item in packages.items():
        line = lines.line_of(f'"{place}": [')
        peers = _targets(place, _metadata(item), "peerDependencies", packages)
        depends = tuple(dict.fromkeys((*needs[place], *optional[place], *peers)))
        if found := _package(file.path, place, item, line, depends, scopes.get(place, "runtime")):
            yield found


def _package(
    path: str, place: str, item: Sequence[Value], line: int, depends: tuple[str, ...], scope: Scope
) -> PackageFact | None:
    full_name, version = split_spec(text(item[0]) if item else "")
    if not is_name(full_name) or version.startswith(_LOCAL):
        return None
    namespace, name = split_name(full_name)
    is_foreign = ":" in version
    last = text(item[-1])
    return PackageFact(
        type="npm",
        name=name,
        namespace=namespace,
        version="" if is_foreign else version,
        scope=scope,
        home=path,
        provides=(f"bun:{place}",),
        depends=tuple(f"bun:{target}" for target in depends),
        qualifiers=source_qualifiers(version) if is_foreign else {},
        properties={
            **({"resolved": version} if is_foreign else {}),
            **({"integrity": last} if last.startswith("sha") else {}),
        },
        line=line,
        language="javascript",
        is_installed=False,
    )


def _member(
    lock: str, path: str, fields: Mapping[str, Value], line: int, depends: tuple[str, ...]
) -> PackageFact | None:
    full_name, version = _name(fields), text(fields.get("version"))
    if not is_name(full_name) or not version:
        return None
    namespace, name = split_name(full_name)
    return PackageFact(
        type="npm",
        name=name,
        namespace=namespace,
        version=version,
        home=lock,
        provides=(f"bun:{full_name}",),
        depends=tuple(f"bun:{target}" for target in depends),
        line=line,
        language="javascript",
        is_installed=False,
        is_root=path == "",
    )


def _document(content: bytes) -> Mapping[str, Value]:
    """The lock file; comments, which only people write, cost a slower way."""
    try:
        document = parse_json(_TRAILING_COMMA.sub(b"\n", content))
    except ReadError:
        document = parse_json_with_comments(content)
    if not isinstance(document, dict):
        raise ReadError("is not a lock file of Bun: it holds no JSON object")
    return mapping(document)


def _metadata(item: Sequence[Value]) -> Mapping[str, Value]:
    """The first object of a package's list; its position differs by kind of source."""
    return next((mapping(value) for value in item if isinstance(value, dict)), {})


def _needs(place: str, fields: Mapping[str, Value], packages: Mapping[str, Value]) -> tuple[str, ...]:
    """Dependencies and required peers. An optional peer is there because something else needs it, which says in what
    scope.
    """
    left_out = {text(name) for name in sequence(fields.get("optionalPeers"))}
    peers = {name: None for name in mapping(fields.get("peerDependencies")) if name not in left_out}
    return (
        *_targets(place, fields, "dependencies", packages),
        *_targets(place, {"peerDependencies": peers}, "peerDependencies", packages),
    )


def _targets(place: str, fields: Mapping[str, Value], field: str, packages: Mapping[str, Value]) -> tuple[str, ...]:
    """The places of what is named in the field: the nearest one above, as in node_modules."""
    found = []
    for name in mapping(fields.get(field)):
        for parent in _parents(place):
            if (target := f"{parent}{name}") in packages:
                found.append(target)
                break
    return tuple(found)


def _parents(place: str) -> tuple[str, ...]:
    """The place and those above it, each with a slash at the end, and the root as ''. A scope is not a place of its
    own.
    """
    found: list[str] = []
    while place and len(found) < _MAX_PLACES:
        found.append(place + "/")
        place = place[: max(place.rfind("/"), 0)]
        last = place[place.rfind("/") + 1 :]
        if last.startswith("@"):
            place = place[: max(place.rfind("/"), 0)]
    return (*found, "")


def _direct(workspaces: Mapping[str, Mapping[str, Value]], packages: Mapping[str, Value]) -> dict[Scope, list[str]]:
    found: dict[Scope, list[str]] = {}
    for fields in workspaces.values():
        for field, scope in KINDS.items():
            found.setdefault(scope, []).extend(_targets(_name(fields), fields, field, packages))
    return found


def _name(fields: Mapping[str, Value]) -> str:
    return text(fields.get("name"))


READER = Reader(
    name="bun-lock",
    version=1,
    claim=Claim(
        names=("bun.lock", "bun.lockb"),
        pattern=r"^(?!(?s:.*)\bnode_modules/)",
        max_bytes=64 * 1024 * 1024,
        in_images=False,
    ),
    read=read,
    summary="bun.lock of Bun",
)
