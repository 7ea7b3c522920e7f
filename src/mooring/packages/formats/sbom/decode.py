"""SBOM documents of every format that is in use, recognised by content."""

from collections.abc import Mapping

import msgspec

from mooring.base.errors import ReadError
from mooring.base.limits import Limits
from mooring.model.purl import parse_purl
from mooring.packages.formats.documents import (
    Value,
    local_name,
    mapping,
    parse_json,
    parse_xml,
    parse_yaml,
    sequence,
    text,
)
from mooring.packages.formats.sbom.cyclonedx import decode_cyclonedx, decode_cyclonedx_xml
from mooring.packages.formats.sbom.document import Component, DecodedSbom, Draft, assemble, refuse_too_many
from mooring.packages.formats.sbom.envelope import unwrapped
from mooring.packages.formats.sbom.osv_scanner import decode_osv_scanner
from mooring.packages.formats.sbom.own import decode_own
from mooring.packages.formats.sbom.spdx2 import decode_spdx2
from mooring.packages.formats.sbom.spdx3 import decode_spdx3
from mooring.packages.formats.sbom.spdx_text import mapping_of_rdf, mapping_of_tag_value
from mooring.packages.formats.sbom.syft import decode_syft

_HEAD = 4096
_LISTS = ("components", "packages", "artifacts")
"""Where formats list what is counted; it is counted before anything is made of it."""
_BOM = b"\xef\xbb\xbf"


class UnknownSbomError(ReadError):
    """The content is of no format that is known here."""


def decode_sbom(content: bytes, limits: Limits) -> DecodedSbom:
    """Decode a document of any known format; raises ReadError that says what is wrong, and nothing else."""
    head = content[:_HEAD].removeprefix(_BOM).lstrip()
    if head.startswith((b"{", b"[")):
        return _of_json(content, limits)
    if head.startswith(b"<"):
        return assemble(_of_xml(content, limits), limits)
    if head.startswith(b"pkg:"):
        return assemble(_of_purls(content), limits)
    if b"SPDXVersion:" in content[: 16 * _HEAD]:
        return assemble(decode_spdx2(_spdx_mapping(mapping_of_tag_value(content)), "spdx-tag-value"), limits)
    if b"spdxVersion" in content:
        return assemble(decode_spdx2(_spdx_mapping(parse_yaml(content)), "spdx-yaml"), limits)
    raise UnknownSbomError("is not an SBOM of a known format")


def _of_json(content: bytes, limits: Limits) -> DecodedSbom:
    try:
        value = parse_json(content)
    except ReadError:
        # Attestations of several signers come as JSON lines; the first one that holds an SBOM counts.
        return _of_json_lines(content, limits)
    document, digest = unwrapped(mapping(value))
    found = assemble(_of_mapping(document, limits), limits)
    if digest and not found.subject.digest:
        found = msgspec.structs.replace(found, subject=msgspec.structs.replace(found.subject, digest=digest))
    return found


def _of_json_lines(content: bytes, limits: Limits) -> DecodedSbom:
    lines = [line for line in content.split(b"\n") if line.strip()]
    problem: ReadError | None = None
    for line in lines[:64] if len(lines) > 1 and lines[0].rstrip().endswith(b"}") else []:
        try:
            document, _ = unwrapped(mapping(parse_json(line)))
            return assemble(_of_mapping(document, limits), limits)
        except ReadError as error:
            problem = problem or error
    if problem is None:
        parse_json(content)
        raise UnknownSbomError("is not an SBOM of a known format")
    raise problem


def _of_mapping(document: Mapping[str, Value], limits: Limits) -> Draft:
    for name in _LISTS:
        refuse_too_many(len(sequence(document.get(name))), limits)
    if text(document.get("bomFormat")) == "CycloneDX" or "cyclonedx" in text(document.get("$schema")).lower():
        return decode_cyclonedx(document, limits)
    if "SPDXID" in document or "spdxVersion" in document:
        return decode_spdx2(_spdx_mapping(document))
    if "@graph" in document or "spdx.org/rdf/3" in text(document.get("@context")):
        return decode_spdx3(document)
    if "inventory" in document and "schema_version" in document:
        return decode_own(document)
    if "artifacts" in document and ("descriptor" in document or "source" in document or "schema" in document):
        return decode_syft(document)
    if "results" in document and any("packages" in mapping(row) for row in sequence(document.get("results"))[:8]):
        return decode_osv_scanner(document)
    raise UnknownSbomError("is JSON, but not an SBOM of a known format")


def _of_xml(content: bytes, limits: Limits) -> Draft:
    root = parse_xml(content)
    if local_name(root) == "bom":
        return decode_cyclonedx_xml(root, limits)
    if local_name(root) == "RDF":
        return decode_spdx2(mapping_of_rdf(root), "spdx-rdf")
    raise UnknownSbomError(f"is XML, but not an SBOM of a known format: its root is {local_name(root)!r}")


def _spdx_mapping(value: Value) -> Mapping[str, Value]:
    document = mapping(value)
    if not text(document.get("spdxVersion")).startswith("SPDX-2"):
        raise ReadError(f"is SPDX of version {text(document.get('spdxVersion'))!r}; 2.0 to 2.3 and 3.0 are known")
    return document


def _of_purls(content: bytes) -> Draft:
    """A list of package URLs, one a line."""
    draft = Draft(format="purls")
    for number, line in enumerate(content.removeprefix(_BOM).decode("utf-8", "replace").splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        try:
            name = parse_purl(line).name
        except ReadError as error:
            draft.problems.append(f"line {number}: {error}")
            continue
        draft.components.append(Component(ref=str(number), name=name, purl=line))
    return draft
