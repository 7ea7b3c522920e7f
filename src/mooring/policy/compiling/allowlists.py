"""Allowlists, so arranged that a finding is looked up and not searched for.

Items by trigger id are found by gate and id. Items whose pattern begins with an identifier and `+` (`CVE-2024-1+*`) are found by
that identifier; only what is left is tried one by one.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from mooring.model.policy import Allowlist, AllowlistItem, BundleProblem
from mooring.policy.compiling.pattern import PREFIX, BadPattern, Pattern, compile_pattern
from mooring.policy.compiling.rules import twins
from mooring.policy.reading.moments import moment_of
from mooring.policy.registry import Registry, did_you_mean
from mooring.versions.constraint import ConstraintError, parse_constraint
from mooring.versions.scheme import SCHEME_OF_TYPE, scheme_for

_PURL = "pkg:"


class CompiledItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item, ready to be compared."""

    item: AllowlistItem
    allowlist: Allowlist
    number: int
    """Its place in the allowlist."""
    gate: str
    """The gate's own name; empty where any gate is meant."""
    expires: datetime | None
    trigger_id: Pattern | None
    package: Pattern | None


class GateItems(msgspec.Struct, frozen=True, kw_only=True):
    """The items of one allowlist about one gate."""

    exact: dict[str, list[CompiledItem]]
    """By trigger id."""
    by_head: dict[str, list[CompiledItem]]
    """By what stands before the first `+` of a pattern."""
    others: list[CompiledItem]

    def candidates(self, trigger_ids: tuple[str, ...]) -> list[CompiledItem]:
        """Items that may accept a finding with these ids; whether one does takes a closer look."""
        found = list(self.others)
        for trigger_id in trigger_ids:
            found += self.exact.get(trigger_id, ())
            if self.by_head:
                found += self.by_head.get(trigger_id.partition("+")[0], ())
        return found


class CompiledAllowlist(msgspec.Struct, frozen=True, kw_only=True):
    """An allowlist, arranged."""

    allowlist: Allowlist
    by_gate: dict[str, GateItems]
    anywhere: list[CompiledItem]
    """Those about any gate."""
    expiring: list[CompiledItem]
    """Those that end some day, in order."""


def compile_allowlist(allowlist: Allowlist, registry: Registry) -> tuple[CompiledAllowlist, tuple[BundleProblem, ...]]:
    """The allowlist arranged, and what is wrong with its items; those that cannot be used accept nothing."""
    compiled = CompiledAllowlist(allowlist=allowlist, by_gate={}, anywhere=[], expiring=[])
    problems: list[BundleProblem] = []
    for number, item in enumerate(allowlist.items):
        wrong = list(_problems(item, registry))
        problems += wrong
        if not any(problem.is_error for problem in wrong):
            _arrange(compiled, _compiled(item, allowlist, number, registry))
    problems += twins(((item.id, item.path) for item in allowlist.items), "duplicate-item-id")
    return compiled, tuple(problems)


def _compiled(item: AllowlistItem, allowlist: Allowlist, number: int, registry: Registry) -> CompiledItem:
    return CompiledItem(
        item=item,
        allowlist=allowlist,
        number=number,
        gate=registry.canonical(item.gate) if item.gate else "",
        expires=moment_of(item.expires_on) if item.expires_on else None,
        trigger_id=compile_pattern(item.trigger_id) if item.trigger_id else None,
        package=compile_pattern(item.package) if item.package else None,
    )


def _arrange(compiled: CompiledAllowlist, item: CompiledItem) -> None:
    if item.expires is not None:
        compiled.expiring.append(item)
    if not item.gate:
        compiled.anywhere.append(item)
        return
    items = compiled.by_gate.setdefault(item.gate, GateItems(exact={}, by_head={}, others=[]))
    pattern = item.trigger_id
    if pattern is None:
        items.others.append(item)
    elif pattern.is_exact:
        items.exact.setdefault(pattern.text, []).append(item)
    elif not pattern.text.startswith(PREFIX) and "+" in (head := pattern.text.partition("*")[0]):
        items.by_head.setdefault(head.partition("+")[0], []).append(item)
    else:
        items.others.append(item)


def _problems(item: AllowlistItem, registry: Registry) -> Iterator[BundleProblem]:
    for key, text in (("trigger_id", item.trigger_id), ("package", item.package)):
        try:
            compile_pattern(text)
        except BadPattern as error:
            yield BundleProblem(path=f"{item.path}.{key}", message=str(error), kind="bad-pattern")
    if item.package and not item.package.startswith((_PURL, "*", PREFIX)):
        yield BundleProblem(
            path=f"{item.path}.package",
            message=f"is {item.package[:100]!r}; expected a package URL, or a pattern of one",
            kind="bad-purl",
            hint=f"write 'pkg:*/{item.package[:60]}'",
        )
    if item.versions:
        yield from _version_problems(item)
    if item.gate and registry.gate(item.gate) is None and registry.retired_gate(item.gate) is None:
        yield BundleProblem(
            path=f"{item.path}.gate",
            message=f"is {item.gate[:100]!r}, which is no gate: the item accepts nothing",
            kind="unknown-gate-in-allowlist",
            hint=did_you_mean(item.gate, registry.by_name),
            is_error=False,
        )


def _version_problems(item: AllowlistItem) -> Iterator[BundleProblem]:
    path = f"{item.path}.versions"
    if not item.package and not item.vulnerability:
        yield BundleProblem(path=path, message="stands without 'package' or 'vulnerability'", kind="missing")
    try:
        parse_constraint(item.versions, scheme_for(_package_type(item.package)))
    except ConstraintError as error:
        yield BundleProblem(path=path, message=f"cannot be read: {error.message}", kind="bad-constraint")


def _package_type(pattern: str) -> str:
    """The purl type that a pattern is about; empty (versions are compared loosely) where it is about several."""
    kind = pattern.removeprefix(_PURL).partition("/")[0]
    return kind if kind in SCHEME_OF_TYPE else ""
