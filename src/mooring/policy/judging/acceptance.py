"""Whether an allowlist accepts a finding."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from mooring.model.match import Match
from mooring.model.package import Package
from mooring.model.policy import BundleProblem
from mooring.model.verdict import Allowance, FindingKind
from mooring.policy.compiling.allowlists import CompiledAllowlist, CompiledItem
from mooring.policy.evidence import Evidence
from mooring.versions.constraint import ConstraintError, contains, parse_constraint
from mooring.versions.scheme import InvalidVersion, scheme_for


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What an allowlist looks at."""

    gate: str
    trigger_ids: tuple[str, ...]
    """Its id first, then other ids of the same finding."""
    kind: FindingKind = FindingKind.FIRED
    vulnerability: str = ""
    match_id: str = ""
    package_id: str = ""


class Acceptance:
    """The allowlists of one mapping, at one time, for one image. The first item, in the order of the mapping and the lists, accepts."""

    def __init__(self, allowlists: Sequence[CompiledAllowlist], evidence: Evidence) -> None:
        self._allowlists = [allowlist for allowlist in allowlists if allowlist.allowlist.items]
        self._evidence = evidence

    def allowance(self, subject: Subject) -> Allowance | None:
        """The item that accepts the finding; None where none does."""
        for allowlist in self._allowlists:
            fitting = [
                item for item in allowlist.items_for(subject.gate, subject.trigger_ids) if self._fits(item, subject)
            ]
            if fitting:
                return _allowance(min(fitting, key=lambda one: one.number))
        return None

    def expired(self) -> list[BundleProblem]:
        """A note for each item that is out of date."""
        items = [
            item
            for allowlist in self._allowlists
            for item in sorted(allowlist.all_items(), key=lambda one: one.number)
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

    def _fits(self, item: CompiledItem, subject: Subject) -> bool:
        """Every field that the item has must hold. What was not gathered or failed is accepted by its exact id only."""
        if item.gate and item.gate != subject.gate:
            return False
        if item.trigger_id is not None and not any(map(item.trigger_id.matches, subject.trigger_ids)):
            return False
        if subject.kind is not FindingKind.FIRED and (item.trigger_id is None or not item.trigger_id.is_exact):
            return False
        if _has_expired(item, self._evidence.now):
            return False
        return self._is_about(item, subject)

    def _is_about(self, item: CompiledItem, subject: Subject) -> bool:
        match = self._match(subject)
        if item.item.vulnerability and not _is_named(item.item.vulnerability, subject, match):
            return False
        if item.package is None and not item.item.versions:
            return True
        package = self._package(subject, match)
        if package is None or (item.package is not None and not _has_purl(item, package)):
            return False
        return not item.item.versions or _is_within(item.item.versions, package)

    def _match(self, subject: Subject) -> Match | None:
        return self._evidence.once(matches_by_id).get(subject.match_id) if subject.match_id else None

    def _package(self, subject: Subject, match: Match | None) -> Package | None:
        return self._evidence.packages.get(match.package if match is not None else subject.package_id)


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


def _is_named(name: str, subject: Subject, match: Match | None) -> bool:
    names = {subject.vulnerability.lower()}
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
