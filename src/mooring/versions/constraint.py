"""Range expressions as feeds write them, read into ranges and shown to people.

    >= 1.2, < 2.0          and: a comma, a blank or `&&`
    < 1.0 || 3.*           or: `||` or `|`
    ~> 2.0.9, >= 2.0.9.1   Ruby, Elixir
    ^1.2 || ~1.2 || 1.x    npm, Cargo, Composer (whose `~` means Ruby's `~>`)
    1.2.3 - 2.3            npm
    ~= 1.4, != 1.4.3       PEP 440
    [1.0,2.0),[3.0,)       Maven, NuGet

Text of nothing but blanks, or `*`, is every version. A version without operator means itself: feeds that mean more by it (Cargo's `1.2` is
`^1.2`) have to say so before they come here. Bounds mean what they say: npm's rule that a pre-release is only in a range that names one is
not applied, because an advisory's `< 2.0.0` is about 2.0.0-rc.1 too; and `<= 1.2` ends at 1.2.0, not at the last 1.2.

Of several ranges none overlaps another, and they are in order. No range at all means that no version can satisfy the text; an `Affected`
without ranges says the opposite, so such a statement must be left out, not stored.
"""

import re
from collections.abc import Iterable, Sequence

from mooring.base.errors import MooringError
from mooring.model.advisory import VersionRange
from mooring.versions.ranges import intervals
from mooring.versions.ranges.intervals import EVERYTHING, FIRST, LAST, Interval, Intervals
from mooring.versions.ranges.operators import interval_of, through
from mooring.versions.scheme import InvalidVersion, VersionScheme

MAX_CONSTRAINT_CHARACTERS = 50_000
"""Longer texts are refused."""

_OR = re.compile(r"\|\|?")
_HYPHEN = re.compile(r"\s*([^\s,|<>=]+)\s+-\s+([^\s,|<>=]+)\s*")
_COMPARISON = re.compile(
    r"""(?:[\s,]|&&)*+                                  # And.
    (===?|=>|=<|>=|<=|!=|<>|~>|~=|[=<>~^])?\s*+
    ("[^"]*"|'[^']*'                                    # The version, in quotes or
    |[^\s,|&<>=!~^"'()\[\]](?:[^\s,|&<>=!"'()\[\]]|!(?!=))*)    # bare: ~ and ^ may be in it (deb, rpm), ! too (PEP 440).
    (?:[\s,]|&&)*+""",
    re.VERBOSE,
)
_SET = re.compile(r"\s*+(?:,\s*+)?([\[(])([^,()\[\]]*+)(?:(,)([^,()\[\]]*+))?([\])])\s*+")
_SHOWN_VERSIONS = 8


class ConstraintError(MooringError):
    """A range expression that cannot be read; the message quotes it."""


def parse_constraint(text: str, scheme: VersionScheme) -> tuple[VersionRange, ...]:
    """The versions that a range expression means, as ranges in order that do not overlap; none where it contradicts itself.

    Raises ConstraintError where a part cannot be read or a bound is no version of the scheme.
    """
    if len(text) > MAX_CONSTRAINT_CHARACTERS:
        raise ConstraintError(f"the constraint {text[:80]!r}… has more than {MAX_CONSTRAINT_CHARACTERS} characters")
    if not text.strip():
        return intervals.to_ranges(EVERYTHING)
    try:
        if text.lstrip()[0] in "[(":
            return intervals.to_ranges(intervals.union(_sets(text, scheme)))
        parts = [interval for part in _OR.split(text) for interval in _alternative(part, text, scheme)]
        return intervals.to_ranges(intervals.union(parts))
    except InvalidVersion as error:
        raise ConstraintError(
            f"the constraint {text[:200]!r} has a bound that is no {scheme.name} version: {error}"
        ) from None


def intersect(
    left: Iterable[VersionRange], right: Iterable[VersionRange], scheme: VersionScheme
) -> tuple[VersionRange, ...]:
    """The versions in a range of both. Raises InvalidVersion at a bound that is no version."""
    both = intervals.intersection(intervals.from_ranges(left, scheme), intervals.from_ranges(right, scheme))
    return intervals.to_ranges(both)


def unite(ranges: Iterable[VersionRange], scheme: VersionScheme) -> tuple[VersionRange, ...]:
    """The versions in any of the ranges, in order and without overlap. Raises InvalidVersion at a bound that is no version."""
    return intervals.to_ranges(intervals.from_ranges(ranges, scheme))


def complement(ranges: Iterable[VersionRange], scheme: VersionScheme) -> tuple[VersionRange, ...]:
    """The versions in none of the ranges. Raises InvalidVersion at a bound that is no version."""
    return intervals.to_ranges(intervals.complement(intervals.from_ranges(ranges, scheme)))


def contains(ranges: Iterable[VersionRange], version: str, scheme: VersionScheme) -> bool:
    """Whether a version lies in one of the ranges.

    The version is taken as it is; pass `scheme.for_matching(version)` for an installed one. Raises InvalidVersion.
    """
    place = scheme.key(version)
    return any(_is_within(place, item, scheme) for item in ranges)


def shown(ranges: Sequence[VersionRange], versions: Sequence[str]) -> str:
    """Ranges and single versions for people: `>= 1.2, < 2.0 || = 3.1`. Of many single versions the first eight and how many more;
    `*` where there are neither, as an `Affected` means it."""
    parts = [_shown_range(item) for item in ranges] + [f"= {version}" for version in versions[:_SHOWN_VERSIONS]]
    if len(versions) > _SHOWN_VERSIONS:
        parts.append(f"{len(versions) - _SHOWN_VERSIONS} more")
    return " || ".join(parts) or "*"


def _sets(text: str, scheme: VersionScheme) -> list[Interval]:
    """Maven's and NuGet's notation: any of several sets, each with its bounds in brackets."""
    found: list[Interval] = []
    at = 0
    while at < len(text):
        part = _SET.match(text, at)
        if part is None:
            raise ConstraintError(f"the constraint {text[:200]!r} cannot be read at {text[at : at + 40]!r}")
        opening, low, comma, high, closing = part.groups(default="")
        low, high = low.strip(), high.strip() if comma else low.strip()
        if not comma and (not low or (opening, closing) != ("[", "]")):
            raise ConstraintError(
                f"the constraint {text[:200]!r} has one bound in {part[0].strip()[:40]!r}; write '[1.0]' or '[1.0,)'"
            )
        start = FIRST if not low else intervals.before(low, scheme) if opening == "[" else intervals.after(low, scheme)
        end = LAST if not high else intervals.after(high, scheme) if closing == "]" else intervals.before(high, scheme)
        found.append((start, end))
        at = part.end()
    return found


def _alternative(part: str, text: str, scheme: VersionScheme) -> Intervals:
    """One side of an or."""
    if hyphen := _HYPHEN.fullmatch(part):
        return intervals.union([(intervals.before(hyphen[1], scheme), through(hyphen[2], scheme))])
    low, high = FIRST, LAST
    left_out: list[Interval] = []
    for operator, version in _comparisons(part, text):
        interval = interval_of(operator, version, scheme)
        if operator in ("!=", "<>"):
            left_out.append(interval)
            continue
        low = max(low, interval[0], key=_place)
        high = min(high, interval[1], key=_place)
    let_through = intervals.union([(low, high)])
    if not left_out:
        return let_through
    return intervals.intersection(let_through, intervals.complement(intervals.union(left_out)))


def _comparisons(part: str, text: str) -> list[tuple[str, str]]:
    """The operators and versions of one side of an or, at least one."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(part) or not found:
        comparison = _COMPARISON.match(part, at)
        if comparison is None:
            raise ConstraintError(f"the constraint {text[:200]!r} cannot be read at {part[at : at + 40]!r}")
        found.append((comparison[1] or "=", comparison[2].strip("\"'")))
        at = comparison.end()
    return found


def _place(cut: intervals.Cut) -> tuple[int, bytes, int]:
    return cut.place


def _is_within(place: bytes, item: VersionRange, scheme: VersionScheme) -> bool:
    if item.low:
        low = scheme.key(item.low)
        if place < low or (place == low and not item.is_low_included):
            return False
    if item.high:
        high = scheme.key(item.high)
        return place < high or (place == high and item.is_high_included)
    return True


def _shown_range(item: VersionRange) -> str:
    if item.low and item.low == item.high:
        return f"= {item.low}"
    low = f"{'>=' if item.is_low_included else '>'} {item.low}" if item.low else ""
    high = f"{'<=' if item.is_high_included else '<'} {item.high}" if item.high else ""
    return ", ".join(bound for bound in (low, high) if bound) or "*"
