"""Findings as VEX statements: one status for each vulnerability and package URL of the image.

A match that counts is `affected`. One that is suppressed is what its suppressor says: `not_affected` with a justification, or `fixed`.
A risk that somebody accepts without a justification is still there: VEX calls it `affected`, and the acceptance stands in its action
statement. Where a package URL stands for several packages of which one counts, it is affected: VEX cannot tell them apart.
"""

import re
from collections.abc import Iterator
from enum import IntEnum

import msgspec

from mooring.model.advisory import AdvisoryKind
from mooring.model.codec import printable
from mooring.model.match import Confidence, Findings, Match, SuppressedBy, Suppression, Vulnerability
from mooring.model.package import Package
from mooring.model.purl import build_purl
from mooring.model.report import ScanReport
from mooring.model.vex import VexStatus
from mooring.reports.findings.facts import identifiers
from mooring.reports.findings.groups import by_risk, package_of, packages_by_id
from mooring.reports.findings.words import fix_words
from mooring.reports.sbom.identity import image_purl, is_image, repository
from mooring.reports.text.style import clean

JUSTIFICATIONS = frozenset(
    {
        "component_not_present",
        "vulnerable_code_not_present",
        "vulnerable_code_not_in_execute_path",
        "vulnerable_code_cannot_be_controlled_by_adversary",
        "inline_mitigations_already_exist",
    }
)
_NOT_URL = re.compile(r"[^A-Za-z0-9._~:/?#@!$&'()*+,;=%-]")
_MAX_TEXT = 2_000


class Cure(IntEnum):
    """What can be done about an affected package."""

    NONE = 0
    UPDATE = 1
    ACCEPTED = 2
    """Nothing is done: somebody accepts it."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a vulnerability in some packages."""

    vulnerability: Vulnerability
    status: VexStatus
    packages: tuple[Package, ...]
    """One for each package URL."""
    justification: str = ""
    reason: str = ""
    """Why it is not affected, or what to do where it is; never empty but with a justification, and where it is fixed or looked into."""
    note: str = ""
    """Who says so."""
    cure: Cure = Cure.NONE


class _Verdict(msgspec.Struct, frozen=True, order=True):
    """What one match says; of several about one package URL the lowest holds."""

    rank: int
    status: str
    justification: str = ""
    reason: str = ""
    note: str = ""
    cure: int = Cure.NONE


def statements(report: ScanReport, findings: Findings) -> list[Statement]:
    """The statements, highest risk first; those of one vulnerability stand together."""
    packages = packages_by_id(report)
    verdicts: dict[tuple[str, str], list[_Verdict]] = {}
    firsts: dict[tuple[str, str], Package] = {}
    flaws: dict[str, Vulnerability] = {}
    for match in by_risk(findings.matches):
        verdict = _verdict(match)
        if verdict is None:
            continue
        package = package_of(match, packages)
        key = (name_of(match.vulnerability), purl_of(package))
        flaws.setdefault(key[0], match.vulnerability)
        firsts.setdefault(key, package)
        verdicts.setdefault(key, []).append(verdict)
    grouped: dict[tuple[str, _Verdict], list[Package]] = {}
    for (name, purl), said in verdicts.items():
        grouped.setdefault((name, min(said)), []).append(firsts[name, purl])
    order = {name: number for number, name in enumerate(flaws)}
    return [
        _statement(flaws[name], verdict, found)
        for (name, verdict), found in sorted(grouped.items(), key=lambda item: order[item[0][0]])
    ]


def name_of(flaw: Vulnerability) -> str:
    """The identifier that a document calls the vulnerability by."""
    return _words(identifiers(flaw)[0])[:200] or "unnamed"


def aliases_of(flaw: Vulnerability) -> list[str]:
    """Its other identifiers, each once."""
    names = dict.fromkeys(_words(alias)[:200] for alias in identifiers(flaw)[1:101])
    return [name for name in names if name and name != name_of(flaw)]


def purl_of(package: Package) -> str:
    """The package URL, as an address may be written; of a package without one a URL of its name alone."""
    text = printable(package.purl)
    if not text.startswith("pkg:"):
        text = build_purl("generic", clean(package.name) or "unnamed", version=clean(package.version))
    return in_url(text)


def product_purl(report: ScanReport) -> str:
    """The package URL of what was scanned: with its digest where it has one, else by its name."""
    found = image_purl(report)
    if found:
        return in_url(found)
    image = report.image
    path = printable(repository(report))
    if is_image(report) and path and "/" in path:
        names = (name for name in (*image.tags, image.name) if ":" in name.rpartition("/")[2])
        tag = next((name.rpartition(":")[2] for name in names), "")
        qualifiers = {"repository_url": clean(path), "tag": clean(tag)}
        return in_url(build_purl("oci", path.rpartition("/")[2], qualifiers=qualifiers))
    return in_url(build_purl("generic", printable(image.name) or image.kind or "image"))


def product_name(report: ScanReport) -> str:
    """The name of what was scanned, for people."""
    return clean(report.image.name)[:_MAX_TEXT] or report.image.kind or "image"


def in_url(text: str) -> str:
    """The text with every character that an address cannot hold percent-encoded."""
    return _NOT_URL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), text)


def tool_of(report: ScanReport) -> str:
    """`mooring 1.2.3`."""
    return clean(f"{report.tool.name or 'mooring'} {report.tool.version}".strip())


def description_of(flaw: Vulnerability) -> str:
    """A sentence or more about the vulnerability; never empty."""
    return _words(flaw.description or flaw.title) or f"{name_of(flaw)}, of which nothing more is known."


def _statement(flaw: Vulnerability, verdict: _Verdict, packages: list[Package]) -> Statement:
    return Statement(
        vulnerability=flaw,
        status=VexStatus(verdict.status),
        packages=tuple(packages),
        justification=verdict.justification,
        reason=verdict.reason,
        note=verdict.note,
        cure=Cure(verdict.cure),
    )


def _verdict(match: Match) -> _Verdict | None:
    """What a match says; None where only a rule of matching speaks, which every scan applies by itself."""
    saying = [one for one in match.suppressions if one.by is not SuppressedBy.OPTION]
    if not saying:
        return _counting(match)
    verdicts = [found for one in saying if (found := _suppressed(one, match)) is not None]
    return max(verdicts, default=None)


def _counting(match: Match) -> _Verdict:
    if match.confidence is Confidence.POSSIBLE:
        note = "only the name of a product fits; whether it is this package has to be looked into"
        return _Verdict(1, VexStatus.UNDER_INVESTIGATION.value, note=note)
    cure = Cure.UPDATE if match.has_fix else Cure.NONE
    return _Verdict(0, VexStatus.AFFECTED.value, reason=_cure_words(match), cure=cure)


def _suppressed(one: Suppression, match: Match) -> _Verdict | None:
    reason = _words(one.reason)
    note = f"stated by {_words(one.author)}" if one.author else ""
    justification = one.justification if one.justification in JUSTIFICATIONS else ""
    match one.by:
        case SuppressedBy.OWNER | SuppressedBy.OPTION:
            return None
        case SuppressedBy.DISTRIBUTION | SuppressedBy.HARMLESS:
            justification = justification or "vulnerable_code_not_present"
        case SuppressedBy.EXCEPTION if not justification:
            until = f" until {one.expires}" if one.expires else ""
            said = f"accepted{until}: {reason or 'no reason is given'}. {_cure_words(match)}"
            return _Verdict(2, VexStatus.AFFECTED.value, reason=said, note=note, cure=Cure.ACCEPTED)
        case SuppressedBy.VEX if not justification and reason.split(":")[0] == "fixed":
            return _Verdict(4, VexStatus.FIXED.value, reason=reason.partition(":")[2].strip(), note=note)
        case _:
            pass
    return _Verdict(
        3, VexStatus.NOT_AFFECTED.value, justification, reason or ("" if justification else "not affected"), note
    )


def _cure_words(match: Match) -> str:
    return _words(fix_words(match.fix, is_malware=match.vulnerability.kind is AdvisoryKind.MALWARE))


def _words(text: str) -> str:
    return clean(text)[:_MAX_TEXT].strip()


def notes_of(statement: Statement) -> Iterator[str]:
    """What remains to be told: the reason where a justification took its place, and who says so."""
    if statement.justification and statement.reason:
        yield statement.reason
    if statement.note:
        yield statement.note
