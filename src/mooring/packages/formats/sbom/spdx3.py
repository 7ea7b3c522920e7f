"""SPDX 3.0 (JSON-LD serialisation): elements in `@graph`, joined by their identifiers."""

from collections.abc import Iterator, Mapping

from mooring.packages.formats.documents import Value, mapping, sequence, text
from mooring.packages.formats.sbom.document import IMAGE_TYPES, Component, Draft, Link, Subject

_LINKS = {
    "dependsOn": "depends-on",
    "hasDynamicLink": "depends-on",
    "hasStaticLink": "depends-on",
    "hasPrerequisite": "depends-on",
    "contains": "contains",
}
_LICENSE_FIELDS = ("simplelicensing_licenseExpression", "name")


def decode_spdx3(document: Mapping[str, Value]) -> Draft:
    """Gather the packages of the graph, with the relationships that tell licences and dependencies."""
    graph = [mapping(element) for element in sequence(document.get("@graph"))] or [document]
    elements = {_identity(element): element for element in graph if _identity(element)}
    draft = Draft(format="spdx3-json")
    roots: set[str] = set()
    declared: dict[str, list[str]] = {}
    for element in graph:
        kind = _kind(element)
        if kind == "CreationInfo":
            draft.spec_version = text(element.get("specVersion")) or draft.spec_version
            draft.created = text(element.get("created")) or draft.created
        elif kind == "SpdxDocument":
            draft.name, draft.identity = text(element.get("name")), _identity(element)
            roots.update(_refs(element.get("rootElement")))
        elif kind == "Sbom":
            roots.update(_refs(element.get("rootElement")))
        elif kind == "Tool":
            draft.tools.append(text(element.get("name")))
        elif kind.endswith("Relationship"):
            _relate(draft, element, elements, declared, roots)
    for element in graph:
        if _kind(element) == "Package":
            _add(draft, element, tuple(declared.get(_identity(element), ())), roots)
    return draft


def _relate(
    draft: Draft,
    element: Mapping[str, Value],
    elements: Mapping[str, Mapping[str, Value]],
    declared: dict[str, list[str]],
    roots: set[str],
) -> None:
    kind, source = text(element.get("relationshipType")), next(_refs(element.get("from")), "")
    targets = list(_refs(element.get("to")))
    if kind in _LINKS:
        draft.links += [Link(kind=_LINKS[kind], source=source, target=target) for target in targets if target != source]
    elif kind == "describes":
        roots.update(targets)
    elif kind == "hasDeclaredLicense" or (kind == "hasConcludedLicense" and source not in declared):
        names = [_license(target, elements.get(target, {})) for target in targets]
        if any(names):
            declared[source] = [name for name in names if name]


def _license(ref: str, element: Mapping[str, Value]) -> str:
    if ref.rpartition("/")[2] in ("NoAssertionLicense", "NoneLicense"):
        return ""
    if "spdx.org/licenses/" in ref:
        return ref.rpartition("/")[2]
    told = next((text(element.get(field)) for field in _LICENSE_FIELDS if text(element.get(field))), "")
    return "" if told in ("NOASSERTION", "NONE") else told


def _add(draft: Draft, element: Mapping[str, Value], licenses: tuple[str, ...], roots: set[str]) -> None:
    purl, cpes = text(element.get("software_packageUrl")), []
    for row in map(mapping, sequence(element.get("externalIdentifier"))):
        kind, identifier = text(row.get("externalIdentifierType")), text(row.get("identifier"))
        if kind in ("packageUrl", "purl"):
            purl = purl or identifier
        elif kind in ("cpe22", "cpe23"):
            cpes.append(identifier)
    ref, purpose = _identity(element), text(element.get("software_primaryPurpose"))
    name, version = text(element.get("name")), text(element.get("software_packageVersion"))
    is_image = purpose == "container" or (purl[4:].split("/")[0] in IMAGE_TYPES and ref in roots)
    if ref in roots and not draft.subject.name:
        draft.subject = Subject(name=name, version=version, kind=purpose, purl=purl)
    if is_image and ref in roots:
        return
    if not purl and not version and purpose in ("file", "directory", "other"):
        return
    component = Component(
        ref=ref,
        name=name,
        version=version,
        purl=purl,
        kind="" if purl else "library",
        cpes=tuple(cpes),
        licenses=licenses,
        is_root=ref in roots,
    )
    draft.components.append(component)


def _identity(element: Mapping[str, Value]) -> str:
    return text(element.get("spdxId")) or text(element.get("@id"))


def _kind(element: Mapping[str, Value]) -> str:
    """The class without its profile: `Package` for `software_Package`, `software:Package`, `…/Software/Package`."""
    kind = text(element.get("type")) or text(element.get("@type"))
    for mark in ("/", ":", "_"):
        kind = kind.rpartition(mark)[2]
    return kind


def _refs(value: Value) -> Iterator[str]:
    for item in sequence(value) or [value]:
        ref = text(item) or _identity(mapping(item))
        if ref:
            yield ref
