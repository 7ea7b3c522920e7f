"""SPDX 2.3 as JSON."""

from collections.abc import Iterator

from mooring.model.codec import array_pieces, encode
from mooring.model.report import ScanReport
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.sbom import spdx


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """A document that the schema of SPDX 2.3 accepts."""
    yield encode(spdx.header(report, options, "spdx-json"))[:-1] + b',"packages":'
    yield from array_pieces(map(encode, spdx.packages(report)))
    if options.with_files:
        yield b',"files":'
        yield from array_pieces(map(encode, spdx.files(report, options)))
    yield b',"relationships":'
    yield from array_pieces(map(encode, spdx.relationships(report, options)))
    licenses = spdx.extracted_licenses(report)
    yield (b',"hasExtractedLicensingInfos":' + encode(licenses) if licenses else b"") + b"}\n"


FORMAT = ReportFormat(
    name="spdx-json",
    media_type="application/spdx+json; version=2.3",
    render=render,
    extension=".spdx.json",
    summary="SPDX 2.3 SBOM as JSON",
)
