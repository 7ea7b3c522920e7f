"""What a pack is: controls in our own words, checks that they share, and settings that only the reader's own house can give."""

import msgspec

from mooring.model.compliance import CheckKind
from mooring.model.policy import Action
from mooring.model.severity import Severity


class PackRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule of a check."""

    gate: str
    trigger: str
    params: dict[str, str] = {}
    """`{name}` stands for a setting; a parameter whose setting is empty is left out."""
    is_guard: bool = False
    """Where it fires, the evidence of the check is missing or not to be trusted: the control was not checked, and has not failed."""
    action: Action = Action.STOP
    """In the bundle; a control that only warns makes it `warn`."""


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that can be looked at in an image, used by any number of controls."""

    title: str
    """What must hold, as a sentence."""
    rests_on: tuple[str, ...]
    """Kinds of evidence, by the names in `policy/compliance/sources.py`."""
    remedy: str
    applies: str = ""
    """Condition under which it has a meaning, by the names in `policy/compliance/conditions.py`."""
    settings: tuple[str, ...] = ()
    """Settings of which one must be given, or the check cannot be made."""
    rules: tuple[PackRule, ...]


class Control(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One control of a standard."""

    id: str
    title: str
    description: str
    severity: Severity = Severity.MEDIUM
    check: CheckKind
    checks: tuple[str, ...] = ()
    """All must hold, and all must have been looked at."""
    optional: tuple[str, ...] = ()
    """Must hold too where there is evidence; where there is none, the control passes in part."""
    action: Action = Action.STOP
    """Of its rules in the bundle."""
    beyond: str = ""
    """What of it no image can show; every control that is not `auto` has one."""
    evidence_needed: str = ""
    """What people must bring."""
    remedy: str = ""
    """Left out: those of the checks."""


class Pack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A standard, as far as images are concerned."""

    id: str
    title: str
    version: str
    """Of the pack, raised with every change of it."""
    source: str
    """The standard, with its edition."""
    url: str
    """Where the standard is published."""
    coverage: str
    """What cannot be checked from an image."""
    controls: tuple[Control, ...]


class Setting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that a check needs and no pack can know."""

    help: str
    example: str
