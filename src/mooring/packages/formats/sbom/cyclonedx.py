"""CycloneDX 1.0 to 1.7 (ECMA-424), JSON and XML.

XML is turned into the mappings that the JSON form has, so that one function reads both.
Trivy and Syft keep what the format has no field for in `properties`; theirs are understood, as are our own.
"""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

import msgspec

from mooring.base.errors import ReadError
from mooring.base.limits import Limits
from mooring.model.distro import Distro
from mooring.model.package import Location
from mooring.packages.formats.documents import Value, local_name, mapping, sequence, text
from mooring.packages.formats.sbom.document import IMAGE_TYPES, Component, Draft, Link, Subject, distro_named

_SCOPES = {"optional": "optional", "excluded": "dev"}
_LISTS = frozenset(
    {"components", "dependencies", "licenses", "properties", "hashes", "tools", "services", "occurrences"}
)
_TRIVY = "aquasecurity:trivy:"


def decode_cyclonedx(document: Mapping[str, Value], limits: Limits, form: str = "cyclonedx-json") -> Draft:
    """Gather components, nested ones too, and the dependency graph."""
    metadata = mapping(document.get("metadata"))
    draft = Draft(
        format=form,
        spec_version=text(document.get("specVersion")),
        identity=text(document.get("serialNumber")),
        created=text(metadata.get("timestamp")),
        tools=list(_tools(metadata.get("tools"))),
    )
    root = mapping(metadata.get("component"))
    if root:
        _add_root(draft, root)
    for row, parent in _walk(sequence(document.get("components")), text(root.get("bom-ref")), limits):
        _add(draft, row, parent)
    for row in map(mapping, sequence(document.get("dependencies"))):
        source = text(row.get("ref"))
        draft.links += [
            Link(kind="depends-on", source=source, target=text(target))
            for target in sequence(row.get("dependsOn"))
            if text(target) != source
        ]
    return draft


def decode_cyclonedx_xml(root: Element, limits: Limits) -> Draft:
    """The same, from the root element `bom`."""
    namespace = root.tag.partition("}")[0].rpartition("/")[2]
    document = _mapping_of(root, limits.max_document_depth)
    document["specVersion"] = namespace if namespace[:1].isdigit() else ""
    return decode_cyclonedx(document, limits, "cyclonedx-xml")


def _walk(rows: object, parent: str, limits: Limits) -> Iterator[tuple[Mapping[str, Value], str]]:
    """Each component in the order of the document, with the ref of the one that it is nested in."""
    waiting = [(mapping(row), parent, 0) for row in reversed(sequence(rows))]
    while waiting:
        row, above, depth = waiting.pop()
        yield row, above
        if depth > limits.max_document_depth:
            raise ReadError(f"nests components more than {limits.max_document_depth} deep")
        inner = sequence(row.get("components"))
        waiting += [(mapping(one), text(row.get("bom-ref")), depth + 1) for one in reversed(inner)]


def _add_root(draft: Draft, row: Mapping[str, Value]) -> None:
    properties = _properties(row)
    purl = text(row.get("purl"))
    kind = text(row.get("type"))
    draft.name = text(row.get("name"))
    version = text(row.get("version"))
    digest = version if version.startswith("sha256:") else ""
    draft.subject = Subject(name=draft.name, version=version, kind=kind, purl=purl, digest=digest)
    is_image = kind in ("container", "operating-system", "device") or purl[4:].split("/")[0] in IMAGE_TYPES
    if purl and not is_image:
        draft.components.append(_component(row, properties, is_root=True))
    for inner, parent in _walk(row.get("components"), text(row.get("bom-ref")), Limits()):
        _add(draft, inner, parent)


def _add(draft: Draft, row: Mapping[str, Value], parent: str) -> None:
    properties = _properties(row)
    if text(row.get("type")) == "operating-system" and not text(row.get("purl")):
        draft.distro = draft.distro or _distro(row, properties)
        return
    component = _component(row, properties)
    draft.components.append(component)
    if parent and component.ref:
        draft.links.append(Link(kind="contains", source=parent, target=component.ref))


def _component(row: Mapping[str, Value], properties: Mapping[str, str], *, is_root: bool = False) -> Component:
    scope = _SCOPES.get(text(row.get("scope")), "runtime")
    if properties.get("cdx:npm:package:development") == "true":
        scope = "dev"
    cpes = [text(row.get("cpe")), *(value for name, value in properties.items() if name.startswith("syft:cpe23"))]
    return Component(
        ref=text(row.get("bom-ref")),
        name=text(row.get("name")),
        version=text(row.get("version")),
        namespace=text(row.get("group")),
        purl=text(row.get("purl")),
        kind=text(row.get("type")),
        cpes=tuple(filter(None, cpes)),
        licenses=tuple(_licenses(row)),
        scope=properties.get("mooring:scope", scope),
        language=properties.get("syft:package:language", ""),
        architecture=properties.get("mooring:architecture", "") or properties.get("syft:metadata:architecture", ""),
        source_name=_source_name(properties),
        source_version=_source_version(properties),
        locations=tuple(_locations(row, properties)),
        properties=_kept(row, properties),
        is_root=is_root,
    )


def _kept(row: Mapping[str, Value], properties: Mapping[str, str]) -> dict[str, str]:
    """Digests, homepage, and what our own documents keep."""
    kept = {
        text(item.get("alg")).lower().replace("sha-", "sha"): text(item.get("content")).lower()
        for item in map(mapping, sequence(row.get("hashes")))
        if text(item.get("content"))
    }
    for reference in map(mapping, sequence(row.get("externalReferences"))):
        if text(reference.get("type")) in ("website", "vcs") and text(reference.get("url")).startswith("http"):
            kept.setdefault("homepage", text(reference.get("url")))
    for name, value in properties.items():
        if name.startswith("mooring:property:"):
            kept[name.removeprefix("mooring:property:")] = value
    return kept


def _licenses(row: Mapping[str, Value]) -> Iterator[str]:
    for choice in map(mapping, sequence(row.get("licenses"))):
        declared = mapping(choice.get("license"))
        name = text(choice.get("expression")) or text(declared.get("id")) or text(declared.get("name"))
        if name:
            yield name


def _locations(row: Mapping[str, Value], properties: Mapping[str, str]) -> Iterator[Location]:
    occurrences = sequence(mapping(row.get("evidence")).get("occurrences"))
    layer = properties.get("mooring:layer", "") or properties.get(f"{_TRIVY}LayerDiffID", "")
    paths = [text(mapping(item).get("location")) for item in occurrences]
    found = {path: layer for path in [*paths, properties.get(f"{_TRIVY}FilePath", "")] if path}
    for name, value in properties.items():
        if name.startswith("syft:location:") and name.endswith(":path"):
            found[value] = properties.get(f"{name.removesuffix('path')}layerID", "")
    if not found and layer:
        found[""] = layer
    for path, one in found.items():
        yield Location(path=f"/{path.lstrip('/')}" if path else "", layer=one)


def _source_name(properties: Mapping[str, str]) -> str:
    names = ("mooring:source_name", f"{_TRIVY}SrcName", "syft:metadata:originPackage", "syft:metadata:source")
    return next((properties[name] for name in names if properties.get(name)), "")


def _source_version(properties: Mapping[str, str]) -> str:
    version = properties.get("mooring:source_version", "") or properties.get("syft:metadata:sourceVersion", "")
    if version:
        return version
    version, release = properties.get(f"{_TRIVY}SrcVersion", ""), properties.get(f"{_TRIVY}SrcRelease", "")
    epoch = properties.get(f"{_TRIVY}SrcEpoch", "")
    return (f"{epoch}:" if epoch else "") + version + (f"-{release}" if release else "")


def _distro(row: Mapping[str, Value], properties: Mapping[str, str]) -> Distro:
    version = properties.get("syft:distro:versionID") or text(row.get("version"))
    named = distro_named(properties.get("syft:distro:id") or text(row.get("name")), version)
    pretty = properties.get("syft:distro:prettyName") or text(row.get("description")) or named.pretty_name
    like = tuple(value for name, value in properties.items() if name.startswith("syft:distro:idLike"))
    return msgspec.structs.replace(named, pretty_name=pretty, id_like=like)


def _properties(row: Mapping[str, Value]) -> dict[str, str]:
    rows = map(mapping, sequence(row.get("properties")))
    return {text(item.get("name")): text(item.get("value")) for item in rows}


def _tools(tools: Value) -> Iterator[str]:
    rows = sequence(tools) or sequence(mapping(tools).get("components"))
    for tool in map(mapping, rows):
        yield " ".join(filter(None, (text(tool.get("name")), text(tool.get("version")))))


def _mapping_of(element: Element, depth: int) -> dict[str, Value]:
    """An element as the JSON form of the same document has it."""
    if depth <= 0:
        raise ReadError("nests elements too deep")
    row: dict[str, Value] = {_attribute(name): value for name, value in element.attrib.items()}
    for child in element:
        name = local_name(child)
        if name in _LISTS:
            row[name] = [_item(item, depth - 2) for item in child]
        elif len(child) or (child.attrib and not (child.text or "").strip()):
            row[name] = _mapping_of(child, depth - 1)
        else:
            row[name] = (child.text or "").strip()
    if local_name(element) == "dependency":
        row["dependsOn"] = [text(inner.get("ref")) for inner in element]
    if not len(element):
        # Where XML has a text, JSON has a field: of a property its value, of a hash its content.
        row["value" if local_name(element) == "property" else "content"] = (element.text or "").strip()
    return row


def _item(element: Element, depth: int) -> Value:
    """A member of a list: `<license>` and `<expression>` are told apart by their names, the others by place."""
    name = local_name(element)
    if name == "expression":
        return {"expression": (element.text or "").strip()}
    inner = _mapping_of(element, depth)
    return {"license": inner} if name == "license" else inner


def _attribute(name: str) -> str:
    return name.rpartition("}")[2]
