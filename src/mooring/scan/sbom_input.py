"""An SBOM instead of an image."""

import msgspec

from mooring.base.errors import DamagedImage, ReadError
from mooring.base.limits import Limits
from mooring.image.sources.source import SbomDocument
from mooring.model.codec import from_json
from mooring.model.report import ScanReport

_HEAD_BYTES = 64


def report_of_sbom(document: SbomDocument, limits: Limits) -> ScanReport:
    """The document as a report. Raises DamagedImage where it is no SBOM, or one too damaged to read."""
    description = document.description
    own = _own_report(document.content, limits)
    if own is not None:
        written_by = f"{own.tool.name} {own.tool.version}".strip()
        return _with_note(own, f"read mooring-json {own.schema_version} written by {written_by}")
    from mooring.packages.formats.sbom.decode import decode_sbom
    from mooring.packages.from_sbom import inventory_of, problems_of

    place = description.name.rsplit("/", 1)[-1] or "standard input"
    try:
        decoded = decode_sbom(document.content, limits)
    except ReadError as error:
        raise DamagedImage(
            f"{description.name or 'standard input'} {error}",
            hint=error.hint or "CycloneDX, SPDX, Syft JSON and Mooring's own JSON can be read",
        ) from None
    note = f"read {decoded.format}{f' {decoded.spec_version}' if decoded.spec_version else ''}" + (
        f" written by {', '.join(decoded.tools)}" if decoded.tools else ""
    )
    if decoded.report is not None:
        return _with_note(decoded.report, note)
    subject = decoded.subject
    image = msgspec.structs.replace(
        description, name=subject.name or description.name, digest=subject.digest or description.digest
    )
    return ScanReport(
        image=image, inventory=inventory_of(decoded, place), problems=problems_of(decoded, place), notes=(note,)
    )


def _own_report(content: bytes, limits: Limits) -> ScanReport | None:
    """The document as a report of ours, read straight into its types: five times as fast as by way of an SBOM's components.

    None where it is none, or a damaged, oversized or signed one: then the readers of SBOMs say what is wrong.
    """
    head = content[:_HEAD_BYTES].lstrip()
    if not head.startswith(b"{") or b'"schema_version"' not in head:
        return None
    try:
        report = from_json(content)
    except ReadError:
        return None
    return report if len(report.inventory.packages) <= limits.max_facts_per_file else None


def _with_note(report: ScanReport, note: str) -> ScanReport:
    return msgspec.structs.replace(report, notes=(*report.notes, note))
