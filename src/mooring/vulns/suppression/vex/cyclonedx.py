"""CycloneDX 1.4 to 1.7 (ECMA-424): `vulnerabilities` with an `analysis`, alone or within an SBOM.

What is affected is referred to by the `bom-ref` of a component, here or (BOM-Link) in another document, or by a purl. A document that
says what it is about (`metadata.component`) speaks of components within that.
"""

from collections.abc import Iterator
from urllib.parse import unquote

import msgspec

from mooring.model.vex import VexProduct, VexStatement, VexStatus
from mooring.vulns.suppression.version_ranges import parse_vers
from mooring.vulns.suppression.vex.node import Node

MAX_COMPONENTS = 2_000_000
MAX_DEPTH = 200
_STATUS = {
    "resolved": VexStatus.FIXED,
    "resolved_with_pedigree": VexStatus.FIXED,
    "exploitable": VexStatus.AFFECTED,
    "in_triage": VexStatus.UNDER_INVESTIGATION,
    "false_positive": VexStatus.NOT_AFFECTED,
    "not_affected": VexStatus.NOT_AFFECTED,
}
JUSTIFICATIONS = {
    "code_not_present": "vulnerable_code_not_present",
    "code_not_reachable": "vulnerable_code_not_in_execute_path",
    "requires_configuration": "vulnerable_code_cannot_be_controlled_by_adversary",
    "requires_dependency": "vulnerable_code_not_in_execute_path",
    "requires_environment": "vulnerable_code_cannot_be_controlled_by_adversary",
    "protected_by_compiler": "inline_mitigations_already_exist",
    "protected_at_runtime": "inline_mitigations_already_exist",
    "protected_at_perimeter": "inline_mitigations_already_exist",
    "protected_by_mitigating_control": "inline_mitigations_already_exist",
}
"""The words of CycloneDX in OpenVEX's."""
_VERSION_STATUS = ("affected", "unaffected", "unknown")


class _Bom(msgspec.Struct, frozen=True):
    """What all statements of a document share."""

    name: str
    author: str
    written: str
    origin: str
    root: str
    """bom-ref of what the document is about."""
    whole: tuple[str, ...]
    """Its identifiers."""
    components: dict[str, tuple[str, ...]]


def read_cyclonedx(document: Node, origin: str) -> Iterator[VexStatement]:
    """The statements: one for each vulnerability that was analysed. Raises ReadError."""
    if not document.has("vulnerabilities"):
        raise document.error("has no vulnerabilities: it is an SBOM and no VEX")
    bom = _bom(document, origin)
    is_stated = False
    rows = list(document.rows("vulnerabilities"))
    for number, row in enumerate(rows):
        for statement in _of_vulnerability(row, number, bom):
            is_stated = True
            yield statement
    if rows and not is_stated:
        raise document.error("lists vulnerabilities without an analysis: it is a report and no VEX")


def _bom(document: Node, origin: str) -> _Bom:
    metadata = document.table("metadata")
    root = metadata.table("component")
    whole = _identifiers(root) if root.value else ()
    return _Bom(
        name=document.text("serialNumber") or origin.rpartition("/")[2],
        author=_author(metadata),
        written=metadata.time("timestamp"),
        origin=origin,
        root=root.text("bom-ref"),
        whole=whole,
        components=_components(document, root),
    )


def _author(metadata: Node) -> str:
    for row in metadata.rows("authors"):
        if row.text("name"):
            return row.text("name")
    names = (metadata.table(key).text("name") for key in ("supplier", "manufacturer", "manufacture"))
    return next(filter(None, names), "")


def _components(document: Node, root: Node) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    waiting = [(row, 1) for node in (document, root) for row in node.rows("components")]
    while waiting:
        row, depth = waiting.pop()
        if depth > MAX_DEPTH or len(found) > MAX_COMPONENTS:
            raise document.error(f"has more than {MAX_COMPONENTS} components, or nests them more than {MAX_DEPTH} deep")
        ref = row.text("bom-ref")
        if ref:
            found[ref] = _identifiers(row)
        waiting += [(inner, depth + 1) for inner in row.rows("components")]
    return found


def _identifiers(row: Node) -> tuple[str, ...]:
    purl, name, version = row.text("purl"), row.text("name"), row.text("version")
    found = [purl, row.text("cpe")]
    if version.startswith("sha256:"):
        found.append(version)
    elif not purl:
        found += [f"{name}:{version}" if version else name]
    for one in row.rows("hashes"):
        algorithm = one.text("alg").lower().replace("-", "")
        found += [f"{algorithm}:{one.text('content').lower()}"] if one.text("content") else []
    if version.startswith("sha256:") and not purl:
        found.append(name)
    return tuple(dict.fromkeys(filter(None, found))) or (row.text("bom-ref") or "unnamed",)


def _of_vulnerability(row: Node, number: int, bom: _Bom) -> Iterator[VexStatement]:
    analysis = row.table("analysis")
    names = [row.text("id"), *(one.text("id") for one in row.rows("references"))]
    identifiers = tuple(dict.fromkeys(filter(None, names)))
    state = analysis.word("state", _STATUS)
    grouped = _products(row, _STATUS[state] if state else None, bom)
    if not grouped:
        return
    if not identifiers:
        raise row.error("names no vulnerability", "give it an id")
    justification = JUSTIFICATIONS.get(analysis.word("justification", JUSTIFICATIONS), "")
    name = row.text("bom-ref") or f"{bom.name}#{number + 1}"
    for status, products in grouped.items():
        is_not_affected = status is VexStatus.NOT_AFFECTED
        yield VexStatement(
            id=name if len(grouped) == 1 else f"{name}/{status.value}",
            vulnerabilities=identifiers,
            status=status,
            products=tuple(products),
            justification=justification if is_not_affected else "",
            reason=analysis.text("detail") or (state.replace("_", " ") if state == "false_positive" else ""),
            author=bom.author,
            timestamp=analysis.time("lastUpdated") or analysis.time("firstIssued") or bom.written,
            origin=bom.origin,
            format="cyclonedx",
        )


def _products(row: Node, status: VexStatus | None, bom: _Bom) -> dict[VexStatus, list[VexProduct]]:
    """What is affected, by its status: versions that a document calls unaffected are so whatever the state of the others."""
    grouped: dict[VexStatus, list[VexProduct]] = {}
    has_target = False
    for target in row.rows("affects"):
        has_target = True
        product = _product(target, bom)
        for one, versions in _versions(target, status):
            grouped.setdefault(one, []).append(msgspec.structs.replace(product, versions=versions))
    if not has_target and status is not None:
        products = [VexProduct(identifiers=bom.whole)] if bom.whole else []
        grouped[status] = products
    return grouped


def _versions(target: Node, status: VexStatus | None) -> Iterator[tuple[VexStatus, tuple[str, ...]]]:
    """Status and versions. Where versions are told, the analysis is about those that are not of unknown status."""
    told: dict[str, list[str]] = {}
    for one in target.rows("versions"):
        version, span = one.text("version"), one.text("range")
        if not version and not span:
            raise one.error("has neither a version nor a range")
        if span.startswith("vers:"):
            parse_vers(span)
        told.setdefault(one.word("status", _VERSION_STATUS) or "affected", []).append(version or span)
    if not told:
        yield from [(status, ())] if status is not None else []
        return
    affected, unaffected = told.get("affected", []), told.get("unaffected", [])
    if status in (VexStatus.NOT_AFFECTED, VexStatus.FIXED):
        affected, unaffected = [*affected, *unaffected], []
    if affected and status is not None:
        yield status, tuple(affected)
    if unaffected:
        yield VexStatus.NOT_AFFECTED, tuple(unaffected)


def _product(target: Node, bom: _Bom) -> VexProduct:
    ref = target.text("ref")
    if not ref:
        raise target.error("has no ref")
    if ref == bom.root:
        return VexProduct(identifiers=bom.whole)
    component = bom.components.get(ref)
    if component is None:
        return _foreign(ref, target, bom)
    return VexProduct(identifiers=bom.whole, components=component) if bom.whole else VexProduct(identifiers=component)


def _foreign(ref: str, target: Node, bom: _Bom) -> VexProduct:
    """A component of another document (`urn:cdx:SERIAL/VERSION#BOM-REF`), or a purl in its place."""
    fragment = unquote(ref.partition("#")[2]) if ref.startswith("urn:cdx:") else ref
    if not fragment or (
        not ref.startswith("urn:cdx:") and not fragment.startswith(("pkg:", "cpe:", "urn:", "sha256:"))
    ):
        raise target.error(f"refers to {ref[:100]!r}, which the document does not define", "give a bom-ref or a purl")
    if bom.whole and not fragment.startswith(("pkg:oci/", "pkg:docker/")):
        return VexProduct(identifiers=bom.whole, components=(fragment,))
    return VexProduct(identifiers=(fragment,))
