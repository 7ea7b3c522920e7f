"""SPDX 2.3 as tags and values: the mappings of the JSON form under their other names.

Files stand before the first package, since those after one would be said to belong to it (specification 2.3, 8).
"""

from collections.abc import Iterator, Mapping

from mooring.model.report import ScanReport
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.sbom import spdx
from mooring.reports.text.style import clean

_PACKAGE_TAGS = {
    "name": "PackageName",
    "SPDXID": "SPDXID",
    "versionInfo": "PackageVersion",
    "downloadLocation": "PackageDownloadLocation",
    "filesAnalyzed": "FilesAnalyzed",
    "homepage": "PackageHomePage",
    "sourceInfo": "PackageSourceInfo",
    "licenseConcluded": "PackageLicenseConcluded",
    "licenseDeclared": "PackageLicenseDeclared",
    "copyrightText": "PackageCopyrightText",
    "primaryPackagePurpose": "PrimaryPackagePurpose",
}
_FILE_TAGS = {
    "fileName": "FileName",
    "SPDXID": "SPDXID",
    "licenseConcluded": "LicenseConcluded",
    "copyrightText": "FileCopyrightText",
}
_TEXTS = frozenset(
    {"PackageSourceInfo", "ExtractedText", "DocumentComment", "RelationshipComment", "PackageAttributionText"}
)
"""Tags whose value is free text and stands between <text> and </text>."""
_PIECE_PARTS = 200


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """A document that SPDX tools accept."""
    yield _joined(_header(spdx.header(report, options, "spdx-tag-value")))
    yield from _pieces(_file(part) for part in spdx.files(report, options))
    yield from _pieces(_package(part) for part in spdx.packages(report))
    yield from _pieces(_relationship(part) for part in spdx.relationships(report, options))
    yield from _pieces(_license(part) for part in spdx.extracted_licenses(report))


def _pieces(blocks: Iterator[Iterator[str]]) -> Iterator[bytes]:
    waiting: list[bytes] = []
    for block in blocks:
        waiting.append(_joined(block))
        if len(waiting) == _PIECE_PARTS:
            yield b"".join(waiting)
            waiting = []
    if waiting:
        yield b"".join(waiting)


def _joined(lines: Iterator[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _header(part: Mapping[str, object]) -> Iterator[str]:
    creation = _mapping(part["creationInfo"])
    yield _tag("SPDXVersion", part["spdxVersion"])
    yield _tag("DataLicense", part["dataLicense"])
    yield _tag("SPDXID", part["SPDXID"])
    yield _tag("DocumentName", part["name"])
    yield _tag("DocumentNamespace", part["documentNamespace"])
    if "comment" in part:
        yield _tag("DocumentComment", part["comment"])
    yield _tag("LicenseListVersion", creation["licenseListVersion"])
    for creator in _rows(creation["creators"]):
        yield _tag("Creator", creator)
    yield _tag("Created", creation["created"])


def _package(part: Mapping[str, object]) -> Iterator[str]:
    yield ""
    for field, tag in _PACKAGE_TAGS.items():
        if field in part:
            yield _tag(tag, part[field])
    for row in map(_mapping, _rows(part.get("checksums"))):
        yield _tag("PackageChecksum", f"{row['algorithm']}: {row['checksumValue']}")
    for text in _rows(part.get("attributionTexts")):
        yield _tag("PackageAttributionText", text)
    for row in map(_mapping, _rows(part.get("externalRefs"))):
        yield _tag("ExternalRef", f"{row['referenceCategory']} {row['referenceType']} {row['referenceLocator']}")


def _file(part: Mapping[str, object]) -> Iterator[str]:
    yield ""
    for field, tag in _FILE_TAGS.items():
        yield _tag(tag, part[field])
    for row in map(_mapping, _rows(part["checksums"])):
        yield _tag("FileChecksum", f"{row['algorithm']}: {row['checksumValue']}")
    for text in _rows(part["licenseInfoInFiles"]):
        yield _tag("LicenseInfoInFile", text)


def _relationship(part: Mapping[str, object]) -> Iterator[str]:
    yield _tag("Relationship", f"{part['spdxElementId']} {part['relationshipType']} {part['relatedSpdxElement']}")
    if "comment" in part:
        yield _tag("RelationshipComment", part["comment"])


def _license(part: Mapping[str, object]) -> Iterator[str]:
    yield ""
    yield _tag("LicenseID", part["licenseId"])
    yield _tag("ExtractedText", part["extractedText"])
    yield _tag("LicenseName", part["name"])


def _tag(tag: str, value: object) -> str:
    """A line, or several in a text; a name with a line end in it must not be able to add tags of its own."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if tag in _TEXTS:
        harmless = "\n".join(map(clean, text.replace("</text>", "</ text>").split("\n")))
        return f"{tag}: <text>{harmless}</text>"
    return f"{tag}: {clean(text)}"


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _rows(value: object) -> list[object]:
    return value if isinstance(value, list) else []


FORMAT = ReportFormat(
    name="spdx-tag-value",
    media_type="text/spdx; version=2.3",
    render=render,
    extension=".spdx",
    summary="SPDX 2.3 SBOM as tags and values",
)
