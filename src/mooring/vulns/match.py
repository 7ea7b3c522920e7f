"""From an inventory and a database to findings. Pure: no file, no network, no clock.

    packages -> rule -> look-ups -> rows -> statements -> verdict for each flaw -> match, with what owns it and how sure it is

`vulns/matching` holds the steps, `vulns/rules` what differs between kinds of packages.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from mooring.base.families import collect
from mooring.model.distro import Distro
from mooring.model.inventory import Inventory
from mooring.model.match import Findings, Match, SuppressedBy, Suppression
from mooring.model.package import Package
from mooring.vulns.advisories import Advisories
from mooring.vulns.matching.coverage import NO_VERSION, ONLY_PRODUCTS, Coverage, limits_of
from mooring.vulns.matching.findings import Writer, identity_of
from mooring.vulns.matching.judge import Judge, Memory
from mooring.vulns.matching.lookups import Scope, ecosystem_of
from mooring.vulns.matching.manifests import doubt_of, outdone
from mooring.vulns.matching.namespaces import namespaces_of, product_of, title_of
from mooring.vulns.matching.ownership import Ownership, owners_of
from mooring.vulns.risk import risk_of
from mooring.vulns.rules.rule import MatchRule


class MatchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a user decides about matching."""

    use_cpe: bool = False
    """Whether product ranges of NVD count for packages that nobody else speaks about; such matches are only possible ones."""
    with_notices: bool = False
    """Whether notices (unmaintained, unsound) are matches too."""
    distro: Distro | None = None
    """Instead of the inventory's."""


def match(inventory: Inventory, database: Advisories, options: MatchOptions, *, now: datetime) -> Findings:
    """The findings: highest risk first, an assessment for each kind of package. The same arguments give the same findings."""
    return Matcher(database, options, now=now).findings(inventory)


class Matcher:
    """Matches many inventories against one database, and remembers what they have in common. One thread only."""

    def __init__(self, database: Advisories, options: MatchOptions, *, now: datetime) -> None:
        self._database = database
        self._options = options
        self._now = now
        self._memory = Memory(database)
        self._rules = Rules()

    def findings(self, inventory: Inventory) -> Findings:
        """What `match` gives."""
        return self.case(inventory).findings()

    def case(self, inventory: Inventory) -> "Case":
        """One inventory, ready to be judged."""
        return Case(inventory, self._database, self._options, self._memory, self._rules, self._now)


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

    def of(self, package: Package) -> MatchRule:
        """The rule for a package."""
        for rule in self._special:
            if package.type in rule.types and rule.names is not None and rule.names.fullmatch(package.name):
                return rule
        return self[package.type]


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
        self.distro = options.distro or inventory.distro
        self.rules = rules
        self.scope = scope_of(inventory, self.distro, database, options)
        self.judge = Judge(memory, self.scope, with_notices=options.with_notices)
        self.owners = owners_of(inventory)
        product = product_of(self.distro) if self.distro else ""
        self.ownership = Ownership(self.owners, self.judge, memory.details, self.scope, product)
        self.outdone = outdone(inventory)
        self.writer = Writer(memory.details, memory.keys, risk_of)
        self._database = database
        self._now = now

    def findings(self) -> Findings:
        """Matches and assessments."""
        coverage = Coverage()
        matches: list[Match] = []
        for package in self.inventory.packages:
            if package.id in self.outdone:
                continue
            matches += self.matches_of(package)
            self._count(package, coverage)
        limits = limits_of(self.distro, self.scope, self._database, self._now)
        return Findings(
            database=self._database.state,
            matches=_in_order(_with_own_ids(matches, self.inventory)),
            assessments=coverage.assessments(limits),
        )

    def matches_of(self, package: Package) -> Iterator[Match]:
        """The matches of one package, suppressed ones included."""
        rule = self.rules.of(package)
        if rule.obstacle(package):
            return
        doubts: tuple[str, ...] | None = None
        for verdict in self.judge.affected(package, rule):
            if not verdict.is_affected:
                continue
            suppressions = tuple(self.ownership.suppressions(package, verdict, self.rules))
            if rule.harmless:
                suppressions = (_harmless(rule), *suppressions)
            if doubts is None:
                doubts = self.doubts_of(package)
            yield self.writer.match(package, verdict, doubts, suppressions)

    def doubts_of(self, package: Package) -> tuple[str, ...]:
        """What makes every match of a package less sure."""
        found = [doubt_of(package), *(_told(package, name, words) for name, words in _DOUBTS.items())]
        return tuple(doubt for doubt in found if doubt)

    def obstacle(self, package: Package, rule: MatchRule) -> str:
        """Why the package cannot be judged; empty where it can."""
        lookups = tuple(rule.lookups(package, self.scope))
        if not lookups:
            return self._silence(package)
        if obstacle := rule.obstacle(package):
            return obstacle
        if not package.version and not any(lookup.version for lookup in lookups):
            return NO_VERSION
        if not self.judge.is_comparable(lookups):
            return f"{package.version[:60]!r} has no place in the order of {lookups[0].scheme} versions"
        return ""

    def _count(self, package: Package, coverage: Coverage) -> None:
        if package.is_root and not (package.is_installed and package.type == "golang"):
            return  # The project itself: nobody has advisories about it.
        is_distribution = bool(self.distro) and package.type in _PACKAGE_MANAGERS
        obstacle = self.obstacle(package, self.rules.of(package))
        if obstacle and (package.type == "generic" or not is_distribution) and self.ownership.owner(package):
            return  # The distribution speaks for it through its owner.
        subject = title_of(self.distro) if self.distro and is_distribution else package.type
        coverage.count(subject, package.id, obstacle, is_distribution=is_distribution)

    def _silence(self, package: Package) -> str:
        """Why nobody speaks about a package."""
        speakers = self.scope.speakers
        if package.type in _PACKAGE_MANAGERS:
            if not speakers.speakers:
                return speakers.reason
            distro = self.distro.id if self.distro else "no distribution"
            return f"a {package.type} package in an image of {distro}: nobody says whose it is"
        if package.type == "generic":
            return ONLY_PRODUCTS
        return f"no feed in the database speaks about {ecosystem_of(package)} packages"


_PACKAGE_MANAGERS = frozenset({"deb", "rpm", "apk", "alpm", "ebuild", "opkg"})
_DOUBTS = {"group_guessed": "its Maven group was guessed"}


def scope_of(inventory: Inventory, distro: Distro | None, database: Advisories, options: MatchOptions) -> Scope:
    """What holds for all packages of the inventory."""
    known = database.namespaces
    named = [value for name, value in inventory.properties.items() if name.startswith("content_sets:") or name == "cpe"]
    repositories = {word for value in named for word in value.lower().split()}
    return Scope(
        speakers=namespaces_of(distro, known),
        known={name: state for name, state in known.items() if state.rows and ":" not in name and "+" not in name},
        use_cpe=options.use_cpe,
        repositories=frozenset(repositories | set(distro.channels if distro else ())),
    )


def _told(package: Package, name: str, words: str) -> str:
    return words if package.properties.get(name) else ""


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
