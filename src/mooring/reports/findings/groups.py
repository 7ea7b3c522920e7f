"""Findings as a person acts on them: one group for each update, so that eight binary packages of one source are one line."""

from collections.abc import Iterable, Mapping

import msgspec

from mooring.model.advisory import AdvisoryKind, FixState
from mooring.model.match import Findings, Match, SuppressedBy
from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.model.severity import Severity

_PEOPLE = frozenset({SuppressedBy.EXCEPTION, SuppressedBy.VEX})


class FindingGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Matches that one update cures, or that one source package has without a cure."""

    name: str
    """Source package for OS packages, else the package."""
    type: str
    installed: tuple[str, ...]
    """Versions, each once."""
    fixed_in: str
    """The version that cures all of them; empty where there is none."""
    packages: tuple[Package, ...]
    matches: tuple[Match, ...]
    """Highest risk first; never empty."""

    @property
    def worst(self) -> Match:
        """The match of the highest risk."""
        return self.matches[0]

    @property
    def severity(self) -> Severity:
        """The highest."""
        return max((match.severity for match in self.matches), key=lambda severity: severity.rank)

    @property
    def risk(self) -> float:
        """The highest."""
        return self.worst.risk

    @property
    def vulnerabilities(self) -> tuple[str, ...]:
        """Identifiers, each once, highest risk first."""
        return tuple(dict.fromkeys(match.vulnerability.id for match in self.matches))

    @property
    def state(self) -> FixState:
        """What is known of a fix."""
        return self.worst.fix.state

    @property
    def is_malware(self) -> bool:
        """Whether the package itself is malicious: it is removed, not updated."""
        return any(match.vulnerability.kind is AdvisoryKind.MALWARE for match in self.matches)

    @property
    def has_cure(self) -> bool:
        """Whether something can be done."""
        return self.worst.has_fix or self.is_malware

    @property
    def is_exploited(self) -> bool:
        """Whether one of them is known to be exploited."""
        return any(match.is_exploited for match in self.matches)


def packages_by_id(report: ScanReport) -> dict[str, Package]:
    """The packages of the inventory by their ids."""
    return {package.id: package for package in report.inventory.packages}


def package_of(match: Match, packages: Mapping[str, Package]) -> Package:
    """The package that a match is about; one of its name alone where the inventory has lost it."""
    found = packages.get(match.package)
    if found is not None:
        return found
    reason = match.reasons[0] if match.reasons else None
    return Package(
        id=match.package,
        type="",
        name=reason.name if reason else match.package,
        version=reason.version if reason else "",
        purl="",
    )


def counted_matches(findings: Findings) -> list[Match]:
    """The matches that count, highest risk first."""
    return by_risk(match for match in findings.matches if not match.is_suppressed)


def suppressed_matches(findings: Findings) -> list[Match]:
    """The matches that somebody took out of the count, highest risk first."""
    return by_risk(match for match in findings.matches if match.is_suppressed)


def accepted_matches(findings: Findings) -> list[Match]:
    """Of the suppressed ones those that a person decided about: an exception or a VEX statement. The rest are rules at work."""
    return [match for match in suppressed_matches(findings) if {one.by for one in match.suppressions} & _PEOPLE]


def by_risk(matches: Iterable[Match]) -> list[Match]:
    """Highest risk first; among equals the higher severity, and then the order they came in."""
    return sorted(matches, key=lambda match: (-match.risk, -match.severity.rank))


def groups_of(report: ScanReport, matches: Iterable[Match]) -> list[FindingGroup]:
    """The matches in groups: those that something can be done about first, each part by risk.

    What one step of the upgrade plan cures is one group; what the plan leaves out is grouped by source package, version and fix.
    """
    findings = report.findings
    upgrades = findings.upgrades if findings else ()
    step_of = {match: index for index, step in reversed(list(enumerate(upgrades))) for match in step.matches}
    packages = packages_by_id(report)
    gathered: dict[tuple[str, ...], list[Match]] = {}
    for match in by_risk(matches):
        package = package_of(match, packages)
        index = step_of.get(match.id, -1) if match.has_fix else -1
        fixed_in = upgrades[index].to_version if index >= 0 else "".join(match.fix.versions[:1])
        state = match.fix.state.value
        version = "" if index >= 0 else installed_version(package)
        key = (package.type, source_of(package), version, fixed_in, state, match.fix.channel if index < 0 else "")
        gathered.setdefault(key, []).append(match)
    groups = [_group(key, found, packages) for key, found in gathered.items()]
    return sorted(groups, key=lambda group: (not group.has_cure, -group.risk, -len(group.matches)))


def source_of(package: Package) -> str:
    """What is updated: the source package for OS packages, else the package."""
    return package.source_name if package.is_os_package and package.source_name else package.name


def installed_version(package: Package) -> str:
    """The version of what is updated."""
    return package.source_version if package.is_os_package and package.source_version else package.version


def _group(key: tuple[str, ...], matches: list[Match], packages: Mapping[str, Package]) -> FindingGroup:
    touched = {match.package: package_of(match, packages) for match in matches}
    kind, name, _, fixed_in, *_ = key
    return FindingGroup(
        name=name,
        type=kind,
        installed=tuple(dict.fromkeys(installed_version(package) for package in touched.values())),
        fixed_in=fixed_in,
        packages=tuple(touched.values()),
        matches=tuple(matches),
    )
