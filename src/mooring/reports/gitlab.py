"""GitLab's container scanning report, schema 15.2.

What is suppressed is left out, since the format has no place for it: GitLab would show it as open. What could not be judged is a message
of the scan. `remediations` is empty: one of them is a patch of a file, and we know none; the update stands in `solution`.
"""

import re
import uuid
from collections.abc import Iterator

from mooring.model.advisory import AdvisoryKind
from mooring.model.codec import array_pieces, encode
from mooring.model.match import Findings, Match
from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.model.severity import Severity
from mooring.reports.findings.counts import (
    assessment_words,
    database_words,
    not_assessed,
    partly_assessed,
    suppressed_words,
)
from mooring.reports.findings.facts import addresses_of, cwe_numbers, identifiers, risk_of, share
from mooring.reports.findings.groups import counted_matches, package_of, packages_by_id
from mooring.reports.findings.required import findings_of
from mooring.reports.findings.words import fix_words, in_words
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.sbom.identity import created
from mooring.reports.text.markup import web_address
from mooring.reports.text.style import clean
from mooring.reports.text.summary import path_of

Part = dict[str, object]
SCHEMA_VERSION = "15.2.1"
_NAMESPACE = uuid.UUID("0f9a0a5e-6f0b-5b8f-8a53-5b0a6f3f7c21")
_SEVERITIES = {Severity.NEGLIGIBLE: "Info"}
_MAX_SHORT, _MAX_SOLUTION, _MAX_TEXT = 255, 7_000, 100_000
_MAX_IDENTIFIERS, _MAX_LINKS, _MAX_VECTORS, _MAX_MESSAGES = 20, 20, 10, 200
_VECTOR = re.compile(r"CVSS:3\.[01]/AV:[NALP]/AC:[LH]/PR:[NLH]/UI:[NR]/S:[UC]/C:[HLN]/I:[HLN]/A:[HLN]")
"""The schema refuses a report for one odd vector; base metrics of version 3 are what every 15.2 knows."""
_TYPES = {"CVE": "cve", "GHSA": "ghsa", "CWE": "cwe", "RHSA": "rhsa", "USN": "usn", "DSA": "dsa"}


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The report. Raises UsageError where the image was not matched: GitLab would take what it knows for fixed."""
    return _pieces(report, findings_of(report, "gitlab"), options)


def _pieces(report: ScanReport, findings: Findings, options: RenderOptions) -> Iterator[bytes]:
    packages = packages_by_id(report)
    yield b'{"version":' + encode(SCHEMA_VERSION) + b',"scan":' + encode(_scan(report, findings, options))
    yield b',"vulnerabilities":'
    yield from array_pieces(
        encode(_vulnerability(match, package_of(match, packages), report, findings))
        for match in counted_matches(findings)
    )
    yield b',"remediations":[]}\n'


def _scan(report: ScanReport, findings: Findings, options: RenderOptions) -> Part:
    name = report.tool.name or "mooring"
    tool: Part = {
        "id": name,
        "name": name.capitalize(),
        "version": report.tool.version or "0",
        "vendor": {"name": name.capitalize()},
    }
    # GitLab wants no zone.
    moment = created(report, options).removesuffix("Z")
    messages = list(_messages(report, findings))
    return {
        "analyzer": tool,
        "scanner": tool,
        "type": "container_scanning",
        "start_time": moment,
        "end_time": moment,
        "status": "success",
        "messages": [{"level": level, "value": clean(text) or "?"} for level, text in messages[:_MAX_MESSAGES]],
    }


def _messages(report: ScanReport, findings: Findings) -> Iterator[tuple[str, str]]:
    for one in not_assessed(findings):
        yield "fatal", f"not assessed, so nothing is known of it: {assessment_words(one)}"
    if not report.inventory.packages:
        yield "fatal", "no package was found, so nothing could be assessed"
    for problem in report.problems:
        yield "fatal", f"incomplete: {problem}"
    for one in partly_assessed(findings):
        yield "warn", f"partly assessed: {assessment_words(one)}"
    if findings.database.kind == "starter":
        yield "warn", database_words(findings)
    for note in findings.exceptions:
        yield "warn", f"exception {note.statement} ({note.origin}): {note.problem}"
    for words in suppressed_words(findings):
        yield "info", f"suppressed: {words}"


def _vulnerability(match: Match, package: Package, report: ScanReport, findings: Findings) -> Part:
    flaw = match.vulnerability
    is_malware = flaw.kind is AdvisoryKind.MALWARE
    name = identifiers(flaw)[0]
    lines = in_words(match, package, findings.database.feeds)
    description = "\n\n".join(filter(None, (clean(flaw.description or flaw.title), *lines)))
    part: Part = {
        "id": str(
            uuid.uuid5(
                _NAMESPACE, f"{match.id} {report.image.name.partition('@')[0]}".encode(errors="replace").decode()
            )
        ),
        "name": clean(flaw.title or f"{name} in {package.name}")[:_MAX_SHORT],
        "description": description[:_MAX_TEXT],
        "severity": _SEVERITIES.get(match.severity, match.severity.value.capitalize()),
        "solution": _solution(match, package, is_malware=is_malware)[:_MAX_SOLUTION],
        "identifiers": _identifiers(match),
        "links": [{"url": address} for address in addresses_of(flaw)[:_MAX_LINKS]],
        "location": _location(package, report),
        "details": _details(match, package),
    }
    vectors = _vectors(match)
    return part | ({"cvss_vectors": vectors} if vectors else {})


def _solution(match: Match, package: Package, *, is_malware: bool) -> str:
    words = fix_words(match.fix, is_malware=is_malware)
    if not match.has_fix or not match.fix.versions:
        return clean(words)
    return clean(f"Update {package.name} from {package.version} to {match.fix.versions[0]}. {words}")


def _identifiers(match: Match) -> list[Part]:
    addresses = {source.id: web_address(source.url) for source in match.vulnerability.sources}
    rows: list[Part] = []
    for identifier in identifiers(match.vulnerability)[: _MAX_IDENTIFIERS // 2]:
        value = clean(identifier) or "unnamed"
        kind = _TYPES.get(value.partition("-")[0].upper(), "mooring")
        address = addresses.get(identifier, "")
        rows.append({"type": kind, "name": value, "value": value, **({"url": address} if address else {})})
    numbers = cwe_numbers(match.vulnerability)[: _MAX_IDENTIFIERS // 2]
    return rows + [{"type": "cwe", "name": f"CWE-{number}", "value": str(number)} for number in numbers]


def _vectors(match: Match) -> list[Part]:
    found: dict[str, Part] = {}
    for rating in match.vulnerability.ratings:
        if _VECTOR.fullmatch(rating.vector):
            found.setdefault(rating.vector, {"vendor": clean(rating.source) or "unknown", "vector": rating.vector})
    return list(found.values())[:_MAX_VECTORS]


def _location(package: Package, report: ScanReport) -> Part:
    distro = report.inventory.distro
    system = f"{distro.id} {distro.version_id}".strip() if distro else ""
    dependency: Part = {"package": {"name": clean(package.name) or "unknown"}, "version": clean(package.version)}
    return {
        "dependency": dependency,
        "operating_system": clean(system)[:_MAX_SHORT] or "unknown",
        "image": (clean(report.image.name) or report.image.kind)[:_MAX_SHORT],
    }


def _details(match: Match, package: Package) -> Part:
    prediction = match.vulnerability.exploit_prediction
    told = {
        "risk": ("Risk, 0 to 100", f"{risk_of(match):.1f}"),
        "path": ("Path", path_of(package)),
        "fix_state": ("Fix", match.fix.state.value),
        "exploited": ("Known to be exploited", "yes" if match.is_exploited else ""),
        "epss": ("EPSS", f"{share(prediction.score):.1%}" if prediction else ""),
        "confidence": ("Confidence of the match", match.confidence.value),
        "finding": ("Finding", clean(match.id)),
    }
    return {field: {"type": "text", "name": name, "value": value} for field, (name, value) in told.items() if value}


FORMAT = ReportFormat(
    name="gitlab",
    media_type="application/json",
    render=render,
    needs_findings=True,
    extension=".json",
    summary="the findings as GitLab's container scanning report (schema 15.2)",
)
