"""The verdict as JSON: everything it holds, the image, the packages that findings refer to by id, and what was not read or searched."""

from collections.abc import Iterator

from mooring.model.codec import array_pieces, encode
from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.model.verdict import Verdict
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.judged.required import verdict_of
from mooring.reports.judged.subjects import subjects_of, told_findings

SCHEMA_VERSION = "1.0.0"
"""Of this document: raised in its first part when a field is renamed or removed, in its second when one is added."""


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The document in pieces. Raises UsageError where the report was not judged."""
    del options
    return _pieces(report, verdict_of(report, "json"))


def _pieces(report: ScanReport, verdict: Verdict) -> Iterator[bytes]:
    image = report.image
    yield b'{"schema_version":' + encode(SCHEMA_VERSION) + b',"tool":' + encode(report.tool)
    yield b',"image":' + encode(
        {"name": image.name, "kind": image.kind, "digest": image.digest, "image_id": image.image_id}
    )
    yield b',"passes":' + encode(verdict.passes) + b',"verdict":'
    mark = b"{"
    for name in verdict.__struct_fields__:
        yield mark + b'"' + name.encode() + b'":'
        value = getattr(verdict, name)
        if name == "findings":
            yield from array_pieces(map(encode, value))
        else:
            yield encode(value)
        mark = b","
    yield b'},"subjects":'
    yield from array_pieces(map(_subject, subjects_of(told_findings(report, verdict))))
    yield b',"problems":'
    yield from array_pieces(map(encode, report.problems))
    yield b',"searches":' + encode(report.inventory.content.searches) + b"}\n"


def _subject(package: Package) -> bytes:
    paths = [place.path for place in package.locations[:10]]
    return encode(
        {
            "id": package.id,
            "name": package.name,
            "version": package.version,
            "type": package.type,
            "purl": package.purl,
            "paths": paths,
        }
    )


FORMAT = ReportFormat(
    name="json",
    media_type="application/json",
    render=render,
    extension=".json",
    summary="the verdict with all that it holds, the image, and the packages that findings are about",
)
