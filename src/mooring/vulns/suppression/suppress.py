"""Who says that a match does not count: exceptions and VEX statements. A suppressed match stays in the report, with who said so."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec

from mooring.model.advisory import FixState
from mooring.model.exception import ExceptionRule
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.match import ExceptionNote, Findings, Match, SuppressedBy, Suppression
from mooring.model.package import Package
from mooring.model.vex import VexStatement, VexStatus
from mooring.versions.constraint import ConstraintError, contains, parse_constraint
from mooring.versions.scheme import InvalidVersion, scheme_for
from mooring.vulns.suppression.exceptions import read_exceptions
from mooring.vulns.suppression.fitting import fits_glob, fits_image, fits_package, fits_product

BROAD = 10
"""An exception that takes more different vulnerabilities than this, without naming them, is over-broad."""
SOON_DAYS = 14

replace = msgspec.structs.replace


class Statements(msgspec.Struct, frozen=True, kw_only=True):
    """All that may suppress a match."""

    exceptions: tuple[ExceptionRule, ...] = ()
    vex: tuple[VexStatement, ...] = ()


def load_statements(*, exceptions: Sequence[Path], vex: Sequence[Path]) -> Statements:
    """Read the files. Raises UsageError at the first that cannot be used; nothing is applied from half a file."""
    statements: tuple[VexStatement, ...] = ()
    if vex:
        from mooring.vulns.suppression.vex.read import read_vex

        statements = tuple(statement for path in vex for statement in read_vex(path))
    return Statements(exceptions=tuple(rule for path in exceptions for rule in read_exceptions(path)), vex=statements)


def suppressed(
    findings: Findings, inventory: Inventory, image: ImageDescription, statements: Statements, *, now: datetime
) -> Findings:
    """The findings with what exceptions and VEX say about each; expired, unused and over-broad exceptions are noted."""
    if not statements.exceptions and not statements.vex:
        return findings
    packages = {package.id: package for package in inventory.packages}
    exceptions = _Exceptions(statements.exceptions, image, now.date())
    vex = _Vex(statements.vex, image)
    matches = []
    for match in findings.matches:
        package = packages.get(match.package)
        if package is not None:
            found = (*exceptions.about(match, package), *vex.about(match, package))
            match = replace(match, suppressions=(*match.suppressions, *found)) if found else match
        matches.append(match)
    return replace(
        findings, matches=tuple(matches), exceptions=(*findings.exceptions, *exceptions.notes(), *vex.notes())
    )


def identifiers_of(match: Match) -> frozenset[str]:
    """Every identifier of the match's vulnerability, in upper case; the errata that fix it are none."""
    return frozenset(name.upper() for name in (match.vulnerability.id, *match.vulnerability.aliases))


class _Exceptions:
    """The rules that are about this image, found by identifier, and what became of each."""

    def __init__(self, rules: Iterable[ExceptionRule], image: ImageDescription, today: date) -> None:
        self._today = today
        self._rules = [rule for rule in rules if not rule.image or fits_image(rule.image, image)]
        self._by_identifier: dict[str, list[ExceptionRule]] = {}
        self._without: list[ExceptionRule] = []
        self._taken: dict[str, set[str]] = {}
        self._broken: dict[str, set[str]] = {}
        self._lapsed: dict[str, int] = {}
        for rule in self._rules:
            if not rule.vulnerabilities:
                self._without.append(rule)
            for identifier in rule.vulnerabilities:
                self._by_identifier.setdefault(identifier.upper(), []).append(rule)

    def about(self, match: Match, package: Package) -> Iterator[Suppression]:
        for rule in self._candidates(match):
            if not _is_about(rule, package):
                continue
            key = _key(rule)
            if self._is_expired(rule):
                self._lapsed[key] = self._lapsed.get(key, 0) + 1
            elif broken := _broken_condition(rule, match, package):
                self._broken.setdefault(key, set()).add(f"{match.vulnerability.id}: {broken}")
            else:
                self._taken.setdefault(key, set()).add(match.vulnerability.id)
                yield _suppression_of(rule)

    def notes(self) -> Iterator[ExceptionNote]:
        for rule in self._rules:
            for problem in self._problems(rule):
                yield ExceptionNote(statement=rule.id, origin=rule.origin, problem=problem)

    def _candidates(self, match: Match) -> Iterator[ExceptionRule]:
        seen: set[str] = set()
        for identifier in sorted(identifiers_of(match)):
            for rule in self._by_identifier.get(identifier, ()):
                if _key(rule) not in seen:
                    seen.add(_key(rule))
                    yield rule
        yield from self._without

    def _is_expired(self, rule: ExceptionRule) -> bool:
        return bool(rule.expires) and date.fromisoformat(rule.expires) < self._today

    def _problems(self, rule: ExceptionRule) -> Iterator[str]:
        key = _key(rule)
        taken = self._taken.get(key, set())
        if self._is_expired(rule):
            again = self._lapsed.get(key, 0)
            yield f"expired on {rule.expires}; " + (
                f"{again} findings count again" if again != 1 else "a finding counts again"
            )
            return
        if broken := self._broken.get(key):
            yield f"its condition no longer holds for {'; '.join(sorted(broken)[:3])}"
        if not taken and not broken:
            yield "matches nothing in this image"
        if len(taken) > BROAD and not rule.vulnerabilities:
            yield f"takes {len(taken)} different vulnerabilities without naming them; a new one would go unseen"
        if rule.expires and (left := (date.fromisoformat(rule.expires) - self._today).days) <= SOON_DAYS:
            yield f"expires on {rule.expires}, in {left} days"
        if not rule.expires and rule.condition == type(rule.condition)():
            yield "never expires and has no condition"


class _Vex:
    """The statements about this image's packages, found by identifier; of two about one thing the later holds."""

    def __init__(self, statements: Iterable[VexStatement], image: ImageDescription) -> None:
        self._image = image
        self._by_identifier: dict[str, list[VexStatement]] = {}
        for statement in statements:
            for identifier in statement.vulnerabilities:
                self._by_identifier.setdefault(identifier.upper(), []).append(statement)
        self._disagreeing: dict[str, ExceptionNote] = {}

    def about(self, match: Match, package: Package) -> Iterator[Suppression]:
        found = [
            statement
            for identifier in sorted(identifiers_of(match))
            for statement in self._by_identifier.get(identifier, ())
            if not statement.products or any(fits_product(one, package, self._image) for one in statement.products)
        ]
        if not found:
            return
        latest = max(found, key=lambda statement: statement.timestamp)
        if latest.status in (VexStatus.NOT_AFFECTED, VexStatus.FIXED):
            yield Suppression(
                by=SuppressedBy.VEX,
                statement=latest.id,
                origin=latest.origin,
                author=latest.author,
                reason=latest.reason or latest.status.value.replace("_", " "),
                justification=latest.justification,
            )
        elif any(one.status in (VexStatus.NOT_AFFECTED, VexStatus.FIXED) for one in found):
            self._disagreeing[f"{latest.id} {match.vulnerability.id}"] = ExceptionNote(
                statement=latest.id,
                origin=latest.origin,
                problem=f"says {latest.status.value.replace('_', ' ')} of {match.vulnerability.id}, later than statements "
                "that it does not count",
            )

    def notes(self) -> Iterator[ExceptionNote]:
        return iter(self._disagreeing.values())


def _key(rule: ExceptionRule) -> str:
    return f"{rule.origin}\0{rule.id}"


def _is_about(rule: ExceptionRule, package: Package) -> bool:
    if rule.type and rule.type != package.type:
        return False
    if rule.path and not any(fits_glob(rule.path, location.path) for location in package.locations):
        return False
    return not rule.package or fits_package(rule.package, package)


def _broken_condition(rule: ExceptionRule, match: Match, package: Package) -> str:
    """Which part of the condition does not hold, in words; empty where all do."""
    condition = rule.condition
    if condition.no_fix and match.fix.state is FixState.FIXED:
        return f"there is a fix, {', '.join(match.fix.versions)}"
    if condition.not_exploited and match.is_exploited:
        return "it is exploited"
    if condition.severity_at_most is not None and match.severity > condition.severity_at_most:
        return f"it is {match.severity}"
    prediction = match.vulnerability.exploit_prediction
    if condition.epss_below is not None and prediction is not None and prediction.score >= condition.epss_below:
        return f"its EPSS is {prediction.score:g}"
    if condition.risk_below is not None and match.risk >= condition.risk_below:
        return f"its risk is {match.risk:g}"
    if condition.version and not _is_version_within(package, condition.version):
        return f"the version is {package.version}"
    return ""


def _is_version_within(package: Package, constraint: str) -> bool:
    scheme = scheme_for(package.type)
    try:
        return contains(parse_constraint(constraint, scheme), scheme.for_matching(package.version), scheme)
    except (ConstraintError, InvalidVersion):
        return False


def _suppression_of(rule: ExceptionRule) -> Suppression:
    return Suppression(
        by=SuppressedBy.EXCEPTION,
        statement=rule.id,
        origin=rule.origin,
        author=rule.owner,
        reason=rule.reason,
        justification=rule.justification,
        expires=rule.expires,
    )
