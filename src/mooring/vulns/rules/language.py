"""Packages of language ecosystems, by name in their ecosystem's namespace. Nothing else is tried: a product of the same name at NVD says
nothing about an npm package."""

from collections.abc import Iterable

from mooring.model.package import Package
from mooring.vulns.matching.lookups import Lookup, Scope, ecosystem_lookups
from mooring.vulns.rules.rule import MatchRule


def lookups(package: Package, scope: Scope) -> Iterable[Lookup]:
    """By its own name."""
    return ecosystem_lookups(package, scope)


RULE = MatchRule(
    name="language",
    types=frozenset(),
    lookups=lookups,
    summary="by name, in the advisories of its ecosystem; for every type without a rule of its own",
)
