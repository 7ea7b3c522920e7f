"""Bundles: policies, allowlists and mappings in one document, whatever form it was written in."""

from enum import Enum

import msgspec


class Action(Enum):
    """What a rule asks for. `stop < warn < go`: the smallest decides."""

    GO = "go"
    WARN = "warn"
    STOP = "stop"

    @property
    def rank(self) -> int:
        """0 for stop, 1 for warn, 2 for go."""
        return {"stop": 0, "warn": 1, "go": 2}[self.value]


class Rule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A trigger with parameters and an action, as the document has it."""

    id: str = ""
    gate: str
    trigger: str
    action: Action
    params: tuple[tuple[str, str], ...] = ()
    """Name and value, in the order of the document."""
    recommendation: str = ""
    path: str = ""
    """Where in the document: `policies[0].rules[3]`."""


class Policy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Rules together."""

    id: str
    name: str = ""
    version: str = ""
    comment: str = ""
    rules: tuple[Rule, ...] = ()
    path: str = ""


class AllowlistItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Findings accepted on purpose: by trigger id, or by what they are about (an addition of ours)."""

    id: str = ""
    gate: str = ""
    """Empty: any gate (only together with the fields below)."""
    trigger_id: str = ""
    """Exact, or a pattern with `*`, or `regexp:…`."""
    expires_on: str = ""
    """RFC 3339 date-time; empty: never."""
    vulnerability: str = ""
    """Identifier or alias."""
    package: str = ""
    """Package URL pattern with `*`."""
    versions: str = ""
    """Constraint on the package's version."""
    reason: str = ""
    owner: str = ""
    path: str = ""


class Allowlist(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Items together."""

    id: str
    name: str = ""
    version: str = ""
    comment: str = ""
    items: tuple[AllowlistItem, ...] = ()
    path: str = ""


class ImageSelector(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which images are meant."""

    registry: str
    repository: str
    kind: str = "tag"
    """`tag`, `digest` or `id`."""
    value: str = "*"
    """Tag pattern, or the digest or id itself."""


class Mapping(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which policies and allowlists hold for which images; the first that matches decides."""

    id: str = ""
    name: str = ""
    image: ImageSelector
    policy_ids: tuple[str, ...] = ()
    allowlist_ids: tuple[str, ...] = ()
    description: str = ""
    path: str = ""


class ImageRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An image that is allowed or denied whatever the policies say."""

    id: str = ""
    name: str = ""
    image: ImageSelector
    path: str = ""


class Bundle(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All of one document."""

    id: str
    version: str = "1_0"
    """Of the form: `1_0` (Anchore Engine) or `2` (Anchore Enterprise)."""
    name: str = ""
    comment: str = ""
    policies: tuple[Policy, ...] = ()
    allowlists: tuple[Allowlist, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    allowed_images: tuple[ImageRule, ...] = ()
    denied_images: tuple[ImageRule, ...] = ()
    digest: str = ""
    """`sha256:…` of the document's bytes."""


class BundleProblem(msgspec.Struct, frozen=True, kw_only=True, order=True, omit_defaults=True):
    """Something that is wrong with a bundle, or that should be looked at."""

    path: str
    """`policies[2].rules[0].params.severity`; empty for the document."""
    message: str
    hint: str = ""
    is_error: bool = True
    """False for what is tolerated: an end-of-life gate, an expired item, a policy that no mapping reaches."""
    kind: str = ""
    """`unknown-gate`, `bad-parameter`, `duplicate-id`, …: stable words for programs."""
