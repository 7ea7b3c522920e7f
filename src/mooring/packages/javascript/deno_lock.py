"""deno.lock, of versions 2 to 5.

Format: docs.deno.com/runtime/fundamentals/modules (integrity checking and lock files) and the crate `deno_lockfile`.
Version 2 has npm packages under `npm.packages`, version 3 under `packages.npm` and `packages.jsr`, versions 4 and 5
under `npm` and `jsr`; `remote` lists the addresses of single files. The key of an npm package carries its peers:
`a@1.0.0_b@2.0.0`.
"""

from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.documents import Value, mapping, parse_json, sequence, text
from mooring.packages.formats.lines import LineFinder
from mooring.packages.javascript.manifests.addresses import packages_in
from mooring.packages.javascript.manifests.names import is_name, split_name, split_spec

_NEEDS = ("dependencies", "optionalDependencies")


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield a package per npm and JSR package, then those whose single files are listed."""
    document = parse_json(file.content)
    if not isinstance(document, dict):
        raise ReadError("is not a lock file of Deno: it holds no JSON object")
    fields = mapping(document)
    specifiers = _specifiers(fields)
    lines = LineFinder(file.content)
    for kind in ("jsr", "npm"):
        packages = _packages(fields, kind)
        names = _only_versions(kind, packages)
        seen = set()
        for key, value in packages.items():
            line = lines.line_of(f'"{key}": {{')
            full_name, version = _identity(key)
            if not is_name(full_name) or not version or (full_name, version) in seen:
                continue
            seen.add((full_name, version))
            entry = mapping(value)
            needs = (_depends(kind, entry.get(field), specifiers, names) for field in _NEEDS)
            depends = tuple(dict.fromkeys(item for items in needs for item in items))
            yield _package(file.path, kind, full_name, version, depends, entry, line)
    yield from _remote(fields, file.path)


def _package(
    path: str,
    kind: str,
    full_name: str,
    version: str,
    depends: tuple[str, ...],
    entry: Mapping[str, Value],
    line: int,
) -> PackageFact:
    namespace, name = split_name(full_name)
    integrity = text(entry.get("integrity"))
    return PackageFact(
        type=kind,
        name=name,
        namespace=namespace,
        version=version,
        home=path,
        provides=(f"{kind}:{full_name}@{version}",),
        depends=depends,
        properties={"integrity": integrity} if integrity else {},
        line=line,
        language="javascript",
        is_installed=False,
    )


def _packages(fields: Mapping[str, Value], kind: str) -> Mapping[str, Value]:
    found = mapping(mapping(fields.get("packages")).get(kind)) or mapping(fields.get(kind))
    return mapping(found.get("packages")) if "specifiers" in found else found


def _specifiers(fields: Mapping[str, Value]) -> Mapping[str, str]:
    """What a range in the sources stands for, as `kind:name@version`; version 4 writes the bare version."""
    given = mapping(mapping(fields.get("packages")).get("specifiers")) or mapping(fields.get("specifiers"))
    found = {}
    for key, value in given.items():
        kind, _, rest = key.partition(":")
        target = text(value)
        # Version 3 writes `npm:name@version`, later ones the bare version.
        is_whole = target.startswith(f"{kind}:")
        name, version = _identity(target[len(kind) + 1 :] if is_whole else f"{split_spec(rest)[0]}@{target}")
        found[key] = f"{kind}:{name}@{version}"
    return found


def _depends(kind: str, value: Value, specifiers: Mapping[str, str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Needs of a package: a mapping to keys, or a list of keys, of specifiers (`jsr:@a/b@^1`), or of names that occur
    once.
    """
    wanted = [text(item) for item in mapping(value).values()] or [text(item) for item in sequence(value)]
    found: dict[str, None] = {}
    for item in wanted:
        prefix = item if item.startswith(("npm:", "jsr:")) else f"{kind}:{item}"
        name, version = _identity(item)
        if prefix in specifiers:
            found[specifiers[prefix]] = None
        elif version and prefix != item:
            found[f"{kind}:{name}@{version}"] = None
        elif prefix in names:
            found[names[prefix]] = None
    return tuple(found)


def _only_versions(kind: str, packages: Mapping[str, Value]) -> dict[str, str]:
    """`kind:name` -> `kind:name@version`, the last one of each name."""
    return {f"{kind}:{name}": f"{kind}:{name}@{version}" for name, version in map(_identity, packages)}


def _identity(key: str) -> tuple[str, str]:
    name, version = split_spec(key)
    return name, version.partition("_")[0]


def _remote(fields: Mapping[str, Value], path: str) -> Iterator[PackageFact]:
    seen = set()
    for address in mapping(fields.get("remote")):
        for package in packages_in(address, path):
            if package.provides not in seen:
                seen.add(package.provides)
                yield package


READER = Reader(
    name="deno-lock",
    version=1,
    claim=Claim(names=("deno.lock",), max_bytes=64 * 1024 * 1024, in_images=False),
    read=read,
    summary="deno.lock of Deno, lock file versions 2 to 5",
)
