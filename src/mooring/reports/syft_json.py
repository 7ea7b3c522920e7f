"""Syft's JSON, for tools that read it: Grype and Syft themselves, and what is built on them."""

from collections.abc import Iterator

from mooring.model.codec import array_pieces, encode
from mooring.model.report import ScanReport
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.sbom import syft


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """A document of Syft's schema 16."""
    yield b'{"artifacts":'
    yield from array_pieces(encode(syft.artifact(package)) for package in report.inventory.packages)
    yield b',"artifactRelationships":'
    yield from array_pieces(map(encode, syft.relationships(report)))
    if options.with_files:
        yield b',"files":'
        yield from array_pieces(encode(syft.file_part(entry)) for entry in report.inventory.files or ())
    yield b',"source":' + encode(syft.source(report)) + b',"distro":' + encode(syft.distro(report))
    descriptor = {"name": report.tool.name, "version": report.tool.version, "configuration": None}
    yield b',"descriptor":' + encode(descriptor) + b',"schema":' + encode(syft.SCHEMA) + b"}\n"


FORMAT = ReportFormat(
    name="syft-json",
    media_type="application/vnd.syft+json",
    render=render,
    extension=".syft.json",
    summary="Syft's JSON (schema 16), which Syft and Grype read",
)
