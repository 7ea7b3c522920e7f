"""Alpine and those that use its package manager: fixes are listed by origin, the package that a subpackage was built with."""

from collections.abc import Iterable

from mooring.model.package import Package
from mooring.vulns.matching.lookups import Lookup, Scope, distribution_lookups
from mooring.vulns.rules.rule import MatchRule


def lookups(package: Package, scope: Scope) -> Iterable[Lookup]:
    """By its own name and by its origin's."""
    return distribution_lookups(package, scope)


RULE = MatchRule(
    name="apk",
    types=frozenset({"apk"}),
    lookups=lookups,
    summary="by origin, and by the package's own name",
)
