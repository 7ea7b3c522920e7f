"""Debian, Ubuntu and relatives: advisories speak of source packages and their versions, which may differ from the binary's."""

from collections.abc import Iterable

from mooring.model.package import Package
from mooring.vulns.matching.lookups import Lookup, Scope, distribution_lookups
from mooring.vulns.rules.rule import MatchRule


def lookups(package: Package, scope: Scope) -> Iterable[Lookup]:
    """By its own name and by its source's; without a source field a package is its own source (deb-control(5))."""
    return distribution_lookups(package, scope)


RULE = MatchRule(
    name="dpkg",
    types=frozenset({"deb"}),
    lookups=lookups,
    summary="by source package and its version, then by the package's own name",
)
