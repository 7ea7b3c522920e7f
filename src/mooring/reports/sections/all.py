"""All sections of a report, in the order in which formats show them."""

from collections.abc import Iterator

from mooring.model.report import ScanReport
from mooring.reports.sections.build import build_sections
from mooring.reports.sections.content import content_sections
from mooring.reports.sections.section import Section


def sections_of(report: ScanReport) -> Iterator[Section]:
    """What files hold, then how the image was built. A kind that nobody asked for has no section."""
    yield from content_sections(report)
    yield from build_sections(report)
