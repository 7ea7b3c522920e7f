"""What the database says about each package of an inventory, and what that means."""

from collections.abc import Iterable, Sequence

import msgspec

from mooring.model.package import Package
from mooring.vulns.advisories import Advisories
from mooring.vulns.matching.details import Details
from mooring.vulns.matching.lookups import Lookup, Scope
from mooring.vulns.matching.precedence import Verdict, weigh
from mooring.vulns.matching.statements import Answer, Keys, Reader, Statement
from mooring.vulns.rows import AffectedRow
from mooring.vulns.rules.rule import MatchRule

_MAX_NAMES = 50_000
_MAX_NAME_CHARACTERS = 1_000
OF_ONE_INVENTORY, OF_MANY = 3_000, 120_000
"""Rows, and statements of verdicts, that are worth keeping: half a KiB and a KiB each. The last answer is kept however long it is."""


class Shelf:
    """Rows by namespace and name, each read once while there is room; names without rows too."""

    def __init__(self, database: Advisories, most_rows: int) -> None:
        self._database = database
        self._most_rows = most_rows
        self._kept: dict[tuple[str, str], Sequence[AffectedRow]] = {}
        self._rows = 0

    def rows(self, namespace: str, name: str) -> Sequence[AffectedRow]:
        """All rows of the package."""
        asked = (namespace, name)
        found = self._kept.get(asked)
        if found is None:
            found = self._read(namespace, name)
            if self._rows + len(found) > self._most_rows or len(self._kept) >= _MAX_NAMES:
                self._kept.clear()
                self._rows = 0
            self._kept[asked] = found
            self._rows += len(found)
        return found

    def _read(self, namespace: str, name: str) -> Sequence[AffectedRow]:
        if not 0 < len(name) <= _MAX_NAME_CHARACTERS:
            return ()
        try:
            return self._database.rows(namespace, name)
        except UnicodeEncodeError:  # Half a surrogate pair: no advisory has such a name.
            return ()


class Verdicts:
    """What came of equal questions, while there is room."""

    def __init__(self, most_statements: int) -> None:
        self._most = most_statements
        self._kept: dict[tuple[object, ...], tuple[Verdict, ...]] = {}
        self._statements = 0
        self.get = self._kept.get

    def put(self, asked: tuple[object, ...], found: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
        """Keep verdicts, and forget the others where there would be too many."""
        weight = 1 + sum([len(verdict.kept) + len(verdict.dissent) + 1 for verdict in found])
        if self._statements + weight > self._most:
            self._kept.clear()
            self._statements = 0
        self._kept[asked] = found
        self._statements += weight
        return found


class Memory:
    """What is worth keeping from one package to the next, and from one inventory to the next, while the database is the same."""

    def __init__(self, database: Advisories, capacity: int) -> None:
        self.shelf = Shelf(database, capacity)
        self.keys = Keys()
        self.details = Details(database)
        self.verdicts = Verdicts(capacity)


class Judge:
    """Judges packages of one scope."""

    def __init__(self, memory: Memory, scope: Scope, *, with_notices: bool) -> None:
        self._memory = memory
        self._scope = scope
        self._reader = Reader(memory.keys, scope, with_notices=with_notices)
        self._with_notices = with_notices

    def affected(self, package: Package, rule: MatchRule, lookups: tuple[Lookup, ...]) -> tuple[Verdict, ...]:
        """A verdict for each flaw that a statement says the package has, in order of number; those that were overruled are among them.

        `lookups` are those of the rule.
        """
        asked = self._asked(package, lookups, rule)
        found = self._memory.verdicts.get(asked)
        if found is None:
            found = self._memory.verdicts.put(asked, self._judged(package, lookups, rule))
        return found

    def verdict(self, package: Package, rule: MatchRule, number: int) -> Verdict:
        """What the database says about one flaw in the package."""
        answers = self._answers(rule.lookups(package, self._scope))
        return self._weighed(number, self._statements(answers, package, rule, {number}))

    def statements(self, package: Package, rule: MatchRule, number: int) -> list[Statement]:
        """Everything that the database says about one flaw and the package, applicable or not."""
        return self._statements(self._answers(rule.lookups(package, self._scope)), package, rule, {number})

    def knows(self, package: Package, rule: MatchRule) -> bool:
        """Whether any of those who speak has ever said anything about the package."""
        return any(answer.rows for answer in self._answers(rule.lookups(package, self._scope)))

    def is_comparable(self, lookups: Iterable[Lookup]) -> bool:
        """Whether the package's version has a place in the order of at least one of those who speak."""
        return any(self._memory.keys.of(lookup.scheme, lookup.version) for lookup in lookups)

    def _asked(self, package: Package, lookups: tuple[Lookup, ...], rule: MatchRule) -> tuple[object, ...]:
        """All that a verdict depends on."""
        return (
            lookups,
            rule.name,
            package.version,
            package.architecture,
            package.properties.get("modularity", ""),
            package.properties.get("symbols", ""),
            (package.cpes, package.language) if rule.name == "product" else (),
            self._scope.repositories,
            self._with_notices,
        )

    def _judged(self, package: Package, lookups: tuple[Lookup, ...], rule: MatchRule) -> tuple[Verdict, ...]:
        answers = self._answers(lookups)
        wanted: set[int] = set()
        for answer in answers:
            wanted |= self._reader.affecting(answer, package, rule)
        if not wanted:
            return ()
        by_number: dict[int, list[Statement]] = {number: [] for number in wanted}
        for statement in self._statements(answers, package, rule, wanted):
            for number in statement.row.vulnerabilities:
                if number in by_number:
                    by_number[number].append(statement)
        return tuple(self._weighed(number, by_number[number]) for number in sorted(wanted))

    def _answers(self, lookups: Iterable[Lookup]) -> list[Answer]:
        memory = self._memory
        answers = []
        for lookup in lookups:
            rows = memory.shelf.rows(lookup.namespace, lookup.name)
            if rows:
                if lookup.needs_same_stream and not self._is_known_without_channel(lookup):
                    lookup = msgspec.structs.replace(lookup, needs_same_stream=False)
                answers.append(Answer(lookup, rows, memory.keys.of(lookup.scheme, lookup.version)))
        return answers

    def _is_known_without_channel(self, lookup: Lookup) -> bool:
        """Whether the release itself has the package: one that only the channel has comes from there."""
        return bool(self._memory.shelf.rows(lookup.namespace.partition("+")[0], lookup.name))

    def _statements(
        self, answers: list[Answer], package: Package, rule: MatchRule, wanted: set[int]
    ) -> list[Statement]:
        return [found for answer in answers for found in self._reader.statements(answer, package, rule, wanted)]

    def _weighed(self, number: int, statements: list[Statement]) -> Verdict:
        return weigh(number, statements, self._memory.keys, self._memory.details.identifier)
