"""What a GLSA says is affected: its `vulnerable` ranges without its `unaffected` ones, as intervals of versions.

Operators: lt le eq ge gt, and rlt rle rge rgt, which hold among revisions of the same version only (glsa.dtd, GLEP 21). A slot limits
a range to one line of versions. An installed package's slot is not known here, so a slot is read as the versions that begin with it, or,
where the bound's own version does not begin with it (`esr`), with the first number of the bound.
"""

import re
from collections.abc import Callable, Iterable, Sequence

import msgspec

from mooring.model.advisory import VersionRange
from mooring.versions.scheme import InvalidVersion, scheme_named

MAX_RANGES = 500
_FROM = ("ge", "rge", "eq")
_REVISION = re.compile(r"-r[0-9]+\Z")
_ANY_REVISION = "-r999999999"
_FIRST = "_alpha"
"""Ends a version that is older than every release which begins with the same numbers."""


class GlsaRange(msgspec.Struct, frozen=True, kw_only=True):
    """One `vulnerable` or `unaffected` element."""

    operator: str
    version: str
    slot: str = ""


def affected_ranges(vulnerable: Sequence[GlsaRange], unaffected: Sequence[GlsaRange]) -> tuple[VersionRange, ...]:
    """Intervals, lowest first. The vulnerable ranges as they stand where a version is none of Gentoo's, and where nothing would be left:
    then the advisory contradicts itself, and its warning holds."""
    key = scheme_named("portage").key
    harmful = _intervals(vulnerable[:MAX_RANGES], is_vulnerable=True)
    try:
        found = _joined(harmful, key)
        for harmless in _intervals(unaffected[:MAX_RANGES], is_vulnerable=False):
            found = [piece for interval in found for piece in _without(interval, harmless, key)]
    except InvalidVersion:
        return tuple(harmful)
    return tuple(found) or tuple(harmful)


def fixed_versions(unaffected: Sequence[GlsaRange]) -> tuple[str, ...]:
    """The versions from which on, in their line, a package is well; lowest first."""
    versions = dict.fromkeys(
        one.version for one in unaffected if one.operator in _FROM and one.version[-1:] not in ("", "*")
    )
    key = scheme_named("portage").key
    try:
        return tuple(sorted(versions, key=key))
    except InvalidVersion:
        return tuple(versions)


def _intervals(ranges: Iterable[GlsaRange], *, is_vulnerable: bool) -> list[VersionRange]:
    return [found for one in ranges if one.version and (found := _interval(one, is_vulnerable=is_vulnerable))]


def _interval(one: GlsaRange, *, is_vulnerable: bool) -> VersionRange | None:
    """None for an operator that does not exist."""
    version, base = one.version, _REVISION.sub("", one.version)
    if one.operator == "eq" and version.endswith("*"):
        return _line(version.rstrip("*."))
    low, high = _line_bounds(one, is_vulnerable=is_vulnerable)
    match one.operator:
        case "lt" | "le":
            return VersionRange(low=low, high=version, is_high_included=one.operator == "le")
        case "gt" | "ge":
            return VersionRange(low=version, is_low_included=one.operator == "ge", high=high)
        case "eq":
            return VersionRange(low=version, high=version, is_high_included=True)
        case "rlt" | "rle":
            return VersionRange(low=base, high=version, is_high_included=one.operator == "rle")
        case "rgt" | "rge":
            return VersionRange(
                low=version, is_low_included=one.operator == "rge", high=base + _ANY_REVISION, is_high_included=True
            )
    return None


def _line_bounds(one: GlsaRange, *, is_vulnerable: bool) -> tuple[str, str]:
    """Ends of the line of versions that the slot stands for; empty where it limits nothing."""
    if one.slot in ("", "*", "0"):
        return "", ""
    slot = one.slot.partition("/")[0]
    if not _begins_with(one.version, slot):
        if is_vulnerable and ("/" in one.slot or not slot[:1].isdigit()):
            return "", ""
        slot = re.split(r"[^0-9]", one.version, maxsplit=1)[0]
    line = _line(slot)
    return (line.low, line.high) if line is not None else ("", "")


def _begins_with(version: str, slot: str) -> bool:
    return version == slot or version.startswith((f"{slot}.", f"{slot}-", f"{slot}_"))


def _line(prefix: str) -> VersionRange | None:
    """Versions whose first numbers are these."""
    head, dot, last = prefix.rpartition(".")
    if not last.isascii() or not last.isdigit() or len(last) > 18:
        return None
    return VersionRange(low=prefix + _FIRST, high=f"{head}{dot}{int(last) + 1}{_FIRST}")


Key = Callable[[str], bytes]


def _joined(intervals: list[VersionRange], key: Key) -> list[VersionRange]:
    """Without overlaps, lowest first."""
    found: list[VersionRange] = []
    for one in sorted(intervals, key=lambda one: (_low(one, key), not one.is_low_included)):
        if found and _touches(found[-1], one, key):
            found[-1] = _hull(found[-1], one, key)
        else:
            found.append(one)
    return found


def _touches(first: VersionRange, second: VersionRange, key: Key) -> bool:
    if not first.high or not second.low:
        return True
    end, start = key(first.high), key(second.low)
    return start < end or (start == end and (first.is_high_included or second.is_low_included))


def _hull(first: VersionRange, second: VersionRange, key: Key) -> VersionRange:
    if not first.high or not second.high:
        high, is_included = "", False
    else:
        ends = (key(first.high), first.is_high_included), (key(second.high), second.is_high_included)
        longer = first if ends[0] >= ends[1] else second
        high, is_included = longer.high, longer.is_high_included
    return VersionRange(low=first.low, is_low_included=first.is_low_included, high=high, is_high_included=is_included)


def _without(one: VersionRange, other: VersionRange, key: Key) -> list[VersionRange]:
    """What is left of an interval where another is taken out: nothing, one piece or two."""
    left = right = None
    if other.low:
        left = _cut_high(one, other.low, is_included=not other.is_low_included, key=key)
    if other.high:
        right = _cut_low(one, other.high, is_included=not other.is_high_included, key=key)
    return [piece for piece in (left, right) if piece is not None]


def _cut_high(one: VersionRange, version: str, *, is_included: bool, key: Key) -> VersionRange | None:
    """The part up to the version."""
    if one.high and (key(one.high), one.is_high_included) <= (key(version), is_included):
        return one
    cut = VersionRange(low=one.low, is_low_included=one.is_low_included, high=version, is_high_included=is_included)
    return cut if _is_filled(cut, key) else None


def _cut_low(one: VersionRange, version: str, *, is_included: bool, key: Key) -> VersionRange | None:
    """The part from the version on."""
    if one.low and (key(one.low), not one.is_low_included) >= (key(version), not is_included):
        return one
    cut = VersionRange(low=version, is_low_included=is_included, high=one.high, is_high_included=one.is_high_included)
    return cut if _is_filled(cut, key) else None


def _is_filled(one: VersionRange, key: Key) -> bool:
    if not one.low or not one.high:
        return True
    low, high = key(one.low), key(one.high)
    return low < high or (low == high and one.is_low_included and one.is_high_included)


def _low(one: VersionRange, key: Key) -> bytes:
    return key(one.low) if one.low else b""
