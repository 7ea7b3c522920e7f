"""Links between packages: what needs what, what lies in what."""

from collections.abc import Iterator

from mooring.model.facts import PackageFact
from mooring.model.package import Relation
from mooring.packages.resolving.candidates import Candidate

MAX_RELATIONS = 1_000_000
_ALSO_OFFERED_IN = {"usr/lib/python3/dist-packages": "usr/local/lib"}
"""Homes that packages elsewhere see too: Debian's Python looks for modules here after its own folders (site.py of the distribution)."""


def relations_of(candidates: list[Candidate]) -> set[Relation]:
    """Dependency and containment links; each candidate has its id already. Self-links are left out."""
    found: set[Relation] = set()
    by_key = {candidate.fact.key: candidate for candidate in candidates if candidate.fact.key}
    offered = _offered(candidates)
    for candidate in candidates:
        for target in _needed(candidate, offered):
            if target.id != candidate.id and len(found) < MAX_RELATIONS:
                found.add(Relation(kind="depends-on", source=candidate.id, target=target.id))
        parent = by_key.get(candidate.fact.properties.get("parent_key", ""))
        if parent is not None and parent is not candidate:
            found.add(Relation(kind="contains", source=parent.id, target=candidate.id))
    return found


def _offered(candidates: list[Candidate]) -> dict[tuple[str, str, str], list[Candidate]]:
    """Candidates by type, home and each name they answer to."""
    offered: dict[tuple[str, str, str], list[Candidate]] = {}
    for candidate in candidates:
        fact = candidate.fact
        for home in (fact.home, _ALSO_OFFERED_IN.get(fact.home)):
            if home is not None:
                for name in (_own_name(fact), *fact.provides):
                    offered.setdefault((fact.type, home, name), []).append(candidate)
    return offered


def _own_name(fact: PackageFact) -> str:
    """The name that a dependency must write in full: `@a/core` does not answer a need for `core`."""
    if not fact.namespace:
        return fact.name
    return f"{fact.namespace}{':' if fact.type == 'maven' else '/'}{fact.name}"


def _needed(candidate: Candidate, offered: dict[tuple[str, str, str], list[Candidate]]) -> Iterator[Candidate]:
    fact = candidate.fact
    if not fact.depends:
        return
    homes = list(_homes(fact.home if fact.lookup is None else fact.lookup))
    for name in fact.depends:
        for home in homes:
            targets = offered.get((fact.type, home, name))
            if targets:
                yield from _same_architecture(candidate, targets)
                break


def _same_architecture(candidate: Candidate, targets: list[Candidate]) -> list[Candidate]:
    """Among the builds of a package for several architectures, the one that fits; all of them where none does."""
    if len(targets) == 1 or not candidate.architecture:
        return targets
    return [target for target in targets if target.architecture == candidate.architecture] or targets


def _homes(home: str) -> Iterator[str]:
    """The place where a look-up begins, then each folder above it, then the whole image."""
    while home:
        yield home
        home = home[: max(home.rfind("/"), 0)]
    yield ""
