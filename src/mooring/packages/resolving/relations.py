"""Links between packages: what needs what, what lies in what."""

from collections.abc import Iterator

from mooring.model.facts import PackageFact
from mooring.model.package import Relation
from mooring.packages.resolving.candidates import Candidate

MAX_RELATIONS = 1_000_000
MAX_STEPS = 10_000_000
"""Look-ups and comparisons in all; an image of 5,000 packages takes a few 100,000. A file of 2 MB can ask for 400 million, by 20,000
packages that all need what they all provide."""
_ALSO_OFFERED_IN = {"usr/lib/python3/dist-packages": "usr/local/lib"}
"""Homes that packages elsewhere see too: Debian's Python looks for modules here after its own folders (site.py of the distribution)."""


def relations_of(candidates: list[Candidate]) -> tuple[set[Relation], bool]:
    """Dependency and containment links, and whether they are all of them; each candidate has its id already. Self-links are left out."""
    found = set(_containments(candidates))
    for steps, (source, target) in enumerate(_look_ups(candidates)):
        if steps >= MAX_STEPS or len(found) >= MAX_RELATIONS:
            return found, False
        if target is not None and target.id != source.id:
            found.add(Relation(kind="depends-on", source=source.id, target=target.id))
    return found, True


def _containments(candidates: list[Candidate]) -> Iterator[Relation]:
    by_key = {candidate.fact.key: candidate for candidate in candidates if candidate.fact.key}
    for candidate in candidates:
        parent = by_key.get(candidate.fact.properties.get("parent_key", ""))
        if parent is not None and parent is not candidate:
            yield Relation(kind="contains", source=parent.id, target=candidate.id)


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


def _look_ups(candidates: list[Candidate]) -> Iterator[tuple[Candidate, Candidate | None]]:
    """Every step of the search for what is needed, so that steps can be counted; a step that finds something has a target."""
    offered = _offered(candidates)
    for candidate in candidates:
        fact = candidate.fact
        if not fact.depends:
            continue
        homes = list(_homes(fact.home if fact.lookup is None else fact.lookup))
        for name in fact.depends:
            for home in homes:
                targets = offered.get((fact.type, home, name))
                if targets:
                    yield from _of_architecture(candidate, targets)
                    break
                yield candidate, None


def _of_architecture(candidate: Candidate, targets: list[Candidate]) -> Iterator[tuple[Candidate, Candidate | None]]:
    """Among the builds of a package for several architectures, the one that fits; all of them where none does."""
    own = candidate.architecture
    is_choosy = len(targets) > 1 and own != "" and any(target.architecture == own for target in targets)
    for target in targets:
        yield candidate, None if is_choosy and target.architecture != own else target


def _homes(home: str) -> Iterator[str]:
    """The place where a look-up begins, then each folder above it, then the whole image."""
    while home:
        yield home
        home = home[: max(home.rfind("/"), 0)]
    yield ""
