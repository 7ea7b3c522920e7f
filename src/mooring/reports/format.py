"""The contract of a report format.

The same report and options give the same bytes: no clock, no random identifier, no order of a set. Bytes come in pieces, so that
a report on 250,000 files never stands in memory as one document.
"""

from collections.abc import Callable, Iterator

import msgspec

from mooring.model.report import ScanReport


class RenderOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller knows and a report does not."""

    width: int = 0
    """Columns of the terminal; 0 where output is not cut."""
    use_color: bool = False
    """Whether the output is a terminal that shows colours (and NO_COLOR is not set)."""
    with_files: bool = False
    """List the files of the image in formats that can; they must be in the inventory."""
    created: str = ""
    """The time that the document bears, as ISO 8601; empty: the time that the image was made."""
    template: str = ""
    """Text of the template, for the format `template`."""
    template_name: str = ""
    """What messages call the template."""
    with_packages: bool = False
    """Formats for people: list layers and packages beside the findings, too."""
    with_suppressed: bool = False
    """Formats for people: list what is suppressed, instead of counting it."""
    by_vulnerability: bool = False
    """Formats for people: a row for each finding, instead of one for each update."""


DEFAULT_OPTIONS = RenderOptions()


class ReportFormat(msgspec.Struct, frozen=True, kw_only=True):
    """One member of the family."""

    name: str
    """As `--output` takes it."""
    media_type: str
    render: Callable[[ScanReport, RenderOptions], Iterator[bytes]]
    """Yields the document in pieces; raises UsageError where the options do not fit."""
    needs_findings: bool = False
    """Shows nothing but findings: `render` raises UsageError for a report that was not matched."""
    extension: str = ".txt"
    """How a file of this format is usually called."""
    summary: str = ""
    """One line for the docs."""
