"""Formats of verdicts refuse a report without one: no findings would look like a pass."""

from mooring.base.errors import UsageError
from mooring.model.report import ScanReport
from mooring.model.verdict import Verdict

NOT_JUDGED = "the report was not judged by a policy"


def verdict_of(report: ScanReport, format_name: str) -> Verdict:
    """The verdict. Raises UsageError where the report was not judged."""
    if report.verdict is None:
        raise UsageError(
            f"the format {format_name!r} shows a verdict, and {NOT_JUDGED}",
            hint="judge it with `mooring policy check`, or scan with --policy",
        )
    return report.verdict
