"""Verdicts: what a bundle says of an image."""

from enum import Enum

import msgspec

from mooring.model.policy import Action, BundleProblem


class VerdictReason(Enum):
    """What the final action rests on, in Anchore's words."""

    POLICY_EVALUATION = "policy_evaluation"
    WHITELISTED = "whitelisted"
    BLACKLISTED = "blacklisted"


class FindingKind(Enum):
    """Why there is a finding."""

    FIRED = "fired"
    """The trigger fired."""
    NOT_GATHERED = "not-gathered"
    """The evidence that the rule needs was not gathered, so it cannot be said to hold."""
    FAILED = "failed"
    """The rule could not be evaluated."""


class Allowance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The allowlist item that accepts a finding."""

    allowlist_id: str
    allowlist_name: str = ""
    item_id: str = ""
    expires_on: str = ""
    reason: str = ""


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One firing of one trigger on one subject."""

    gate: str
    trigger: str
    message: str
    action: Action
    """That counts: `go` where an allowlist accepts it."""
    rule_action: Action
    """The rule's."""
    trigger_id: str
    """What allowlists refer to: stable from image to image for the same finding."""
    policy_id: str = ""
    rule_id: str = ""
    subject: str = ""
    """What it is about: a package id, a path with leading slash, or empty for the image."""
    vulnerability: str = ""
    """Identifier, for findings about one."""
    match_id: str = ""
    """`Match.id`, for findings that rest on one."""
    recommendation: str = ""
    allowance: Allowance | None = None
    kind: FindingKind = FindingKind.FIRED


class PolicyResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one policy came to."""

    policy_id: str
    name: str = ""
    action: Action
    rules: int = 0
    """Rules evaluated."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The final action with everything it rests on."""

    action: Action
    reason: VerdictReason
    bundle_id: str
    bundle_name: str = ""
    bundle_digest: str = ""
    image_digest: str = ""
    """What the image is: manifest digest, else image id."""
    image_id: str = ""
    tag: str = ""
    """`registry/repository:tag` that the mapping was chosen by; empty where none was given."""
    mapping: str = ""
    """Name of the mapping that matched; empty where none did."""
    mapping_index: int = -1
    allowed_image: str = ""
    """Name of the rule that allows the image, if any."""
    denied_image: str = ""
    policies: tuple[PolicyResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    """In the order of policies and rules, then as the triggers gave them."""
    problems: tuple[BundleProblem, ...] = ()
    evaluated: str = ""
    """ISO 8601."""
    database_built: str = ""
    """Of the vulnerability database that the evidence rests on."""

    @property
    def passes(self) -> bool:
        """Whether a pipeline may go on: warn and go pass, stop fails."""
        return self.action is not Action.STOP
