"""CycloneDX 1.6 (ECMA-424): the parts of a document as mappings, which the JSON and the XML form write alike.

Fields stand in the order that the XML schema asks for. What the format has no field for is kept in properties whose names
begin with `mooring:`; the decoder in `packages/formats/sbom` reads them back.
"""

import re
from collections.abc import Iterator

from mooring.model.codec import printable
from mooring.model.distro import Distro
from mooring.model.files import FileEntry
from mooring.model.package import License, Location, Package
from mooring.model.purl import parse_purl
from mooring.model.report import ScanReport
from mooring.reports.format import RenderOptions
from mooring.reports.sbom.identity import ROOT, created, document_uuid, image_purl, is_image
from mooring.reports.sbom.vulnerabilities import properties

Part = dict[str, object]
"""A part of a document in the shape of the JSON form."""
SPEC_VERSION = "1.6"
_SCOPES = {"optional": "optional", "peer": "optional", "dev": "excluded", "test": "excluded", "build": "excluded"}
_SIMPLE_ID = re.compile(r"[A-Za-z0-9.+-]+")
_HASHES = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}
_HEX_LENGTHS = {"MD5": 32, "SHA-1": 40, "SHA-256": 64, "SHA-384": 96, "SHA-512": 128}
_UNSAFE = re.compile("[\\x00-\\x1f\\x7f]+")
OPERATING_SYSTEM = "operating-system"


def serial_number(report: ScanReport, options: RenderOptions, form: str) -> str:
    """A URN that names the content of the document."""
    return f"urn:uuid:{document_uuid(report, options, form)}"


def metadata(report: ScanReport, options: RenderOptions) -> Part:
    """When, by what and of what."""
    tool: Part = {"type": "application", "name": report.tool.name}
    if report.tool.version:
        tool["version"] = report.tool.version
    part: Part = {
        "timestamp": created(report, options),
        "tools": {"components": [tool]},
        "component": _root(report),
    }
    return part if report.findings is None else part | {"properties": properties(report.findings)}


def components(report: ScanReport, options: RenderOptions) -> Iterator[Part]:
    """The distribution, the packages, and the files where they are asked for."""
    inventory = report.inventory
    if inventory.distro is not None:
        yield _distro(inventory.distro)
    holders = {relation.target: relation.source for relation in inventory.relations if relation.kind == "contains"}
    for package in inventory.packages:
        yield component(package, holders.get(package.id, ""))
    if options.with_files:
        for entry in inventory.files or ():
            if entry.kind == "file":
                yield _file(entry)


def component(package: Package, holder: str) -> Part:
    """A package; `holder` is the id of the package whose archive it lies in."""
    group, name = _group_and_name(package)
    part: Part = {"bom-ref": package.id, "type": "application" if package.is_root else "library"}
    if group:
        part["group"] = group
    part["name"] = _line(name)
    if package.version:
        part["version"] = _line(package.version)
    if package.scope in _SCOPES:
        part["scope"] = _SCOPES[package.scope]
    optional = {
        "hashes": _hashes(package.properties),
        "licenses": _licenses(package.licenses),
        "cpe": package.cpes[0] if package.cpes else "",
        "purl": printable(package.purl),
        "properties": list(_properties(package, holder)),
        "evidence": _evidence(package.locations),
    }
    part.update({field: value for field, value in optional.items() if value})
    return part


def dependencies(report: ScanReport) -> Iterator[Part]:
    """The graph: the image needs what nothing else needs, and each package what its relations say."""
    needs: dict[str, list[str]] = {}
    for relation in report.inventory.relations:
        if relation.kind == "depends-on" and relation.source != relation.target:
            needs.setdefault(relation.source, []).append(relation.target)
    needed = {target for targets in needs.values() for target in targets}
    ids = [package.id for package in report.inventory.packages]
    roots = sorted({one for one in ids if one not in needed})
    if report.inventory.distro is not None:
        roots.insert(0, OPERATING_SYSTEM)
    yield {"ref": ROOT, "dependsOn": roots}
    for ref in sorted(needs):
        yield {"ref": ref, "dependsOn": sorted(set(needs[ref]))}


def compositions(report: ScanReport) -> list[Part]:
    """That the document is known to be incomplete, where something could not be read."""
    return [] if not report.problems else [{"aggregate": "incomplete", "assemblies": [ROOT]}]


def _root(report: ScanReport) -> Part:
    image = report.image
    part: Part = {"bom-ref": ROOT, "type": "container" if is_image(report) else "file"}
    part["name"] = _line(image.name) or image.kind
    optional = {"version": image.digest, "purl": image_purl(report), "properties": list(_root_properties(report))}
    part.update({field: value for field, value in optional.items() if value})
    return part


def _root_properties(report: ScanReport) -> Iterator[Part]:
    image = report.image
    yield from _named("image_id", image.image_id)
    yield from _named("index_digest", image.index_digest)
    yield from _named("platform", str(image.config.platform) if image.config.platform.architecture else "")
    for tag in image.tags:
        yield from _named("tag", tag)
    for layer in image.layers:
        yield from _named(f"layer:{layer.index}", layer.diff_id)
    for name, value in sorted(image.config.labels.items()):
        yield from _named(f"label:{name}", value)
    for problem in report.problems:
        yield from _named("problem", str(problem))


def _distro(distro: Distro) -> Part:
    part: Part = {"bom-ref": OPERATING_SYSTEM, "type": OPERATING_SYSTEM, "name": _line(distro.id or distro.name)}
    optional = {
        "version": _line(distro.version_id),
        "description": _line(distro.pretty_name),
        # The names that Syft gives these, so that Grype finds the distribution.
        "properties": [
            {"name": f"syft:distro:{name}", "value": _line(value)}
            for name, value in (
                ("id", distro.id),
                ("prettyName", distro.pretty_name),
                ("versionCodename", distro.codename),
                ("versionID", distro.version_id),
                *((f"idLike:{index}", value) for index, value in enumerate(distro.id_like)),
            )
            if value
        ],
    }
    part.update({field: value for field, value in optional.items() if value})
    return part


def _file(entry: FileEntry) -> Part:
    part: Part = {"bom-ref": f"file:{printable(entry.path)}", "type": "file", "name": _line(entry.path)}
    if entry.sha256:
        part["hashes"] = [{"alg": "SHA-256", "content": entry.sha256}]
    properties = [*_named("layer", entry.layer), *_named("owner", entry.owner), *_named("mode", f"{entry.mode:04o}")]
    part["properties"] = properties
    return part


def _group_and_name(package: Package) -> tuple[str, str]:
    """Maven's groupId and artifactId. Other names stay whole: Syft and Grype read an npm scope only as part of the name."""
    if package.type == "maven" and package.purl.startswith("pkg:"):
        purl = parse_purl(package.purl)
        if purl.namespace:
            return _line(purl.namespace), purl.name
    return "", package.name


def _licenses(licenses: tuple[License, ...]) -> list[Part]:
    """Either one expression or a list of single licences, as the schema demands."""
    if len(licenses) == 1 and licenses[0].expression and not _is_id(licenses[0].expression):
        return [{"expression": licenses[0].expression}]
    rows: dict[str, Part] = {}
    for item in licenses:
        field = "id" if _is_id(item.expression) else "name"
        value = item.expression if field == "id" else _line(item.declared)
        if value:
            rows.setdefault(value, {"license": {field: value}})
    return list(rows.values())


def _is_id(expression: str) -> bool:
    """Whether it is one identifier of the SPDX list: neither compound nor a reference."""
    return (
        _SIMPLE_ID.fullmatch(expression) is not None
        and "LicenseRef-" not in expression
        and not expression.endswith("+")
    )


def _hashes(properties: dict[str, str]) -> list[Part]:
    rows: list[Part] = []
    for name, algorithm in _HASHES.items():
        value = properties.get(name, "").lower()
        if len(value) == _HEX_LENGTHS[algorithm] and all(char in "0123456789abcdef" for char in value):
            rows.append({"alg": algorithm, "content": value})
    return rows


def _evidence(locations: tuple[Location, ...]) -> Part:
    occurrences: list[Part] = []
    for path, line in dict.fromkeys((location.path, location.line) for location in locations if location.path):
        occurrences.append({"location": _line(path), **({"line": line} if line > 0 else {})})
    return {"occurrences": occurrences} if occurrences else {}


def _properties(package: Package, holder: str) -> Iterator[Part]:
    first = package.locations[0] if package.locations else None
    yield from _named("layer", first.layer if first else "")
    yield from _named("layer_index", str(package.layer_index) if package.layer_index >= 0 else "")
    yield from _named("found_by", package.found_by)
    yield from _named("inside", holder)
    yield from _named("source_name", package.source_name)
    yield from _named("source_version", package.source_version)
    yield from _named("architecture", package.architecture)
    yield from _named("language", package.language)
    yield from _named("scope", "" if package.scope == "runtime" else package.scope)
    yield from _named("is_installed", "" if package.is_installed else "false")
    yield from _named("is_guess", "true" if package.is_guess else "")
    for cpe in package.cpes[1:]:
        yield from _named("cpe", cpe)
    for name, value in sorted(package.properties.items()):
        yield from _named(f"property:{name}", value)


def _named(name: str, value: str) -> Iterator[Part]:
    if value:
        yield {"name": f"mooring:{_line(name)}", "value": _line(value)}


def _line(text: str) -> str:
    """The text on one line: control characters, which XML has no way to write, become spaces."""
    return _UNSAFE.sub(" ", printable(text)).strip() if not text.isprintable() else text
