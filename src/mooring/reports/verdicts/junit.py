"""The verdict as JUnit's XML: a case for it, a suite for each policy, a case for each finding.

What stops the image fails, what warns or is accepted is skipped, what could not be judged or read is an error.
"""

from collections.abc import Iterator

from mooring.model.report import ScanReport
from mooring.model.verdict import Verdict
from mooring.reports.cases.case import Case, document_pieces, image_of
from mooring.reports.cases.judged import verdict_suites
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.judged.required import verdict_of
from mooring.reports.sections.gaps import search_words
from mooring.reports.text.style import clean


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The document. Raises UsageError where the report was not judged."""
    del options
    return _pieces(report, verdict_of(report, "junit"))


def _pieces(report: ScanReport, verdict: Verdict) -> Iterator[bytes]:
    unread = [
        Case("problem", clean(one.path) or "image", "error", "incomplete", clean(str(one))) for one in report.problems
    ]
    unread += [Case("problem", line.partition(":")[0], "error", "not-searched", line) for line in search_words(report)]
    properties = {
        "image": report.image.name,
        "digest": verdict.image_digest or verdict.image_id,
        "bundle": verdict.bundle_id,
        "database": verdict.database_built,
    }
    return document_pieces(image_of(report), {**verdict_suites(report, verdict), "image": unread}, properties)


FORMAT = ReportFormat(
    name="junit",
    media_type="application/xml",
    render=render,
    extension=".junit.xml",
    summary="the policy's findings as tests (JUnit's XML), for build servers",
)
