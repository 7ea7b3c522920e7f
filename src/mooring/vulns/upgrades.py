"""The smallest set of updates that removes the most risk.

An update moves one source package (for what a distribution builds together) or one language package to one version. Updates do not depend
on each other here, so the best n of them are the first n by risk removed. For each, the lowest version is chosen that leaves none of the
curable vulnerabilities: not simply the highest fix, where branches are kept in parallel.
"""

from collections.abc import Iterable, Sequence

from mooring.model.advisory import FixState
from mooring.model.inventory import Inventory
from mooring.model.match import Match, UpgradeStep
from mooring.model.package import Package
from mooring.versions.constraint import ConstraintError, contains, parse_constraint
from mooring.versions.scheme import InvalidVersion, VersionScheme, scheme_for

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
    return tuple(
        sorted(
            steps,
            key=lambda step: (
                exploited.isdisjoint(step.matches),
                -step.risk_removed,
                step.type,
                step.name,
                step.from_versions,
            ),
        )
    )


def _asks_for_update(match: Match) -> bool:
    return (
        not match.suppressions
        and match.fix.state is FixState.FIXED
        and bool(match.fix.versions)
        and not match.fix.channel
    )


def _unit(package: Package) -> Unit:
    if package.is_os_package:
        return package.type, package.source_name or package.name, ""
    return package.type, package.name, package.version


def _step(unit: Unit, found: Sequence[tuple[Match, Package]]) -> UpgradeStep | None:
    scheme = scheme_for(unit[0])
    candidates = _candidates(found, scheme)
    if not candidates:
        return None
    best = max(candidates, key=lambda version: sum(_cures(version, match, scheme) for match, _ in found))
    cured = [(match, package) for match, package in found if _cures(best, match, scheme)]
    risks: dict[str, float] = {}
    for match, _ in cured:
        risks[match.vulnerability.id] = max(match.risk, risks.get(match.vulnerability.id, 0.0))
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


def _candidates(found: Sequence[tuple[Match, Package]], scheme: VersionScheme) -> list[str]:
    """Every fix version that some advisory names, in ascending order, so that the first of equally good ones is the lowest."""
    keyed: dict[str, bytes] = {}
    for match, _ in found:
        for version in match.fix.versions:
            try:
                keyed[version] = scheme.key(version)
            except InvalidVersion:
                continue
    return sorted(keyed, key=lambda version: (keyed[version], version))


def _cures(version: str, match: Match, scheme: VersionScheme) -> bool:
    """Whether no advisory of the match still holds for the version, and it is not below every fix."""
    try:
        if not any(scheme.key(fix) <= scheme.key(version) for fix in match.fix.versions):
            return False
        return not any(
            contains(parse_constraint(reason.constraint, scheme), version, scheme)
            for reason in match.reasons
            if reason.fix_state is FixState.FIXED and reason.constraint
        )
    except (InvalidVersion, ConstraintError):
        return version in match.fix.versions
