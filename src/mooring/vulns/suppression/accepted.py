"""Exceptions at work: which matches they accept, and what should be looked at in them."""

from collections.abc import Iterable, Iterator
from datetime import date

from mooring.model.advisory import FixState
from mooring.model.exception import Condition, ExceptionRule
from mooring.model.match import ExceptionNote, Match, SuppressedBy, Suppression
from mooring.model.package import Package
from mooring.model.severity import Severity
from mooring.versions.scheme import scheme_for
from mooring.vulns.suppression.fitting import fits_rule
from mooring.vulns.suppression.identifiers import identifiers_of
from mooring.vulns.suppression.images import fits_image
from mooring.vulns.suppression.name_index import NameIndex, name_of_pattern
from mooring.vulns.suppression.surroundings import Surroundings
from mooring.vulns.suppression.version_ranges import is_version_within

BROAD = 10
"""An exception that takes more different vulnerabilities than this, without naming them, is over-broad."""
SOON_DAYS = 14
_SHOWN = 3


class _Use:
    """What became of one rule."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        """Vulnerabilities that it suppresses."""
        self.packages: set[str] = set()
        self.broken: dict[str, None] = {}
        """Vulnerabilities for which its condition does not hold, with the reason."""
        self.again = 0
        """Findings that count again since it expired."""


class Accepted:
    """The rules that are about this image, found by identifier, and what became of each."""

    def __init__(self, rules: Iterable[ExceptionRule], around: Surroundings, today: date) -> None:
        self._today = today
        self._around = around
        self._rules = [rule for rule in rules if not rule.image or fits_image(rule.image, around.image)]
        self._uses = [_Use() for _ in self._rules]
        self._by_identifier: dict[str, list[int]] = {}
        self._without: NameIndex[int] = NameIndex()
        self._fitting: dict[str, tuple[int, ...]] = {}
        """Package id to the rules without a vulnerability that are about it."""
        for number, rule in enumerate(self._rules):
            if not rule.vulnerabilities:
                self._without.add(number, (name_of_pattern(rule.package or rule.source),))
            for identifier in rule.vulnerabilities:
                self._by_identifier.setdefault(identifier.upper(), []).append(number)

    def about(self, match: Match, package: Package, *, is_suppressed: bool) -> Iterator[Suppression]:
        """Suppressions of the match, in the order of the files. `is_suppressed`: somebody else has already taken it out of the count."""
        lapsed = []
        for number in self._candidates(match, package):
            rule, use = self._rules[number], self._uses[number]
            if self._is_expired(rule):
                lapsed.append(use)
            elif broken := broken_condition(rule.condition, match, package):
                use.broken[f"{match.vulnerability.id} ({broken})"] = None
            else:
                use.taken.add(match.vulnerability.id)
                use.packages.add(package.id)
                is_suppressed = True
                yield _suppression_of(rule)
        if not is_suppressed:
            for use in lapsed:
                use.again += 1

    def notes(self) -> Iterator[ExceptionNote]:
        """What should be looked at: in the order of the files, of each file of another tool first what it cannot say."""
        told: set[str] = set()
        for rule, use in zip(self._rules, self._uses, strict=True):
            if rule.format and rule.origin not in told:
                told.add(rule.origin)
                yield ExceptionNote(statement=rule.format, origin=rule.origin, problem=self._foreign(rule.origin))
            for problem in self._problems(rule, use):
                yield ExceptionNote(statement=rule.id, origin=rule.origin, problem=problem)

    def _candidates(self, match: Match, package: Package) -> list[int]:
        """Numbers of the rules that are about the match, in the order of the files."""
        named = {number for name in identifiers_of(match) for number in self._by_identifier.get(name, ())}
        return sorted((*(one for one in named if self._fits(one, package)), *self._about(package)))

    def _about(self, package: Package) -> tuple[int, ...]:
        found = self._fitting.get(package.id)
        if found is None:
            candidates = {*self._without.about(package), *self._without.others}
            found = self._fitting[package.id] = tuple(one for one in candidates if self._fits(one, package))
        return found

    def _fits(self, number: int, package: Package) -> bool:
        rule = self._rules[number]
        return not rule.problem and fits_rule(rule, package, self._around)

    def _is_expired(self, rule: ExceptionRule) -> bool:
        return bool(rule.expires) and date.fromisoformat(rule.expires) < self._today

    def _foreign(self, origin: str) -> str:
        rules = [rule for rule in self._rules if rule.origin == origin]
        endless = sum(not rule.expires for rule in rules)
        counted = f"{len(rules)} exceptions have" if len(rules) > 1 else "its exception has"
        never = "never expire" if endless > 1 else "never expires"
        forever = f"; {endless} of them {never}" if endless and len(rules) > 1 else ""
        return (
            f"{counted} no owner and no date of creation, which this format cannot say{forever}: "
            "write them as exceptions of Mooring to keep them in order"
        )

    def _problems(self, rule: ExceptionRule, use: _Use) -> Iterator[str]:
        if rule.problem:
            yield f"is not applied: {rule.problem}"
            return
        if self._is_expired(rule):
            yield f"expired on {rule.expires}; {_again(use.again)}"
            return
        if use.broken and (rule.vulnerabilities or not use.taken):
            yield f"its condition no longer holds for {_list(use.broken)}"
        if not use.taken and not use.broken:
            yield f"matches nothing in this image{_which(rule)}; it can be removed unless another image needs it"
        yield from _broad(rule, use)
        if rule.expires:
            left = (date.fromisoformat(rule.expires) - self._today).days
            if left <= SOON_DAYS:
                yield f"expires on {rule.expires}, {_days(left)}"
        elif not rule.format and rule.condition == Condition():
            yield "never expires and has no condition; give it a date at which somebody looks at it again"


def broken_condition(condition: Condition, match: Match, package: Package) -> str:
    """Which part of the condition does not hold, in words; empty where all do. What is not known does not hold."""
    has_fix = match.fix.state is FixState.FIXED and not match.fix.channel
    if condition.no_fix and has_fix:
        return f"there is a fix, {', '.join(match.fix.versions) or 'in a later version'}"
    if condition.fix_state is not None and match.fix.state is not condition.fix_state:
        return f"the state of its fix is {match.fix.state.value}"
    if condition.not_exploited and match.is_exploited:
        return "it is exploited"
    return _broken_limit(condition, match) or _broken_version(condition, package)


def _broken_limit(condition: Condition, match: Match) -> str:
    highest = condition.severity_at_most
    if highest is not None and match.severity > highest:
        return f"it is {match.severity}"
    if highest not in (None, Severity.CRITICAL) and match.severity is Severity.UNKNOWN:
        return "its severity is not known"
    if condition.epss_below is not None:
        prediction = match.vulnerability.exploit_prediction
        if prediction is None:
            return "its EPSS is not known"
        if not prediction.score < condition.epss_below:
            return f"its EPSS is {prediction.score:g}"
    if condition.risk_below is not None and not match.risk < condition.risk_below:
        return f"its risk is {match.risk:g}"
    return ""


def _broken_version(condition: Condition, package: Package) -> str:
    if not condition.version:
        return ""
    version = scheme_for(package.type).for_matching(package.version) if package.version else ""
    if is_version_within(version, package.type, condition.version):
        return ""
    return f"{package.name} is {package.version}" if package.version else f"{package.name} has no version"


def _broad(rule: ExceptionRule, use: _Use) -> Iterator[str]:
    if not rule.vulnerabilities and len(use.taken) > BROAD:
        yield f"takes {len(use.taken)} different vulnerabilities without naming them; a new one would go unseen"
    elif (
        not rule.vulnerabilities and not rule.path and not any(char not in "*?" for char in rule.package + rule.source)
    ):
        yield "names neither a vulnerability nor a package; a new finding would go unseen"


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


def _again(count: int) -> str:
    if not count:
        return "nothing in this image counts again for it, so that it can be removed"
    return f"{count} findings count again" if count > 1 else "a finding counts again"


def _which(rule: ExceptionRule) -> str:
    named = filter(None, (", ".join(rule.vulnerabilities[:_SHOWN]), rule.package or rule.source, rule.path))
    return f" ({' in '.join(named)})"


def _list(items: Iterable[str]) -> str:
    found = sorted(items)
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more


def _days(left: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")
