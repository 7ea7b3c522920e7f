"""What one comparison of a constraint means, as an interval.

Upper bounds that an operator implies (`^1.2` ends before 2) leave out the pre-releases of the bound as the ecosystems do: they end before
the lowest pre-release, `2.0.0-0` in SemVer, `2.a` in Ruby.
"""

import re

from mooring.versions.ranges.intervals import FIRST, LAST, Cut, Interval, after, before
from mooring.versions.scheme import MAX_VERSION_CHARACTERS, InvalidVersion, VersionScheme

_NUMBERS = re.compile(r"([vV]?(?:[0-9]+!)?)([0-9]+(?:\.[0-9]+)*)")
_ANY = re.compile(r"[*xX](?:\.[*xX])*")
_STARS = re.compile(r"([vV]?(?:[0-9]+!)?)([0-9]+(?:\.[0-9]+)*)(?:\.\*)+")
_CROSSES = re.compile(r"([vV]?(?:[0-9]+!)?)([0-9]+(?:\.[0-9]+)*)(?:\.[*xX])+")
_X_IS_LITERAL = frozenset(("deb", "rpm", "apk", "pacman", "portage", "maven"))
_LOWEST = {
    "semver": "-0", "golang": "-0", "bitnami": "-0", "nuget": "-0", "composer": "-dev",
    "gem": ".a", "pep440": ".dev0", "maven": "-alpha", "conda": "dev", "loose": "~",
}  # fmt: skip
"""What makes a release its own lowest pre-release, by scheme; without one the bound is the release itself."""
_THREE_PARTS = frozenset(("semver", "golang", "bitnami", "nuget", "composer"))


def interval_of(operator: str, version: str, scheme: VersionScheme) -> Interval:
    """The versions that a comparison lets through; of `!=`, those that it keeps out. Raises InvalidVersion."""
    if _ANY.fullmatch(version) and not (version[0] in "xX" and scheme.name in _X_IS_LITERAL):
        return (FIRST, FIRST) if operator in ("<", ">") else (FIRST, LAST)
    wildcard = (_STARS if scheme.name in _X_IS_LITERAL else _CROSSES).fullmatch(version)
    low, high = _span(operator, version, wildcard, scheme)
    match operator:
        case ">=" | "=>":
            return (low, LAST)
        case ">":
            return (high, LAST)
        case "<=" | "=<":
            return (FIRST, high)
        case "<":
            return (FIRST, low)
        case _:
            return (low, high)


def through(version: str, scheme: VersionScheme) -> Cut:
    """The upper end of a hyphen range: after the version, or after all that a short version stands for (npm's `1 - 2.3`)."""
    found = _NUMBERS.fullmatch(version)
    if found and scheme.name in _THREE_PARTS and found[2].count(".") < 2:
        return _below(found[1], _raised(found[2].split(".")), scheme)
    return after(version, scheme)


def _span(operator: str, version: str, wildcard: re.Match[str] | None, scheme: VersionScheme) -> Interval:
    """From the lowest to the highest version that the operand stands for."""
    is_compatible = operator in ("^", "~", "~>", "~=")
    if wildcard is not None:
        version = wildcard[1] + wildcard[2]
        if not is_compatible:
            return before(version, scheme), _below(wildcard[1], _raised(wildcard[2].split(".")), scheme)
    if not is_compatible:
        return before(version, scheme), after(version, scheme)
    found = _NUMBERS.match(version)
    if found is None:
        raise InvalidVersion(f"{version[:80]!r} does not begin with a number")
    return before(version, scheme), _below(found[1], _limit(operator, found[2].split("."), scheme), scheme)


def _limit(operator: str, numbers: list[str], scheme: VersionScheme) -> list[str]:
    """The first release that a compatible version may not reach."""
    if operator == "^":
        leading = next((at for at, number in enumerate(numbers) if number.strip("0")), len(numbers) - 1)
        return _raised(numbers[: leading + 1])
    if operator == "~" and scheme.name != "composer":
        return _raised(numbers[:2])  # npm and Cargo; Composer's tilde is Ruby's `~>`.
    return _raised(numbers[:-1] if len(numbers) > 1 else numbers)


def _raised(numbers: list[str]) -> list[str]:
    if len(numbers[-1]) > MAX_VERSION_CHARACTERS:  # int() has a limit of its own, and raises another error.
        raise InvalidVersion(f"{numbers[-1][:80]!r}… has more than {MAX_VERSION_CHARACTERS} digits")
    return [*numbers[:-1], str(int(numbers[-1]) + 1)]


def _below(prefix: str, numbers: list[str], scheme: VersionScheme) -> Cut:
    lowest = _LOWEST.get(scheme.name, "")
    if scheme.name in _THREE_PARTS:
        numbers = numbers + ["0"] * (3 - len(numbers))
    return before(prefix + ".".join(numbers) + lowest, scheme)
