"""Compliance reports: what a pack of controls says of one image, control by control, and what nobody could say."""

from enum import Enum

import msgspec

from mooring.model.files import Problem
from mooring.model.policy import BundleProblem
from mooring.model.report import Tool
from mooring.model.severity import Severity
from mooring.model.verdict import Finding

SCHEMA_VERSION = "1.0.0"
"""Of the JSON document: raised in its first part when a field is renamed or removed, in its second when one is added."""


class CheckKind(Enum):
    """How much of a control the content of an image can answer."""

    AUTO = "auto"
    """All that it asks of an image."""
    PARTIAL = "partial"
    """A part; `ControlResult.beyond` names the rest."""
    MANUAL = "manual"
    """Nothing: people must bring evidence."""


class ControlState(Enum):
    """What came of one control."""

    FAIL = "fail"
    NOT_GATHERED = "not-gathered"
    """Evidence is missing, or a rule could not be evaluated: nothing is known, so it does not pass."""
    MANUAL = "manual"
    """Only people can say."""
    PASS = "pass"  # noqa: S105  # A word of verdicts.
    NOT_APPLICABLE = "not-applicable"
    """The image has nothing that the control is about."""


class ControlResult(msgspec.Struct, frozen=True, kw_only=True):
    """One control of the pack, and what was found about it."""

    id: str
    """As the standard numbers it."""
    title: str
    description: str = ""
    severity: Severity = Severity.MEDIUM
    check: CheckKind = CheckKind.AUTO
    state: ControlState
    rules: tuple[str, ...] = ()
    """`gate.trigger` of each rule, in order."""
    evidence: tuple[str, ...] = ()
    """What the state rests on, in sentences."""
    missing: tuple[str, ...] = ()
    """What was not looked at and should have been: the reason of `not-gathered`, and what makes a pass a pass in part."""
    reason: str = ""
    """Why it is not applicable."""
    findings: tuple[Finding, ...] = ()
    """That made it fail, at most `MAX_FINDINGS`."""
    finding_count: int = 0
    """All of them."""
    waived: tuple[Finding, ...] = ()
    """That would have made it fail, and that a waiver accepts; at most `MAX_FINDINGS`."""
    waived_count: int = 0
    beyond: str = ""
    """What of it no image can show."""
    evidence_needed: str = ""
    """What people must bring for what cannot be checked."""
    remedy: str = ""

    @property
    def is_partial(self) -> bool:
        """Whether a pass speaks for a part of the control only."""
        return self.check is CheckKind.PARTIAL or bool(self.missing)


MAX_FINDINGS = 500
"""Of one control that are told one by one; all are counted."""


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """How many controls are in which state."""

    controls: int = 0
    passed: int = 0
    passed_in_part: int = 0
    """Of those passed."""
    failed: int = 0
    not_gathered: int = 0
    not_applicable: int = 0
    manual: int = 0

    @property
    def checked(self) -> int:
        """Controls that were, or should have been, checked automatically: gathering less never makes the score better."""
        return self.passed + self.failed + self.not_gathered


class PackDescription(msgspec.Struct, frozen=True, kw_only=True):
    """Which pack it is, and what it promises."""

    id: str
    title: str
    version: str = ""
    """Of the pack."""
    source: str = ""
    """The standard, with its edition."""
    statement: str = ""
    """That this is no certification."""
    coverage: str = ""
    """What of the standard cannot be checked from an image."""


class ImageIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Which image was judged."""

    name: str
    kind: str = "image"
    digest: str = ""
    """Of the manifest."""
    image_id: str = ""
    judged_as: str = ""
    """`registry/repository:tag`; empty where nobody gave a name."""
    platform: str = ""
    system: str = ""
    created: str = ""


class ComplianceReport(msgspec.Struct, frozen=True, kw_only=True):
    """A pack on one image at one time."""

    pack: PackDescription
    image: ImageIdentity
    evaluated: str
    """ISO 8601."""
    database: str = ""
    """The vulnerability data that it rests on, in words; empty where the image was not matched."""
    controls: tuple[ControlResult, ...] = ()
    """In the order of the standard's numbers."""
    totals: Totals = Totals()
    settings: dict[str, str] = {}
    """Values that the pack was judged with."""
    notes: tuple[BundleProblem, ...] = ()
    """About the waivers: those that have expired."""
    problems: tuple[Problem, ...] = ()
    """What of the image could not be read: a pass says nothing about that."""
    bundle_digest: str = ""
    """Of the bundle that the pack was rendered into: the same pack, settings and waivers give the same."""
    tool: Tool = Tool()
    schema_version: str = SCHEMA_VERSION

    @property
    def passes(self) -> bool:
        """Whether no control fails and all that can be checked was."""
        return self.totals.failed == 0 and self.is_complete

    @property
    def is_complete(self) -> bool:
        """Whether all that can be checked was, and the image was read as a whole."""
        return self.totals.not_gathered == 0 and not self.problems
