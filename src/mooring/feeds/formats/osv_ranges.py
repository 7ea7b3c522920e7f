"""Events of OSV ranges as intervals.

Format: OSV schema 1.7, "affected[].ranges[].events fields" and "Evaluation": events are walked in the order of their versions;
`introduced` opens an interval, `fixed` closes it before its version, `last_affected` after it, `limit` bounds what is still open.
"""

import contextlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from mooring.feeds.formats.osv_record import Event, Range
from mooring.model.advisory import VersionRange
from mooring.versions.scheme import InvalidVersion, scheme_named

MAX_EVENTS = 10_000
"""Of one entry; the largest that is published has 118."""


class Interval(NamedTuple):
    """A range and how it ends."""

    range: VersionRange
    is_fixed: bool
    """Its high end is the version of a fix."""


def intervals_of(ranges: Iterable[Range], scheme: str, last_known: str = "") -> list[Interval]:
    """The intervals of all ranges of versions; those of commits (`GIT`) are passed over.

    `last_known` (`<= 1.2.3`) bounds an interval that has no end of its own.
    """
    found: list[Interval] = []
    for one in ranges:
        if one.type != "GIT" and one.events:
            found += _walk(one.events[:MAX_EVENTS], scheme, last_known)
    return list(dict.fromkeys(found))


def fix_versions(intervals: Iterable[Interval], scheme: str) -> tuple[str, ...]:
    """The versions of the fixes, lowest first; as they come where they cannot be compared."""
    found = list(dict.fromkeys(one.range.high for one in intervals if one.is_fixed))
    if len(found) > 1:
        with contextlib.suppress(InvalidVersion):
            found.sort(key=_key_of(scheme))
    return tuple(found)


def outside(versions: Sequence[str], intervals: Sequence[Interval], scheme: str) -> tuple[str, ...]:
    """Those versions that no interval holds; all of them where they cannot be compared."""
    if not intervals:
        return tuple(versions)
    if any(not one.range.low and not one.range.high for one in intervals):
        return ()
    key = _key_of(scheme)
    try:
        bounds = [
            (
                key(one.range.low) if one.range.low else b"",
                key(one.range.high) if one.range.high else b"",
                one.range.is_high_included,
            )
            for one in intervals
        ]
    except InvalidVersion:
        return tuple(versions)
    return tuple(version for version in versions if not _is_held(version, bounds, key))


def _is_held(version: str, bounds: list[tuple[bytes, bytes, bool]], key: Callable[[str], bytes]) -> bool:
    try:
        own = key(version)
    except InvalidVersion:
        return False
    return any(
        own >= low and (not high or own < high or (is_included and own == high)) for low, high, is_included in bounds
    )


def _walk(events: Sequence[Event], scheme: str, last_known: str) -> list[Interval]:
    steps = _ordered(_steps(events), scheme)
    if steps and all(kind != "introduced" for kind, _ in steps):
        steps.insert(0, ("introduced", "0"))  # Against the schema; without it the record would say nothing.
    found: list[Interval] = []
    low: str | None = None
    for kind, version in steps:
        if kind == "introduced":
            low = version if low is None else low
        elif low is not None:
            found.append(_interval(low, version, is_included=kind == "last_affected", is_fixed=kind == "fixed"))
            low = None
    if low is not None:
        found.append(_open_interval(low, _limit(events, scheme), last_known))
    return found


def _steps(events: Sequence[Event]) -> list[tuple[str, str]]:
    """`limit` is no step."""
    found = []
    for event in events:
        if event.introduced is not None:
            found.append(("introduced", event.introduced))
        if event.fixed is not None:
            found.append(("fixed", event.fixed))
        if event.last_affected is not None:
            found.append(("last_affected", event.last_affected))
    return found


def _ordered(steps: list[tuple[str, str]], scheme: str) -> list[tuple[str, str]]:
    """In the order of versions; steps at one version stay as they are written."""
    if len(steps) < 2 or (len(steps) == 2 and steps[0] == ("introduced", "0") and steps[1][0] != "introduced"):
        return steps
    for name in (scheme, "loose"):
        key = _key_of(name)
        try:
            return sorted(steps, key=lambda step: b"" if step[1] == "0" else key(step[1]))
        except InvalidVersion:
            continue
    return steps


def _interval(low: str, high: str, *, is_included: bool, is_fixed: bool) -> Interval:
    # Nothing comes before "0" (OSV schema: "a version that sorts before any other").
    return Interval(
        VersionRange(low="" if low == "0" else low, high=high, is_high_included=is_included), is_fixed=is_fixed
    )


def _open_interval(low: str, limit: str, last_known: str) -> Interval:
    if limit:
        return _interval(low, limit, is_included=False, is_fixed=False)
    operator, _, version = last_known.strip().partition(" ")
    if operator in ("<", "<=") and version.strip():
        return _interval(low, version.strip(), is_included=operator == "<=", is_fixed=False)
    return _interval(low, "", is_included=False, is_fixed=False)


def _limit(events: Sequence[Event], scheme: str) -> str:
    """The highest limit; none where one of them is `*`."""
    limits = [event.limit for event in events if event.limit]
    if not limits or "*" in limits:
        return ""
    return _ordered([("limit", limit) for limit in limits], scheme)[-1][1]


def _key_of(name: str) -> Callable[[str], bytes]:
    return scheme_named(name).key
