"""From an inventory and a database to findings. Pure: no file, no network, no clock.

    packages -> rule -> look-ups -> rows -> statements -> verdict for each flaw -> match, with what owns it and how sure it is

`vulns/matching` holds the steps, `vulns/rules` what differs between kinds of packages.
"""

from collections.abc import Iterable
from datetime import datetime

from mooring.base.collection import no_cycle_search
from mooring.model.inventory import Inventory
from mooring.model.match import Decision, Findings
from mooring.vulns.advisories import Advisories
from mooring.vulns.matching.case import Case, Rules
from mooring.vulns.matching.judge import OF_MANY, OF_ONE_INVENTORY, Memory
from mooring.vulns.matching.options import MatchOptions as MatchOptions


def match(inventory: Inventory, database: Advisories, options: MatchOptions, *, now: datetime) -> Findings:
    """The findings: highest risk first, an assessment for each kind of package. The same arguments give the same findings.

    Raises HostileInput where there are more findings than any honest inventory has.
    """
    return Matcher(database, options, now=now, capacity=OF_ONE_INVENTORY).findings(inventory)


def trace(
    inventory: Inventory, database: Advisories, options: MatchOptions, wanted: Iterable[str], *, now: datetime
) -> tuple[Decision, ...]:
    """What came of every statement about the wanted flaws (by any identifier) that met a package of the inventory: why each is reported,
    and why similar ones are not. In order of package, then of statement."""
    return Matcher(database, options, now=now).decisions(inventory, wanted)


class Matcher:
    """Matches many inventories against one database, and remembers what they have in common. One thread only."""

    def __init__(self, database: Advisories, options: MatchOptions, *, now: datetime, capacity: int = OF_MANY) -> None:
        """`capacity`: statements that are remembered, a KiB each."""
        self._database = database
        self._options = options
        self._now = now
        self._memory = Memory(database, capacity)
        self._rules = Rules()

    def findings(self, inventory: Inventory) -> Findings:
        """What `match` gives."""
        with no_cycle_search():
            return self._case(inventory).findings()

    def decisions(self, inventory: Inventory, wanted: Iterable[str]) -> tuple[Decision, ...]:
        """What `trace` gives."""
        from mooring.vulns.matching.tracing import decisions

        return decisions(self._case(inventory), self._database, self._memory, wanted)

    def _case(self, inventory: Inventory) -> Case:
        return Case(inventory, self._database, self._options, self._memory, self._rules, self._now)
