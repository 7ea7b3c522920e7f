"""Java: `group:artifact`, as far as an archive tells it."""

from collections.abc import Iterable

from mooring.model.package import Package
from mooring.vulns.matching.lookups import Lookup, Scope, ecosystem_lookups
from mooring.vulns.rules.rule import MatchRule


def lookups(package: Package, scope: Scope) -> Iterable[Lookup]:
    """By group and artifact."""
    return ecosystem_lookups(package, scope)


def obstacle(package: Package) -> str:
    """An artifact without a group may be anybody's."""
    return "" if ":" in package.name.strip(":") else "the archive does not tell its Maven group"


def doubt(package: Package) -> str:
    """Groups are guessed from packages and manifests where Maven's own files are absent."""
    return "its Maven group was guessed" if package.properties.get("group_guessed") else ""


RULE = MatchRule(
    name="maven",
    types=frozenset({"maven"}),
    lookups=lookups,
    obstacle=obstacle,
    doubt=doubt,
    summary="by group and artifact; a guessed group makes a match likely, none at all leaves the archive unassessed",
)
