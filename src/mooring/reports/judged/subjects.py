"""Findings of a policy beside what they are about: package, file, vulnerability."""

from collections.abc import Iterable, Iterator

import msgspec

from mooring.model.match import Match
from mooring.model.package import Package
from mooring.model.policy import Action
from mooring.model.report import ScanReport
from mooring.model.verdict import Finding, FindingKind, Verdict
from mooring.reports.findings.groups import packages_by_id
from mooring.reports.text.style import clean
from mooring.reports.text.summary import path_of

SECTIONS = ("failed", "not-gathered", "stop", "warn", "go", "accepted")
"""What is told first: rules that could not be judged, then what decides, and last what does not count."""

_KINDS = {FindingKind.FAILED: "failed", FindingKind.NOT_GATHERED: "not-gathered"}
_ACTIONS = {Action.STOP: "stop", Action.WARN: "warn", Action.GO: "go"}


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A finding with what the report knows about its subject."""

    finding: Finding
    package: Package | None = None
    match: Match | None = None

    @property
    def section(self) -> str:
        """One of SECTIONS."""
        if self.finding.allowance is not None:
            return "accepted"
        if self.finding.kind is not FindingKind.FIRED:
            return _KINDS[self.finding.kind]
        return _ACTIONS[self.finding.action]

    @property
    def about(self) -> str:
        """Package and version, or the path; empty where it is the whole image."""
        if self.package is not None:
            return clean(f"{self.package.name} {self.package.version}".strip())
        return clean(self.finding.subject)

    @property
    def path(self) -> str:
        """The file that it is about, or that names the package, with its line where it has one."""
        if self.package is not None:
            return path_of(self.package)
        return clean(self.finding.subject) if self.finding.subject.startswith("/") else ""


class TriggerGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Findings of one section and one trigger."""

    section: str
    gate: str
    trigger: str
    told: tuple[Told, ...]
    """The worst vulnerability first; others as the verdict has them. Never empty."""

    @property
    def name(self) -> str:
        """`gate.trigger`."""
        return clean(f"{self.gate}.{self.trigger}")


def told_findings(report: ScanReport, verdict: Verdict) -> list[Told]:
    """All findings, in the order of the verdict."""
    packages = packages_by_id(report)
    matches = {} if report.findings is None else {match.id: match for match in report.findings.matches}
    return [
        Told(finding=one, package=packages.get(one.subject), match=matches.get(one.match_id) if one.match_id else None)
        for one in verdict.findings
    ]


def trigger_groups(told: Iterable[Told]) -> list[TriggerGroup]:
    """By section, then by trigger in the order of the verdict."""
    groups: dict[tuple[str, str, str], list[Told]] = {}
    for one in told:
        groups.setdefault((one.section, one.finding.gate, one.finding.trigger), []).append(one)
    ordered = sorted(groups.items(), key=lambda item: SECTIONS.index(item[0][0]))
    return [
        TriggerGroup(section=section, gate=gate, trigger=trigger, told=tuple(sorted(found, key=_worst_first)))
        for (section, gate, trigger), found in ordered
    ]


def section_sizes(verdict: Verdict) -> dict[str, int]:
    """How many findings there are in each of SECTIONS; those without any are left out."""
    sizes = dict.fromkeys(SECTIONS, 0)
    for finding in verdict.findings:
        sizes[Told(finding=finding).section] += 1
    return {name: number for name, number in sizes.items() if number}


def counts_against(verdict: Verdict, action: Action) -> int:
    """How many findings ask for this action, rules that could not be judged included."""
    return sum(finding.action is action for finding in verdict.findings)


def _worst_first(told: Told) -> tuple[int, float]:
    if told.match is None:
        return (0, 0.0)
    risk = told.match.risk
    return (-told.match.severity.rank, -risk if risk > 0 else 0.0)


def subjects_of(told: Iterable[Told]) -> Iterator[Package]:
    """The packages that findings are about, each once, in the order of the findings."""
    seen: set[str] = set()
    for one in told:
        if one.package is not None and one.package.id not in seen:
            seen.add(one.package.id)
            yield one.package
