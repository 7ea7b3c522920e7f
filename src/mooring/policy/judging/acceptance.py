"""Whether an allowlist accepts a finding."""

from collections.abc import Sequence
from datetime import datetime

from mooring.model.match import Match
from mooring.model.package import Package
from mooring.model.policy import BundleProblem
from mooring.model.verdict import Allowance, FindingKind
from mooring.policy.compiling.allowlists import CompiledAllowlist, CompiledItem
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired
from mooring.versions.constraint import ConstraintError, contains, parse_constraint
from mooring.versions.scheme import InvalidVersion, scheme_for

_Key = tuple[str, tuple[str, ...], str, str, str, bool]
_UNKNOWN = Allowance(allowlist_id="")
"""Stands for what was not looked up yet; no item has it."""


class Acceptance:
    """The allowlists of one mapping, at one time, for one image. The first item, in the order of the mapping and the lists, accepts."""

    def __init__(self, allowlists: Sequence[CompiledAllowlist], evidence: Evidence) -> None:
        self._allowlists = [allowlist for allowlist in allowlists if allowlist.by_gate or allowlist.anywhere]
        self._evidence = evidence
        self._known: dict[_Key, Allowance | None] = {}

    def allowance(
        self, gate: str, trigger_ids: tuple[str, ...], fired: Fired, kind: FindingKind = FindingKind.FIRED
    ) -> Allowance | None:
        """The item that accepts a finding with these ids; None where none does. Rules that find the same are answered once."""
        if not self._allowlists:
            return None
        is_fired = kind is FindingKind.FIRED
        key = (gate, trigger_ids, fired.match_id, fired.subject, fired.vulnerability, is_fired)
        found = self._known.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            found = self._known[key] = self._first(gate, trigger_ids, fired, is_fired=is_fired)
        return found

    def expired(self) -> list[BundleProblem]:
        """A note for each item that is out of date."""
        items = [
            item
            for allowlist in self._allowlists
            for item in allowlist.expiring
            if _has_expired(item, self._evidence.now)
        ]
        return [
            BundleProblem(
                path=item.item.path,
                message=f"expired on {item.item.expires_on}: it accepts nothing any more",
                hint="remove it, or look at the finding again and set a later date",
                kind="expired-item",
                is_error=False,
            )
            for item in items
        ]

    def _first(self, gate: str, trigger_ids: tuple[str, ...], fired: Fired, *, is_fired: bool) -> Allowance | None:
        for allowlist in self._allowlists:
            of_gate = allowlist.by_gate.get(gate)
            items = [*allowlist.anywhere, *(of_gate.candidates(trigger_ids) if of_gate is not None else ())]
            fitting = [item for item in items if self._fits(item, trigger_ids, fired, is_fired=is_fired)]
            if fitting:
                return _allowance(min(fitting, key=lambda one: one.number))
        return None

    def _fits(self, item: CompiledItem, trigger_ids: tuple[str, ...], fired: Fired, *, is_fired: bool) -> bool:
        """Every field that the item has must hold. What was not gathered or failed is accepted by its exact id only."""
        if item.trigger_id is not None and not any(map(item.trigger_id.matches, trigger_ids)):
            return False
        if not is_fired and (item.trigger_id is None or not item.trigger_id.is_exact):
            return False
        if _has_expired(item, self._evidence.now):
            return False
        return self._is_about(item, fired)

    def _is_about(self, item: CompiledItem, fired: Fired) -> bool:
        match = self._evidence.once(matches_by_id).get(fired.match_id) if fired.match_id else None
        if item.item.vulnerability and not _is_named(item.item.vulnerability, fired, match):
            return False
        if item.package is None and not item.item.versions:
            return True
        package = self._evidence.packages.get(match.package if match is not None else fired.subject)
        if package is None or (item.package is not None and not _has_purl(item, package)):
            return False
        return not item.item.versions or _is_within(item.item.versions, package)


def matches_by_id(evidence: Evidence) -> dict[str, Match]:
    """The matches of a report by their id."""
    return {match.id: match for match in evidence.matches}


def _has_expired(item: CompiledItem, now: datetime) -> bool:
    return item.expires is not None and item.expires <= now


def _allowance(item: CompiledItem) -> Allowance:
    return Allowance(
        allowlist_id=item.allowlist.id,
        allowlist_name=item.allowlist.name,
        item_id=item.item.id,
        expires_on=item.item.expires_on,
        reason=item.item.reason,
    )


def _is_named(name: str, fired: Fired, match: Match | None) -> bool:
    names = {fired.vulnerability.lower()}
    if match is not None:
        names |= {match.vulnerability.id.lower(), *map(str.lower, match.vulnerability.aliases)}
    return name.strip().lower() in names - {""}


def _has_purl(item: CompiledItem, package: Package) -> bool:
    """The pattern may leave qualifiers out, and the version too."""
    assert item.package is not None
    bare = package.purl.partition("?")[0].partition("#")[0]
    return any(map(item.package.matches, (package.purl, bare, bare.rpartition("@")[0] or bare)))


def _is_within(constraint: str, package: Package) -> bool:
    """A version that has no place in the order is within nothing."""
    scheme = scheme_for(package.type)
    try:
        return contains(parse_constraint(constraint, scheme), scheme.for_matching(package.version), scheme)
    except (ConstraintError, InvalidVersion):
        return False
