"""The contract of a format of compliance reports. The same report and options give the same bytes."""

from collections.abc import Callable, Iterator

import msgspec

from mooring.model.compliance import ComplianceReport
from mooring.reports.format import RenderOptions


class ComplianceFormat(msgspec.Struct, frozen=True, kw_only=True):
    """One member of the family."""

    name: str
    """As `--output` takes it."""
    media_type: str
    render: Callable[[ComplianceReport, RenderOptions], Iterator[bytes]]
    """Yields the document in pieces."""
    extension: str = ".txt"
    """How a file of this format is usually called."""
    summary: str = ""
    """One line for the docs."""
