"""SPDX 2.1 to 2.3 (ISO/IEC 5962): the JSON and YAML forms, which are one; tag-value and RDF are turned into it."""

from collections.abc import Iterator, Mapping

import msgspec

from mooring.base.errors import ReadError
from mooring.model.package import Location
from mooring.packages.formats.documents import Value, mapping, sequence, text
from mooring.packages.formats.sbom.document import IMAGE_TYPES, Component, Draft, Link, Subject, distro_named

_NOTHING = frozenset({"", "NOASSERTION", "NONE"})
_DEPENDS = {
    "DEPENDS_ON": False,
    "DEPENDENCY_OF": True,
    "RUNTIME_DEPENDENCY_OF": True,
    "DEV_DEPENDENCY_OF": True,
    "OPTIONAL_DEPENDENCY_OF": True,
    "PROVIDED_DEPENDENCY_OF": True,
    "TEST_DEPENDENCY_OF": True,
    "BUILD_DEPENDENCY_OF": True,
    "DYNAMIC_LINK": False,
    "STATIC_LINK": False,
    "HAS_PREREQUISITE": False,
    "PREREQUISITE_FOR": True,
    "CONTAINS": False,
    "CONTAINED_BY": True,
}
"""Relationship type to whether it is told from the far end (specification 2.3, 11.1)."""
_SCOPES = {
    "DEV_DEPENDENCY_OF": "dev",
    "OPTIONAL_DEPENDENCY_OF": "optional",
    "TEST_DEPENDENCY_OF": "test",
    "BUILD_DEPENDENCY_OF": "build",
}
_STEMS = (
    ("operatingsystem", "operating-system"),
    ("containerimage", "container"),
    ("documentroot-image", "container"),
    ("documentroot", "folder"),
    ("filesystem", "folder"),
    ("application-", "group"),
    ("repository", "group"),
)
_GROUPS = frozenset({"folder", "group", "file", "container", "other", "device"})
"""Kinds that stand for no package of their own unless they have a version or a package URL."""
_ORIGINS = {
    "bdb": "rpm",
    "ndb": "rpm",
    "sqlite": "rpm",
    "dpkg": "deb",
    "maven": "maven",
    "go": "golang",
    "python": "pypi",
}
"""What Claircore writes before the path in `packageFileName`."""
_CPE_TYPES = ("cpe23Type", "cpe22Type", "http://spdx.org/rdf/references/cpe23Type")


def decode_spdx2(document: Mapping[str, Value], form: str = "spdx-json") -> Draft:
    """Gather packages and relationships; files are left out. Raises ReadError where no package has a name."""
    creation = mapping(document.get("creationInfo"))
    creators = [text(creator) for creator in sequence(creation.get("creators"))]
    draft = Draft(
        format=form,
        spec_version=text(document.get("spdxVersion")).removeprefix("SPDX-"),
        name=text(document.get("name")),
        identity=text(document.get("documentNamespace")),
        created=text(creation.get("created")),
        tools=[creator.partition(":")[2].strip() for creator in creators if creator.startswith("Tool:")],
    )
    told = _relate(draft, document)
    names = _extracted_licenses(document)
    rows = [mapping(row) for row in sequence(document.get("packages"))]
    sources = {text(row.get("SPDXID")): row for row in rows if text(row.get("SPDXID")) in told.sources.values()}
    for row in rows:
        if text(row.get("name")):
            _add(draft, row, names, told, sources)
        else:
            draft.problems.append(f"package {text(row.get('SPDXID'))!r} has no name")
    if rows and len(draft.problems) == len(rows):
        raise ReadError(f"is SPDX, but none of its {len(rows)} packages has a name")
    return draft


class _Told(msgspec.Struct, kw_only=True):
    """What relationships tell of packages."""

    described: set[str]
    """Refs of what the document is about."""
    scopes: dict[str, str]
    sources: dict[str, str]
    """Ref of a package to the ref of its source package."""


def _relate(draft: Draft, document: Mapping[str, Value]) -> _Told:
    """Add the links, and gather what else relationships tell."""
    told = _Told(described={text(ref) for ref in sequence(document.get("documentDescribes"))}, scopes={}, sources={})
    for row in map(mapping, sequence(document.get("relationships"))):
        kind = text(row.get("relationshipType")).upper()
        source, target = text(row.get("spdxElementId")), text(row.get("relatedSpdxElement"))
        if kind in ("DESCRIBES", "DESCRIBE"):
            told.described.add(target)
        elif kind == "DESCRIBED_BY":
            told.described.add(source)
        elif kind == "GENERATED_FROM":
            told.sources[source] = target
        elif kind in _DEPENDS:
            if kind in _SCOPES:
                told.scopes[source] = _SCOPES[kind]
            if _DEPENDS[kind]:
                source, target = target, source
            link = "contains" if kind.startswith("CONTAIN") else "depends-on"
            if source != target:
                draft.links.append(Link(kind=link, source=source, target=target))
    return told


def _add(
    draft: Draft,
    row: Mapping[str, Value],
    names: Mapping[str, str],
    told: _Told,
    sources: Mapping[str, Mapping[str, Value]],
) -> None:
    ref = text(row.get("SPDXID"))
    purl, cpes, others = _references(row)
    name, version = text(row.get("name")), _told(row.get("versionInfo"))
    kind, is_described = _kind(row, ref, purl), ref in told.described
    if is_described and (kind == "container" or not draft.subject.name):
        draft.subject = Subject(name=name, version=version, kind=kind, purl=purl, digest=_digest(row, version))
    if kind == "operating-system" and not purl:
        identity, number = others.get("did", ""), others.get("version_id", "")
        draft.distro = draft.distro or distro_named(identity or name, number or version)
        return
    if (kind in ("container", "folder") and is_described) or (kind in _GROUPS and not purl and not version):
        return
    # A source package without package URL is told by its binary packages.
    if kind == "source" and not purl and ref in sources:
        return
    source_name, source_version = _source(row, sources.get(told.sources.get(ref, ""), {}))
    origin, _, path = text(row.get("packageFileName")).partition(":")
    component = Component(
        ref=ref,
        name=name,
        version=version,
        purl=purl,
        type="" if purl else _ORIGINS.get(origin, "") if path else "",
        kind="" if purl else "library",
        cpes=cpes,
        licenses=tuple(_licenses(row, names)),
        scope=told.scopes.get(ref, "runtime"),
        source_name=source_name,
        source_version=source_version,
        locations=tuple(_locations(row)) or ((Location(path=f"/{path}"),) if origin in _ORIGINS and path else ()),
        properties=_kept(row),
        is_root=is_described,
    )
    draft.components.append(component)


def _source(row: Mapping[str, Value], source: Mapping[str, Value]) -> tuple[str, str]:
    """What a package was built from: the source package that it is related to, else Trivy's `built package from: openssl 1:1.0.2k-16`."""
    if source:
        return text(source.get("name")), _told(source.get("versionInfo"))
    head, _, rest = text(row.get("sourceInfo")).partition(": ")
    if head != "built package from":
        return "", ""
    name, _, version = rest.strip().partition(" ")
    return name, version


def _kind(row: Mapping[str, Value], ref: str, purl: str) -> str:
    """What a package is, from its purpose, or (before 2.3) from how Trivy and Syft begin its identifier."""
    purpose = text(row.get("primaryPackagePurpose")).lower().replace("_", "-")
    stem = ref.removeprefix("SPDXRef-").lower()
    for start, kind in _STEMS:
        if stem.startswith(start) and (not purpose or purpose in ("application", "other", "file")):
            return kind
    return "container" if purl[4:].split("/")[0] in IMAGE_TYPES and not purpose else purpose


def _references(row: Mapping[str, Value]) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """Package URL, CPE names and other references by type."""
    purl, cpes = "", []
    others: dict[str, str] = {}
    for reference in map(mapping, sequence(row.get("externalRefs"))):
        kind, locator = text(reference.get("referenceType")), text(reference.get("referenceLocator"))
        if kind.rpartition("/")[2] == "purl":
            purl = purl or locator
        elif kind in _CPE_TYPES:
            cpes.append(locator)
        else:
            others[kind] = locator
    return purl, tuple(cpes), others


def _licenses(row: Mapping[str, Value], names: Mapping[str, str]) -> Iterator[str]:
    for field in ("licenseDeclared", "licenseConcluded"):
        expression = text(row.get(field))
        if expression not in _NOTHING:
            yield names.get(expression, expression)
            return


def _extracted_licenses(document: Mapping[str, Value]) -> dict[str, str]:
    """LicenseRef to the name of what it stands for, where it has a short one."""
    names = {}
    for row in map(mapping, sequence(document.get("hasExtractedLicensingInfos"))):
        for candidate in (_told(row.get("name")), _told(row.get("extractedText"))):
            if candidate and len(candidate) <= 80 and "\n" not in candidate:
                names[text(row.get("licenseId"))] = candidate
                break
    return names


def _locations(row: Mapping[str, Value]) -> Iterator[Location]:
    """Syft and we tell the place in `sourceInfo`: `acquired package info from …: /lib/apk/db/installed, …`."""
    layer = _annotated(row).get("layer", "")
    rest = text(row.get("sourceInfo")).partition(": ")[2]
    for path in rest.split(", "):
        if path.startswith("/") and "\n" not in path:
            yield Location(path=path, layer=layer)


def _annotated(row: Mapping[str, Value]) -> dict[str, str]:
    """Our own annotations (`mooring:layer=sha256:…`) and Trivy's attribution texts (`LayerDiffID: sha256:…`)."""
    found = {}
    comments = [text(mapping(item).get("comment")) for item in sequence(row.get("annotations"))]
    for comment in comments:
        name, separator, value = comment.removeprefix("mooring:").partition("=")
        if separator and comment.startswith("mooring:"):
            found[name] = value
    for told in [*map(text, sequence(row.get("attributionTexts"))), *comments]:
        name, separator, value = told.partition(": ")
        if separator and name == "LayerDiffID":
            found["layer"] = value
    return found


def _kept(row: Mapping[str, Value]) -> dict[str, str]:
    """Digests, homepage, annotations."""
    kept = {
        text(item.get("algorithm")).lower(): text(item.get("checksumValue")).lower()
        for item in map(mapping, sequence(row.get("checksums")))
        if text(item.get("algorithm")) and text(item.get("checksumValue"))
    }
    homepage = _told(row.get("homepage"))
    if homepage:
        kept["homepage"] = homepage
    return {**kept, **{name: value for name, value in _annotated(row).items() if name != "layer"}}


def _digest(row: Mapping[str, Value], version: str) -> str:
    if version.startswith("sha256:"):
        return version
    for checksum in map(mapping, sequence(row.get("checksums"))):
        if text(checksum.get("algorithm")) == "SHA256":
            return f"sha256:{text(checksum.get('checksumValue'))}"
    return ""


def _told(value: Value) -> str:
    told = text(value)
    return "" if told in _NOTHING else told
