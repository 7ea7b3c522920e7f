"""`mooring explain`: why a finding is one, and why others are not."""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mooring.base.errors import NotFound
from mooring.cli.command import Command, Context
from mooring.cli.exits import PASS
from mooring.cli.matching import matching_of
from mooring.cli.scanning import add_scan_arguments, scanned
from mooring.cli.settings import load_settings
from mooring.model.match import Decision, DecisionKind, Match
from mooring.model.package import Package
from mooring.model.report import ScanReport

if TYPE_CHECKING:
    from mooring.vulns.advisories import Advisories

MOST = 200
"""Decisions that are told one by one."""
MOST_NAMED = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The finding, and all of a scan's."""
    parser.add_argument(
        "finding",
        metavar="FINDING",
        help="a finding's id, a vulnerability by any of its names (CVE-…, GHSA-…, DSA-…), or one in one package: CVE-2024-1234@openssl",
    )
    add_scan_arguments(parser, default_format="", is_matching=True)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Tell it in words, on standard output."""
    from mooring.scan.matching import with_findings
    from mooring.vulns.match import trace

    config = load_settings(arguments, context)
    if Path(arguments.reference).is_file() and arguments.reference.endswith(".json"):
        arguments.reference = f"sbom:{arguments.reference}"
    matching, notes = matching_of(arguments, config, context)
    report = with_findings(scanned(arguments, config, context), matching)
    assert report.findings is not None
    for note in (*report.notes, *notes):
        print(f"note: {note}", file=context.messages)
    wanted, _, name = arguments.finding.partition("@")
    if not name or wanted.startswith("pkg:"):
        wanted, name = arguments.finding, ""
    found = [match for match in report.findings.matches if _is_meant(match, wanted)]
    names = {match.vulnerability.id for match in found} or {wanted}
    if not found and not matching.database.find(wanted):
        raise _unknown(wanted, matching.database)
    decisions = trace(report.inventory, matching.database, matching.options, sorted(names), now=matching.now)
    packages = {package.id: package for package in report.inventory.packages}
    is_one = any(match.id == wanted for match in found)
    lines = _told(report, found, () if is_one else decisions, packages, name)
    if not found and not decisions:
        lines = _no_package(wanted, matching.database)
    context.output.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    return PASS


def _is_meant(match: Match, wanted: str) -> bool:
    names = (match.id, match.vulnerability.id, *match.vulnerability.aliases)
    advisories = (reason.source.id for reason in match.reasons)
    return wanted.upper() in {name.upper() for name in (*names, *match.fix.advisories, *advisories)}


def _told(
    report: ScanReport,
    found: Sequence[Match],
    decisions: Sequence[Decision],
    packages: dict[str, Package],
    name: str,
) -> Iterator[str]:
    from mooring.reports.findings.words import in_words

    assert report.findings is not None
    feeds = report.findings.database.feeds
    counted = [match for match in found if not match.suppressions]
    for title, group in (("reported", counted), ("suppressed", [match for match in found if match.suppressions])):
        for match in group:
            package = packages[match.package]
            if name and name not in (package.name, package.source_name):
                continue
            yield f"{title}: {match.vulnerability.id} in {package.name} {package.version}  [{match.id}]"
            yield from (f"  {line}" for line in in_words(match, package, feeds))
            yield ""
    yield from _not_reported(decisions, packages, name)


def _not_reported(decisions: Iterable[Decision], packages: dict[str, Package], name: str) -> Iterator[str]:
    """Statements that met a package and did not become a finding."""
    from mooring.reports.findings.decisions import decision_words

    others = [one for one in decisions if one.kind is not DecisionKind.MATCHED]
    if name:
        others = [one for one in others if name in (packages[one.package].name, packages[one.package].source_name)]
    lines = dict.fromkeys(decision_words(one, packages[one.package]) for one in others)
    if lines:
        yield "not reported:"
        yield from (f"  {line}" for line in list(lines)[:MOST])
    if len(lines) > MOST:
        yield f"  and {len(lines) - MOST} more; name a package: FINDING@PACKAGE"


def _no_package(wanted: str, database: "Advisories") -> Iterator[str]:
    """The database knows it, and nothing in the image is what it is about."""
    from mooring.vulns.database import Database
    from mooring.vulns.search import vulnerabilities_called

    yield f"not reported: no package of this image has a name that an advisory about {wanted} uses"
    if not isinstance(database, Database):
        return
    for found in vulnerabilities_called(database, wanted):
        places = (f"{one.name} ({one.namespace})" for advisory in found.advisories for one in advisory.packages)
        about = sorted(set(places))
        more = f" and {len(about) - MOST_NAMED} more" if len(about) > MOST_NAMED else ""
        yield f"  {found.id} is about {', '.join(about[:MOST_NAMED]) or 'no package that the database knows'}{more}"


def _unknown(wanted: str, database: "Advisories") -> NotFound:
    state = database.state
    hint = (
        "findings are named as `mooring scan` shows them; the database may be too old or too small: `mooring db status`"
    )
    return NotFound(
        f"neither the image nor the {state.kind} database of {state.built[:10]} knows {wanted!r}", hint=hint
    )


COMMAND = Command(
    name="explain",
    add_arguments=add_arguments,
    run=run,
    description="Tell in words why a finding is one: the package and where it lies, the advisory, which name matched, the comparison, the "
    "fix, severity, exploitation; and why similar ones are not reported: fixed, not affected, suppressed.\n\nexit codes: 0 told, 3 "
    "nothing is known of it",
    examples="""examples:
  mooring explain CVE-2024-5535 app:1.0
  mooring explain CVE-2024-5535@openssl report.json
  mooring explain 0f3c9a1be2d45a77 report.json""",
)
