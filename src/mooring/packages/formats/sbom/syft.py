"""Syft's own JSON, schemas 1 to 16: `artifacts`, each with the record of its package manager in `metadata`."""

from collections.abc import Iterator, Mapping

from mooring.model.distro import Distro
from mooring.model.package import Location
from mooring.packages.formats.documents import Value, mapping, sequence, text
from mooring.packages.formats.sbom.document import Component, Draft, Link, Subject

_TYPES = {
    "apk": "apk",
    "alpm": "alpm",
    "bitnami": "bitnami",
    "conan": "conan",
    "conda": "conda",
    "cocoapods": "cocoapods",
    "dart-pub": "pub",
    "deb": "deb",
    "dpkg": "deb",
    "dotnet": "nuget",
    "gem": "gem",
    "go-module": "golang",
    "hackage": "hackage",
    "hex": "hex",
    "java-archive": "maven",
    "jenkins-plugin": "maven",
    "linux-kernel": "generic",
    "npm": "npm",
    "php-composer": "composer",
    "portage": "ebuild",
    "python": "pypi",
    "rpm": "rpm",
    "rust-crate": "cargo",
    "swift": "swift",
}


def decode_syft(document: Mapping[str, Value]) -> Draft:
    """Gather the artifacts and the relations between them."""
    descriptor, source = mapping(document.get("descriptor")), mapping(document.get("source"))
    described = mapping(source.get("metadata")) or mapping(source.get("target"))
    name = text(source.get("name")) or text(described.get("userInput")) or text(source.get("target"))
    draft = Draft(
        format="syft-json",
        spec_version=text(mapping(document.get("schema")).get("version")),
        name=name,
        tools=[" ".join(filter(None, (text(descriptor.get("name")), text(descriptor.get("version")))))],
        distro=_distro(mapping(document.get("distro"))),
        subject=Subject(
            name=text(described.get("userInput")) or name,
            version=text(source.get("version")),
            kind="container" if text(source.get("type")) == "image" else text(source.get("type")),
            digest=text(described.get("manifestDigest")),
        ),
    )
    draft.components += [_component(mapping(row)) for row in sequence(document.get("artifacts"))]
    for row in map(mapping, sequence(document.get("artifactRelationships"))):
        parent, child = text(row.get("parent")), text(row.get("child"))
        if text(row.get("type")) == "dependency-of" and parent != child:
            # The parent is what the child needs.
            draft.links.append(Link(kind="depends-on", source=child, target=parent))
        elif text(row.get("type")) == "contains" and parent != child:
            draft.links.append(Link(kind="contains", source=parent, target=child))
    return draft


def _component(row: Mapping[str, Value]) -> Component:
    metadata = mapping(row.get("metadata"))
    purl, kind = text(row.get("purl")), text(row.get("type"))
    source_name, source_version = _source(kind, metadata)
    return Component(
        ref=text(row.get("id")),
        name=text(row.get("name")),
        version="" if text(row.get("version")) == "UNKNOWN" else text(row.get("version")),
        purl=purl,
        type="" if purl else _TYPES.get(kind, "generic"),
        kind="library",
        cpes=tuple(filter(None, (text(cpe) or text(mapping(cpe).get("cpe")) for cpe in sequence(row.get("cpes"))))),
        licenses=tuple(_licenses(row)),
        language=text(row.get("language")),
        architecture=text(metadata.get("architecture")) or text(metadata.get("arch")),
        source_name=source_name,
        source_version=source_version,
        locations=tuple(_locations(row)),
    )


def _source(kind: str, metadata: Mapping[str, Value]) -> tuple[str, str]:
    """The source package, from what apk, dpkg and rpm call it."""
    if kind == "rpm":
        parts = text(metadata.get("sourceRpm")).removesuffix(".rpm").removesuffix(".src").rsplit("-", 2)
        return (parts[0], f"{parts[1]}-{parts[2]}") if len(parts) == 3 else ("", "")
    if kind == "apk":
        return text(metadata.get("originPackage")), ""
    return text(metadata.get("source")), text(metadata.get("sourceVersion"))


def _licenses(row: Mapping[str, Value]) -> Iterator[str]:
    for item in sequence(row.get("licenses")):
        declared = mapping(item)
        name = text(item) or text(declared.get("spdxExpression")) or text(declared.get("value"))
        if name:
            yield name


def _locations(row: Mapping[str, Value]) -> Iterator[Location]:
    for item in map(mapping, sequence(row.get("locations"))):
        path = text(item.get("path"))
        if path:
            yield Location(path=path, layer=text(item.get("layerID")))


def _distro(row: Mapping[str, Value]) -> Distro | None:
    # Before schema 3 `name` was the identifier, `version` the version and `idLike` a text.
    identity = text(row.get("id")) or text(row.get("name"))
    if not identity:
        return None
    like = row.get("idLike")
    return Distro(
        id=identity.lower(),
        id_like=tuple(map(text, sequence(like))) or tuple(text(like).split()),
        name=text(row.get("name")),
        pretty_name=text(row.get("prettyName")),
        version_id=text(row.get("versionID")) or text(row.get("version")),
        version=text(row.get("version")),
        codename=text(row.get("versionCodename")),
        build_id=text(row.get("buildID")),
        variant_id=text(row.get("variantID")),
        cpe_name=text(row.get("cpeName")),
        home_url=text(row.get("homeURL")),
    )
