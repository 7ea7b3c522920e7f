"""`mooring explain`: why a finding is one, and why others are not."""

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from mooring.base.errors import NotFound, UsageError
from mooring.cli.command import Command, Context
from mooring.cli.exits import PASS
from mooring.cli.matching import matching_of
from mooring.cli.scanning import DOCUMENTS, add_scan_arguments, say, sbom_reference, scanned
from mooring.cli.settings import load_settings
from mooring.model.match import Decision, DecisionKind, Match
from mooring.model.package import Package
from mooring.model.report import ScanReport

if TYPE_CHECKING:
    from mooring.scan.matching import Matching
    from mooring.vulns.advisories import Advisories

_OF_THE_FINDING = frozenset({DecisionKind.OWNED, DecisionKind.HARMLESS})
"""Why a finding is suppressed, which is told with it."""
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

    if arguments.output or arguments.fail_on:
        raise UsageError(
            "explain tells in words; it writes no report and stops no pipeline",
            hint="`mooring scan` and `mooring match` take -o and --fail-on",
        )
    config = load_settings(arguments, context)
    if arguments.reference.endswith(DOCUMENTS):
        arguments.reference = sbom_reference(arguments.reference)
    matching = matching_of(arguments, config)
    report = with_findings(scanned(arguments, config, context), matching)
    if not arguments.quiet:
        say(report, context)
    lines = list(_explained(report, matching, *_wanted(arguments.finding)))
    context.output.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    return PASS


def _wanted(text: str) -> tuple[str, str]:
    """The finding, and the package's name where one is given: `CVE-2024-1234@openssl`."""
    wanted, _, name = text.strip().partition("@")
    return wanted, name


def _explained(report: ScanReport, matching: "Matching", wanted: str, name: str) -> Iterator[str]:
    """All that is to be told of it. Raises NotFound where nothing is known of it, or no package has that name."""
    from mooring.vulns.match import trace

    assert report.findings is not None
    packages = {package.id: package for package in report.inventory.packages}
    if name and not any(_is_called(package, name) for package in packages.values()):
        raise _no_such_package(name, packages.values())
    meant = [match for match in report.findings.matches if _is_meant(match, wanted)]
    if not meant and not matching.database.find(wanted):
        raise _unknown(wanted, matching.database, packages.values())
    found = [match for match in meant if not name or _is_called(packages[match.package], name)]
    yield from _found(report, found, packages)
    if any(match.id == wanted for match in found):
        return
    names = {match.vulnerability.id for match in meant} or {wanted}
    decisions = [
        one
        for one in trace(report.inventory, matching.database, matching.options, sorted(names), now=matching.now)
        if not name or (one.package in packages and _is_called(packages[one.package], name))
    ]
    told = list(_not_reported(decisions, found, packages))
    yield from told
    if not found and not told:
        yield from _no_package(wanted, name, matching.database)


def _is_called(package: Package, name: str) -> bool:
    """Registries fold the case of names, people do."""
    return bool(name) and name.lower() in (package.name.lower(), package.source_name.lower())


def _is_meant(match: Match, wanted: str) -> bool:
    names = (match.id, match.vulnerability.id, *match.vulnerability.aliases)
    advisories = (reason.source.id for reason in match.reasons)
    return wanted.upper() in {name.upper() for name in (*names, *match.fix.advisories, *advisories)}


def _found(report: ScanReport, found: Sequence[Match], packages: Mapping[str, Package]) -> Iterator[str]:
    from mooring.reports.findings.words import in_words
    from mooring.reports.text.style import clean

    assert report.findings is not None
    feeds = report.findings.database.feeds
    for match in sorted(found, key=lambda match: match.is_suppressed):
        package = packages[match.package]
        title = "suppressed" if match.is_suppressed else "reported"
        yield clean(f"{title}: {match.vulnerability.id} in {package.name} {package.version}  [{match.id}]")
        yield from (f"  {line}" for line in in_words(match, package, feeds))
        yield ""


def _not_reported(
    decisions: Iterable[Decision], found: Iterable[Match], packages: Mapping[str, Package]
) -> Iterator[str]:
    """Statements that met a package and did not become a finding; those that suppressed one were told with it."""
    from mooring.reports.findings.decisions import decision_words

    told = {match.package for match in found}
    others = [one for one in decisions if one.kind is not DecisionKind.MATCHED]
    others = [one for one in others if not (one.kind in _OF_THE_FINDING and one.package in told)]
    # That another ecosystem has a package of this name too is of interest only where nothing else is to be said.
    spoken = told | {one.package for one in others if one.kind is not DecisionKind.NOT_CONSULTED}
    others = [one for one in others if one.kind is not DecisionKind.NOT_CONSULTED or one.package not in spoken]
    lines = dict.fromkeys(decision_words(one, packages.get(one.package)) for one in others)
    if lines:
        yield "not reported:"
        yield from (f"  {line}" for line in list(lines)[:MOST])
    if len(lines) > MOST:
        yield f"  and {len(lines) - MOST} more; name a package: FINDING@PACKAGE"


def _no_package(wanted: str, name: str, database: "Advisories") -> Iterator[str]:
    """The database knows it, and nothing in the image is what it is about."""
    from mooring.reports.text.style import clean
    from mooring.vulns.database import Database
    from mooring.vulns.search import vulnerabilities_called

    subject = f"{name} is none of the packages that" if name else "no package of this image has a name that"
    yield clean(f"not reported: {subject} an advisory about {wanted} {'speaks of' if name else 'uses'}.")
    if not isinstance(database, Database):
        return
    for found in vulnerabilities_called(database, wanted):
        places = (f"{one.name} ({one.namespace})" for advisory in found.advisories for one in advisory.packages)
        about = sorted(set(places))
        more = f" and {len(about) - MOST_NAMED} more" if len(about) > MOST_NAMED else ""
        yield clean(
            f"  {found.id} is about {', '.join(about[:MOST_NAMED]) or 'no package that the database knows'}{more}."
        )


def _no_such_package(name: str, packages: Iterable[Package]) -> NotFound:
    import difflib

    known = {each for package in packages for each in (package.name, package.source_name) if each}
    near = difflib.get_close_matches(name, sorted(known)[:20_000], n=1)
    return NotFound(
        f"the image has no package {name!r}",
        hint=f"did you mean {near[0]!r}?" if near else "`mooring sbom` lists its packages",
    )


def _unknown(wanted: str, database: "Advisories", packages: Iterable[Package]) -> NotFound:
    state = database.state
    hint = (
        "findings are named as `mooring scan` shows them; the database may be too old or too small: `mooring db status`"
    )
    if any(_is_called(package, wanted) for package in packages):
        hint = f"that is a package; name a vulnerability in it, like CVE-2024-1234@{wanted}"
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
