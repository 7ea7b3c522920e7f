"""Range expressions of Grype's records as ranges, quickly: nearly all are one or two comparisons, of which only the bounds matter here."""

import re
from functools import lru_cache

import msgspec

from mooring.base.errors import ReadError
from mooring.model.advisory import VersionRange
from mooring.versions.constraint import ConstraintError, parse_constraint
from mooring.versions.scheme import scheme_named

_COMPARISON = re.compile(r"\s*+(<=|>=|<|>|=)\s*+([^\s,|<>=\"'()\[\]&]{1,400}+)\s*+")
_NEVER = frozenset({"0", "0-0", "0-r0"})
"""`< 0` is how not-affected is written."""
_SCHEMES = {
    "apk": "apk", "deb": "deb", "dpkg": "deb", "rpm": "rpm", "pacman": "pacman", "alpm": "pacman", "portage": "portage",
    "semantic": "semver", "semver": "semver", "npm": "semver", "composer": "composer", "nuget": "nuget", "hex": "semver", "pub": "semver",
    "swift": "semver", "conan": "semver", "cocoapods": "semver", "hackage": "loose", "maven": "maven", "pep440": "pep440",
    "python": "pep440", "gem": "gem", "go": "golang", "golang": "golang", "bitnami": "bitnami", "jvm": "loose", "kb": "loose",
}  # fmt: skip


class Constraint(msgspec.Struct, frozen=True, gc=False):
    """What an expression means. Without ranges and versions: every version, or none."""

    ranges: tuple[VersionRange, ...] = ()
    versions: tuple[str, ...] = ()
    is_never: bool = False


def scheme_of_type(type_name: str) -> str:
    """The scheme of a version type; `loose` for unknown ones."""
    return _SCHEMES.get(type_name.strip().lower(), "loose")


@lru_cache(maxsize=50_000)
def read_constraint(text: str, scheme: str) -> Constraint:
    """The versions that an expression means. Raises ReadError where it cannot be read, in the scheme or loosely."""
    if not text.strip():
        return Constraint()
    return _simple(text) or _full(text, scheme)


def _simple(text: str) -> Constraint | None:
    """What can be read without comparing versions; None where that is not enough."""
    ranges: list[VersionRange] = []
    versions: list[str] = []
    for side in text.split("||"):
        low = high = ""
        low_included = high_included = False
        for part in side.split(","):
            found = _COMPARISON.fullmatch(part)
            if found is None:
                return None
            operator, version = found.groups()
            if operator == "=":
                if side != part:
                    return None
                versions.append(version)
            elif operator[0] == ">":
                if low:
                    return None
                low, low_included = version, operator == ">="
            elif high:
                return None
            else:
                high, high_included = version, operator == "<="
        if not low and high in _NEVER and not high_included:
            continue
        if low or high:
            ranges.append(
                VersionRange(
                    low=low, is_low_included=low_included or not low, high=high, is_high_included=high_included
                )
            )
    return Constraint(tuple(ranges), tuple(versions), not ranges and not versions)


def _full(text: str, scheme: str) -> Constraint:
    try:
        ranges = parse_constraint(text, scheme_named(scheme))
    except ConstraintError as error:
        if scheme == "loose":
            raise ReadError(error.message) from None
        return _full(text, "loose")
    if ranges == (VersionRange(),):
        return Constraint()
    return Constraint(ranges, (), not ranges)
