"""Which package owns which file, as the package managers' records say."""

from collections.abc import Iterator

from mooring.model.contents import ImageContents
from mooring.model.facts import OwnedFilesFact
from mooring.model.files import FileFacts
from mooring.packages.resolving.candidates import Candidate

DATABASES = ("var/lib/dpkg/", "var/lib/rpm/", "usr/lib/sysimage/", "lib/apk/db/", "var/lib/pacman/", "var/db/pkg/")
"""Package databases are nobody's: a package that claims one must not swallow the packages it lists. Scripts in them are no programs
of the image."""


class Owners:
    """Answers who owns a path, for the paths that were asked about beforehand.

    The records of a large image list 200,000 paths. Only those that matter are looked up in them; nothing else is kept.
    """

    def __init__(self, contents: ImageContents, candidates: list[Candidate], paths: set[str]) -> None:
        self._owner: dict[bytes, Candidate] = {}
        self._links = [
            (link.encode(*_CODEC) + b"/", target.encode(*_CODEC) + b"/")
            for link, target in contents.folder_links
            if link.count("/") < 2
        ]
        by_owner = by_key(candidates)
        meant = self._meant({path.encode(*_CODEC) for path in paths})
        asked = set(meant)
        for fact in owned_files(contents):
            owner = by_owner.get(fact.owner)
            if owner is not None:
                for path in asked.intersection(fact.paths.split(b"\n")):
                    self._owner.setdefault(meant[path], owner)

    def _meant(self, asked: set[bytes]) -> dict[bytes, bytes]:
        """What a record may call each path, to the path: `lib/x` is `usr/lib/x` where `lib` is a link to `usr/lib`.

        Spelling out the few paths that are asked about is 20 times quicker than rewriting all that the records list.
        """
        links: dict[bytes, list[bytes]] = {}
        for link, target in self._links:
            links.setdefault(target, []).append(link)
        meant = {path: path for path in asked}
        for path in asked:
            at = path.find(b"/")
            while at >= 0:
                for link in links.get(path[: at + 1], ()):
                    meant.setdefault(link + path[at + 1 :], path)
                at = path.find(b"/", at + 1)
        return meant

    def of(self, path: str) -> Candidate | None:
        """The owner of a path (no leading slash), or None."""
        if path.startswith(DATABASES):
            return None
        return self._owner.get(path.encode(*_CODEC))

    def canonical(self, paths: bytes) -> bytes:
        """The paths as the files really lie: `lib/x` becomes `usr/lib/x` where `lib` is a link to `usr/lib`."""
        for link, target in self._links:
            if link in paths:
                paths = (b"\n" + paths).replace(b"\n" + link, b"\n" + target)[1:]
        return paths


_CODEC = ("utf-8", "surrogateescape")


def owned_files(contents: ImageContents) -> Iterator[OwnedFilesFact]:
    """Every list of owned files in the image."""
    for visible in contents.facts:
        for group in visible.groups:
            yield from _owned_in(group)


def _owned_in(group: FileFacts) -> Iterator[OwnedFilesFact]:
    for fact in group.facts:
        if type(fact) is OwnedFilesFact:
            yield fact


def by_key(candidates: list[Candidate]) -> dict[str, Candidate]:
    """Candidates by key; a key without its architecture (`dpkg:name` for `dpkg:name:arch`) is found too, unless it is one itself."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        if candidate.fact.key:
            found[candidate.fact.key] = candidate
    for candidate in candidates:
        short = candidate.short_key
        if short:
            found.setdefault(short, candidate)
    return found
