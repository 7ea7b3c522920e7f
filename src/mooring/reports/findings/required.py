"""Formats that show nothing but findings refuse a report without them: an empty list would look clean, and close alerts elsewhere."""

from mooring.base.errors import UsageError
from mooring.model.match import Findings
from mooring.model.report import ScanReport
from mooring.reports.findings.counts import NOT_MATCHED


def findings_of(report: ScanReport, format_name: str) -> Findings:
    """The findings. Raises UsageError where the inventory was not matched."""
    if report.findings is None:
        raise UsageError(
            f"the format {format_name!r} shows findings alone, and {NOT_MATCHED}",
            hint="match it with a vulnerability database, or choose a format for inventories such as json or cyclonedx-json",
        )
    return report.findings
