"""SPDX 2.3 (ISO/IEC 5962): the parts of a document as mappings, which the JSON and the tag-value form write alike.

Packages are told to have no analysed files: their records say what they own, and we have not compared it (7.8, 7.9).
"""

import hashlib
import re
from collections.abc import Iterable, Iterator

from mooring.model.codec import printable
from mooring.model.files import FileEntry
from mooring.model.match import Findings
from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.reports.findings.counts import assessment_words, database_words, not_assessed, partly_assessed
from mooring.reports.findings.facts import addresses_of
from mooring.reports.findings.groups import counted_matches
from mooring.reports.format import RenderOptions
from mooring.reports.sbom.identity import created, document_uuid, image_purl, is_image
from mooring.reports.sbom.licenses import NO_ASSERTION, expression, references

Part = dict[str, object]
"""A part of a document in the shape of the JSON form."""
DOCUMENT, SYSTEM = "SPDXRef-DOCUMENT", "SPDXRef-OperatingSystem"
# Syft and Grype know by this beginning what is the source and no package.
_IMAGE_ROOT, _OTHER_ROOT = "SPDXRef-DocumentRoot-Image", "SPDXRef-DocumentRoot-Directory"
LICENSE_LIST_VERSION = "3.28"
_LINKS = {"depends-on": "DEPENDS_ON", "contains": "CONTAINS"}
_UNFIT = re.compile(r"[^A-Za-z0-9.-]+")
_UNSAFE = re.compile("[\\x00-\\x1f\\x7f]+")
_NAMESPACE = "https://mooring.example/spdx"
_ALGORITHMS = {"md5": ("MD5", 32), "sha1": ("SHA1", 40), "sha256": ("SHA256", 64), "sha512": ("SHA512", 128)}


def header(report: ScanReport, options: RenderOptions, form: str) -> Part:
    """The fields of the document itself, in the order of the specification."""
    name = line(report.image.name) or report.image.kind
    unique = document_uuid(report, options, form)
    part: Part = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": DOCUMENT,
        "name": name,
        "documentNamespace": f"{_NAMESPACE}/{_UNFIT.sub('-', name).strip('-')[:80]}-{unique}",
        "creationInfo": {
            "created": created(report, options),
            "creators": [f"Tool: {report.tool.name}-{report.tool.version}".rstrip("-")],
            "licenseListVersion": LICENSE_LIST_VERSION,
        },
    }
    comments = list(_comments(report))
    return part | {"comment": ". ".join(comments)} if comments else part


def _comments(report: ScanReport) -> Iterator[str]:
    if report.problems:
        told = "; ".join(line(str(problem)) for problem in report.problems[:20])
        yield f"the scan is incomplete: {len(report.problems)} problems: {told}"
    if report.findings is not None:
        yield f"advisories are those of a {line(database_words(report.findings))}"
        for one in [*not_assessed(report.findings), *partly_assessed(report.findings)]:
            yield line(f"{one.state.value}: {assessment_words(one)}")


def packages(report: ScanReport) -> Iterator[Part]:
    """The image, the distribution, and what is installed."""
    yield _root(report)
    distro = report.inventory.distro
    if distro is not None:
        system = _bare(line(distro.id or distro.name) or "unknown", SYSTEM)
        if distro.version_id:
            system["versionInfo"] = line(distro.version_id)
        yield system | {"primaryPackagePurpose": "OPERATING-SYSTEM"}
    advisories = _advisories(report.findings)
    for package in report.inventory.packages:
        yield package_part(package, advisories.get(package.id, ()))


def package_part(package: Package, advisories: Iterable[str] = ()) -> Part:
    """One package, with the addresses of what is known against it."""
    part = _bare(line(package.name) or "unknown", package_ref(package.id))
    places = ", ".join(dict.fromkeys(line(place.path) for place in package.locations[:5] if place.path))
    optional = {
        "versionInfo": line(package.version),
        "homepage": _address(package.properties.get("homepage", "")),
        "sourceInfo": f"found by {line(package.found_by) or 'mooring'} in: {places}" if places else "",
        "checksums": _checksums(package.properties),
    }
    part.update({field: value for field, value in optional.items() if value})
    part["licenseConcluded"] = NO_ASSERTION
    part["licenseDeclared"] = expression(package)
    part["copyrightText"] = NO_ASSERTION
    layer = package.locations[0].layer if package.locations else ""
    if layer:
        part["attributionTexts"] = [f"LayerDiffID: {line(layer)}"]
    external = [*_external(package), *(_reference("SECURITY", "advisory", address) for address in advisories)]
    if external:
        part["externalRefs"] = external
    part["primaryPackagePurpose"] = "APPLICATION" if package.is_root else "LIBRARY"
    return part


def files(report: ScanReport, options: RenderOptions) -> Iterator[Part]:
    """The files of the image with their SHA-256, where they are asked for."""
    for entry in (report.inventory.files or ()) if options.with_files else ():
        if entry.kind == "file" and entry.sha256:
            yield {
                "SPDXID": file_ref(entry),
                "fileName": f".{line(entry.path)}",
                "checksums": [{"algorithm": "SHA256", "checksumValue": entry.sha256}],
                "licenseConcluded": NO_ASSERTION,
                "licenseInfoInFiles": [NO_ASSERTION],
                "copyrightText": NO_ASSERTION,
            }


def relationships(report: ScanReport, options: RenderOptions) -> Iterator[Part]:
    """What the document describes, what the image contains, and the relations of the packages."""
    inventory, root = report.inventory, root_ref(report)
    yield _link(DOCUMENT, "DESCRIBES", root)
    if inventory.distro is not None:
        yield _link(root, "CONTAINS", SYSTEM)
    for package in inventory.packages:
        yield _link(root, "CONTAINS", package_ref(package.id))
    for package in inventory.packages:
        if package.scope in ("dev", "optional", "test", "build"):
            kind = f"{package.scope.upper()}_DEPENDENCY_OF"
            yield _link(package_ref(package.id), kind, root)
    for relation in inventory.relations:
        kind = _LINKS.get(relation.kind, "OTHER")
        part = _link(package_ref(relation.source), kind, package_ref(relation.target))
        yield part if kind != "OTHER" else part | {"comment": f"{relation.kind}: the files that tell the second"}
    for entry in (inventory.files or ()) if options.with_files else ():
        if entry.kind == "file" and entry.sha256 and entry.owner:
            # Not CONTAINS: that would ask for a verification code over files that we have not compared (7.9).
            yield _link(package_ref(entry.owner), "OTHER", file_ref(entry)) | {"comment": "owns"}


def extracted_licenses(report: ScanReport) -> list[Part]:
    """The LicenseRefs that the expressions use, with the texts that packages declare."""
    return [
        {"licenseId": name, "extractedText": printable(text).strip() or name, "name": line(text)[:200] or name}
        for name, text in references(report.inventory.packages).items()
    ]


def root_ref(report: ScanReport) -> str:
    """The identifier of what was scanned."""
    return _IMAGE_ROOT if is_image(report) else _OTHER_ROOT


def package_ref(package_id: str) -> str:
    """The identifier of a package inside the document."""
    return f"SPDXRef-Package-{_UNFIT.sub('-', package_id)}"


def file_ref(entry: FileEntry) -> str:
    """The identifier of a file inside the document."""
    digest = hashlib.sha256(printable(entry.path).encode()).hexdigest()
    return f"SPDXRef-File-{digest[:24]}"


def line(text: str) -> str:
    """The text on one line."""
    return text if text.isprintable() else _UNSAFE.sub(" ", printable(text)).strip()


def _bare(name: str, ref: str) -> Part:
    return {"name": name, "SPDXID": ref, "downloadLocation": NO_ASSERTION, "filesAnalyzed": False}


def _root(report: ScanReport) -> Part:
    image = report.image
    part = _bare(line(image.name) or image.kind, root_ref(report))
    if image.digest:
        part["versionInfo"] = image.digest
        algorithm, _, value = image.digest.partition(":")
        part["checksums"] = [{"algorithm": algorithm.upper(), "checksumValue": value}]
    purl = image_purl(report)
    if purl:
        part["externalRefs"] = [_reference("PACKAGE-MANAGER", "purl", purl)]
    return part | {"primaryPackagePurpose": "CONTAINER" if is_image(report) else "FILE"}


def _advisories(findings: Findings | None) -> dict[str, list[str]]:
    """Package id to the address of each vulnerability that counts."""
    found: dict[str, list[str]] = {}
    for match in counted_matches(findings) if findings else ():
        rows = found.setdefault(match.package, [])
        rows += [address for address in addresses_of(match.vulnerability)[:1] if address not in rows]
    return found


def _external(package: Package) -> Iterator[Part]:
    if package.purl:
        yield _reference("PACKAGE-MANAGER", "purl", printable(package.purl))
    for cpe in package.cpes:
        yield _reference("SECURITY", "cpe23Type", printable(cpe))


def _reference(category: str, kind: str, locator: str) -> Part:
    return {"referenceCategory": category, "referenceType": kind, "referenceLocator": "".join(locator.split())}


def _checksums(properties: dict[str, str]) -> list[Part]:
    rows: list[Part] = []
    for name, (algorithm, length) in _ALGORITHMS.items():
        value = properties.get(name, "").lower()
        if len(value) == length and all(char in "0123456789abcdef" for char in value):
            rows.append({"algorithm": algorithm, "checksumValue": value})
    return rows


def _address(text: str) -> str:
    """A homepage, if it is a plain address: validators refuse others."""
    is_address = text.startswith(("https://", "http://")) and text.isascii() and text.isprintable()
    return text if is_address and not set(text) & set(' <>"{}|\\^`') else ""


def _link(source: str, kind: str, target: str) -> Part:
    return {"spdxElementId": source, "relationshipType": kind, "relatedSpdxElement": target}
