"""Sets of versions as intervals between cuts.

A cut lies just before or just after a version, or at an end of the line: `[1, 2)` runs from the cut before 1 to the cut before 2. With cuts
there are no open and closed ends to tell apart, and complement and intersection are a few lines each.
"""

from collections.abc import Iterable
from typing import NamedTuple

from mooring.model.advisory import VersionRange
from mooring.versions.scheme import VersionScheme


class Cut(NamedTuple):
    """A place between versions."""

    line: int
    """-1 before every version, 1 after every version, 0 at the version."""
    key: bytes = b""
    side: int = 0
    """0 just before the version, 1 just after it."""
    text: str = ""

    @property
    def place(self) -> tuple[int, bytes, int]:
        """What cuts are compared by; two spellings of a version give one place."""
        return self[:3]


FIRST, LAST = Cut(-1), Cut(1)

Interval = tuple[Cut, Cut]
Intervals = tuple[Interval, ...]
"""In order, apart from one another, none empty: what `union` gives."""

EVERYTHING: Intervals = ((FIRST, LAST),)


def before(version: str, scheme: VersionScheme) -> Cut:
    """The cut just before a version. Raises InvalidVersion."""
    return Cut(0, scheme.key(version), 0, version)


def after(version: str, scheme: VersionScheme) -> Cut:
    """The cut just after a version. Raises InvalidVersion."""
    return Cut(0, scheme.key(version), 1, version)


def union(intervals: Iterable[Interval]) -> Intervals:
    """The intervals in order; what overlaps or touches becomes one, what is empty vanishes."""
    found: list[Interval] = []
    for low, high in sorted((item for item in intervals if item[0].place < item[1].place), key=_places):
        if found and low.place <= found[-1][1].place:
            if high.place > found[-1][1].place:
                found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return tuple(found)


def intersection(left: Intervals, right: Intervals) -> Intervals:
    """What lies in both."""
    found: list[Interval] = []
    at, other = 0, 0
    while at < len(left) and other < len(right):
        low = max(left[at][0], right[other][0], key=_place)
        high = min(left[at][1], right[other][1], key=_place)
        found.append((low, high))
        if left[at][1].place < right[other][1].place:
            at += 1
        else:
            other += 1
    return union(found)


def complement(intervals: Intervals) -> Intervals:
    """What lies in none of them."""
    edges = [FIRST, *(cut for interval in intervals for cut in interval), LAST]
    return union((edges[at], edges[at + 1]) for at in range(0, len(edges), 2))


def from_ranges(ranges: Iterable[VersionRange], scheme: VersionScheme) -> Intervals:
    """Any of the ranges. Raises InvalidVersion at a bound that is no version."""
    return union((_low(item, scheme), _high(item, scheme)) for item in ranges)


def to_ranges(intervals: Intervals) -> tuple[VersionRange, ...]:
    """The intervals as advisories keep them."""
    return tuple(
        VersionRange(
            low=low.text,
            is_low_included=not (low.line == 0 and low.side == 1),
            high=high.text,
            is_high_included=high.line == 0 and high.side == 1,
        )
        for low, high in intervals
    )


def _low(item: VersionRange, scheme: VersionScheme) -> Cut:
    if not item.low:
        return FIRST
    return before(item.low, scheme) if item.is_low_included else after(item.low, scheme)


def _high(item: VersionRange, scheme: VersionScheme) -> Cut:
    if not item.high:
        return LAST
    return after(item.high, scheme) if item.is_high_included else before(item.high, scheme)


def _place(cut: Cut) -> tuple[int, bytes, int]:
    return cut.place


def _places(interval: Interval) -> tuple[tuple[int, bytes, int], tuple[int, bytes, int]]:
    return interval[0].place, interval[1].place
