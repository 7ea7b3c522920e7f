"""Findings, or packages where the inventory was not matched, as comma-separated values (RFC 4180), one a line, with a header.

The first column of findings says what a line is: `finding`, `suppressed`, or, before these, `not-assessed`, `partly-assessed`, `problem`,
`not-searched`; behind them `malware`, `secret`, `dockerfile`, `changed-file`, `content-match`. Findings of a policy have columns of
their own in `mooring policy check -o csv`.
"""

from collections.abc import Iterator, Sequence

from mooring.model.match import Findings, Match
from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.reports.findings.counts import assessment_words, not_assessed, partly_assessed
from mooring.reports.findings.facts import addresses_of, risk_of, score_of, share
from mooring.reports.findings.groups import counted_matches, package_of, packages_by_id, suppressed_matches
from mooring.reports.findings.words import in_words, suppression_words
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.records.content import content_rows, gap_rows
from mooring.reports.text.cells import csv_pieces, harmless
from mooring.reports.text.style import clean

COLUMNS = (
    "type",
    "name",
    "version",
    "architecture",
    "licenses",
    "scope",
    "layer_index",
    "layer",
    "path",
    "source_name",
    "source_version",
    "found_by",
    "purl",
    "id",
)
FINDING_COLUMNS = (
    *("record", "risk", "severity", "vulnerability", "aliases", "kind", "package", "version", "type", "source_name"),
    *("fix_state", "fix_versions", "fix_date", "cvss", "epss", "epss_percentile", "exploited", "due", "confidence"),
    *("is_new", "path", "layer_index", "advisory", "url", "constraint", "explanation", "purl", "id"),
)
_MAX_ITEMS = 50


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """A line for each finding or package; several values of a cell are joined by semicolons."""
    del options
    if report.findings is None:
        return csv_pieces(COLUMNS, map(_values, report.inventory.packages))
    return csv_pieces(FINDING_COLUMNS, _finding_rows(report, report.findings))


def _values(package: Package) -> tuple[str, ...]:
    first = package.locations[0] if package.locations else None
    return (
        package.type,
        package.name,
        package.version,
        package.architecture,
        "; ".join(item.expression or item.declared for item in package.licenses),
        package.scope,
        str(package.layer_index) if package.layer_index >= 0 else "",
        first.layer if first else "",
        first.path if first else "",
        package.source_name,
        package.source_version,
        package.found_by,
        package.purl,
        package.id,
    )


def _finding_rows(report: ScanReport, findings: Findings) -> Iterator[Sequence[str]]:
    for one in [*not_assessed(findings), *partly_assessed(findings)]:
        yield _row(record=one.state.value, type=one.subject, explanation=assessment_words(one))
    if not report.inventory.packages:
        yield _row(record="not-assessed", explanation="no package was found, so nothing could be assessed")
    for problem in report.problems:
        yield _row(record="problem", path=problem.path, explanation=clean(str(problem)))
    yield from (_row(**cells) for cells in gap_rows(report))
    packages = packages_by_id(report)
    for match in counted_matches(findings):
        yield _finding("finding", match, package_of(match, packages), findings)
    for match in suppressed_matches(findings):
        yield _finding("suppressed", match, package_of(match, packages), findings)
    yield from (_row(**cells) for cells in content_rows(report))


def _row(**cells: str) -> list[str]:
    return [harmless(cells.get(column, "")) for column in FINDING_COLUMNS]


def _finding(record: str, match: Match, package: Package, findings: Findings) -> list[str]:
    flaw, reason = match.vulnerability, match.reasons[0] if match.reasons else None
    scores = [score for rating in flaw.ratings if (score := score_of(rating)) is not None]
    prediction = flaw.exploit_prediction
    words = in_words(match, package, findings.database.feeds)
    return _row(
        record=record,
        risk=f"{risk_of(match):.1f}",
        severity=match.severity.value,
        vulnerability=flaw.id,
        aliases="; ".join(flaw.aliases[:_MAX_ITEMS]),
        kind=flaw.kind.value,
        package=package.name,
        version=package.version,
        type=package.type,
        source_name=package.source_name,
        fix_state=match.fix.state.value,
        fix_versions="; ".join(match.fix.versions[:_MAX_ITEMS]),
        fix_date=match.fix.date,
        cvss=f"{max(scores):.1f}" if scores else "",
        epss=f"{share(prediction.score):.5f}" if prediction else "",
        epss_percentile=f"{share(prediction.percentile):.5f}" if prediction else "",
        exploited="; ".join(entry.added or entry.source for entry in flaw.exploited[:_MAX_ITEMS]),
        due="; ".join(entry.due for entry in flaw.exploited[:_MAX_ITEMS] if entry.due),
        confidence=match.confidence.value,
        is_new=str(match.is_new).lower() if findings.compared_with else "",
        path=package.locations[0].path if package.locations else "",
        layer_index=str(package.layer_index) if package.layer_index >= 0 else "",
        advisory=reason.source.id if reason else "",
        url="".join(addresses_of(flaw)[:1]),
        constraint=reason.constraint if reason else "",
        explanation=suppression_words(match.suppressions[0]) if match.suppressions else words[0],
        purl=package.purl,
        id=match.id,
    )


FORMAT = ReportFormat(
    name="csv",
    media_type="text/csv",
    render=render,
    extension=".csv",
    summary="findings, or packages where it was not matched, as comma-separated values, for spreadsheets",
)
