"""pnpm-lock.yaml, of lock file versions 5, 6 and 9, and the copy of it that pnpm keeps as node_modules/.pnpm/lock.yaml.

Format: github.com/pnpm/spec, lockfile. A package's key says name and version: `/@a/b/1.0.0_peers` in version 5,
`/@a/b@1.0.0(peers)` in version 6, `@a/b@1.0.0` in version 9, which moves what depends on the peers to `snapshots`. A
package from elsewhere has a key of its own kind (`github.com/user/repo/commit`, `x@https://…`, `file:x`) and fields
`name` and `version`.
"""

from collections.abc import Iterator, Mapping

import msgspec

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact, Scope
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_yaml, text
from mooring.packages.formats.lines import LineFinder
from mooring.packages.javascript.manifests.names import is_name, source_qualifiers, split_name, split_spec
from mooring.packages.javascript.manifests.scopes import KINDS, scopes_of

_FOREIGN = ("http:", "https:", "git+", "git:", "ssh:", "file:", "link:", "github:", "workspace:")


class Locked(msgspec.Struct, kw_only=True):
    """One package, with the entries of all keys that differ in the peers alone."""

    name: str
    version: str
    line: int
    entries: list[Mapping[str, Value]]
    """The entries of `packages`, then those of `snapshots`."""


class Lock(msgspec.Struct, kw_only=True):
    """The parts of a lock file, the same for every version of it."""

    major: int
    packages: dict[str, Locked]
    """By `name@version`."""
    identities: dict[str, str]
    """Key with or without peers -> `name@version`."""


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per name and version; folders that are linked and not copied are left out."""
    document = parse_yaml(file.content)
    if not isinstance(document, dict) or "lockfileVersion" not in document:
        raise ReadError("is not a lock file of pnpm: it has no lockfileVersion")
    lock = _lock(mapping(document), file.content)
    needs, optional = _edges(lock, "dependencies"), _edges(lock, "optionalDependencies")
    peers = _edges(lock, "optionalDependencies", only_peers=True)
    # An optional peer is there because something else needs it, which says in what scope.
    installing = {identity: set(targets).difference(peers[identity]) for identity, targets in optional.items()}
    scopes = scopes_of(_direct(mapping(document), lock), needs, installing)
    for identity, locked in lock.packages.items():
        depends = tuple(dict.fromkeys((*needs[identity], *optional[identity])))
        yield _package(file.path, identity, locked, depends, _scope(locked, scopes.get(identity, "runtime")))


def _package(path: str, identity: str, locked: Locked, depends: tuple[str, ...], scope: Scope) -> PackageFact:
    namespace, name = split_name(locked.name)
    resolution = mapping(locked.entries[0].get("resolution"))
    tarball, repository, commit = (text(resolution.get(key)) for key in ("tarball", "repo", "commit"))
    source = f"{repository}#{commit}" if repository else ""
    properties = {"integrity": text(resolution.get("integrity")), "resolved": tarball or source}
    return PackageFact(
        type="npm",
        name=name,
        namespace=namespace,
        version=locked.version,
        scope=scope,
        home=path,
        provides=(identity,),
        depends=depends,
        qualifiers={"vcs_url": f"git+{source}" if "://" in source else source}
        if source
        else source_qualifiers(tarball),
        properties={key: value for key, value in properties.items() if value},
        line=locked.line,
        language="javascript",
        is_installed=path.endswith("node_modules/.pnpm/lock.yaml"),
    )


def _lock(document: Mapping[str, Value], content: bytes) -> Lock:
    major = text(document.get("lockfileVersion")).partition(".")[0]
    lock = Lock(
        major=int(major) if major.isascii() and major.isdigit() and len(major) < 4 else 0,
        packages={},
        identities={},
    )
    lines = LineFinder(content)
    for key, value in mapping(document.get("packages")).items():
        entry = mapping(value)
        name, version = _name_and_version(key, entry, lock.major)
        line = lines.line_of(f"\n  {key}:", f"\n  '{key}':", f'\n  "{key}":')
        if not is_name(name):
            continue
        identity = f"{name}@{version}"
        lock.identities[key] = lock.identities[_without_peers(key, lock.major)] = identity
        if identity in lock.packages:
            lock.packages[identity].entries.append(entry)
        else:
            lock.packages[identity] = Locked(name=name, version=version, line=line, entries=[entry])
    for key, value in mapping(document.get("snapshots")).items():
        known = lock.identities.get(key) or lock.identities.get(_without_peers(key, lock.major))
        if known:
            lock.identities[key] = known
            lock.packages[known].entries.append(mapping(value))
    return lock


def _name_and_version(key: str, entry: Mapping[str, Value], major: int) -> tuple[str, str]:
    """What the key says; what the entry says holds before it. A foreign key's version is its address, which is none."""
    key = _without_peers(key, major).removeprefix("/")
    if major < 6:
        name, _, version = key.rpartition("/")
    else:
        name, version = split_spec(key)
    if name.startswith(_FOREIGN) or (name.count("/") > (1 if name.startswith("@") else 0)):
        name, version = "", ""
    if version.startswith(_FOREIGN):
        version = ""
    return text(entry.get("name")) or name, text(entry.get("version")) or version


def _without_peers(key: str, major: int) -> str:
    """The key without what follows the version: `_peers` up to lock file version 5, `(peers)` from 6 on."""
    if major >= 6:
        return key.partition("(")[0]
    slash = key.rfind("/")
    # Versions have no underscore; names may, and so do the peers of a scope (`_@babel+core@7.0.0`), which have no
    # slash.
    mark = key.find("_", slash + 1)
    return key[:mark] if mark > 0 else key


def _edges(lock: Lock, field: str, *, only_peers: bool = False) -> dict[str, tuple[str, ...]]:
    """`name@version` -> those of what it names in this field, over all its entries; of these the optional peers, if
    asked.
    """
    found = {}
    for identity, locked in lock.packages.items():
        targets: dict[str, None] = {}
        peers = mapping(locked.entries[0].get("peerDependenciesMeta"))
        for entry in locked.entries:
            for name, reference in mapping(entry.get(field)).items():
                if only_peers and name not in peers:
                    continue
                if target := _target(lock, name, text(reference)):
                    targets[target] = None
        found[identity] = tuple(targets)
    return found


def _target(lock: Lock, name: str, reference: str) -> str:
    """What a dependency refers to: a version, with or without peers, or a whole key (an alias, a foreign package)."""
    for key in (f"/{name}/{reference}", f"/{name}@{reference}", f"{name}@{reference}", reference):
        found = lock.identities.get(key) or lock.identities.get(_without_peers(key, lock.major))
        if found:
            return found
    return ""


def _direct(document: Mapping[str, Value], lock: Lock) -> dict[Scope, list[str]]:
    """The direct dependencies of all projects by scope. A lock of one project may have them at its top."""
    importers = [mapping(item) for item in mapping(document.get("importers")).values()] or [document]
    found: dict[Scope, list[str]] = {}
    for importer in importers:
        for field, scope in KINDS.items():
            for name, value in mapping(importer.get(field)).items():
                reference = text(value) or text(mapping(value).get("version"))
                if target := _target(lock, name, reference):
                    found.setdefault(scope, []).append(target)
    return found


def _scope(locked: Locked, reached: Scope) -> Scope:
    """Up to lock file version 6 an entry says `dev` and `optional`; later it follows from how the package is
    reached.
    """
    marks = [(entry.get("dev"), entry.get("optional")) for entry in locked.entries]
    if all(is_dev is True for is_dev, _ in marks):
        return "dev"
    if all(is_optional is True for _, is_optional in marks):
        return "optional"
    return "runtime" if any(is_dev is False for is_dev, _ in marks) else reached


READER = Reader(
    name="pnpm-lock",
    version=1,
    claim=Claim(
        names=("pnpm-lock.yaml", "lock.yaml"),
        pattern=r"(?:^|/)pnpm-lock\.yaml$|(?:^|/)node_modules/\.pnpm/lock\.yaml$",
        max_bytes=64 * 1024 * 1024,
        in_images=False,
    ),
    read=read,
    summary="pnpm-lock.yaml of pnpm, lock file versions 5, 6 and 9",
)
