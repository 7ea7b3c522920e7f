"""OpenVEX 0.2.0: what is said of each vulnerability in the image."""

from collections.abc import Iterator

from mooring.model.codec import array_pieces, encode
from mooring.model.match import Findings
from mooring.model.report import ScanReport
from mooring.model.vex import VexStatus
from mooring.reports.findings.required import findings_of
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.sbom.identity import created, document_uuid
from mooring.reports.text.style import clean
from mooring.reports.vex.statements import (
    Statement,
    aliases_of,
    name_of,
    notes_of,
    product_purl,
    purl_of,
    statements,
    tool_of,
)

Part = dict[str, object]


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The document. Raises UsageError where the report was not matched: a document without statements would look clean."""
    return _pieces(report, options, findings_of(report, "openvex"))


def _pieces(report: ScanReport, options: RenderOptions, findings: Findings) -> Iterator[bytes]:
    head: Part = {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": f"urn:uuid:{document_uuid(report, options, 'openvex')}",
        "author": clean(report.tool.name) or "mooring",
        "role": "Scanner",
        "timestamp": created(report, options),
        "version": 1,
        "tooling": tool_of(report),
    }
    product = product_purl(report)
    digest = report.image.digest.removeprefix("sha256:") if report.image.digest.startswith("sha256:") else ""
    yield encode(head)[:-1] + b',"statements":'
    yield from array_pieces(encode(_part(one, product, digest)) for one in statements(report, findings))
    yield b"}\n"


def _part(statement: Statement, product: str, digest: str) -> Part:
    aliases = aliases_of(statement.vulnerability)
    part: Part = {
        "vulnerability": {"name": name_of(statement.vulnerability), **({"aliases": aliases} if aliases else {})},
        "products": [
            {
                "@id": product,
                "identifiers": {"purl": product},
                **({"hashes": {"sha-256": digest}} if digest else {}),
                "subcomponents": [
                    {"@id": purl, "identifiers": {"purl": purl}}
                    for purl in dict.fromkeys(purl_of(package) for package in statement.packages)
                ],
            }
        ],
        "status": statement.status.value,
    }
    match statement.status:
        case VexStatus.AFFECTED:
            part["action_statement"] = statement.reason
        case VexStatus.NOT_AFFECTED if statement.justification:
            part["justification"] = statement.justification
        case VexStatus.NOT_AFFECTED:
            part["impact_statement"] = statement.reason
        case _:
            pass
    notes = list(notes_of(statement))
    if statement.status is VexStatus.FIXED and statement.reason:
        notes.insert(0, statement.reason)
    return part | ({"status_notes": "; ".join(notes)} if notes else {})


FORMAT = ReportFormat(
    name="openvex",
    media_type="application/vnd.openvex+json; version=0.2.0",
    render=render,
    needs_findings=True,
    extension=".openvex.json",
    summary="OpenVEX 0.2.0: which vulnerabilities affect the image, and which do not, and why",
)
