"""Bounds of advisories as keys: what the feeds write, turned into what is compared."""

from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import TypeVar

import msgspec

from mooring.model.advisory import Affected, VersionRange
from mooring.versions.constraint import shown
from mooring.versions.scheme import SCHEME_OF_TYPE, InvalidVersion, scheme_named
from mooring.vulns.rows import HIGH_INCLUDED, LOOSE, LOW_EXCLUDED, Interval

_DISTRIBUTIONS = {
    "deb": "debian ubuntu raspbian kali linuxmint echo deepin devuan",
    "apk": "alpine wolfi chainguard minimos secureos postmarketos",
    "rpm": "rhel centos almalinux rocky oracle amazon sles opensuse-leap opensuse-tumbleweed fedora photon mariner azurelinux"
    " epel bottlerocket openeuler mageia suse opensuse sle-micro anolis alinux tencentos hummingbird",
    "pacman": "arch manjaro",
    "portage": "gentoo",
}
_SCHEME_OF_DISTRIBUTION = {name: scheme for scheme, names in _DISTRIBUTIONS.items() for name in names.split()}
_KEPT_KEYS = 100_000
_Key = Callable[[str], bytes]
_T = TypeVar("_T")


class Bounds(msgspec.Struct, frozen=True, gc=False):
    """Ranges and single versions of one row, as keys and as they were written."""

    intervals: tuple[Interval, ...]
    versions: tuple[bytes, ...]
    """Sorted; without those that an interval holds."""
    ranges: tuple[VersionRange, ...]
    """What the intervals were made from, for people."""
    texts: tuple[str, ...]
    """What the versions were made from, in the feed's order."""
    flags: int
    """LOOSE, or nothing."""


def scheme_of_namespace(namespace: str) -> str:
    """Name of the scheme that a namespace's versions follow, unless a statement says otherwise."""
    name = namespace.partition("+")[0].partition(":")[0]
    return _SCHEME_OF_DISTRIBUTION.get(name) or SCHEME_OF_TYPE.get(name, "loose")


def bounds_of(affected: Affected, scheme: str) -> tuple[tuple[Bounds, ...], tuple[str, ...]]:
    """The statement's bounds: those that are versions of the scheme, and apart from them those that only have a loose order. With them
    what has no order at all, for the log.

    One element where nothing is bounded: every version is meant. Raises KeyError where there is no such scheme.
    """
    key = keys_of(scheme)
    try:
        return (_bounds(affected.ranges, affected.versions, key, LOOSE if scheme == "loose" else 0),), ()
    except InvalidVersion:
        return _sorted_out(affected, key, scheme)


def _sorted_out(affected: Affected, key: _Key, scheme: str) -> tuple[tuple[Bounds, ...], tuple[str, ...]]:
    found = []
    ranges, texts = affected.ranges, affected.versions
    for each, flags in ((key, LOOSE if scheme == "loose" else 0), (keys_of("loose"), LOOSE)):
        good_ranges, ranges = _parted(ranges, partial(_is_range, each))
        good_texts, texts = _parted(texts, partial(_is_version, each))
        if good_ranges or good_texts:
            found.append(_bounds(good_ranges, good_texts, each, flags))
    return tuple(found), (*(shown((item,), ()) for item in ranges), *texts)


@cache
def keys_of(scheme: str) -> _Key:
    """The scheme's key function, remembering what it was asked last: errata name one version for many packages."""
    return lru_cache(maxsize=_KEPT_KEYS)(scheme_named(scheme).key)


def _bounds(ranges: tuple[VersionRange, ...], texts: tuple[str, ...], key: _Key, flags: int) -> Bounds:
    intervals = tuple(_interval(item, key) for item in ranges)
    if not texts:
        return Bounds(intervals, (), ranges, (), flags)
    keys = {text: key(text) for text in texts}
    outside = {text: each for text, each in keys.items() if not any(interval.holds(each) for interval in intervals)}
    return Bounds(intervals, tuple(sorted(set(outside.values()))), ranges, tuple(outside), flags)


def _interval(item: VersionRange, key: _Key) -> Interval:
    """An end that is not bounded has an empty key. `0`, included, is the beginning of everything in OSV."""
    is_from_start = not item.low or (item.low == "0" and item.is_low_included)
    low = b"" if is_from_start else key(item.low)
    high = key(item.high) if item.high else b""
    flags = (LOW_EXCLUDED if low and not item.is_low_included else 0) | (
        HIGH_INCLUDED if high and item.is_high_included else 0
    )
    return Interval(low, high, flags)


def _is_range(key: _Key, item: VersionRange) -> bool:
    return (item.low in ("", "0") or _is_version(key, item.low)) and (not item.high or _is_version(key, item.high))


def _is_version(key: _Key, text: str) -> bool:
    try:
        key(text)
    except InvalidVersion:
        return False
    return True


def _parted(items: tuple[_T, ...], is_good: Callable[[_T], bool]) -> tuple[tuple[_T, ...], tuple[_T, ...]]:
    good: list[_T] = []
    others: list[_T] = []
    for item in items:
        (good if is_good(item) else others).append(item)
    return tuple(good), tuple(others)
