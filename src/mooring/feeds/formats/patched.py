"""Advisories that say which versions are well (RustSec, rubysec, the Node.js working group), as those that are not."""

import re
from collections.abc import Iterable, Sequence

from mooring.model.advisory import Fix, FixState, VersionRange
from mooring.versions.constraint import ConstraintError, complement, intersect, parse_constraint, unite
from mooring.versions.scheme import VersionScheme

MAX_REQUIREMENTS = 500
_NOBODY = re.compile(r"\s*<\s*0(?:\.0)*\s*")
"""`<0.0.0`: how some write that there is none."""


def ranges_of(requirements: Iterable[str], scheme: VersionScheme) -> tuple[VersionRange, ...]:
    """The versions that any of the requirements lets through. Raises ConstraintError."""
    found: list[VersionRange] = []
    for requirement in list(requirements)[:MAX_REQUIREMENTS]:
        if requirement.strip() and not _NOBODY.fullmatch(requirement):
            found += parse_constraint(requirement, scheme)
    return unite(found, scheme)


def affected_ranges(
    patched: Sequence[str], unaffected: Sequence[str], scheme: VersionScheme, *, vulnerable: Sequence[str] = ()
) -> tuple[VersionRange, ...]:
    """The versions that are neither patched nor unaffected and, where `vulnerable` is given, in it; nothing where no version is left.

    An unbounded range stands for every version. Raises ConstraintError.
    """
    well = ranges_of((*patched, *unaffected), scheme)
    rest = complement(well, scheme) if well else (VersionRange(),)
    return intersect(rest, ranges_of(vulnerable, scheme), scheme) if vulnerable else rest


def fix_of(patched: Sequence[str], scheme: VersionScheme, *, date: str = "") -> Fix:
    """The first version of each line that has a fix. Raises ConstraintError."""
    versions = [one.low for one in ranges_of(patched, scheme) if one.low and one.is_low_included]
    if not versions:
        # `> 1.2` is a fix without a version.
        is_fixed = any(one.low for one in ranges_of(patched, scheme))
        return Fix(state=FixState.FIXED if is_fixed else FixState.NOT_FIXED, date=date if is_fixed else "")
    return Fix(state=FixState.FIXED, versions=tuple(dict.fromkeys(versions)), date=date)


__all__ = ["ConstraintError", "affected_ranges", "fix_of", "ranges_of"]
