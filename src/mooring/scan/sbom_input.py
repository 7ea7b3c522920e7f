"""An SBOM instead of an image."""

import msgspec

from mooring.base.errors import DamagedImage, ReadError
from mooring.base.limits import Limits
from mooring.image.sources.source import SbomDocument
from mooring.model.report import ScanReport
from mooring.packages.formats.sbom.decode import decode_sbom
from mooring.packages.from_sbom import inventory_of, problems_of


def report_of_sbom(document: SbomDocument, limits: Limits) -> ScanReport:
    """The document as a report. Raises DamagedImage where it is no SBOM, or one too damaged to read."""
    description = document.description
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
        return msgspec.structs.replace(decoded.report, notes=(*decoded.report.notes, note))
    subject = decoded.subject
    image = msgspec.structs.replace(
        description, name=subject.name or description.name, digest=subject.digest or description.digest
    )
    return ScanReport(
        image=image, inventory=inventory_of(decoded, place), problems=problems_of(decoded, place), notes=(note,)
    )
