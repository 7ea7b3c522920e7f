"""The verdict as one HTML page that needs nothing else: no script, no address outside, readable on paper and in the dark."""

from collections.abc import Iterator

from mooring.model.report import ScanReport
from mooring.model.verdict import Verdict
from mooring.reports.findings.page import gap_banners, text
from mooring.reports.findings.page_style import STYLE
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.judged import page
from mooring.reports.judged.required import verdict_of
from mooring.reports.judged.words import HEADLINES
from mooring.reports.sections.gaps import incomplete_words, search_words
from mooring.reports.sections.page import banner
from mooring.reports.text.summary import counted

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The page. Raises UsageError where the report was not judged."""
    del options
    return _pieces(report, verdict_of(report, "html"))


def _pieces(report: ScanReport, verdict: Verdict) -> Iterator[bytes]:
    for block in _blocks(report, verdict):
        yield (block + "\n").encode("utf-8", "replace")


def _blocks(report: ScanReport, verdict: Verdict) -> Iterator[str]:
    title = text(report.image.name) or report.image.kind
    yield f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{HEADLINES[verdict.action]}: {title}</title>'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield f'<meta name="viewport" content="width=device-width">\n<style>{STYLE}{page.STYLE}</style>\n<h1>{title}</h1>'
    yield from page.verdict_banner(report, verdict)
    if report.findings is not None:
        yield from gap_banners(report, report.findings)
    lines = list(search_words(report) if report.findings is not None else incomplete_words(report))
    if lines:
        yield banner(f"Not read or searched wholly: {counted(len(lines), 'problem')}", lines, is_loud=True)
    yield from page.verdict_findings(report, verdict)


FORMAT = ReportFormat(
    name="html",
    media_type="text/html; charset=utf-8",
    render=render,
    extension=".html",
    summary="the verdict as one page that needs nothing else, to read, print and send",
)
