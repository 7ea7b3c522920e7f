"""Package URLs, one a line, each once."""

from collections.abc import Iterator

from mooring.model.codec import printable
from mooring.model.report import ScanReport
from mooring.reports.format import RenderOptions, ReportFormat


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The package URLs in order; packages without one are left out."""
    del options
    for purl in sorted({package.purl for package in report.inventory.packages if package.purl}):
        yield f"{printable(purl)}\n".encode()


FORMAT = ReportFormat(name="purls", media_type="text/plain", render=render, summary="package URLs, one a line")
