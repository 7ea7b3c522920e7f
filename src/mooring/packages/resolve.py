"""The whole-image step: facts of single files become one inventory. A pure function; reading is over when it begins."""

from collections.abc import Iterable

import msgspec

from mooring.model.contents import ImageContents
from mooring.model.distro import Distro
from mooring.model.facts import DistroFact
from mooring.model.inventory import Executable, Inventory, OwnedFiles
from mooring.model.package import OS_TYPES, Package, Relation
from mooring.packages.resolving.candidates import Candidate, candidates_of, notes_for
from mooring.packages.resolving.identity import package_of
from mooring.packages.resolving.ownership import DATABASES, Owners, by_key, owned_files
from mooring.packages.resolving.relations import relations_of

RELATIONS_LEFT_OUT = "relations_left_out"
"""Property of an inventory whose packages need each other in more ways than are looked up."""


def resolve(contents: ImageContents, *, with_files: bool = False) -> Inventory:
    """Distribution, packages with layers, owners, licences and names, relations, unexplained executables.

    Order is fixed: packages by type, name, version and place; relations by kind and ids.
    """
    distro = distro_of(contents)
    candidates = candidates_of(contents)
    asked = {path for candidate in candidates for path in candidate.paths} | {path for path, _ in contents.executables}
    owners = Owners(contents, candidates, asked)
    candidates = [candidate for candidate in candidates if not _is_explained_guess(candidate, owners)]
    packages = [package_of(candidate, distro, contents.diff_ids) for candidate in candidates]
    relations, are_all = relations_of(candidates)
    relations.update(_owns(candidates, owners))
    properties = dict(notes_for(contents, "image"))
    return Inventory(
        distro=distro,
        packages=tuple(_unique(packages)),
        relations=tuple(sorted(relations)),
        owned_files=tuple(_owned(contents, candidates, owners)) if with_files else (),
        unexplained_executables=tuple(_unexplained(contents, candidates, owners)),
        properties=properties if are_all else {**properties, RELATIONS_LEFT_OUT: "true"},
    )


def distro_of(contents: ImageContents) -> Distro | None:
    """The distribution that the best of the files names, with what notes add to it."""
    ranked = [
        (fact.rank, visible.path, fact.distro)
        for visible in contents.facts
        for group in visible.groups
        for fact in group.facts
        if type(fact) is DistroFact
    ]
    if not ranked:
        return None
    distro = min(ranked, key=lambda row: row[:2])[2]
    channels = list(distro.channels)
    for name, value in notes_for(contents, "distro"):
        if name == "channel" and value not in channels:
            channels.append(value)
        elif name == "version_id" and _is_more_exact(value, distro.version_id):
            distro = msgspec.structs.replace(distro, version_id=value)
        elif name == "codename" and not distro.codename:
            distro = msgspec.structs.replace(distro, codename=value)
    return msgspec.structs.replace(distro, channels=tuple(sorted(channels)))


def _is_more_exact(value: str, version_id: str) -> bool:
    """Whether one version is the other with more parts: Debian's os-release says 12, its debian_version 12.5."""
    return not version_id or value.startswith(version_id + ".")


def _is_explained_guess(candidate: Candidate, owners: Owners) -> bool:
    """Whether a program recognised by its bytes was installed by a package that says it better: an OS package, or one of its own kind
    (the assemblies of a deployed .NET application)."""
    if not candidate.fact.is_guess:
        return False
    kept = [
        (path, index)
        for path, index in ((candidate.path, candidate.layer_index), *candidate.other_paths)
        if not _explains(owners.of(path), candidate)
    ]
    if kept:
        (candidate.path, candidate.layer_index), candidate.other_paths = kept[0], tuple(kept[1:])
    return not kept


def _explains(owner: Candidate | None, guess: Candidate) -> bool:
    return (
        owner is not None
        and not owner.fact.is_guess
        and (owner.fact.type in OS_TYPES or owner.fact.type == guess.fact.type)
    )


def _owns(candidates: list[Candidate], owners: Owners) -> Iterable[Relation]:
    """A language package whose file an OS package installed is that OS package's."""
    for candidate in candidates:
        if candidate.fact.type in OS_TYPES:
            continue
        owner = owners.of(candidate.path)
        if owner is not None and owner.fact.type in OS_TYPES and owner.id:
            yield Relation(kind="owns", source=owner.id, target=candidate.id)


def _unique(packages: Iterable[Package]) -> list[Package]:
    by_id = {package.id: package for package in packages}
    return sorted(
        by_id.values(),
        key=lambda package: (package.type, package.name, package.version, package.locations[0].path, package.id),
    )


def _owned(contents: ImageContents, candidates: list[Candidate], owners: Owners) -> Iterable[OwnedFiles]:
    by_owner = by_key(candidates)
    for fact in owned_files(contents):
        owner = by_owner.get(fact.owner)
        if owner is not None and fact.paths:
            digests = tuple(fact.digests.decode("ascii", "replace").split("\n")) if fact.digests else ()
            paths = tuple("/" + path for path in owners.canonical(fact.paths).decode("utf-8", "replace").split("\n"))
            yield OwnedFiles(
                package=owner.id,
                paths=paths,
                algorithm=fact.algorithm,
                digests=digests,
                are_config=fact.are_config,
            )


def _unexplained(contents: ImageContents, candidates: list[Candidate], owners: Owners) -> Iterable[Executable]:
    """Executables that no package lists, is, or has in its folder."""
    evidence = {path for candidate in candidates for path in candidate.paths}
    folders = {_package_folder(candidate) for candidate in candidates} - {""}
    for path, layer_index in contents.executables:
        if path in evidence or path.startswith(DATABASES) or owners.of(path) is not None or _lies_in(path, folders):
            continue
        layer = contents.diff_ids[layer_index] if contents.diff_ids else ""
        yield Executable(path="/" + path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), layer=layer)


def _package_folder(candidate: Candidate) -> str:
    """The folder whose content belongs to a package: that of an npm package or a gem; empty for others."""
    fact, path = candidate.fact, candidate.path
    if fact.type == "npm" and "node_modules/" in path:
        return path[: path.rfind("/")]
    if fact.type == "gem" and "/specifications/" in path and path.endswith(".gemspec"):
        before, _, name = path.rpartition("/specifications/")
        return f"{before}/gems/{name.removesuffix('.gemspec').removeprefix('default/')}"
    return candidate.properties.get("jvm_home", "")


def _lies_in(path: str, folders: set[str]) -> bool:
    at = path.rfind("/")
    while at > 0:
        if path[:at] in folders:
            return True
        at = path.rfind("/", 0, at)
    return False
