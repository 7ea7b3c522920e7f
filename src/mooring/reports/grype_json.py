"""Grype's JSON of the findings, for scripts that were written for it."""

from collections.abc import Iterator

from mooring.model.codec import array_pieces, encode
from mooring.model.match import Findings
from mooring.model.report import ScanReport
from mooring.reports.findings.groups import counted_matches, package_of, packages_by_id, suppressed_matches
from mooring.reports.findings.required import findings_of
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.sbom import grype


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The document. Raises UsageError where the report was not matched: a script would take it for clean."""
    del options
    return _pieces(report, findings_of(report, "grype-json"))


def _pieces(report: ScanReport, findings: Findings) -> Iterator[bytes]:
    packages = packages_by_id(report)
    yield b'{"matches":'
    yield from array_pieces(
        encode(grype.match_part(match, package_of(match, packages), report)) for match in counted_matches(findings)
    )
    yield b',"ignoredMatches":'
    yield from array_pieces(
        encode(grype.ignored_part(match, package_of(match, packages), report)) for match in suppressed_matches(findings)
    )
    yield b',"alertsByPackage":'
    yield from array_pieces(map(encode, grype.alerts(findings, packages)))
    yield b',"assessments":' + encode(grype.assessments(findings))
    yield b',"source":' + encode(grype.source_part(report)) + b',"distro":' + encode(grype.distro_part(report))
    yield b',"descriptor":' + encode(grype.descriptor(report, findings)) + b"}\n"


FORMAT = ReportFormat(
    name="grype-json",
    media_type="application/json",
    render=render,
    needs_findings=True,
    extension=".grype.json",
    summary="the findings in the shape of Grype's JSON, for scripts that were written for it",
)
