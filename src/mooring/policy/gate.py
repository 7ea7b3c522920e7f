"""The contract of a gate. Every module of `policy/gates` offers one `GATE = Gate(...)`.

A trigger is a frozen Struct: its parameters are annotated fields, `check` looks at the evidence and yields what fired. It opens nothing,
logs nothing and asks no clock: all that it needs is in the evidence.
"""

import hashlib
import typing
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from typing import ClassVar

import msgspec

from mooring.model.evidence.content import Need
from mooring.policy.evidence import Evidence
from mooring.policy.parameter import Parameter


class State(Enum):
    """Whether bundles should still use it, in the words of Anchore's `policy_spec`."""

    ACTIVE = "active"
    DEPRECATED = "deprecated"
    END_OF_LIFE = "eol"


class Fired(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one firing says."""

    message: str
    trigger_id: str = ""
    """Where the id is not made from the message: `CVE-2024-1+openssl`."""
    subject: str = ""
    """A package id, a path with leading slash, or empty for the image."""
    vulnerability: str = ""
    match_id: str = ""
    other_ids: tuple[str, ...] = ()
    """Further ids by which an allowlist may name the same finding: Anchore called it `GHSA-…+lodash` where ours is `CVE-…+lodash`."""


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """One check of a gate, with its parameters as fields (each annotated with a `Parameter`)."""

    NAME: ClassVar[str]
    """As bundles write it, lower case."""
    DESCRIPTION: ClassVar[str]
    ALIASES: ClassVar[tuple[str, ...]] = ()
    """Other names that bundles use: `denylist` for `blacklist`."""
    STATE: ClassVar[State] = State.ACTIVE
    REGISTRY: ClassVar[str] = ""
    """The purl type of which it must be known what the registry offers; empty where that does not matter. Without it the trigger is
    silent, and the bundle is told so."""

    rule_id: str = ""
    """Of the rule that made it; no parameter."""

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """Yield one `Fired` for each subject the trigger fires on, in a fixed order. May raise RuleError, nothing else."""
        raise NotImplementedError

    def needs(self) -> Iterable[Need]:
        """Evidence without which the trigger cannot be answered. Where one is missing the rule counts as fired, with a finding that says
        so; a trigger whose very question is whether something was gathered names none."""
        return ()

    def retrieves(self) -> Iterable[str]:
        """Paths of files that must be retrieved to answer."""
        return ()

    def searches(self) -> Iterable[tuple[str, str]]:
        """Name and expression of content searches that must run to answer."""
        return ()


class RuleError(Exception):
    """A rule cannot be evaluated on this evidence; says why. It becomes a finding, never a pass."""


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """One group of checks."""

    name: str
    description: str
    triggers: tuple[type[Trigger], ...]
    state: State = State.ACTIVE
    superseded_by: str = ""
    aliases: tuple[str, ...] = ()


@cache
def parameters_of(trigger: type[Trigger]) -> dict[str, tuple[str, Parameter, bool]]:
    """Parameter name (lower case) to its field, its description and whether it is required; in the order of the fields."""
    hints = typing.get_type_hints(trigger, include_extras=True)
    required = {field.name for field in msgspec.structs.fields(trigger) if field.required}
    found: dict[str, tuple[str, Parameter, bool]] = {}
    for name in trigger.__struct_fields__:
        for extra in getattr(hints[name], "__metadata__", ()):
            if isinstance(extra, Parameter):
                found[(extra.name or name).lower()] = (name, extra, name in required)
    return found


def trigger_id(gate: str, trigger: str, message: str) -> str:
    """The id of a firing that brings none of its own: MD5, as Anchore Engine makes it, since old allowlists name it."""
    return hashlib.md5(
        f"{gate}{trigger}{message}".encode("utf-8", "surrogateescape"), usedforsecurity=False
    ).hexdigest()
