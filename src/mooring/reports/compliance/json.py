"""The report as JSON: every control with its state, evidence, findings and waivers."""

from collections.abc import Iterator

from mooring.model.codec import array_pieces, encode
from mooring.model.compliance import ComplianceReport
from mooring.reports.compliance.format import ComplianceFormat
from mooring.reports.format import RenderOptions


def render(report: ComplianceReport, options: RenderOptions) -> Iterator[bytes]:
    """The document, a control at a time."""
    del options
    mark = b"{"
    for name in ("schema_version", *(one for one in report.__struct_fields__ if one != "schema_version")):
        value = getattr(report, name)
        yield mark + b'"' + name.encode() + b'":'
        if name == "controls":
            yield from array_pieces(map(encode, value))
        else:
            yield encode(value)
        mark = b","
    yield b',"passes":' + encode(report.passes) + b',"is_complete":' + encode(report.is_complete) + b"}\n"


FORMAT = ComplianceFormat(
    name="json",
    media_type="application/json",
    render=render,
    extension=".json",
    summary="everything: each control with state, evidence, findings, waivers, and the image it is about",
)
