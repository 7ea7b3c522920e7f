"""Who is believed where several statements about one flaw meet one package.

1. The lowest tier that says anything decides: the distribution's own feed and its channels, then the parent's, then product ranges. What
   lower tiers say for it is added to the reasons; what they say against it is overruled.
2. In a distribution's tier "not affected" wins, and a fix that the version has wins over a later one: an erratum that repairs a flaw
   again does not bring it back. Where lines are kept in parallel (kernels 5.4 and 5.10, module streams), the fixes of the package's own
   line count: those whose version is nearest to the package's.
3. In an ecosystem, records of several feeds stand side by side. One that says that the version is affected is believed; the others are
   named as dissenting, but for two cases: a range without an end loses against a record that knows the fix, and the ranges of Go's and
   Rust's own databases are better than those that others make of them.
"""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from mooring.model.match import DecisionKind
from mooring.vulns.matching.statements import Keys, Statement, is_bounded, nearness, reintroduced

_OWN_RECORDS = {"golang": "GO-", "cargo": "RUSTSEC-"}
"""Namespace to the identifiers of its ecosystem's own database, where that keeps ranges more exactly than those who copy them."""
_SPEAKING = frozenset(
    {
        DecisionKind.MATCHED,
        DecisionKind.FIXED,
        DecisionKind.OUTSIDE,
        DecisionKind.NOT_AFFECTED,
        DecisionKind.INVESTIGATED,
    }
)


class Verdict(msgspec.Struct, frozen=True):
    """What all statements about one flaw mean for one package."""

    vulnerability: int
    kept: tuple[Statement, ...] = ()
    """Those that say it is affected and are believed, best first; empty where it is not affected."""
    dissent: tuple[Statement, ...] = ()
    """In the deciding tier, those that say otherwise and were not believed."""
    cleared_by: Statement | None = None
    """Where it is not affected, the statement that says so; None where nobody said anything that applies."""
    overruled: tuple[tuple[Statement, Statement], ...] = ()
    """Statements that say it is affected and are not believed, each with the one that is."""

    @property
    def is_affected(self) -> bool:
        return bool(self.kept)


Identify = Callable[[int], str]
"""The identifier of a record, by number."""


def weigh(vulnerability: int, statements: Sequence[Statement], keys: Keys, identify: Identify) -> Verdict:
    """The verdict of the statements about one vulnerability; pure, and independent of their order within a tier."""
    if len(statements) == 1 and statements[0].kind is DecisionKind.MATCHED:
        return Verdict(vulnerability, kept=(statements[0],))
    tiers: dict[int, list[Statement]] = {}
    for statement in statements:
        if statement.kind in _SPEAKING:
            tiers.setdefault(statement.lookup.tier, []).append(statement)
    if not tiers:
        return Verdict(vulnerability)
    deciding, *lower = [tiers[tier] for tier in sorted(tiers)]
    weigh_tier = _ecosystem if deciding[0].lookup.is_ecosystem else _distribution
    verdict = weigh_tier(vulnerability, deciding, keys, identify)
    positives = [found for tier in lower for found in tier if found.kind is DecisionKind.MATCHED]
    if verdict.kept:
        return msgspec.structs.replace(verdict, kept=(*verdict.kept, *positives))
    by = verdict.cleared_by or deciding[0]
    return msgspec.structs.replace(verdict, overruled=(*verdict.overruled, *((positive, by) for positive in positives)))


def _distribution(vulnerability: int, found: list[Statement], keys: Keys, _identify: Identify) -> Verdict:
    positives = [statement for statement in found if statement.kind is DecisionKind.MATCHED]
    clearing = [
        statement
        for statement in found
        if statement.kind is DecisionKind.NOT_AFFECTED
        or (statement.kind is DecisionKind.FIXED and statement.lookup.is_active)
    ]
    if not positives:
        return Verdict(vulnerability, cleared_by=_best_clearing(clearing or found))
    kept, overruled = [], []
    for positive in positives:
        by = _overruler(positive, clearing, keys)
        if by is None:
            kept.append(positive)
        else:
            overruled.append((positive, by))
    if not kept:
        return Verdict(vulnerability, cleared_by=overruled[0][1], overruled=tuple(overruled))
    if len(kept) > 1:
        kept.sort(key=_rank)
    return Verdict(vulnerability, kept=tuple(kept), overruled=tuple(overruled))


def _overruler(positive: Statement, clearing: list[Statement], keys: Keys) -> Statement | None:
    """The statement that clears the package of what another one says; None where it stands."""
    for other in clearing:
        if other.kind is DecisionKind.NOT_AFFECTED:
            return other
    if not clearing:
        return None
    near = nearness(positive)
    for other in clearing:
        if _line(positive) != _line(other) and _line(other):
            continue
        if nearness(other) >= near and not reintroduced(positive, other, keys):
            return other
    return None


def _line(statement: Statement) -> str:
    """The module stream that a statement is about."""
    return (statement.row.qualifiers.module or "") if statement.row.qualifiers else ""


def _rank(statement: Statement) -> tuple[bool, int, int, bool, int]:
    """Best first: for everybody, nearest fix, about one flaw rather than many, by record."""
    upstream, release = nearness(statement)
    is_for_all = statement.lookup.is_active
    return not is_for_all, -upstream, -release, len(statement.row.vulnerabilities) > 1, statement.row.record


def _best_clearing(found: list[Statement]) -> Statement:
    order = (
        DecisionKind.NOT_AFFECTED,
        DecisionKind.FIXED,
        DecisionKind.INVESTIGATED,
        DecisionKind.OUTSIDE,
        DecisionKind.MATCHED,
    )
    return min(found, key=lambda statement: order.index(statement.kind))


def _ecosystem(vulnerability: int, found: list[Statement], keys: Keys, identify: Identify) -> Verdict:
    records: dict[int, list[Statement]] = {}
    for statement in found:
        records.setdefault(statement.row.record, []).append(statement)
    positives = [statement for statement in found if statement.kind is DecisionKind.MATCHED]
    cleared = next((statement for statement in found if statement.kind is DecisionKind.NOT_AFFECTED), None)
    if cleared is not None or not positives:
        by = cleared or _best_clearing(found)
        return Verdict(vulnerability, cleared_by=by, overruled=tuple((positive, by) for positive in positives))
    dissent = [_best_clearing(rows) for rows in records.values() if not _says_affected(rows)]
    kept, overruled = [], []
    for positive in positives:
        better = _better(positive, dissent, identify)
        if better is None:
            kept.append(positive)
        else:
            overruled.append((positive, better))
    if not kept:
        return Verdict(vulnerability, cleared_by=overruled[0][1], overruled=tuple(overruled))
    kept.sort(key=lambda statement: _ecosystem_rank(statement, identify) if len(kept) > 1 else (False, False, 0, 0))
    return Verdict(vulnerability, kept=tuple(kept), dissent=tuple(dissent), overruled=tuple(overruled))


def _says_affected(rows: Iterable[Statement]) -> bool:
    return any(statement.kind is DecisionKind.MATCHED for statement in rows)


def _better(positive: Statement, dissent: list[Statement], identify: Identify) -> Statement | None:
    """The dissenting record that knows better; None where none does."""
    for other in dissent:
        if other.kind is DecisionKind.FIXED and not is_bounded(positive.row) and other.row.fix_versions:
            return other
        own = _OWN_RECORDS.get(positive.lookup.namespace)
        if own and identify(other.row.record).startswith(own) and not identify(positive.row.record).startswith(own):
            return other
    return None


def _ecosystem_rank(statement: Statement, identify: Identify) -> tuple[bool, bool, int, int]:
    """Best first: the ecosystem's own database, records that know a fix, GitHub's reviewed ones, by record."""
    identifier = identify(statement.row.record)
    is_own = identifier.startswith(_OWN_RECORDS.get(statement.lookup.namespace, " "))
    return not is_own, not statement.row.fix_versions, 0 if identifier.startswith("GHSA-") else 1, statement.row.record
