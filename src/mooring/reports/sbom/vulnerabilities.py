"""CycloneDX 1.6 (ECMA-424), `vulnerabilities`: each flaw once, and once more for what is suppressed, with who says so.

Fields stand in the order that the XML schema asks for.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from mooring.model.codec import printable
from mooring.model.match import Findings, Match, SuppressedBy, Suppression, Vulnerability
from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.model.severity import Severity, SeverityRating
from mooring.reports.findings.facts import addresses_of, cwe_numbers, identifiers, risk_of, score_of, share
from mooring.reports.findings.groups import by_risk, packages_by_id
from mooring.reports.findings.words import fix_words, in_words, suppression_words
from mooring.reports.sbom.identity import in_utc
from mooring.reports.text.markup import web_address
from mooring.reports.text.style import clean

Part = dict[str, object]
_METHODS = {"2.0": "CVSSv2", "3.0": "CVSSv3", "3.1": "CVSSv31", "4.0": "CVSSv4"}
_SOURCES = {"CVE": "NVD", "GHSA": "GitHub", "MAL": "OpenSSF", "PYSEC": "PyPA", "RUSTSEC": "RustSec", "GO": "Go"}
_JUSTIFICATIONS = {
    "component_not_present": "code_not_present",
    "vulnerable_code_not_present": "code_not_present",
    "vulnerable_code_not_in_execute_path": "code_not_reachable",
    "vulnerable_code_cannot_be_controlled_by_adversary": "code_not_reachable",
    "inline_mitigations_already_exist": "protected_by_mitigating_control",
}
"""Of OpenVEX and CSAF to those of CycloneDX."""
_OWN_JUSTIFICATIONS = frozenset(
    {
        *("code_not_present", "code_not_reachable", "requires_configuration", "requires_dependency"),
        *("requires_environment", "protected_by_compiler", "protected_at_runtime", "protected_at_perimeter"),
        "protected_by_mitigating_control",
    }
)
_STEP = re.compile(r"\s*(>=|<=|<|>|=)?\s*([^\s,|<>=!()\[\]]+)\s*")
_MAX_RANGE = 1024
_MAX_ITEMS = 100


def vulnerabilities(report: ScanReport, findings: Findings) -> Iterator[Part]:
    """The flaws, highest risk first."""
    packages = packages_by_id(report)
    grouped: dict[str, list[Match]] = {}
    for match in by_risk(findings.matches):
        grouped.setdefault(identifiers(match.vulnerability)[0], []).append(match)
    for name, matches in grouped.items():
        parts: dict[tuple[Suppression, ...], list[Match]] = {}
        for match in matches:
            parts.setdefault(match.suppressions[:1], []).append(match)
        for index, found in enumerate(parts.values()):
            suffix = f"#{index}" if index else ""
            yield {"bom-ref": f"vulnerability:{clean(name)}{suffix}", **_vulnerability(found, packages, findings)}


def properties(findings: Findings) -> list[Part]:
    """What the document says of the data behind it, and of what could not be judged."""
    rows = [
        ("database:built", findings.database.built),
        ("database:kind", findings.database.kind),
        ("database:digest", findings.database.digest),
    ]
    for one in findings.assessments:
        reason = f": {one.reason}" if one.reason else ""
        rows.append((f"assessment:{one.subject}", f"{one.state.value}{reason}"))
    rows += [("exception", f"{note.statement} ({note.origin}): {note.problem}") for note in findings.exceptions]
    return _properties(rows)


def _vulnerability(matches: Sequence[Match], packages: dict[str, Package], findings: Findings) -> Part:
    first = matches[0]
    flaw = first.vulnerability
    package = packages.get(first.package)
    detail = in_words(first, package, findings.database.feeds) if package else []
    part: Part = {"id": clean(identifiers(flaw)[0])}
    optional = {
        "source": _source(flaw),
        "references": [_reference(alias) for alias in identifiers(flaw)[1:_MAX_ITEMS]],
        "ratings": list(_ratings(first)),
        "cwes": cwe_numbers(flaw)[:_MAX_ITEMS],
        "description": clean(flaw.description or flaw.title),
        "detail": "\n".join(detail),
        "recommendation": clean(fix_words(first.fix)) if first.has_fix else "",
        "advisories": _advisories(flaw),
        "published": in_utc(flaw.published),
        "updated": in_utc(flaw.modified),
        "analysis": _analysis(first.suppressions[0]) if first.suppressions else {},
        "affects": _affected(matches, packages),
        "properties": _properties(_facts(matches)),
    }
    return part | {field: value for field, value in optional.items() if value}


def _source(flaw: Vulnerability) -> Part:
    for source in flaw.sources:
        if source.feed:
            address = web_address(source.url)
            return {"name": clean(source.feed), **({"url": address} if address else {})}
    return {}


def _reference(identifier: str) -> Part:
    prefix = identifier.partition("-")[0].upper()
    return {"id": clean(identifier), "source": {"name": clean(_SOURCES.get(prefix, prefix)) or "unknown"}}


def _ratings(match: Match) -> Iterator[Part]:
    """The severity that counts, then every source's own."""
    said = (match.severity_source, match.severity)
    ratings = sorted(match.vulnerability.ratings[:_MAX_ITEMS], key=lambda one: (one.source, one.severity) != said)
    if not ratings or (ratings[0].source, ratings[0].severity) != said:
        ratings.insert(0, SeverityRating(source=match.severity_source, severity=match.severity))
    for rating in ratings:
        part: Part = {"source": {"name": clean(rating.source)}} if clean(rating.source) else {}
        score = score_of(rating)
        if score is not None:
            part["score"] = score
        part["severity"] = "info" if rating.severity is Severity.NEGLIGIBLE else rating.severity.value
        if rating.vector or score is not None:
            part["method"] = _METHODS.get(rating.cvss_version, "other")
        if rating.vector:
            part["vector"] = clean(rating.vector)
        yield part


def _advisories(flaw: Vulnerability) -> list[Part]:
    titles = {web_address(source.url): clean(source.id) for source in reversed(flaw.sources)}
    rows: list[Part] = []
    for address in addresses_of(flaw)[:_MAX_ITEMS]:
        title = titles.get(address, "")
        rows.append({**({"title": title} if title else {}), "url": address})
    return rows


def _analysis(suppression: Suppression) -> Part:
    """What a suppression means as an analysis; one by an option of the caller is none."""
    justification = _JUSTIFICATIONS.get(suppression.justification, suppression.justification)
    detail: Part = {"detail": clean(suppression_words(suppression))}
    match suppression.by:
        case SuppressedBy.OPTION:
            return {}
        case SuppressedBy.OWNER:
            return {"state": "false_positive", **detail}
        case SuppressedBy.HARMLESS:
            return {"state": "not_affected", "justification": "code_not_present", **detail}
        case SuppressedBy.EXCEPTION if justification not in _OWN_JUSTIFICATIONS:
            # A risk that somebody accepts is still there.
            return {"state": "exploitable", "responses": ["will_not_fix"], **detail}
        case _:
            known: Part = {"justification": justification} if justification in _OWN_JUSTIFICATIONS else {}
            return {"state": "not_affected", **known, **detail}


def _affected(matches: Sequence[Match], packages: dict[str, Package]) -> list[Part]:
    targets: dict[str, Part] = {}
    for match in matches:
        package = packages.get(match.package)
        if package is not None:
            versions = list(_versions(match, package))
            targets.setdefault(package.id, {"ref": package.id, **({"versions": versions} if versions else {})})
    return list(targets.values())


def _versions(match: Match, package: Package) -> Iterator[Part]:
    state = _analysis(match.suppressions[0]).get("state", "") if match.suppressions else ""
    if package.version:
        status = "unaffected" if state in ("not_affected", "false_positive") else "affected"
        yield {"version": clean(package.version)[:_MAX_RANGE], "status": status}
    for constraint in (reason.constraint for reason in match.reasons[:1]):
        written = vers_of(constraint, package.type)
        if written:
            yield {"range": written, "status": "affected"}
    for version in match.fix.versions[:10] if match.has_fix else ():
        if version:
            yield {"version": clean(version)[:_MAX_RANGE], "status": "unaffected"}


def vers_of(constraint: str, package_type: str) -> str:
    """The constraint as a VERS range of the package type; empty where it has no simple form."""
    if not constraint.strip() or not package_type.isascii() or not package_type.isalnum():
        return ""
    steps = []
    for text in re.split(r"\|\||,", constraint[: _MAX_RANGE * 2]):
        found = _STEP.fullmatch(printable(text))
        if found is None:
            return ""
        steps.append((found[1] or "").replace("=", "", 1 if found[1] == "=" else 0) + quote(found[2], safe=""))
    written = f"vers:{package_type}/{'|'.join(steps)}"
    return written if len(written) <= _MAX_RANGE else ""


def _facts(matches: Sequence[Match]) -> Iterator[tuple[str, str]]:
    first = matches[0]
    flaw = first.vulnerability
    yield "risk", f"{max(map(risk_of, matches)):.1f}"
    yield "kind", "" if flaw.kind.value == "vulnerability" else flaw.kind.value
    yield "confidence", first.confidence.value
    yield "fix_state", first.fix.state.value
    yield "fix_date", first.fix.date
    yield "fix_advisories", ", ".join(first.fix.advisories[:_MAX_ITEMS])
    if flaw.exploit_prediction is not None:
        yield "epss", f"{share(flaw.exploit_prediction.score):.5f}"
        yield "epss_percentile", f"{share(flaw.exploit_prediction.percentile):.5f}"
    for entry in flaw.exploited[:_MAX_ITEMS]:
        yield "exploited", f"{entry.source} {entry.added}".strip()
        yield "exploited_due", entry.due
        yield "used_by_ransomware", "true" if entry.used_by_ransomware else ""
    yield "disputed", "true" if flaw.is_disputed else ""
    for suppression in first.suppressions[:1]:
        yield "suppressed_by", suppression.by.value
        yield "suppression", suppression.statement
    for match in matches:
        yield "finding", match.id


def _properties(rows: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> list[Part]:
    return [{"name": f"mooring:{clean(name)}", "value": clean(value)} for name, value in rows if value]
