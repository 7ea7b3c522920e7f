"""CycloneDX 1.6 as XML: the mappings of the JSON form, written by the rules in which the two differ."""

from collections.abc import Iterator, Mapping

from mooring.model.codec import PIECE_BYTES
from mooring.model.report import ScanReport
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.sbom import cyclonedx
from mooring.reports.sbom.vulnerabilities import vulnerabilities
from mooring.reports.text.markup import in_xml, in_xml_attribute

_ITEMS = {
    "components": "component",
    "hashes": "hash",
    "properties": "property",
    "occurrences": "occurrence",
    "assemblies": "assembly",
    "references": "reference",
    "ratings": "rating",
    "cwes": "cwe",
    "advisories": "advisory",
    "responses": "response",
    "affects": "target",
    "versions": "version",
}
"""Name of a list to the name of each of its elements."""
_ATTRIBUTES = {
    "component": ("type", "bom-ref"),
    "vulnerability": ("bom-ref",),
    "hash": ("alg",),
    "property": ("name",),
    "assembly": ("ref",),
}
_CONTENT = {"hash": "content", "property": "value"}
"""Elements whose text is the value of one field."""


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """A document that the schema of CycloneDX 1.6 accepts."""
    serial = cyclonedx.serial_number(report, options, "cyclonedx-xml")
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<bom xmlns="http://cyclonedx.org/schema/bom/1.6" serialNumber={in_xml_attribute(serial)} version="1">\n'
    ).encode()
    yield _element("metadata", cyclonedx.metadata(report, options)).encode() + b"\n<components>\n"
    yield from _pieces(_element("component", part) for part in cyclonedx.components(report, options))
    yield b"</components>\n<dependencies>\n"
    yield from _pieces(map(_dependency, cyclonedx.dependencies(report)))
    yield b"</dependencies>\n"
    for part in cyclonedx.compositions(report):
        yield b"<compositions>" + _composition(part).encode() + b"</compositions>\n"
    if report.findings is not None:
        yield b"<vulnerabilities>\n"
        yield from _pieces(_element("vulnerability", part) for part in vulnerabilities(report, report.findings))
        yield b"</vulnerabilities>\n"
    yield b"</bom>\n"


def _pieces(elements: Iterator[str]) -> Iterator[bytes]:
    waiting: list[str] = []
    size = 0
    for element in elements:
        waiting.append(element)
        size += len(element)
        if size >= PIECE_BYTES:
            yield ("\n".join(waiting) + "\n").encode()
            waiting, size = [], 0
    if waiting:
        yield ("\n".join(waiting) + "\n").encode()


def _element(name: str, part: Mapping[str, object]) -> str:
    """An element with its attributes and children; recursion is as deep as the shape of our own document."""
    attributes = _ATTRIBUTES.get(name, ())
    opening = "".join(f" {field}={in_xml_attribute(part[field])}" for field in attributes if field in part)
    content = _CONTENT.get(name, "")
    if content:
        return f"<{name}{opening}>{in_xml(part.get(content, ''))}</{name}>"
    children = "".join(_child(field, value) for field, value in part.items() if field not in attributes)
    return f"<{name}{opening}>{children}</{name}>"


def _child(field: str, value: object) -> str:
    if isinstance(value, Mapping):
        return _element(field, value)
    if not isinstance(value, list):
        return f"<{field}>{in_xml(value)}</{field}>"
    if field == "licenses":
        return f"<licenses>{''.join(map(_license, value))}</licenses>"
    return f"<{field}>{''.join(_child(_ITEMS[field], item) for item in value)}</{field}>"


def _license(part: Mapping[str, object]) -> str:
    inner = part.get("license")
    return (
        _element("license", inner)
        if isinstance(inner, Mapping)
        else f"<expression>{in_xml(part['expression'])}</expression>"
    )


def _dependency(part: Mapping[str, object]) -> str:
    targets = part["dependsOn"]
    inner = (
        "".join(f"<dependency ref={in_xml_attribute(ref)}/>" for ref in targets) if isinstance(targets, list) else ""
    )
    return f"<dependency ref={in_xml_attribute(part['ref'])}>{inner}</dependency>"


def _composition(part: Mapping[str, object]) -> str:
    refs = part["assemblies"]
    inner = "".join(f"<assembly ref={in_xml_attribute(ref)}/>" for ref in refs) if isinstance(refs, list) else ""
    return (
        f"<composition><aggregate>{in_xml(part['aggregate'])}</aggregate><assemblies>{inner}</assemblies></composition>"
    )


FORMAT = ReportFormat(
    name="cyclonedx-xml",
    media_type="application/vnd.cyclonedx+xml; version=1.6",
    render=render,
    extension=".cdx.xml",
    summary="CycloneDX 1.6 as XML: SBOM, and vulnerabilities where it was matched",
)
