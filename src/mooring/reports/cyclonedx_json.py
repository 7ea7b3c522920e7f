"""CycloneDX 1.6 as JSON."""

from collections.abc import Iterator

from mooring.model.codec import array_pieces, encode
from mooring.model.report import ScanReport
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.sbom import cyclonedx
from mooring.reports.sbom.vulnerabilities import vulnerabilities


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """A document that the strict schema of CycloneDX 1.6 accepts."""
    serial = cyclonedx.serial_number(report, options, "cyclonedx-json")
    yield b'{"$schema":"http://cyclonedx.org/schema/bom-1.6.schema.json","bomFormat":"CycloneDX","specVersion":"1.6"'
    yield b',"serialNumber":' + encode(serial) + b',"version":1,"metadata":'
    yield encode(cyclonedx.metadata(report, options)) + b',"components":'
    yield from array_pieces(map(encode, cyclonedx.components(report, options)))
    yield b',"dependencies":'
    yield from array_pieces(map(encode, cyclonedx.dependencies(report)))
    compositions = cyclonedx.compositions(report)
    yield b',"compositions":' + encode(compositions) if compositions else b""
    if report.findings is not None:
        yield b',"vulnerabilities":'
        yield from array_pieces(map(encode, vulnerabilities(report, report.findings)))
    yield b"}\n"


FORMAT = ReportFormat(
    name="cyclonedx-json",
    media_type="application/vnd.cyclonedx+json; version=1.6",
    render=render,
    extension=".cdx.json",
    summary="CycloneDX 1.6 as JSON: SBOM, and vulnerabilities where it was matched",
)
