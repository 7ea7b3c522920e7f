"""What the rows of a look-up say about a version. The hot path: a row that does not hold costs one comparison and no object."""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from mooring.model.match import DecisionKind
from mooring.model.package import Package
from mooring.versions.keys.epochs import NO_EPOCH, split_epoch
from mooring.versions.scheme import InvalidVersion, scheme_named
from mooring.vulns.matching.closeness import FAR, closeness, is_same_stream
from mooring.vulns.matching.conditions import hindrance_of
from mooring.vulns.matching.lookups import Lookup, Scope
from mooring.vulns.rows import HIGH_INCLUDED, INVESTIGATED, LOOSE, LOW_EXCLUDED, NEGATIVE, NOTICE, AffectedRow
from mooring.vulns.rules.rule import Hindrance, MatchRule

_NO_STATEMENT = NEGATIVE | INVESTIGATED
_MAX_KEYS = 100_000
_WITH_EPOCH = frozenset({"deb", "rpm", "pacman"})


class Keys:
    """Keys of versions, each made once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], bytes] = {}
        self._schemes: dict[str, Callable[[str], bytes]] = {}

    def of(self, scheme: str, version: str) -> bytes:
        """The key of an installed version as it is compared with bounds; empty where it has none."""
        asked = (scheme, version)
        found = self._found.get(asked)
        if found is None:
            if len(self._found) >= _MAX_KEYS:
                self._found.clear()
            found = self._found[asked] = self._made(scheme, version)
        return found

    def _made(self, scheme: str, version: str) -> bytes:
        if not version:
            return b""
        make = self._schemes.get(scheme)
        if make is None:
            make = self._schemes[scheme] = _key_of(scheme)
        try:
            return make(version)
        except InvalidVersion:
            return b""


def _key_of(name: str) -> Callable[[str], bytes]:
    try:
        scheme = scheme_named(name)
    except KeyError:  # A database of a later Mooring; its versions have no order here.
        return lambda _version: b""
    key, for_matching = scheme.key, scheme.for_matching
    return lambda version: key(for_matching(version))


class Answer(msgspec.Struct, frozen=True):
    """A look-up, what the database has for it, and the key of the version."""

    lookup: Lookup
    rows: Sequence[AffectedRow]
    key: bytes


class Statement(msgspec.Struct, frozen=True):
    """What one row says about the package. `MATCHED`, `FIXED`, `OUTSIDE`, `NOT_AFFECTED` and `INVESTIGATED` are about the version;
    the other kinds say why the row does not apply at all."""

    row: AffectedRow
    lookup: Lookup
    kind: DecisionKind
    words: str = ""


class Reader:
    """Reads answers for packages of one scope."""

    def __init__(self, keys: Keys, scope: Scope, *, with_notices: bool) -> None:
        self._keys = keys
        self._scope = scope
        self._left_out = NEGATIVE | INVESTIGATED | (0 if with_notices else NOTICE)
        self._with_notices = with_notices

    def affecting(self, answer: Answer, package: Package, rule: MatchRule) -> set[int]:
        """Numbers of the vulnerabilities that a row says the version has."""
        found: set[int] = set()
        lookup, key = answer.lookup, answer.key
        kinds, left_out = lookup.kinds, self._left_out
        is_plain = bool(key) and not lookup.is_epoch_unknown
        for row in answer.rows:
            flags = row.flags
            if flags & left_out or not flags & kinds:
                continue
            if is_plain and len(row.intervals) == 1 and not row.versions and not flags & LOOSE:
                high = row.intervals[0].high
                if high and key >= high and not key.startswith(high) and row.qualifiers is None:
                    continue  # Most rows of most packages end here.
            if not self.holds(row, lookup, key):
                continue
            if self.hindrance(row, lookup, package, rule) is None:
                found.update(row.vulnerabilities)
        return found

    def statements(self, answer: Answer, package: Package, rule: MatchRule, wanted: set[int]) -> Iterator[Statement]:
        """What every row about the wanted vulnerabilities says, in the order of the rows."""
        for row in answer.rows:
            if row.flags & answer.lookup.kinds and not wanted.isdisjoint(row.vulnerabilities):
                yield self._statement(row, answer.lookup, answer.key, package, rule)

    def holds(self, row: AffectedRow, lookup: Lookup, key: bytes) -> bool:
        """Whether the row is about the version."""
        if not row.intervals and not row.versions:
            return True
        scheme = lookup.scheme
        if row.flags & LOOSE:
            key, scheme = self._keys.of("loose", lookup.version), "loose"
        elif row.qualifiers and row.qualifiers.scheme and row.qualifiers.scheme != scheme:
            scheme = row.qualifiers.scheme
            key = self._keys.of(scheme, lookup.version)
        if not key:
            return False
        if lookup.is_epoch_unknown and scheme in _WITH_EPOCH:
            return _holds_without_epoch(row, key)
        return row.holds(key) or any(
            _holds_included(i.flags, i.high, key, scheme) and _above(i.low, i.flags, key) for i in row.intervals
        )

    def hindrance(self, row: AffectedRow, lookup: Lookup, package: Package, rule: MatchRule) -> Hindrance | None:
        """Why a row does not apply to the package, whatever its version; None where it does."""
        found = hindrance_of(row, lookup, package, self._scope) or rule.hindrance(row, package)
        if found is None and lookup.needs_same_stream and not is_same_stream(lookup.version, row.fix_versions):
            return Hindrance(
                DecisionKind.OTHER_PRODUCT, f"is about {lookup.channel}, which has another version of the package"
            )
        return found

    def _statement(self, row: AffectedRow, lookup: Lookup, key: bytes, package: Package, rule: MatchRule) -> Statement:
        if found := self.hindrance(row, lookup, package, rule):
            return Statement(row, lookup, found.kind, found.statement)
        holds = self.holds(row, lookup, key)
        if row.flags & NEGATIVE:
            words = "" if holds else "another version is cleared"
            return Statement(row, lookup, DecisionKind.NOT_AFFECTED if holds else DecisionKind.OUTSIDE, words)
        if not holds:
            return Statement(row, lookup, self._why_not(row, lookup, key))
        if row.flags & INVESTIGATED:
            return Statement(row, lookup, DecisionKind.INVESTIGATED)
        if row.flags & NOTICE and not self._with_notices:
            return Statement(row, lookup, DecisionKind.NOTICE)
        return Statement(row, lookup, DecisionKind.MATCHED)

    def _why_not(self, row: AffectedRow, lookup: Lookup, key: bytes) -> DecisionKind:
        if row.flags & LOOSE:
            key = self._keys.of("loose", lookup.version)
        elif row.qualifiers and row.qualifiers.scheme:
            key = self._keys.of(row.qualifiers.scheme, lookup.version)
        if not key:
            return DecisionKind.NOT_COMPARABLE
        if lookup.is_epoch_unknown and lookup.scheme in _WITH_EPOCH:
            key = split_epoch(key)[1]
            highs = [split_epoch(interval.high)[1] for interval in row.intervals if interval.high]
        else:
            highs = [interval.high for interval in row.intervals if interval.high]
        return DecisionKind.FIXED if any(key >= high for high in highs) else DecisionKind.OUTSIDE


def reintroduced(positive: Statement, cleared: Statement, keys: Keys) -> bool:
    """Whether the range that holds the version begins after the other statement's fix."""
    key = keys.of(positive.lookup.scheme, positive.lookup.version)
    lows = [interval.low for interval in positive.row.intervals if interval.low and interval.holds(key)]
    highs = [interval.high for interval in cleared.row.intervals if interval.high]
    return bool(lows and highs) and min(lows) >= max(highs)


def nearness(statement: Statement) -> tuple[int, int]:
    """How near the fix of a statement is to the version: of parallel lines, the one the package is of is the nearest. FAR without a fix.

    rpm releases tell lines apart too (`el9_3`, `el9_4`); those of others only count builds.
    """
    lookup = statement.lookup
    is_rpm = lookup.scheme == "rpm"
    fixes = statement.row.fix_versions
    return max((closeness(lookup.version, fix, with_release=is_rpm) for fix in fixes), default=FAR)


def is_bounded(row: AffectedRow) -> bool:
    """Whether the row says where the flaw ends."""
    return bool(row.versions) or (bool(row.intervals) and all(interval.high for interval in row.intervals))


def _above(low: bytes, flags: int, key: bytes) -> bool:
    return not low or key > low or (key == low and not flags & LOW_EXCLUDED)


def _holds_included(flags: int, high: bytes, key: bytes, scheme: str) -> bool:
    """rpm: `<= 1.2` without a release includes every release of 1.2; the key of 1.2 is the head of theirs."""
    return scheme == "rpm" and bool(flags & HIGH_INCLUDED) and bool(high) and key.startswith(high)


def _holds_without_epoch(row: AffectedRow, key: bytes) -> bool:
    """Whether the version is meant if it has the epoch of the bound."""
    rest = split_epoch(key)[1]
    if any(split_epoch(version)[1] == rest for version in row.versions if version):
        return True
    for interval in row.intervals:
        low_epoch, low = split_epoch(interval.low) if interval.low else (NO_EPOCH, b"")
        high_epoch, high = split_epoch(interval.high) if interval.high else (low_epoch, b"")
        whole = (high_epoch if high else low_epoch) + rest
        if interval.holds(whole) or (low and high and low_epoch != high_epoch and rest < high):
            return True
    return False
