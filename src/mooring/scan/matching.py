"""The last step of a scan: what is wrong with the inventory, who says otherwise, what is new."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from mooring.base.collection import no_cycle_search
from mooring.model.advisory import FixState
from mooring.model.match import Findings, Match, SuppressedBy, Suppression
from mooring.model.report import ScanReport
from mooring.vulns.advisories import Advisories
from mooring.vulns.match import MatchOptions, match
from mooring.vulns.suppression.suppress import Statements, suppressed
from mooring.vulns.upgrades import plan_upgrades

replace = msgspec.structs.replace


class Matching(msgspec.Struct, frozen=True, kw_only=True):
    """All that decides what a matched report says, besides the inventory."""

    database: Advisories
    options: MatchOptions
    statements: Statements
    """Exceptions and VEX documents."""
    now: datetime
    only_fixed: bool = False
    """Count only what has a fix."""
    since: ScanReport | None = None
    """Count only what this earlier report does not have."""
    notes: tuple[str, ...] = ()
    """What a person should know of the database."""
    since_name: str = ""
    """What messages call it."""


def with_findings(report: ScanReport, matching: Matching) -> ScanReport:
    """The report with what its inventory matches. Nothing is read but the database: the image may be gone."""
    with no_cycle_search():
        return replace(report, findings=_findings(report, matching))


def _findings(report: ScanReport, matching: Matching) -> Findings:
    findings = match(report.inventory, matching.database, matching.options, now=matching.now)
    # Where the file lies is this machine's affair: a report is the same wherever it is made.
    findings = replace(
        findings, database=replace(findings.database, path="", age_days=_age_days(findings, matching.now))
    )
    findings = suppressed(findings, report.inventory, report.image, matching.statements, now=matching.now)
    matches: Iterable[Match] = findings.matches
    if matching.only_fixed:
        matches = map(_unless_fixed, matches)
    if matching.since is not None:
        known = _known(matching.since)
        matches = (_unless_new(one, known, matching.since_name) for one in matches)
    matches = tuple(matches)
    return replace(
        findings,
        matches=matches,
        upgrades=plan_upgrades(matches, report.inventory),
        notes=matching.notes,
        compared_with=matching.since_name if matching.since is not None else "",
    )


def _age_days(findings: Findings, now: datetime) -> float:
    return float(max(int(findings.database.days_since_built(now)), 0))


def _unless_fixed(one: Match) -> Match:
    if one.fix.state is FixState.FIXED and not one.fix.channel:
        return one
    why = f"the fix is in the channel {one.fix.channel} only" if one.fix.channel else "there is no fix"
    return _left_out(one, Suppression(by=SuppressedBy.OPTION, statement="--only-fixed", reason=why))


def _unless_new(one: Match, known: frozenset[str], name: str) -> Match:
    if one.id not in known:
        return one
    why = f"{name} has it too" if name else "the earlier report has it too"
    left_out = _left_out(one, Suppression(by=SuppressedBy.OPTION, statement="--new-since", reason=why))
    return replace(left_out, is_new=False)


def _left_out(one: Match, suppression: Suppression) -> Match:
    return replace(one, suppressions=(*one.suppressions, suppression))


def _known(report: ScanReport) -> frozenset[str]:
    """Ids of what counted in the earlier report: a finding whose exception has since expired is new."""
    if report.findings is None:
        return frozenset()
    return frozenset(
        one.id
        for one in report.findings.matches
        if all(suppression.by is SuppressedBy.OPTION for suppression in one.suppressions)
    )
