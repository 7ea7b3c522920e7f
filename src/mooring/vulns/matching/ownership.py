"""Files of OS packages that are language packages too: distributions patch them and keep the version, so their feed decides."""

import re
from collections.abc import Iterable, Iterator, Mapping

from mooring.model.advisory import AdvisoryKind
from mooring.model.inventory import Inventory
from mooring.model.match import SuppressedBy, Suppression
from mooring.model.package import Package
from mooring.vulns.matching.details import Details
from mooring.vulns.matching.judge import Judge
from mooring.vulns.matching.lookups import Scope, epel_of
from mooring.vulns.matching.precedence import Verdict
from mooring.vulns.matching.vendors import foreign_vendor
from mooring.vulns.names import normal_name
from mooring.vulns.rules.rule import MatchRule

RuleOf = Mapping[str, MatchRule]


_PLACES = (
    ("pypi", re.compile(r"/usr/lib(?:64)?/python3(?:\.\d+)?/(?:dist|site)-packages/"), "python3-"),
    ("npm", re.compile(r"/usr/(?:share|lib)/nodejs/"), "node-"),
    ("gem", re.compile(r"/usr/share/(?:rubygems-integration|gems)/"), "ruby-"),
)
"""Folders that are the package manager's, by type, and how it names the packages with files there."""


def owners_of(inventory: Inventory) -> dict[str, Package]:
    """The OS package that owns the files of a package, by the id of the latter. Links to what is not there are passed over.

    Inventories without file lists (SBOMs of other tools) link nothing. There the OS package of the same version whose name says that it
    brings the package, in a folder that is the package manager's, is the owner.
    """
    sources = {relation.source for relation in inventory.relations if relation.kind == "owns"}
    owners = {package.id: package for package in inventory.packages if package.id in sources and package.is_os_package}
    found = {
        relation.target: owners[relation.source]
        for relation in inventory.relations
        if relation.kind == "owns" and relation.source in owners
    }
    if not sources:
        found.update(_owners_by_place(inventory))
    return found


def _owners_by_place(inventory: Inventory) -> Iterator[tuple[str, Package]]:
    by_name = {package.name: package for package in inventory.packages if package.is_os_package}
    if not by_name:
        return
    for package in inventory.packages:
        for kind, place, prefix in _PLACES:
            if package.type == kind and package.locations and place.match(package.locations[0].path):
                owner = by_name.get(prefix + normal_name(kind, package.name).rpartition("/")[2])
                if owner is not None and _upstream(owner.version) == package.version:
                    yield package.id, owner


def _upstream(version: str) -> str:
    """A distribution's version without epoch, release and the marks of repacked sources."""
    return version.rpartition(":")[2].partition("-")[0].partition("+")[0]


class Ownership:
    """Tells which matches of owned packages do not count, and why."""

    def __init__(self, owners: Mapping[str, Package], judge: Judge, details: Details, scope: Scope) -> None:
        self._owners = owners
        self._judge = judge
        self._details = details
        self._scope = scope
        self._spoken_for: dict[str, bool] = {}
        self._told: dict[tuple[str, int], Verdict] = {}

    def owner(self, package: Package) -> Package | None:
        """The OS package that the distribution's feed speaks for and whose files these are."""
        owner = self._owners.get(package.id)
        if owner is None or package.is_os_package or owner.type != self._scope.speakers.package_type:
            return None
        return owner

    def suppressions(self, package: Package, verdict: Verdict, rule_of: RuleOf) -> Iterable[Suppression]:
        """At most one: what the distribution says about the flaw in the owner; nothing where its feed never spoke about the owner."""
        owner = self.owner(package)
        if owner is None:
            return ()
        rule = rule_of[owner.type]
        asked = (owner.id, verdict.vulnerability)
        told = self._told.get(asked)
        if told is None:
            told = self._told[asked] = self._judge.verdict(owner, rule, verdict.vulnerability)
        if told.is_affected:
            record = self._details.identifier(told.kept[0].row.record)
            reason = f"reported for {owner.name}, the package that owns the files"
            return (
                Suppression(
                    by=SuppressedBy.OWNER, statement=record, origin=told.kept[0].lookup.namespace, reason=reason
                ),
            )
        if told.cleared_by is not None:
            return (self._cleared(owner, told),)
        if self._is_malware(verdict) or not self._is_spoken_for(owner, rule):
            return ()
        namespace = self._scope.speakers.speakers[0].namespace
        reason = (
            f"{namespace} speaks about {owner.name}, the package that owns the files, and does not list the flaw for it"
        )
        return (Suppression(by=SuppressedBy.OWNER, statement=owner.name, origin=namespace, reason=reason),)

    def remark(self, package: Package) -> str:
        """Why a match of an owned package counts all the same."""
        owner = self._owners.get(package.id)
        if owner is None or package.is_os_package:
            return ""
        if not self._scope.speakers.speakers:
            return f"its files belong to {owner.name}, and no feed speaks for the distribution"
        return f"its files belong to {owner.name}, about which the distribution's feed has never spoken"

    def _cleared(self, owner: Package, told: Verdict) -> Suppression:
        statement = told.cleared_by
        assert statement is not None
        row = statement.row
        words = {"fixed": "has the fix", "not-affected": "is not affected"}.get(
            statement.kind.value, "is outside of the affected range"
        )
        return Suppression(
            by=SuppressedBy.DISTRIBUTION,
            statement=next(iter(row.fix_advisories), "") or self._details.identifier(row.record),
            origin=statement.lookup.namespace,
            reason=f"{statement.lookup.namespace} says that {owner.name} {owner.version}, which owns the files, {words}",
        )

    def _is_malware(self, verdict: Verdict) -> bool:
        return self._details.vulnerability(verdict.vulnerability).kind is AdvisoryKind.MALWARE

    def _is_spoken_for(self, owner: Package, rule: MatchRule) -> bool:
        found = self._spoken_for.get(owner.id)
        if found is None:
            is_theirs = epel_of(owner, self._scope) or not foreign_vendor(owner, self._scope.product)
            found = bool(is_theirs) and self._judge.knows(owner, rule)
            self._spoken_for[owner.id] = found
        return found
