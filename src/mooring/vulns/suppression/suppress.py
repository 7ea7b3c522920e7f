"""Who says that a match does not count: exceptions and VEX statements. A suppressed match stays in the report, with who said so."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from mooring.model.exception import ExceptionRule
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.match import Findings
from mooring.model.vex import VexStatement

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

        statements = tuple(statement for path in dict.fromkeys(vex) for statement in read_vex(path))
    rules: tuple[ExceptionRule, ...] = ()
    if exceptions:
        from mooring.vulns.suppression.exceptions import read_exceptions

        rules = tuple(rule for path in dict.fromkeys(exceptions) for rule in read_exceptions(path))
    return Statements(exceptions=rules, vex=statements)


def suppressed(
    findings: Findings, inventory: Inventory, image: ImageDescription, statements: Statements, *, now: datetime
) -> Findings:
    """The findings with what exceptions and VEX say about each; what should be looked at in them is noted, in the order of the files."""
    if not statements.exceptions and not statements.vex:
        return findings
    from mooring.vulns.suppression.accepted import Accepted
    from mooring.vulns.suppression.stated import Stated
    from mooring.vulns.suppression.surroundings import Surroundings

    packages = {package.id: package for package in inventory.packages}
    around = Surroundings(inventory, image)
    accepted = Accepted(statements.exceptions, around, now.date())
    stated = Stated(statements.vex, around)
    matches = []
    for match in findings.matches:
        package = packages.get(match.package)
        if package is not None:
            by_vex = tuple(stated.about(match, package))
            by_exception = tuple(accepted.about(match, package, is_suppressed=bool(match.suppressions or by_vex)))
            if by_vex or by_exception:
                match = replace(match, suppressions=(*match.suppressions, *by_exception, *by_vex))
        matches.append(match)
    notes = (*findings.exceptions, *accepted.notes(), *stated.notes())
    return replace(findings, matches=tuple(matches), exceptions=notes)
