"""Why a flaw is reported, and why it is not: every statement that met a package, with what came of it."""

from collections.abc import Iterable, Iterator

import msgspec

from mooring.model.match import Confidence, Decision, DecisionKind, MatchReason, Source, SuppressedBy
from mooring.model.package import Package
from mooring.vulns.advisories import Advisories
from mooring.vulns.matching.case import Case
from mooring.vulns.matching.judge import Judge, Memory
from mooring.vulns.matching.precedence import Verdict, weigh
from mooring.vulns.matching.statements import Statement
from mooring.vulns.names import normal_name
from mooring.vulns.rules.rule import MatchRule

MAX_DECISIONS = 10_000
_MAX_LISTED = 8
_PRODUCT = "generic"


def decisions(case: Case, database: Advisories, memory: Memory, wanted: Iterable[str]) -> tuple[Decision, ...]:
    """At most MAX_DECISIONS; nothing for identifiers that the database does not know."""
    numbers = sorted({number for identifier in wanted for number in database.find(identifier)})
    found: list[Decision] = []
    for number in numbers:
        tracer = _Tracer(case, database, memory, number)
        for decision in tracer.decisions():
            if len(found) >= MAX_DECISIONS:
                return tuple(found)
            found.append(decision)
    return tuple(found)


class _Tracer:
    """Follows one flaw through one inventory."""

    def __init__(self, case: Case, database: Advisories, memory: Memory, number: int) -> None:
        self._case = case
        self._database = database
        self._memory = memory
        self._number = number
        self._name = database.vulnerability(number).id
        self._products = Judge(memory, msgspec.structs.replace(case.scope, use_cpe=True), with_notices=True)

    def decisions(self) -> Iterator[Decision]:
        """Packages in the inventory's order, then what met none."""
        for package in self._case.inventory.packages:
            rule = self._case.rules.of(package, self._case.scope)
            statements = self._case.judge.statements(package, rule, self._number)
            if statements:
                yield from self._of_package(package, rule, statements)
            elif not self._case.scope.use_cpe and package.cpes and rule.name == self._case.rules[_PRODUCT].name:
                yield from self._of_product(package, rule)
        yield from self._not_consulted()
        yield from self._withdrawn()

    def _of_package(self, package: Package, rule: MatchRule, statements: list[Statement]) -> Iterator[Decision]:
        verdict = weigh(self._number, statements, self._memory.keys, self._memory.details.identifier)
        overruled = {id(statement): by for statement, by in verdict.overruled}
        obstacle = rule.obstacle(package)
        if package.id in self._case.outdone:
            obstacle = "a lock file in the same folder names the version"
        for statement in statements:
            kind, words = statement.kind, statement.words
            if obstacle:
                kind, words = DecisionKind.NOT_COMPARABLE, obstacle
            elif kind is DecisionKind.MATCHED and (by := overruled.get(id(statement))):
                kind, words = DecisionKind.OVERRULED, self._overruler(by)
            elif kind is DecisionKind.MATCHED:
                kind, words = self._counted(package, rule, verdict)
            yield self._decision(package, statement, kind, words)

    def _counted(self, package: Package, rule: MatchRule, verdict: Verdict) -> tuple[DecisionKind, str]:
        """Whether a match counts, and why not."""
        if rule.harmless:
            return DecisionKind.HARMLESS, rule.harmless
        for suppression in self._case.ownership.suppressions(package, verdict, self._case.rules):
            kind = DecisionKind.OWNED
            if suppression.by is SuppressedBy.DISTRIBUTION:
                return kind, f"{suppression.reason} ({suppression.statement})"
            return kind, suppression.reason
        return DecisionKind.MATCHED, ""

    def _of_product(self, package: Package, rule: MatchRule) -> Iterator[Decision]:
        for statement in self._products.statements(package, rule, self._number):
            kind, words = statement.kind, statement.words
            if kind is DecisionKind.MATCHED:
                kind, words = DecisionKind.CPE_OFF, "only a product range of NVD speaks about it; --cpe asks for those"
            yield self._decision(package, statement, kind, words)

    def _decision(self, package: Package, statement: Statement, kind: DecisionKind, words: str) -> Decision:
        return Decision(
            kind=kind,
            vulnerability=self._name,
            package=package.id,
            reason=self._case.writer.reason(statement),
            statement=words,
        )

    def _overruler(self, by: Statement) -> str:
        source = self._memory.details.source(by.row.record)
        constraint = f" ({by.row.constraint})" if by.row.constraint else ""
        return f"{source.id} of {by.lookup.namespace} says {by.kind.value}{constraint}"

    def _not_consulted(self) -> Iterator[Decision]:
        """Packages of the image that namespaces speak about by name which are not theirs: other releases, other ecosystems."""
        places = dict.fromkeys(
            place
            for record in self._database.vulnerability(self._number).records
            for place in self._database.places(record)
        )
        by_name: dict[str, list[str]] = {}
        for namespace, name in places:
            by_name.setdefault(name, []).append(namespace)
        for package in self._case.inventory.packages:
            rule = self._case.rules.of(package, self._case.scope)
            consulted = {lookup.namespace for lookup in rule.lookups(package, self._case.scope)}
            for name in dict.fromkeys((package.name, package.source_name, normal_name(package.type, package.name))):
                others = [namespace for namespace in by_name.get(name, ()) if namespace not in consulted]
                if name and others:
                    yield self._unasked(package, name, others)

    def _unasked(self, package: Package, name: str, namespaces: list[str]) -> Decision:
        listed = ", ".join(namespaces[:_MAX_LISTED]) + (", …" if len(namespaces) > _MAX_LISTED else "")
        verb = "speak" if len(namespaces) > 1 else "speaks"
        return Decision(
            kind=DecisionKind.NOT_CONSULTED,
            vulnerability=self._name,
            package=package.id,
            reason=MatchReason(source=Source(feed="", id=""), namespace=namespaces[0], name=name),
            statement=f"{listed} {verb} about another package of this name",
        )

    def _withdrawn(self) -> Iterator[Decision]:
        for number in self._database.vulnerability(self._number).records:
            record = self._memory.details.record(number)
            if record.withdrawn:
                yield Decision(
                    kind=DecisionKind.WITHDRAWN,
                    vulnerability=self._name,
                    package="",
                    reason=MatchReason(
                        source=self._memory.details.source(number), namespace="", name="", confidence=Confidence.CERTAIN
                    ),
                    statement=f"taken back on {record.withdrawn[:10]}"
                    if record.withdrawn != "unknown"
                    else "taken back",
                )
