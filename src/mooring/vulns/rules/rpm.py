"""rpm: errata name packages as installed, statements about what is open name their source; epochs, modules and special builds."""

from collections.abc import Iterable

from mooring.model.match import DecisionKind
from mooring.model.package import Package
from mooring.vulns.matching.conditions import is_of_module
from mooring.vulns.matching.lookups import Lookup, Scope, rpm_lookups
from mooring.vulns.rows import AffectedRow
from mooring.vulns.rules.rule import Hindrance, MatchRule

_SPECIAL_BUILDS = ("_fips", ".ksplice")
"""Marks of builds that have fixes of their own (Oracle Linux), in the release."""


def lookups(package: Package, scope: Scope) -> Iterable[Lookup]:
    """By its own name and by its source's, epochs as far as they are known."""
    return rpm_lookups(package, scope)


def obstacle(package: Package) -> str:
    """Oracle's ksplice builds replace the plain ones and have errata of their own, which no feed of ours brings."""
    return "it is a ksplice build, about which the feed says nothing" if ".ksplice" in package.version else ""


def hindrance(row: AffectedRow, package: Package) -> Hindrance | None:
    """A fix for a special build is compared with such builds only, and the other way about; a fix of an unknown module with packages of
    modules only."""
    fixes = row.fix_versions
    if not fixes:
        return None
    if all(is_of_module(version) for version in fixes) and "-" in package.version and not _is_modular(package):
        return Hindrance(DecisionKind.OTHER_MODULE, "is about packages of a module; the package is of none")
    for mark in _SPECIAL_BUILDS:
        is_meant, is_so = all(mark in version for version in fixes), mark in package.version
        if is_meant != is_so:
            builds = mark.strip("._")
            statement = (
                f"is about {builds} builds" if is_meant else f"is about other builds; the package is a {builds} build"
            )
            return Hindrance(DecisionKind.OTHER_PRODUCT, statement)
    return None


def _is_modular(package: Package) -> bool:
    return bool(package.properties.get("modularity")) or is_of_module(package.version)


RULE = MatchRule(
    name="rpm",
    types=frozenset({"rpm"}),
    lookups=lookups,
    obstacle=obstacle,
    hindrance=hindrance,
    summary="by the package's own name and by its source's, with epochs, module streams and special builds told apart",
)
