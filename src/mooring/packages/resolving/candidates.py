"""Packages on their way from facts to inventory."""

from collections.abc import Iterable, Iterator

import msgspec

from mooring.model.contents import ImageContents, VisibleFacts
from mooring.model.facts import LicenseFact, NoteFact, PackageFact
from mooring.model.files import FileFacts

Identity = tuple[str, str, str, str, str]
_PLACE_KEYS = ("python:", "cpan:", "nix:")
"""Kinds of keys that mean one installed thing, whichever files name it."""


class Candidate(msgspec.Struct, kw_only=True, gc=False):
    """A package as one file names it, with what other files add."""

    fact: PackageFact
    reader: str
    path: str
    layer_index: int
    """The layer that introduced this version; -1 outside images."""
    file_layer_index: int
    """The layer that has the file."""
    licenses: tuple[str, ...] = ()
    properties: dict[str, str] = {}
    version: str = ""
    scope: str = ""
    architecture: str = ""
    other_paths: tuple[tuple[str, int], ...] = ()
    """Further files that show the same guess."""
    id: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file that shows the package, without inner paths."""
        return (self.path, *(path for path, _ in self.other_paths))

    @property
    def short_key(self) -> str:
        """The key without the architecture that ends it (`dpkg:libc6` for `dpkg:libc6:amd64`); empty where none does."""
        fact = self.fact
        return (
            fact.key.removesuffix(f":{fact.architecture}")
            if fact.architecture and fact.key.endswith(f":{fact.architecture}")
            else ""
        )


def candidates_of(contents: ImageContents) -> list[Candidate]:
    """Every package that a visible file names, in the order of the files; joined with licences and notes."""
    found: list[Candidate] = []
    is_image = bool(contents.diff_ids)
    for visible in contents.facts:
        found.extend(_candidates_of_file(visible, is_image=is_image))
    _join(found, contents)
    return _merged(found)


def notes_for(contents: ImageContents, owner: str) -> Iterator[tuple[str, str]]:
    """Name and value of each note about `image` or `distro`."""
    for visible in contents.facts:
        for group in visible.groups:
            for fact in group.facts:
                if type(fact) is NoteFact and fact.owner == owner:
                    yield fact.name, fact.value


def _candidates_of_file(visible: VisibleFacts, *, is_image: bool) -> Iterator[Candidate]:
    history: list[tuple[int, set[Identity]]] | None = None
    for group in visible.groups:
        for fact in group.facts:
            if type(fact) is not PackageFact or not fact.name:
                continue
            layer_index = visible.layer_index if is_image else -1
            if visible.earlier:
                if history is None:
                    history = [(index, _identities(groups)) for index, groups in visible.earlier]
                layer_index = _introduced(fact, layer_index, history)
            yield Candidate(
                fact=fact,
                reader=group.reader,
                path=visible.path,
                layer_index=layer_index,
                file_layer_index=visible.layer_index if is_image else -1,
                licenses=fact.licenses,
                properties=fact.properties,
                version=fact.version,
                scope=fact.scope,
                architecture=fact.architecture,
            )


def _introduced(fact: PackageFact, layer_index: int, history: list[tuple[int, set[Identity]]]) -> int:
    """The lowest layer from which on every version of the file names this package in this version."""
    identity = _identity(fact)
    for index, identities in history:
        if identity not in identities:
            break
        layer_index = index
    return layer_index


def _identities(groups: Iterable[FileFacts]) -> set[Identity]:
    return {_identity(fact) for group in groups for fact in group.facts if type(fact) is PackageFact}


def _identity(fact: PackageFact) -> Identity:
    return (fact.type, fact.namespace, fact.name, fact.version, fact.architecture)


def _join(found: list[Candidate], contents: ImageContents) -> None:
    """Add licences and notes that other files tell. An owner `dpkg:name` also means the keys `dpkg:name:ARCHITECTURE`."""
    by_key: dict[str, list[Candidate]] = {}
    for candidate in found:
        key = candidate.fact.key
        if not key:
            continue
        by_key.setdefault(key, []).append(candidate)
        if candidate.short_key:
            by_key.setdefault(candidate.short_key, []).append(candidate)
    sharing = _sharing_documents(contents)
    for visible in contents.facts:
        for group in visible.groups:
            for fact in group.facts:
                if type(fact) is LicenseFact:
                    for owner in (fact.owner, *sharing.get(fact.owner, ())):
                        for candidate in by_key.get(owner, ()):
                            candidate.licenses = tuple(dict.fromkeys((*candidate.licenses, *fact.licenses)))
                elif type(fact) is NoteFact:
                    for candidate in by_key.get(fact.owner, ()):
                        _note(candidate, fact)


def _sharing_documents(contents: ImageContents) -> dict[str, list[str]]:
    """Key of a Debian package to the keys of those whose folder of documents is a link to its own."""
    prefix = "usr/share/doc/"
    sharing: dict[str, list[str]] = {}
    for link, target in contents.folder_links:
        if link.startswith(prefix) and target.startswith(prefix):
            sharing.setdefault(f"dpkg:{target.removeprefix(prefix)}", []).append(f"dpkg:{link.removeprefix(prefix)}")
    return sharing


def _note(candidate: Candidate, note: NoteFact) -> None:
    if note.name == "version" and not candidate.version:
        candidate.version = note.value
    elif note.name == "scope":
        candidate.scope = note.value
    elif note.name == "architecture" and not candidate.architecture:
        candidate.architecture = note.value
    else:
        candidate.properties = {**candidate.properties, note.name: note.value}


def _merged(found: list[Candidate]) -> list[Candidate]:
    """One candidate per package and file; guesses of the same thing in several files become one with several paths."""
    kept: dict[tuple[str, ...], Candidate] = {}
    for candidate in found:
        fact = candidate.fact
        place = "" if fact.is_guess else f"{_place(candidate)}!{fact.inner_path}"
        key = (fact.type, fact.namespace, fact.name, candidate.version, candidate.architecture, place, str(fact.line))
        first = kept.setdefault(key, candidate)
        if first is not candidate:
            first.other_paths += ((candidate.path, candidate.layer_index),)
            first.licenses = tuple(dict.fromkeys((*first.licenses, *candidate.licenses)))
            first.properties = {**candidate.properties, **first.properties}
    return list(kept.values())


def _place(candidate: Candidate) -> str:
    """Where a package lies: by its key where several files name it (METADATA and PKG-INFO of one folder), else by its file."""
    key = candidate.fact.key
    return key if key.startswith(_PLACE_KEYS) else candidate.path
