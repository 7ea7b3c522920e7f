"""CSAF 2.0 (OASIS), profile `csaf_vex`: what is said of each vulnerability in the image.

The profile demands a vulnerability. Where there is none the document is a `csaf_base` that says so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from mooring.model.codec import array_pieces, encode
from mooring.model.match import Findings, Vulnerability
from mooring.model.report import ScanReport
from mooring.model.vex import VexStatus
from mooring.reports.findings.counts import assessment_words, not_assessed, partly_assessed
from mooring.reports.findings.facts import addresses_of
from mooring.reports.findings.required import findings_of
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.sbom.identity import created, document_uuid
from mooring.reports.text.style import clean
from mooring.reports.vex.statements import (
    Cure,
    Statement,
    aliases_of,
    description_of,
    name_of,
    notes_of,
    product_name,
    product_purl,
    purl_of,
    statements,
    tool_of,
)

Part = dict[str, object]
IMAGE = "image"
"""Product id of what was scanned."""
_CVE = re.compile(r"CVE-[0-9]{4}-[0-9]{4,}")
_STATUS = {
    VexStatus.FIXED: "fixed",
    VexStatus.AFFECTED: "known_affected",
    VexStatus.NOT_AFFECTED: "known_not_affected",
    VexStatus.UNDER_INVESTIGATION: "under_investigation",
}
_CURES = {Cure.UPDATE: "vendor_fix", Cure.ACCEPTED: "no_fix_planned", Cure.NONE: "none_available"}
_NAMESPACE = "https://mooring.example"


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The document. Raises UsageError where the report was not matched."""
    return _pieces(report, options, findings_of(report, "csaf-vex"))


def _pieces(report: ScanReport, options: RenderOptions, findings: Findings) -> Iterator[bytes]:
    found = statements(report, findings)
    purls = dict.fromkeys(purl_of(package) for one in found for package in one.packages)
    products = {purl: f"package-{number}" for number, purl in enumerate(purls, start=1)}
    yield b'{"document":' + encode(_head(report, options, findings, has_statements=bool(found)))
    yield b',"product_tree":{"full_product_names":'
    yield from array_pieces(map(encode, _full_names(report, products)))
    if products:
        yield b',"relationships":'
        yield from array_pieces(encode(_relationship(purl, products[purl], report)) for purl in products)
    yield b"}"
    if found:
        yield b',"vulnerabilities":'
        by_name = groupby(found, key=lambda one: name_of(one.vulnerability))
        yield from array_pieces(encode(_vulnerability(name, list(rows), products)) for name, rows in by_name)
    yield b"}\n"


def _head(report: ScanReport, options: RenderOptions, findings: Findings, *, has_statements: bool) -> Part:
    moment = created(report, options)
    engine: Part = {"name": clean(report.tool.name) or "mooring"}
    if report.tool.version:
        engine["version"] = clean(report.tool.version)
    return {
        "category": "csaf_vex" if has_statements else "csaf_base",
        "csaf_version": "2.0",
        "lang": "en",
        "notes": list(_document_notes(report, findings, has_statements=has_statements)),
        "publisher": {"category": "other", "name": clean(report.tool.name) or "mooring", "namespace": _NAMESPACE},
        "title": f"Vulnerabilities in {product_name(report)}",
        "tracking": {
            "current_release_date": moment,
            "generator": {"engine": engine},
            "id": f"mooring-{document_uuid(report, options, 'csaf-vex')}",
            "initial_release_date": moment,
            "revision_history": [{"date": moment, "number": "1", "summary": "First version."}],
            "status": "final",
            "version": "1",
        },
    }


def _document_notes(report: ScanReport, findings: Findings, *, has_statements: bool) -> Iterator[Part]:
    """Where the document comes from, and what it cannot speak of: silence about a package is no statement."""
    text = f"Made by {tool_of(report)} from the findings in {product_name(report)}."
    if not has_statements:
        text += " There is no finding to state anything about."
    yield {"category": "general", "title": "Origin", "text": text}
    for one in (*not_assessed(findings), *partly_assessed(findings)):
        yield {"category": "other", "title": one.state.value, "text": clean(assessment_words(one)) or one.state.value}
    for problem in report.problems[:100]:
        yield {"category": "other", "title": "Not read", "text": clean(str(problem)) or "a file"}


def _full_names(report: ScanReport, products: Mapping[str, str]) -> Iterator[Part]:
    helper = {"purl": product_purl(report)}
    yield {"name": product_name(report), "product_id": IMAGE, "product_identification_helper": helper}
    for purl, product_id in products.items():
        yield {"name": purl, "product_id": product_id, "product_identification_helper": {"purl": purl}}


def _relationship(purl: str, product_id: str, report: ScanReport) -> Part:
    return {
        "category": "default_component_of",
        "full_product_name": {"name": f"{purl} in {product_name(report)}", "product_id": f"{IMAGE}:{product_id}"},
        "product_reference": product_id,
        "relates_to_product_reference": IMAGE,
    }


def _vulnerability(name: str, found: Sequence[Statement], products: Mapping[str, str]) -> Part:
    flaw = found[0].vulnerability
    status: dict[str, list[str]] = {}
    flags: list[Part] = []
    threats: list[Part] = []
    remediations: list[Part] = []
    for one in found:
        ids = list(dict.fromkeys(f"{IMAGE}:{products[purl_of(package)]}" for package in one.packages))
        status.setdefault(_STATUS[one.status], []).extend(ids)
        if one.justification:
            flags.append({"label": one.justification, "product_ids": ids})
        if one.status is VexStatus.NOT_AFFECTED and one.reason:
            threats.append({"category": "impact", "details": one.reason, "product_ids": ids})
        if one.status is VexStatus.AFFECTED:
            remediations.append({"category": _CURES[one.cure], "details": one.reason, "product_ids": ids})
        if one.status is VexStatus.FIXED and one.reason:
            remediations.append({"category": "vendor_fix", "details": one.reason, "product_ids": ids})
    part: Part = {**_names(name, flaw), "notes": list(_notes(flaw, found)), "product_status": status}
    optional = {
        "flags": flags,
        "references": [{"category": "external", "summary": url, "url": url} for url in addresses_of(flaw)[:100]],
        "remediations": remediations,
        "threats": threats,
        "title": clean(flaw.title)[:500],
    }
    return part | {field: value for field, value in optional.items() if value}


def _names(name: str, flaw: Vulnerability) -> Part:
    """The CVE in its field, other names as ids."""
    names = [name, *aliases_of(flaw)]
    cve = next((one for one in names if _CVE.fullmatch(one)), "")
    ids = [{"system_name": _system_of(one), "text": one} for one in names if one != cve]
    return {**({"cve": cve} if cve else {}), **({"ids": ids} if ids else {})}


def _system_of(name: str) -> str:
    return name.partition("-")[0] or "identifier"


def _notes(flaw: Vulnerability, found: Iterable[Statement]) -> Iterator[Part]:
    yield {"category": "description", "text": description_of(flaw), "title": "Vulnerability description"}
    said = dict.fromkeys(
        note
        for one in found
        for note in notes_of(one)
        if note != one.reason or one.status is not VexStatus.NOT_AFFECTED
    )
    for text in list(said)[:20]:
        yield {"category": "details", "text": text, "title": "Assessment"}


FORMAT = ReportFormat(
    name="csaf-vex",
    media_type="application/csaf+json; version=2.0",
    render=render,
    needs_findings=True,
    extension=".csaf.json",
    summary="CSAF 2.0 VEX: which vulnerabilities affect the image, and which do not, and why",
)
