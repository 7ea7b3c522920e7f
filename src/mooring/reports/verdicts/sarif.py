"""The verdict as SARIF 2.1.0: a rule for each trigger, a result for each finding.

Stop is an error, warn a warning, go a note. What an allowlist accepts is suppressed; so is everything where the bundle allows the image.
"""

from collections.abc import Iterator
from heapq import nsmallest

from mooring.model.report import ScanReport
from mooring.model.verdict import Verdict
from mooring.reports.alerts.judged import verdict_alerts, verdict_notices, verdict_properties
from mooring.reports.alerts.log import MAX_RESULTS, Notice, image_properties, log_pieces, results_of, rules_of
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.judged.required import verdict_of
from mooring.reports.sections.gaps import incomplete_words

_LEVELS = ("error", "warning", "note")


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The log. Raises UsageError where the report was not judged."""
    del options
    return _pieces(report, verdict_of(report, "sarif"))


def _pieces(report: ScanReport, verdict: Verdict) -> Iterator[bytes]:
    kept = nsmallest(MAX_RESULTS, verdict_alerts(report, verdict), key=lambda alert: _LEVELS.index(alert.level))
    rules = rules_of(kept)
    numbers = {name: number for number, name in enumerate(rules)}
    notices = list(_notices(report, verdict))
    properties = image_properties(report) | verdict_properties(verdict)
    yield from log_pieces(report, rules.values(), results_of(kept, report, numbers), notices, properties)


def _notices(report: ScanReport, verdict: Verdict) -> Iterator[Notice]:
    yield from verdict_notices(verdict)
    if len(verdict.findings) > MAX_RESULTS:
        yield (
            "left-out",
            "error",
            f"of {len(verdict.findings):,} findings, {MAX_RESULTS:,} fit: those that stop it first",
        )
    yield from (("incomplete", "error", line) for line in incomplete_words(report))


FORMAT = ReportFormat(
    name="sarif",
    media_type="application/sarif+json; version=2.1.0",
    render=render,
    extension=".sarif",
    summary="SARIF 2.1.0 of the policy's findings, as GitHub's code scanning accepts it",
)
