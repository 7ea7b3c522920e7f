"""Packages as comma-separated values (RFC 4180), one a line, with a header."""

import csv
import io
from collections.abc import Iterator

from mooring.model.codec import printable
from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.reports.format import RenderOptions, ReportFormat

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
_ROWS_A_PIECE = 500


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """A line for each package; several licences are joined by semicolons."""
    del options
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for count, package in enumerate(report.inventory.packages, start=1):
        writer.writerow([printable(value) for value in _values(package)])
        if count % _ROWS_A_PIECE == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


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


FORMAT = ReportFormat(
    name="csv",
    media_type="text/csv",
    render=render,
    extension=".csv",
    summary="packages as comma-separated values, for spreadsheets",
)
