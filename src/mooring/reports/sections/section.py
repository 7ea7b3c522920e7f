"""A titled table with a sentence above it, independent of the format that draws it."""

from enum import Enum

import msgspec

from mooring.model.evidence.content import Content
from mooring.model.report import ScanReport


class Kind(Enum):
    """What the cells of a column are: formats choose looks and cutting by it."""

    SEVERITY = "severity"
    NAME = "name"
    ID = "id"
    PLACE = "place"
    TEXT = "text"
    MARK = "mark"
    FIX = "fix"
    OUTCOME = "outcome"
    """Of a rule: `stop`, `warn`, `not-gathered`, …"""
    NUMBER = "number"
    WHOLE = "whole"
    """Short text that means nothing when it is cut."""


class State(Enum):
    """What a part of a report comes to."""

    FOUND = "found"
    """Something that should not be there."""
    CLEAN = "clean"
    """It was looked for, wholly, and nothing was found."""
    UNKNOWN = "unknown"
    """Nothing was found, and it was not looked for wholly: never to be drawn as clean."""
    TOLD = "told"
    """A fact, neither good nor bad."""


class SectionColumn(msgspec.Struct, frozen=True, kw_only=True):
    """One column."""

    title: str
    kind: Kind = Kind.TEXT


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One part. All text is harmless for terminals; nothing is escaped for other formats."""

    title: str
    state: State
    summary: str
    """How many, how bad: the rest of the sentence that the title begins."""
    detail: str = ""
    """What was looked for, and by what."""
    gaps: tuple[str, ...] = ()
    """Why it is not complete."""
    columns: tuple[SectionColumn, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """The worst first."""
    accepted: tuple[tuple[str, ...], ...] = ()
    """Rows that are kept and not counted."""
    left_out: tuple[str, ...] = ()
    """Titles of columns that narrow terminals do without, in this order."""


def has_sections(report: ScanReport) -> bool:
    """Whether the report has any of these parts: most have none, and do without the modules that tell of them."""
    parts = (report.dockerfile, report.supply, report.base)
    return report.inventory.content != Content() or any(part is not None for part in parts)
