"""Fixes of one package that a distribution keeps in parallel, one for each minor release.

Red Hat fixes bind as `9.16.23-14.el9_3.4` and as `9.16.23-18.el9_4.1`. Both are fixed; `9.16.23-18.el9` is not, though it is newer than
the first. A plain "older than the newest fix" would call the first one vulnerable.
"""

import itertools
import re
from collections.abc import Iterable

from mooring.model.advisory import VersionRange
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion, scheme_named

_MINOR = re.compile(r"[._](module[_+]el[\d.]+|(?:el|amzn|fc|lp)\d+(?:_\d+)?)")
_NUMBER = re.compile(r"\d+")


def vulnerable_below(
    fixes: Iterable[str], *, is_one_erratum: bool = False
) -> tuple[tuple[VersionRange, ...], tuple[str, ...]]:
    """The versions that none of the fixes covers, and the fixes themselves, lowest first.

    Different upstream versions that one erratum brings are parallel streams, too, whatever their minor releases.
    """
    ordered = sorted(set(fixes), key=order)
    if len(ordered) < 2:
        return tuple(VersionRange(high=fix) for fix in ordered), tuple(ordered)
    branches = _newest_of_each_branch(ordered, is_one_erratum=is_one_erratum)
    ranges = [VersionRange(high=branches[0])]
    for older, newer in itertools.pairwise(branches):
        low = _after_branch(older, newer)
        if low:
            ranges.append(VersionRange(low=low, high=newer))
        else:
            ranges[-1] = VersionRange(low=ranges[-1].low, high=newer)
    return tuple(ranges), tuple(branches)


def order(version: str) -> bytes:
    """A sort key in rpm order; what is no version sorts first."""
    try:
        return scheme_named("rpm").key(version)
    except InvalidVersion:
        return b""


def _newest_of_each_branch(ordered: list[str], *, is_one_erratum: bool) -> list[str]:
    """Within a minor release the later fix completes the earlier; the same build for two minor releases counts once."""
    newest: dict[tuple[str, str], str] = {}
    for fix in ordered:
        found = _MINOR.search(fix)
        newest[fix.rpartition("-")[0] if is_one_erratum else "", found.group(1) if found else ""] = fix
    builds: dict[str, str] = {}
    for fix in sorted(newest.values(), key=order):
        builds.setdefault(_MINOR.split(fix, maxsplit=1)[0], fix)
    return list(builds.values())


def _after_branch(older: str, newer: str) -> str:
    """The first version that does not belong to the branch of the older fix; empty where the two cannot be told apart."""
    version, _, release = older.rpartition("-")
    if not version or not release or len(older) > MAX_VERSION_CHARACTERS:
        return ""
    if newer.rpartition("-")[0] != version:
        # A caret is newer than the version itself and older than anything that continues it.
        return f"{version}^"
    numbers = list(_NUMBER.finditer(_MINOR.split(release, maxsplit=1)[0]))
    for one in (numbers[:1] + numbers[-1:]) if numbers else []:
        low = f"{version}-{release[: one.start()]}{int(one.group()) + 1}"
        if order(older) < order(low) < order(newer):
            return low
    return ""
