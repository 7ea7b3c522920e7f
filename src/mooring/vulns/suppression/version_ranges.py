"""Whether a version is meant by what a document says of versions: `vers:` ranges (VERS specification), constraints, plain versions."""

from functools import lru_cache
from urllib.parse import unquote

from mooring.base.errors import ReadError
from mooring.versions.constraint import ConstraintError, contains, parse_constraint
from mooring.versions.scheme import SCHEME_OF_TYPE, InvalidVersion, scheme_for

MAX_PARTS = 2_000
_COMPARATORS = (">=", "<=", "!=", ">", "<", "=")
_TYPES = {"alpine": "apk", "debian": "deb", "ebuild": "ebuild", "semver": "npm", "python": "pypi"}
"""Versioning schemes of VERS to purl types, where they are not the same word."""


def is_version_within(version: str, package_type: str, text: str) -> bool:
    """Whether a package's version is one of those that the text means. What cannot be compared is not within."""
    if not version:
        return False
    try:
        if text.startswith("vers:"):
            return _is_within_vers(version, package_type, text)
        scheme = scheme_for(package_type)
        if version == text or scheme.for_matching(version) == text:
            return True
        return contains(parse_constraint(text, scheme), scheme.for_matching(version), scheme)
    except (ConstraintError, InvalidVersion, ReadError):
        return False


@lru_cache(maxsize=1024)
def parse_vers(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The versioning scheme, and comparator and version of each part, in the order of the text. Raises ReadError."""
    kind, slash, rest = text.removeprefix("vers:").partition("/")
    parts = [part.strip() for part in rest.strip("| ").split("|")]
    if not text.startswith("vers:") or not kind or not slash or not all(parts) or len(parts) > MAX_PARTS:
        raise ReadError(f"{text[:100]!r} is not a range of versions: it is not of the form 'vers:TYPE/<1.0|>=2.0'")
    found = []
    for part in parts:
        comparator = next((one for one in _COMPARATORS if part.startswith(one)), "")
        version = unquote(part[len(comparator) :].strip())
        if not version:
            raise ReadError(f"{text[:100]!r} is not a range of versions: {part!r} names no version")
        found.append((comparator or "=", version))
    if len(found) > 1 and ("=", "*") in found:
        raise ReadError(f"{text[:100]!r} is not a range of versions: '*' stands alone")
    return kind.lower(), tuple(found)


def _is_within_vers(version: str, package_type: str, text: str) -> bool:
    """The algorithm of VERS: single versions decide first, then the pairs of bounds in their order."""
    kind, parts = parse_vers(text)
    if parts == (("=", "*"),):
        return True
    kind = _TYPES.get(kind, kind)
    scheme = scheme_for(kind if kind in SCHEME_OF_TYPE else package_type)
    place = scheme.key(scheme.for_matching(version))
    bounds = []
    for comparator, bound in parts:
        at = scheme.key(bound)
        if comparator in ("=", "!="):
            if at == place:
                return comparator == "="
        else:
            bounds.append((at, comparator))
    if not bounds:
        return all(comparator == "!=" for comparator, _ in parts)
    return _is_between(place, sorted(bounds))


def _is_between(place: bytes, bounds: list[tuple[bytes, str]]) -> bool:
    """Each upper bound ends what the lower bound before it began; the first may have none below it, the last none above."""
    low: tuple[bytes, str] | None = None
    is_first = True
    for at, comparator in bounds:
        if comparator in (">", ">="):
            low = low or (at, comparator)
            is_first = False
            continue
        is_below = place < at or (place == at and comparator == "<=")
        if is_below and (is_first if low is None else _is_above(place, low)):
            return True
        low, is_first = None, False
    return low is not None and _is_above(place, low)


def _is_above(place: bytes, low: tuple[bytes, str]) -> bool:
    return place > low[0] or (place == low[0] and low[1] == ">=")
