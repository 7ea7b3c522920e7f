"""Arch Linux: advisories name packages as installed."""

from collections.abc import Iterable

from mooring.model.package import Package
from mooring.vulns.matching.lookups import Lookup, Scope, distribution_lookups
from mooring.vulns.rules.rule import MatchRule


def lookups(package: Package, scope: Scope) -> Iterable[Lookup]:
    """By its own name; the package base where the inventory has it."""
    return distribution_lookups(package, scope)


RULE = MatchRule(
    name="pacman",
    types=frozenset({"alpm"}),
    lookups=lookups,
    summary="by the package's own name",
)
