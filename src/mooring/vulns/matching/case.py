"""One inventory before its judge: the rule for each package, what holds for all of them, the matches of each."""

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from mooring.base.errors import HostileInput
from mooring.base.families import collect
from mooring.model.distro import Distro
from mooring.model.inventory import Inventory
from mooring.model.match import Findings, Match, SuppressedBy, Suppression
from mooring.model.package import Package
from mooring.vulns.advisories import Advisories
from mooring.vulns.matching.coverage import BY_PRODUCTS, NO_PRODUCT, NO_VERSION, ONLY_PRODUCTS, Coverage, limits_of
from mooring.vulns.matching.findings import Writer, identity_of, subject_of
from mooring.vulns.matching.judge import Judge, Memory
from mooring.vulns.matching.lookups import CPE, Lookup, Scope, ecosystem_of, epel_of
from mooring.vulns.matching.manifests import doubt_of, outdone
from mooring.vulns.matching.namespaces import distro_of_purls, namespaces_of, product_of, title_of
from mooring.vulns.matching.options import MatchOptions
from mooring.vulns.matching.ownership import Ownership, owners_of
from mooring.vulns.matching.precedence import Verdict
from mooring.vulns.matching.untold import sources_untold
from mooring.vulns.matching.vendors import foreign_vendor
from mooring.vulns.rules.rule import MatchRule


class Rules(dict[str, MatchRule]):
    """The rule for each purl type, made when it is first asked for."""

    def __init__(self) -> None:
        super().__init__()
        found = collect("mooring.vulns.rules", MatchRule, contract="rule")
        self._special = [rule for rule in found if rule.names is not None]
        self._general = {kind: rule for rule in found if rule.names is None for kind in rule.types}
        self._default = next(rule for rule in found if not rule.types)

    def __missing__(self, kind: str) -> MatchRule:
        return self._general.get(kind, self._default)

    def of(self, package: Package, scope: Scope) -> MatchRule:
        """The rule for a package. Where no ecosystem speaks about its type, only products are left."""
        kind = package.type
        for rule in self._special:
            if kind in rule.types and rule.names is not None and rule.names.fullmatch(package.name):
                return rule
        if kind not in PACKAGE_MANAGERS and ecosystem_of(package) not in scope.known:
            return self["generic"]
        return self[kind]


_Judged = tuple[Package, MatchRule, list[Verdict]]


class Case:
    """One inventory and what holds for all its packages."""

    def __init__(
        self,
        inventory: Inventory,
        database: Advisories,
        options: MatchOptions,
        memory: Memory,
        rules: Rules,
        now: datetime,
    ) -> None:
        self.inventory = inventory
        self.distro = options.distro or inventory.distro or distro_of_purls(inventory)
        self.rules = rules
        self.scope = scope_of(inventory, self.distro, database, options)
        self.judge = Judge(memory, self.scope, with_notices=options.with_notices)
        self.owners = owners_of(inventory)
        self.ownership = Ownership(self.owners, self.judge, memory.details, self.scope)
        self.outdone = outdone(inventory)
        self.writer = Writer(memory.details, memory.keys)
        self._database = database
        self._now = now

    def findings(self) -> Findings:
        """Matches and assessments. Raises HostileInput above MAX_MATCHES."""
        coverage = Coverage()
        matches: list[Match] = []
        judged: list[_Judged] = []
        waiting = 0
        for package in self.inventory.packages:
            if package.id in self.outdone:
                continue
            rule = self.rules.of(package, self.scope)
            lookups = tuple(rule.lookups(package, self.scope))
            if affected := self._affected(package, rule, lookups):
                judged.append((package, rule, affected))
                waiting += len(affected)
            if len(matches) + waiting > MAX_MATCHES:
                raise HostileInput(
                    f"the inventory has more than {MAX_MATCHES:,} findings; matching went no further",
                    hint="an honest image has a tenth of that at most: look at what its package list says",
                )
            if waiting >= _TOGETHER:
                matches += self._matches(judged)
                judged, waiting = [], 0
            self._count(package, rule, lookups, coverage)
        matches += self._matches(judged)
        if self.distro and not any(package.type in PACKAGE_MANAGERS for package in self.inventory.packages):
            coverage.miss(title_of(self.distro))
        limits = limits_of(self.distro, self.scope, self._database, self._now)
        if untold := sources_untold(self.inventory.packages, self.scope):
            reasons = "; ".join(filter(None, (limits.of_distribution, untold)))
            limits = msgspec.structs.replace(limits, of_distribution=reasons)
        return Findings(
            database=self._database.state,
            matches=_in_order(_with_own_ids(matches, self.inventory)),
            assessments=coverage.assessments(limits),
        )

    def _affected(self, package: Package, rule: MatchRule, lookups: tuple[Lookup, ...]) -> list[Verdict]:
        """Verdicts that say that the package has a flaw."""
        if not lookups or rule.obstacle(package):
            return []
        return [verdict for verdict in self.judge.affected(package, rule, lookups) if verdict.kept]

    def _matches(self, judged: list[_Judged]) -> Iterator[Match]:
        """The matches of some packages, suppressed ones included."""
        self.writer.prepare(verdict for _, _, affected in judged for verdict in affected)
        for package, rule, affected in judged:
            doubts = tuple(doubt for doubt in (doubt_of(package), rule.doubt(package)) if doubt)
            subject = subject_of(package, doubts)
            harmless = (_harmless(rule),) if rule.harmless else ()
            is_owned = self.ownership.owner(package) is not None
            remarks, remarks_if_suppressed = (
                self.remarks_on(package, is_suppressed) for is_suppressed in (False, True)
            )
            for verdict in affected:
                owner = tuple(self.ownership.suppressions(package, verdict, self.rules)) if is_owned else ()
                suppressions = (*harmless, *owner)
                yield self.writer.match(
                    subject, verdict, remarks_if_suppressed if suppressions else remarks, suppressions
                )

    def remarks_on(self, package: Package, is_suppressed: bool) -> tuple[str, ...]:
        """What a person should know of a match of a package."""
        remarks = [words for name, words in _REMARKS.items() if package.properties.get(name)]
        if not is_suppressed and (remark := self.ownership.remark(package)):
            remarks.append(remark)
        return tuple(remarks)

    def obstacle(self, package: Package, rule: MatchRule, lookups: tuple[Lookup, ...]) -> str:
        """Why the package cannot be judged; empty where it can."""
        if not lookups:
            return self._silence(package)
        if obstacle := rule.obstacle(package):
            return obstacle
        if not package.version and not any(lookup.version for lookup in lookups):
            return NO_VERSION
        is_asked = any(lookup.namespace == CPE for lookup in lookups)
        if rule is self.rules["generic"] and not is_asked and not self.judge.knows(package, rule):
            return self._silence(package)
        vendor = "" if epel_of(package, self.scope) else foreign_vendor(package, self.scope.product)
        if vendor and not self.judge.knows(package, rule):
            return f"{vendor} built it, and the distribution's feed does not speak about it"
        if not self.judge.is_comparable(lookups):
            return f"{package.version[:60]!r} has no place in the order of {lookups[0].scheme} versions"
        return ""

    def _count(self, package: Package, rule: MatchRule, lookups: tuple[Lookup, ...], coverage: Coverage) -> None:
        if package.is_root and not (package.is_installed and package.type == "golang"):
            return  # The project itself: nobody has advisories about it.
        is_distribution = bool(self.distro) and package.type in PACKAGE_MANAGERS
        obstacle = self.obstacle(package, rule, lookups)
        if obstacle and not is_distribution and self.ownership.owner(package):
            return  # The distribution speaks for it through its owner.
        subject = title_of(self.distro) if self.distro and is_distribution else package.type
        limit = BY_PRODUCTS if rule is self.rules["generic"] and self.scope.use_cpe else ""
        coverage.count(subject, package.id, obstacle, is_distribution=is_distribution, limit=limit)

    def _silence(self, package: Package) -> str:
        """Why nobody speaks about a package."""
        speakers = self.scope.speakers
        if package.type in PACKAGE_MANAGERS:
            if not speakers.speakers:
                return speakers.reason
            distro = self.distro.id if self.distro else "no distribution"
            return f"a {package.type} package in an image of {distro}: nobody says whose it is"
        if CPE in self.scope.known and self.scope.use_cpe:
            return NO_PRODUCT
        if package.type == "generic":
            return ONLY_PRODUCTS
        return f"no feed in the database speaks about {ecosystem_of(package)} packages"


_TOGETHER = 1_000
"""Findings whose details are read together."""
MAX_MATCHES = 500_000
"""Several kernels with all their headers have some 50,000."""
PACKAGE_MANAGERS = frozenset({"deb", "rpm", "apk", "alpm", "ebuild", "opkg"})
_REMARKS = {"merged": "its code is merged into another archive", "bundled": "it is bundled with another package"}
"""What a person should know of a match that is no less sure for it."""


def scope_of(inventory: Inventory, distro: Distro | None, database: Advisories, options: MatchOptions) -> Scope:
    """What holds for all packages of the inventory."""
    known = database.namespaces
    named = [value for name, value in inventory.properties.items() if name.startswith("content_sets:") or name == "cpe"]
    repositories = {word for value in named for word in value.lower().split()}
    return Scope(
        speakers=namespaces_of(distro, known, has_products="cpe" in inventory.properties),
        product=product_of(distro) if distro else "",
        known={name: state for name, state in known.items() if state.rows and ":" not in name and "+" not in name},
        use_cpe=options.use_cpe,
        has_epochs=any(":" in package.version for package in inventory.packages if package.type == "rpm"),
        repositories=frozenset(repositories | set(distro.channels if distro else ())),
    )


def _harmless(rule: MatchRule) -> Suppression:
    return Suppression(by=SuppressedBy.HARMLESS, statement=rule.name, reason=rule.harmless)


def _in_order(matches: list[Match]) -> tuple[Match, ...]:
    return tuple(
        sorted(matches, key=lambda found: (-found.risk, -found.severity.rank, found.vulnerability.id, found.id))
    )


def _with_own_ids(matches: list[Match], inventory: Inventory) -> list[Match]:
    """Two versions of one package in one file would have the same ids: the later ones are told apart by their version."""
    seen: set[str] = set()
    packages: Mapping[str, Package] = {}
    for position, found in enumerate(matches):
        if found.id in seen:
            packages = packages or {package.id: package for package in inventory.packages}
            package = packages[found.package]
            salted = identity_of(found.vulnerability.id, package, package.version)
            if salted in seen:
                salted = identity_of(found.vulnerability.id, package, package.id)
            found = matches[position] = msgspec.structs.replace(found, id=salted)
        seen.add(found.id)
    return matches
