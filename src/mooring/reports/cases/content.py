"""What files hold and how the image was built, as test cases."""

from collections.abc import Iterator, Sequence

from mooring.model.report import ScanReport
from mooring.reports.cases.case import Case
from mooring.reports.sections.all import sections_of
from mooring.reports.sections.section import Kind, Section, State

_NAMING = (Kind.NAME, Kind.ID, Kind.PLACE)


def content_cases(report: ScanReport) -> Iterator[Case]:
    """A failure for each find, an error for each reason why it is not known; what was looked for in vain passes."""
    for section in sections_of(report):
        yield from (Case(section.title, section.title, "error", "not-searched", gap) for gap in section.gaps)
        if section.state is State.FOUND:
            yield from (_case(section, row, "failure") for row in section.rows)
        elif section.state is not State.UNKNOWN:
            yield Case(section.title, section.title, lines=(section.summary,))
        yield from (_case(section, row, "skipped") for row in section.accepted)


def _case(section: Section, row: Sequence[str], outcome: str) -> Case:
    cells = [(column, value) for column, value in zip(section.columns, row, strict=True) if value]
    name = " ".join(value for column, value in cells if column.kind in _NAMING)
    kind = next((value for column, value in cells if column.kind is Kind.SEVERITY), "found")
    told = ", ".join(value for column, value in cells if column.kind not in (*_NAMING, Kind.NUMBER))
    lines = tuple(f"{column.title}: {value}" for column, value in cells)
    return Case(section.title, name, outcome, kind, told or name, lines)
