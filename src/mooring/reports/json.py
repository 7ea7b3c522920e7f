"""Our own JSON: everything that a scan found. Its schema is published in docs/report.schema.json."""

from collections.abc import Iterator

from mooring.model.codec import to_json
from mooring.model.report import ScanReport
from mooring.reports.format import RenderOptions, ReportFormat


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The report whole; `mooring` reads it back as it was."""
    del options
    return to_json(report)


FORMAT = ReportFormat(
    name="json",
    media_type="application/json",
    render=render,
    extension=".json",
    summary="everything that was found, in Mooring's own schema; read back with nothing lost",
)
