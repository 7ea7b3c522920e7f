"""The tag-value and RDF/XML forms of SPDX 2, turned into the mappings of the JSON form."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from mooring.base.errors import ReadError
from mooring.packages.formats.documents import Value, local_name

_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_RDF_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_PACKAGE_TAGS = {
    "PackageName": "name",
    "PackageVersion": "versionInfo",
    "PackageLicenseDeclared": "licenseDeclared",
    "PackageLicenseConcluded": "licenseConcluded",
    "PackageSourceInfo": "sourceInfo",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
    "PackageFileName": "packageFileName",
    "PackageHomePage": "homepage",
}
_DOCUMENT_TAGS = {"SPDXVersion": "spdxVersion", "DocumentName": "name", "DocumentNamespace": "documentNamespace"}
_OTHER_ELEMENTS = frozenset({"FileName", "SnippetSPDXID", "LicenseID"})
_MAX_ELEMENTS = 2_000_000


def mapping_of_tag_value(content: bytes) -> dict[str, Value]:
    """The document; raises ReadError at a line that is no tag and value, and where no SPDXVersion is."""
    packages: list[dict[str, Value]] = []
    relationships: list[Value] = []
    licenses: list[dict[str, Value]] = []
    creators: list[Value] = []
    creation: dict[str, Value] = {"creators": creators}
    document: dict[str, Value] = {
        "packages": packages,
        "relationships": relationships,
        "hasExtractedLicensingInfos": licenses,
        "creationInfo": creation,
    }
    element: dict[str, Value] | None = None
    for tag, value in _tags(content):
        if tag == "PackageName":
            element = {"externalRefs": [], "annotations": [], "attributionTexts": []}
            packages.append(element)
        elif tag in _OTHER_ELEMENTS:
            element = {"licenseId": value} if tag == "LicenseID" else {}
            if tag == "LicenseID":
                licenses.append(element)
        if tag == "Relationship":
            relationships.append(_relationship(value))
        elif tag == "Creator":
            creators.append(value)
        elif tag == "Created":
            creation["created"] = value
        elif element is None:
            document[_DOCUMENT_TAGS.get(tag, tag)] = value
        else:
            _set(element, tag, value)
    if "spdxVersion" not in document:
        raise ReadError("is not an SPDX tag-value document: it has no SPDXVersion")
    return document


def mapping_of_rdf(root: Element) -> dict[str, Value]:
    """The packages and relationships of an RDF/XML document."""
    packages = []
    licenses: list[Value] = []
    document: dict[str, Value] = {"relationships": [], "hasExtractedLicensingInfos": licenses}
    for element in root.iter():
        name = local_name(element)
        if name == "Package":
            packages.append(_rdf_package(element))
        elif name == "SpdxDocument":
            for child in element:
                if local_name(child) in ("name", "specVersion"):
                    key = "spdxVersion" if local_name(child) == "specVersion" else "name"
                    document[key] = (child.text or "").strip()
    document["packages"] = packages
    document["relationships"] = list(_rdf_relationships(root))
    return document


def _set(element: dict[str, Value], tag: str, value: str) -> None:
    if tag == "ExternalRef":
        parts = value.split(None, 2)
        if len(parts) == 3:
            row: Value = {"referenceCategory": parts[0], "referenceType": parts[1], "referenceLocator": parts[2]}
            _append(element, "externalRefs", row)
    elif tag == "PackageComment":
        element["comment"] = value
    elif tag == "AnnotationComment":
        _append(element, "annotations", {"comment": value})
    elif tag == "PackageAttributionText":
        _append(element, "attributionTexts", value)
    elif tag == "PackageChecksum":
        algorithm, _, checksum = value.partition(":")
        _append(element, "checksums", {"algorithm": algorithm, "checksumValue": checksum.strip()})
    elif tag in ("LicenseName", "ExtractedText"):
        element["name" if tag == "LicenseName" else "extractedText"] = value
    else:
        element.setdefault(_PACKAGE_TAGS.get(tag, tag), value)


def _append(element: dict[str, Value], field: str, row: Value) -> None:
    rows = element.setdefault(field, [])
    if isinstance(rows, list):
        rows.append(row)


def _relationship(value: str) -> Value:
    parts = value.split(None, 2)
    if len(parts) < 3:
        return {}
    return {"spdxElementId": parts[0], "relationshipType": parts[1], "relatedSpdxElement": parts[2]}


def _tags(content: bytes) -> Iterator[tuple[str, str]]:
    """Each tag with its value; `<text>` values may span lines (specification 2.3, 7.1)."""
    lines = iter(enumerate(content.decode("utf-8-sig", "replace").splitlines(), start=1))
    for number, line in lines:
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        tag, separator, value = line.partition(":")
        if not separator or " " in tag:
            raise ReadError(f"is not an SPDX tag-value document: line {number} has no tag")
        value = value.strip()
        if value.startswith("<text>") and "</text>" not in value:
            parts = [value]
            for _, more in lines:
                parts.append(more)
                if "</text>" in more:
                    break
            else:
                raise ReadError(f"line {number}: the text of {tag} has no end")
            value = "\n".join(parts)
        yield tag, value.removeprefix("<text>").removesuffix("</text>").strip()


def _rdf_package(element: Element) -> dict[str, Value]:
    row: dict[str, Value] = {"SPDXID": element.get(_RDF_ABOUT, "").rpartition("#")[2]}
    references: list[Value] = []
    for child in element:
        name = local_name(child)
        if name == "externalRef":
            references += [_rdf_reference(reference) for reference in child]
        elif name in ("name", "versionInfo", "licenseDeclared", "licenseConcluded", "sourceInfo"):
            resource = child.get(_RDF_RESOURCE, "")
            row[name] = resource.rpartition("/")[2] if "/licenses/" in resource else (child.text or "").strip()
        elif name == "primaryPackagePurpose":
            row[name] = child.get(_RDF_RESOURCE, "").rpartition("purpose_")[2]
    row["externalRefs"] = references
    return row


def _rdf_reference(element: Element) -> Value:
    row: dict[str, Value] = {}
    for child in element:
        resource = child.get(_RDF_RESOURCE, "")
        row[local_name(child)] = resource.rpartition("/")[2] if resource else (child.text or "").strip()
    return row


def _rdf_relationships(root: Element) -> Iterator[Value]:
    """Relationships whose near end is a package or the document; the far end is named or stands inside."""
    for count, owner in enumerate(root.iter()):
        if count > _MAX_ELEMENTS:
            raise ReadError(f"has more than {_MAX_ELEMENTS} elements")
        if local_name(owner) not in ("Package", "SpdxDocument"):
            continue
        for relationship in owner:
            if local_name(relationship) != "relationship":
                continue
            for inner in relationship:
                yield {"spdxElementId": owner.get(_RDF_ABOUT, "").rpartition("#")[2], **_rdf_far_end(inner)}


def _rdf_far_end(element: Element) -> dict[str, Value]:
    row: dict[str, Value] = {}
    for child in element:
        resource = child.get(_RDF_RESOURCE, "")
        if local_name(child) == "relationshipType":
            words = resource.rpartition("relationshipType_")[2]
            row["relationshipType"] = "".join(f"_{c}" if c.isupper() else c for c in words).upper()
        elif local_name(child) == "relatedSpdxElement":
            about = resource or next((inner.get(_RDF_ABOUT, "") for inner in child), "")
            row["relatedSpdxElement"] = about.rpartition("#")[2]
    return row
