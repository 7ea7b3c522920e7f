"""Go's custom ranges: what an entry says about versions that Go's commands do not know, beside `ranges`, which are about those they know.

One flaw's bounds are parted among the two by what each of them is, so that either alone may lack a beginning, an end, or whole lines.
Format: https://go.dev/doc/security/vuln/database, `ecosystem_specific.custom_ranges`; the meaning is taken from the records.
"""

import re
from collections.abc import Callable, Sequence

from mooring.feeds.formats.osv_ranges import Interval
from mooring.model.advisory import VersionRange
from mooring.versions.scheme import InvalidVersion, scheme_named

_Key = Callable[[str], bytes]
_COMMIT = re.compile(r"[-.]\d{14}-[0-9a-f]{12}")
"""Of a pseudo-version; they order commits, and say nothing about releases."""
_MAX_INTERVALS = 200


def joined(own: Sequence[Interval], custom: Sequence[Interval], scheme: str) -> list[Interval]:
    """The intervals of both.

    - Ends that are commits bound commits: the custom intervals are what is said about releases.
    - An interval without an end ends where the custom ones do.
    - All else is Go's own word, which stands.
    """
    if not custom or len(own) > _MAX_INTERVALS or len(custom) > _MAX_INTERVALS:
        return list(own)
    key = scheme_named(scheme).key
    try:
        if own and all(one.is_fixed and _COMMIT.search(one.range.high) for one in own):
            return [*own, *_of_releases(own, custom, key)]
        if all(one.range.high for one in custom):
            return _ended(own, custom, key)
    except InvalidVersion:
        pass
    return list(own)


def _of_releases(own: Sequence[Interval], custom: Sequence[Interval], key: _Key) -> list[Interval]:
    """The custom intervals that end with a release, from the first release after the commits on: a commit with the fix is in none."""
    start = max((one.range.high.partition("-")[0] for one in own), key=key)
    after = VersionRange(low=start)
    released = (one for one in custom if one.range.high and not _COMMIT.search(one.range.high))
    return [found for one in released if (found := _common(after, one, key))]


def _ended(own: Sequence[Interval], custom: Sequence[Interval], key: _Key) -> list[Interval]:
    found: list[Interval] = []
    for one in own:
        common = [] if one.range.high else [both for other in custom if (both := _common(one.range, other, key))]
        found += common or [one]
    return found


def _common(open_range: VersionRange, other: Interval, key: _Key) -> Interval | None:
    """What an interval without an end has in common with one that has; None where that is nothing."""
    low, high = open_range.low, other.range.high
    if other.range.low and (not low or key(other.range.low) > key(low)):
        low = other.range.low
    if low and key(low) >= key(high):
        return None
    return Interval(VersionRange(low=low, high=high, is_high_included=other.range.is_high_included), other.is_fixed)
