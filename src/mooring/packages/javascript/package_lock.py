"""package-lock.json, npm-shrinkwrap.json and npm's hidden node_modules/.package-lock.json, of lock file versions 1 to
3.

Format: docs.npmjs.com/cli/configuring-npm/package-lock-json. Version 1 nests `dependencies` as folders nest; versions
2 and 3 list `packages` by folder, and the `dependencies` of version 2 repeat them for old npm and are not read. The
nearest `node_modules` above a package that holds a name is what the name means, so each dependency is resolved here to
the folder of one package.
"""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact, Scope
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json, text
from mooring.packages.formats.lines import LineFinder
from mooring.packages.javascript.manifests.names import (
    declared_licenses,
    is_name,
    source_qualifiers,
    split_name,
    split_spec,
)

_MODULES = "node_modules/"
_MAX_FOLDERS = 64
"""Folders above a package in which its dependencies are looked up; npm itself stays below 20."""
_LONGEST = 1024
"""Characters of a folder; trees as deep as npm 2 made them stay below."""
_NEEDS = ("dependencies", "optionalDependencies", "peerDependencies")
Entries = Mapping[str, Mapping[str, Value]]


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the project, where it has name and version, and a package per folder of the lock file, in the order of the
    file.
    """
    document = parse_json(file.content)
    if not isinstance(document, dict):
        raise ReadError("is not a lock file of npm: it holds no JSON object")
    entries = {key: mapping(value) for key, value in mapping(document.get("packages")).items() if len(key) <= _LONGEST}
    is_nested = not entries
    if is_nested:
        entries = _nested_entries(mapping(document), file.limits.max_facts_per_file)
    lines = LineFinder(file.content)
    folders = {target: folder for folder, entry in entries.items() if (target := _link_target(entry))}
    for folder, entry in entries.items():
        line = lines.line_of(f'"{_folder_name(folder) if is_nested else folder}": {{') if folder else 1
        if not _link_target(entry):
            package = _package(file, folder, entry, entries, folders.get(folder, ""), line)
            if package is not None:
                yield package


def _nested_entries(document: Mapping[str, Value], most: int) -> dict[str, Mapping[str, Value]]:
    """The entries of version 1 by folder, as later versions write them. An explicit stack: nesting is the file's
    choice.
    """
    entries: dict[str, Mapping[str, Value]] = {"": {key: document.get(key) for key in ("name", "version")}}
    waiting = [iter(mapping(document.get("dependencies")).items())]
    prefixes = [""]
    while waiting:
        item = next(waiting[-1], None)
        if item is None:
            waiting.pop()
            prefixes.pop()
            continue
        name, entry = item[0], mapping(item[1])
        folder = f"{prefixes[-1]}/{_MODULES}{name}" if prefixes[-1] else _MODULES + name
        if len(folder) > _LONGEST:
            continue
        if len(entries) >= most:
            raise ReadError(f"has more than {most} packages")
        entries[folder] = _as_later_version(entry)
        if len(prefixes) < _MAX_FOLDERS:
            prefixes.append(folder)
            waiting.append(iter(mapping(entry.get("dependencies")).items()))
    return entries


def _as_later_version(entry: Mapping[str, Value]) -> Mapping[str, Value]:
    """Version 1 writes an alias and any foreign source into `version`, and what a package needs into `requires`."""
    version, resolved = text(entry.get("version")), entry.get("resolved")
    name = ""
    if version.startswith("npm:"):
        name, version = split_spec(version[4:])
    elif ":" in version:
        resolved, version = version, ""
    return {**entry, "name": name, "version": version, "resolved": resolved, "dependencies": entry.get("requires")}


def _package(
    file: LayerFile, folder: str, entry: Mapping[str, Value], entries: Entries, linked_from: str, line: int
) -> PackageFact | None:
    full_name = text(entry.get("name")) or _folder_name(linked_from or folder)
    version = text(entry.get("version"))
    is_project = _MODULES not in f"{folder}/"
    resolved = text(entry.get("resolved"))
    if not is_name(full_name) or (not version and (is_project or not resolved)):
        return None
    namespace, name = split_name(full_name)
    return PackageFact(
        type="npm",
        name=name,
        namespace=namespace,
        version=version,
        licenses=declared_licenses(entry.get("license"), entry.get("licenses")),
        scope=_scope(entry),
        home=file.path,
        provides=(folder or ".",),
        depends=_resolved(folder, entry, entries),
        qualifiers=source_qualifiers(resolved),
        properties=_properties(entry, resolved),
        line=line,
        language="javascript",
        is_installed=file.name == ".package-lock.json",
        is_root=folder == "",
    )


def _resolved(folder: str, entry: Mapping[str, Value], entries: Entries) -> tuple[str, ...]:
    """The folders of what the package needs; the project's development dependencies are among them, as npm installs
    them.
    """
    fields = _NEEDS if _MODULES in f"{folder}/" else (*_NEEDS, "devDependencies")
    names = dict.fromkeys(name for field in fields for name in mapping(entry.get(field)))
    parents = _parents(folder)
    if folder == "":
        names.update(dict.fromkeys(_folder_name(key) for key, value in entries.items() if _link_target(value)))
    found: dict[str, None] = {}
    for name in names:
        for parent in parents:
            target = f"{parent}{_MODULES}{name}"
            if target in entries:
                found[_link_target(entries[target]) or target] = None
                break
    return tuple(found)


def _parents(folder: str) -> tuple[str, ...]:
    """The folder and those above it, each with a slash at the end and the root as ''."""
    found: list[str] = []
    while folder and len(found) < _MAX_FOLDERS:
        if not folder.endswith("/node_modules"):
            found.append(folder + "/")
        folder = folder[: max(folder.rfind("/"), 0)]
    return (*found, "")


def _link_target(entry: Mapping[str, Value]) -> str:
    """The folder that a link of a workspace or a `file:` dependency points to, else ''."""
    return text(entry.get("resolved")) if entry.get("link") is True else ""


def _folder_name(folder: str) -> str:
    at = folder.rfind(_MODULES)
    return folder[at + len(_MODULES) :] if at >= 0 else folder[folder.rfind("/") + 1 :]


def _scope(entry: Mapping[str, Value]) -> Scope:
    """`devOptional` is needed by development and optionally at run time, `peer` only as somebody's peer."""
    if entry.get("dev") is True:
        return "dev"
    if entry.get("optional") is True or entry.get("devOptional") is True:
        return "optional"
    return "peer" if entry.get("peer") is True else "runtime"


def _properties(entry: Mapping[str, Value], resolved: str) -> dict[str, str]:
    """`integrity`, `resolved`, and `bundled` for what came inside the archive of the package above."""
    found = {"integrity": text(entry.get("integrity")), "resolved": resolved}
    if entry.get("inBundle") is True or entry.get("bundled") is True:
        found["bundled"] = "true"
    return {key: value for key, value in found.items() if value}


READER = Reader(
    name="npm-lock",
    version=1,
    claim=Claim(
        names=("package-lock.json", "npm-shrinkwrap.json", ".package-lock.json"),
        # Lock files of installed packages say nothing: npm ignores them.
        pattern=r"^(?!(?s:.*)\bnode_modules/)|(?:^|/)node_modules/\.package-lock\.json$",
        max_bytes=64 * 1024 * 1024,
        in_images=False,
    ),
    read=read,
    summary="package-lock.json, npm-shrinkwrap.json and node_modules/.package-lock.json of npm",
)
