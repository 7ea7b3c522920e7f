"""The verdict as comma-separated values (RFC 4180): a line for it, for each problem of the bundle, for each finding.

The first column says what a line is: `verdict`, `mistake`, `note`, `unread`; of findings `failed`, `not-gathered`, `stop`, `warn`, `go` or
`accepted`.
"""

from collections.abc import Iterator

from mooring.model.report import ScanReport
from mooring.model.verdict import Allowance, Verdict
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.judged.required import verdict_of
from mooring.reports.judged.subjects import Told, told_findings
from mooring.reports.judged.words import problem_words, reason_words
from mooring.reports.sections.gaps import search_words
from mooring.reports.text.cells import csv_pieces, harmless
from mooring.reports.text.style import clean

COLUMNS = (
    *("record", "action", "rule_action", "gate", "trigger", "message", "trigger_id", "package", "version", "path"),
    *("vulnerability", "severity", "fix_versions", "policy", "rule", "recommendation", "allowlist", "allowlist_item"),
    *("expires", "reason", "subject", "match"),
)


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The lines. Raises UsageError where the report was not judged."""
    del options
    return csv_pieces(COLUMNS, _rows(report, verdict_of(report, "csv")))


def _rows(report: ScanReport, verdict: Verdict) -> Iterator[list[str]]:
    yield _row(
        record="verdict",
        action=verdict.action.value,
        message=reason_words(verdict),
        policy=verdict.bundle_id,
        reason=verdict.reason.value,
        subject=verdict.tag or verdict.image_digest or verdict.image_id,
    )
    for problem in verdict.problems:
        yield _row(
            record="mistake" if problem.is_error else "note",
            message=problem_words(problem),
            path=problem.path,
            reason=problem.kind,
        )
    for unread in report.problems:
        yield _row(record="unread", path=unread.path, message=clean(str(unread)))
    for line in search_words(report):
        yield _row(record="unread", message=line)
    for told in told_findings(report, verdict):
        yield _finding(told)


def _row(**cells: str) -> list[str]:
    return [harmless(cells.get(column, "")) for column in COLUMNS]


def _finding(told: Told) -> list[str]:
    finding, match, package = told.finding, told.match, told.package
    allowance = finding.allowance or Allowance(allowlist_id="")
    return _row(
        record=told.section,
        action=finding.action.value,
        rule_action=finding.rule_action.value,
        gate=finding.gate,
        trigger=finding.trigger,
        message=finding.message,
        trigger_id=finding.trigger_id,
        package=package.name if package else "",
        version=package.version if package else "",
        path=told.path,
        vulnerability=finding.vulnerability,
        severity=match.severity.value if match else "",
        fix_versions="; ".join(match.fix.versions[:50]) if match else "",
        policy=finding.policy_id,
        rule=finding.rule_id,
        recommendation=finding.recommendation,
        allowlist=allowance.allowlist_name or allowance.allowlist_id,
        allowlist_item=allowance.item_id,
        expires=allowance.expires_on,
        reason=allowance.reason,
        subject=finding.subject,
        match=finding.match_id,
    )


FORMAT = ReportFormat(
    name="csv",
    media_type="text/csv",
    render=render,
    extension=".csv",
    summary="the policy's findings as comma-separated values, for spreadsheets",
)
