"""Matched reports with little in them, for rules about packages and vulnerabilities."""

from collections.abc import Iterable, Mapping

import msgspec

from mooring.model.advisory import FixState
from mooring.model.distro import Distro
from mooring.model.evidence.signature import BaseImage
from mooring.model.image import ImageDescription
from mooring.model.inventory import Inventory
from mooring.model.match import (
    Assessment,
    AssessmentState,
    DatabaseState,
    FeedState,
    Findings,
    Match,
    MatchedFix,
    MatchReason,
    Source,
    Vulnerability,
)
from mooring.model.package import License, Location, Package
from mooring.model.report import ScanReport
from mooring.model.severity import Severity, SeverityRating
from mooring.policy.evidence import Evidence, PackageIndex
from policy.gate_rules import NOW

DEBIAN = Distro(id="debian", version_id="12", codename="bookworm")
DATABASE = DatabaseState(
    built="2026-11-23T00:00:00Z",
    schema="1",
    feeds=tuple(FeedState(name=name, captured="2026-11-22T12:00:00Z") for name in ("debian", "epss", "github", "kev")),
)
LINK = "https://security-tracker.example/"
V31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
"""9.8, exploitability 3.9, impact 5.9."""
V31_LOW = "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H"
"""5.9, exploitability 2.2, impact 3.6."""


def package(kind: str, name: str, version: str = "1.0", path: str = "", **more: object) -> Package:
    """A package whose id can be read."""
    places = (Location(path=path),) if path else ()
    fields = {"id": f"{kind}/{name}@{version}", "purl": f"pkg:{kind}/{name}@{version}", "locations": places} | more
    return Package(type=kind, name=name, version=version, **fields)


OPENSSL = package("deb", "openssl", "3.0.11-1", "/var/lib/dpkg/status", layer_index=0)
LODASH = package("npm", "lodash", "4.17.15", "/app/node_modules/lodash/package.json", layer_index=1)


def licensed(name: str, *licenses: str | tuple[str, str], kind: str = "deb") -> Package:
    """A package with licences: texts that are SPDX expressions, or pairs of declaration and expression."""
    found = [License(declared=one, expression=one) if isinstance(one, str) else License(declared=one[0], expression=one[1])
             for one in licenses]  # fmt: skip
    return package(kind, name, licenses=tuple(found))


def rating(source: str, score: float, vector: str = "", version: str = "3.1") -> SeverityRating:
    """A CVSS rating."""
    return SeverityRating(source=source, score=score, vector=vector, cvss_version=version)


def match(
    flaw: str | Vulnerability,
    subject: Package,
    severity: Severity = Severity.HIGH,
    *,
    fixed: str | tuple[str, ...] = (),
    fix_date: str = "",
    state: FixState | None = None,
    feed: str = "debian",
    **more: object,
) -> Match:
    """A match whose id can be read; the advisory is the feed's of the same name."""
    found = flaw if isinstance(flaw, Vulnerability) else Vulnerability(id=flaw)
    versions = (fixed,) if isinstance(fixed, str) else fixed
    source = Source(feed=feed, id=found.id, url=f"{LINK}{found.id}")
    given = {
        "id": f"{found.id} {subject.id}",
        "reasons": (MatchReason(source=source, namespace=feed, name=subject.name),),
        "fix": MatchedFix(
            state=state or (FixState.FIXED if versions else FixState.NOT_FIXED), versions=versions, date=fix_date
        ),
    } | more
    return Match(vulnerability=found, package=subject.id, severity=severity, **given)


def assessed(subject: str, state: AssessmentState = AssessmentState.ASSESSED, reason: str = "") -> Assessment:
    """How well one kind of package was assessed."""
    return Assessment(subject=subject, state=state, reason=reason, package_count=2)


def judged(
    *matches: Match,
    packages: Iterable[Package] = (OPENSSL, LODASH),
    distro: Distro | None = DEBIAN,
    assessments: Iterable[Assessment] = (assessed("debian 12"), assessed("npm")),
    database: DatabaseState = DATABASE,
    base: BaseImage | None = None,
    detected: Mapping[str, str] | None = None,
    index: PackageIndex | None = None,
    inventory: Mapping[str, object] | None = None,
    **report: object,
) -> Evidence:
    """Evidence with these matches."""
    held = msgspec.structs.replace(Inventory(distro=distro, packages=tuple(packages)), **(inventory or {}))
    findings = Findings(database=database, matches=matches, assessments=tuple(assessments))
    whole = ScanReport(image=ImageDescription(), inventory=held, findings=findings, base=base)
    return Evidence(msgspec.structs.replace(whole, **report), now=NOW, detected=detected, index=index)
