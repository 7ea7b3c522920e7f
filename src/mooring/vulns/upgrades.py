"""The smallest set of updates that removes the most risk.

An update moves one source package (for what a distribution builds together) or one installed version of a language package to one version.
Updates do not depend on each other here, so the best n of them are the first n. For each, the lowest version is chosen that leaves none of
the curable vulnerabilities: not simply the highest fix, where branches are kept in parallel.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec

from mooring.model.advisory import FixState
from mooring.model.inventory import Inventory
from mooring.model.match import Match, UpgradeStep
from mooring.model.package import Package
from mooring.versions.constraint import ConstraintError, parse_constraint
from mooring.versions.scheme import InvalidVersion, VersionScheme, scheme_for
from mooring.vulns.rows import HIGH_INCLUDED, LOW_EXCLUDED, Interval

Unit = tuple[str, str, str]
"""Package type, the name that is updated, and, of what may be there in several versions side by side, which one."""


def plan_upgrades(matches: Iterable[Match], inventory: Inventory) -> tuple[UpgradeStep, ...]:
    """One step for each thing that can be updated: what is exploited first, then by the risk removed. Suppressed ones ask for nothing."""
    packages = {package.id: package for package in inventory.packages}
    units: dict[Unit, list[tuple[Match, Package]]] = {}
    for match in matches:
        package = packages.get(match.package)
        if package is not None and _asks_for_update(match):
            units.setdefault(_unit(package), []).append((match, package))
    steps = [step for unit, found in units.items() if (step := _step(unit, found)) is not None]
    exploited = {match.id for found in units.values() for match, _ in found if match.is_exploited}
    return tuple(sorted(steps, key=lambda step: _place(step, exploited)))


def _place(step: UpgradeStep, exploited: set[str]) -> tuple[bool, float, str, str, tuple[str, ...]]:
    return exploited.isdisjoint(step.matches), -step.risk_removed, step.type, step.name, step.from_versions


def _asks_for_update(match: Match) -> bool:
    fix = match.fix
    return not match.suppressions and fix.state is FixState.FIXED and bool(fix.versions) and not fix.channel


def _unit(package: Package) -> Unit:
    if package.is_os_package:
        return package.type, package.source_name or package.name, ""
    return package.type, package.name, package.version


def _step(unit: Unit, found: Sequence[tuple[Match, Package]]) -> UpgradeStep | None:
    keys = _Keys(scheme_for(unit[0]))
    cures = [_Cure.of(match, keys) for match, _ in found]
    versions = dict.fromkeys(version for match, _ in found for version in match.fix.versions)
    candidates = {version: key for version in versions if (key := keys[version])}
    if not candidates:
        return None
    best = _best(candidates, cures)
    cured = [pair for pair, cure in zip(found, cures, strict=True) if cure.holds(candidates[best])]
    risks: dict[str, float] = {}
    for match, _ in cured:
        name = match.vulnerability.id
        risks[name] = max(match.risk, risks.get(name, 0.0))
    return UpgradeStep(
        type=unit[0],
        name=unit[1],
        from_versions=tuple(dict.fromkeys(_version(package) for _, package in cured)),
        to_version=best,
        packages=tuple(dict.fromkeys(package.id for _, package in cured)),
        matches=tuple(match.id for match, _ in cured),
        risk_removed=round(sum(risks.values()), 1),
    )


def _version(package: Package) -> str:
    return (package.source_version or package.version) if package.is_os_package else package.version


def _best(candidates: dict[str, bytes], cures: Sequence["_Cure"]) -> str:
    """The version that cures most, the lowest of equally good ones. What only has an upper bound is counted by bisection."""
    plain = sorted(cure.least for cure in cures if not cure.intervals and cure.least)
    others = [cure for cure in cures if cure.intervals]
    best, most = "", -1
    for version, key in sorted(candidates.items(), key=lambda item: (item[1], item[0])):
        count = bisect_right(plain, key) + sum(cure.holds(key) for cure in others)
        if count > most:
            best, most = version, count
    return best


class _Keys(dict[str, bytes]):
    """Sort keys by version, made when they are first asked for; empty for what is no version of the scheme."""

    def __init__(self, scheme: VersionScheme) -> None:
        super().__init__()
        self.scheme = scheme

    def __missing__(self, version: str) -> bytes:
        try:
            key = self.scheme.key(version)
        except InvalidVersion:
            key = b""
        self[version] = key
        return key


class _Cure(msgspec.Struct, frozen=True):
    """Which versions cure a match: from `least` on, but for those in an interval."""

    least: bytes
    """Empty: none."""
    intervals: tuple[Interval, ...] = ()

    @classmethod
    def of(cls, match: Match, keys: _Keys) -> "_Cure":
        """What the match's advisories say of their fixes."""
        versions = match.fix.versions
        least = (
            keys[versions[0]] if len(versions) == 1 else min(filter(None, map(keys.__getitem__, versions)), default=b"")
        )
        intervals: list[Interval] = []
        for reason in match.reasons:
            if reason.fix_state is not FixState.FIXED or not reason.constraint:
                continue
            bound = reason.constraint.removeprefix("< ")
            if bound != reason.constraint and not any(mark in bound for mark in ",|<>= "):
                least = max(least, keys[bound]) if least else b""
            else:
                intervals += _intervals(reason.constraint, keys)
        return cls(least, tuple(intervals))

    def holds(self, key: bytes) -> bool:
        """Whether the version of this key cures it."""
        return bool(self.least) and key >= self.least and not any(interval.holds(key) for interval in self.intervals)


def _intervals(constraint: str, keys: _Keys) -> list[Interval]:
    """The ranges as keys; nothing of a range whose bounds the scheme does not know: the fix versions alone decide then."""
    try:
        ranges = parse_constraint(constraint, keys.scheme)
    except (InvalidVersion, ConstraintError):
        return []
    found = []
    for one in ranges:
        low, high = keys[one.low] if one.low else b"", keys[one.high] if one.high else b""
        if (one.low and not low) or (one.high and not high):
            continue
        flags = (0 if one.is_low_included else LOW_EXCLUDED) | (HIGH_INCLUDED if one.is_high_included else 0)
        found.append(Interval(low, high, flags))
    return found
