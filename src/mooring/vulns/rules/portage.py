"""Gentoo: advisories name packages as `category/name`."""

from collections.abc import Iterable

from mooring.model.package import Package
from mooring.vulns.matching.lookups import Lookup, Scope, distribution_lookups
from mooring.vulns.rules.rule import MatchRule


def lookups(package: Package, scope: Scope) -> Iterable[Lookup]:
    """By category and name."""
    return distribution_lookups(package, scope)


RULE = MatchRule(
    name="portage",
    types=frozenset({"ebuild"}),
    lookups=lookups,
    summary="by category and name",
)
