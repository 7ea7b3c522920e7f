"""CycloneDX 1.6 with nothing but `vulnerabilities`, their analysis and the components they are in: VEX."""

from collections.abc import Iterator

from mooring.model.codec import array_pieces, encode, printable
from mooring.model.match import Findings
from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.model.vex import VexStatus
from mooring.reports.findings.required import findings_of
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.sbom import cyclonedx
from mooring.reports.sbom.identity import document_uuid
from mooring.reports.text.style import clean
from mooring.reports.vex.statements import (
    Cure,
    Statement,
    aliases_of,
    description_of,
    name_of,
    notes_of,
    product_purl,
    purl_of,
    statements,
)

Part = dict[str, object]
_STATES = {
    VexStatus.FIXED: "resolved",
    VexStatus.AFFECTED: "exploitable",
    VexStatus.NOT_AFFECTED: "not_affected",
    VexStatus.UNDER_INVESTIGATION: "in_triage",
}
_JUSTIFICATIONS = {
    "component_not_present": "code_not_present",
    "vulnerable_code_not_present": "code_not_present",
    "vulnerable_code_not_in_execute_path": "code_not_reachable",
    "vulnerable_code_cannot_be_controlled_by_adversary": "requires_environment",
    "inline_mitigations_already_exist": "protected_by_mitigating_control",
}
_RESPONSES = {Cure.UPDATE: ["update"], Cure.ACCEPTED: ["will_not_fix"]}


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """A document that the strict schema of CycloneDX 1.6 accepts. Raises UsageError where the report was not matched."""
    return _pieces(report, options, findings_of(report, "cyclonedx-vex"))


def _pieces(report: ScanReport, options: RenderOptions, findings: Findings) -> Iterator[bytes]:
    found = statements(report, findings)
    components: dict[str, Package] = {}
    for package in (package for one in found for package in one.packages):
        components.setdefault(purl_of(package), package)
    refs = {purl: f"package-{number}" for number, purl in enumerate(components, start=1)}
    metadata = cyclonedx.metadata(report, options)
    root = metadata["component"]
    if isinstance(root, dict):
        if product_purl(report).startswith("pkg:oci/"):
            root["purl"] = product_purl(report)
        root.pop("properties", None)
    serial = f"urn:uuid:{document_uuid(report, options, 'cyclonedx-vex')}"
    yield b'{"$schema":"http://cyclonedx.org/schema/bom-1.6.schema.json","bomFormat":"CycloneDX","specVersion":"1.6"'
    yield b',"serialNumber":' + encode(serial) + b',"version":1,"metadata":' + encode(metadata) + b',"components":'
    yield from array_pieces(encode(_component(refs[purl], purl, components[purl])) for purl in refs)
    yield b',"vulnerabilities":'
    yield from array_pieces(encode(_vulnerability(number, one, refs)) for number, one in enumerate(found, start=1))
    yield b"}\n"


def _component(ref: str, purl: str, package: Package) -> Part:
    part: Part = {"bom-ref": ref, "type": "library", "name": clean(printable(package.name)) or "unnamed"}
    return part | ({"version": clean(package.version)} if package.version else {}) | {"purl": purl}


def _vulnerability(number: int, statement: Statement, refs: dict[str, str]) -> Part:
    flaw = statement.vulnerability
    part: Part = {"bom-ref": f"statement-{number}", "id": name_of(flaw)}
    aliases = aliases_of(flaw)
    if aliases:
        part["references"] = [
            {"id": alias, "source": {"name": alias.partition("-")[0] or "alias"}} for alias in aliases
        ]
    part["description"] = description_of(flaw)
    if statement.status is VexStatus.AFFECTED:
        part["recommendation"] = statement.reason
    part["analysis"] = _analysis(statement)
    targets = dict.fromkeys(refs[purl_of(package)] for package in statement.packages)
    return part | {"affects": [{"ref": ref} for ref in targets]}


def _analysis(statement: Statement) -> Part:
    part: Part = {"state": _STATES[statement.status]}
    if statement.justification:
        part["justification"] = _JUSTIFICATIONS[statement.justification]
    if statement.cure in _RESPONSES:
        part["response"] = _RESPONSES[statement.cure]
    said = [statement.reason, *(note for note in notes_of(statement) if note != statement.reason)]
    detail = "; ".join(filter(None, said))
    return part | ({"detail": detail} if detail else {})


FORMAT = ReportFormat(
    name="cyclonedx-vex",
    media_type="application/vnd.cyclonedx+json; version=1.6",
    render=render,
    needs_findings=True,
    extension=".vex.cdx.json",
    summary="CycloneDX 1.6 VEX: which vulnerabilities affect the image, and which do not, and why",
)
