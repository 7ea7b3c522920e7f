"""The result of a scan."""

import msgspec

from mooring.model.evidence.dockerfile import Dockerfile
from mooring.model.evidence.signature import BaseImage, Supply
from mooring.model.files import Problem
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.match import Findings
from mooring.model.verdict import Verdict

SCHEMA_VERSION = "1.2.0"
"""Of the JSON report: raised in its first part when a field is renamed or removed, in its second when one is added."""


class Tool(msgspec.Struct, frozen=True, kw_only=True):
    """What made the report."""

    name: str = "mooring"
    version: str = ""


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """How the scan went; never part of a report that must be reproducible."""

    wall_seconds: float = 0.0
    layers_read: int = 0
    layers_cached: int = 0


class ScanReport(msgspec.Struct, frozen=True, kw_only=True):
    """Image, inventory, problems; findings where it was matched."""

    image: ImageDescription
    inventory: Inventory
    problems: tuple[Problem, ...] = ()
    tool: Tool = Tool()
    schema_version: str = SCHEMA_VERSION
    notes: tuple[str, ...] = ()
    """What a person should know: the scheme that was guessed, the platform that was chosen."""
    findings: Findings | None = None
    """None where the inventory was not matched: never to be read as clean."""
    dockerfile: Dockerfile | None = None
    """As given, or rebuilt from the history; None where nobody asked."""
    supply: Supply | None = None
    """Signatures and attestations; None where nobody asked."""
    base: BaseImage | None = None
    """The image that this one was built on; None where nobody knows."""
    verdict: Verdict | None = None
    """None where the report was not judged."""

    @property
    def all_notes(self) -> tuple[str, ...]:
        """Of the scan, and of the matching."""
        return self.notes if self.findings is None else (*self.notes, *self.findings.notes)

    @property
    def is_complete(self) -> bool:
        """Whether everything that should be read was read, and every search that was asked for was made."""
        return not self.problems and not any(search.problem for search in self.inventory.content.searches)
