"""Findings with every kind of suppression, for the VEX formats."""

import msgspec

from mooring.model.match import Match, SuppressedBy, Suppression
from mooring.model.report import ScanReport
from mooring.reports.format import DEFAULT_OPTIONS, ReportFormat
from reports.worlds import MATCHED, MATCHES

replace = msgspec.structs.replace
JUSTIFIED = Suppression(
    by=SuppressedBy.EXCEPTION,
    statement="EX-1",
    origin="exceptions.yaml",
    author="ada@example.com",
    reason="the parser is never called",
    justification="vulnerable_code_not_in_execute_path",
)
ACCEPTED = Suppression(
    by=SuppressedBy.EXCEPTION,
    statement="EX-2",
    reason="we live with it",
    author="ada@example.com",
    expires="2027-01-31",
)
VENDOR = Suppression(by=SuppressedBy.VEX, statement="doc#1", reason="the feature is not built", author="Vendor")
FIXED = Suppression(by=SuppressedBy.VEX, statement="doc#2", reason="fixed: backported in r3", author="Vendor")
DISTRIBUTION = Suppression(by=SuppressedBy.DISTRIBUTION, statement="DSA-1", reason="this build does not have it")
OWNER = Suppression(by=SuppressedBy.OWNER, statement="deb python3-x", reason="owned by python3-x")
OPTION = Suppression(by=SuppressedBy.OPTION, statement="--only-fixed", reason="there is no fix")


def report_with(*suppressions: tuple[Suppression, ...]) -> ScanReport:
    """The matched report, its matches suppressed by these, the others by nothing."""
    matches = tuple(
        replace(match, suppressions=suppressions[number] if number < len(suppressions) else ())
        for number, match in enumerate(MATCHES)
    )
    return with_matches(matches)


def with_matches(matches: tuple[Match, ...]) -> ScanReport:
    """The matched report with other matches."""
    return replace(MATCHED, findings=replace(MATCHED.findings, matches=matches))


def document(form: ReportFormat, report: ScanReport) -> dict[str, object]:
    """What the format writes, parsed."""
    return msgspec.json.decode(b"".join(form.render(report, DEFAULT_OPTIONS)))
