"""SBOMs that an image carries: beside vendored libraries, from a vendor's build, in `/usr/share/sbom`.

Python wheels have them in `.dist-info/sboms` (PEP 770), Bitnami in `/opt/bitnami/**/.spdx-NAME.spdx`, Docker's
hardened images in `.spdx.NAME.json`; Wolfi and Chainguard write one for each apk package to `/var/lib/db/sbom`, whose
packages are known from the apk database. The packages of the others come as facts with the property `embedded_sbom`.
"""

from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.model.facts import DocumentFact, Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.sbom.decode import UnknownSbomError, decode_sbom
from mooring.packages.formats.sbom.document import DecodedSbom

_PLAIN_NAMES = ("bom.json", "bom.xml", "sbom.json", "sbom.xml", "osv-scanner.json")
_SUFFIXES = (
    ".json",
    ".spdx",
    ".spdx.yml",
    ".spdx.yaml",
    ".spdx.rdf",
    ".spdx.rdf.xml",
    ".cdx",
    ".cdx.xml",
    ".cyclonedx.xml",
    ".bom.xml",
    ".sbom",
    ".intoto.jsonl",
)
# Each alternative begins with a dot or a slash: the search then passes over the thousands of other .json files of an image in
# about a microsecond each. The last one is for names that have no folder before them.
_PATTERN = (
    r"(?i)\.(?:spdx|cdx|cyclonedx|syft|sbom|bom)\b|\.dist-info/sboms/|/sbom/|/s?bom\.(?:json|xml)$|/osv-scanner\.json$"
    r"|\.(?:json|xml)$(?:(?<=^bom\.json)|(?<=^sbom\.json)|(?<=^bom\.xml)|(?<=^sbom\.xml)|(?<=^osv-scanner\.json))"
)
_CERTAIN = (".spdx", ".cdx", ".cyclonedx", ".syft")
_APK_FOLDER = "var/lib/db/sbom/"
_DESCRIBED_ELSEWHERE = frozenset({"apk", "github", "generic", "oci"})
"""Types in Wolfi's SBOMs: the apk package itself, and the sources that it was built from, which are not in the image."""


def read_embedded_sbom(file: LayerFile) -> Iterator[Fact]:
    """Yield the packages that the document lists, then what document it is."""
    try:
        document = decode_sbom(file.content, file.limits)
    except UnknownSbomError:
        if any(mark in file.name.lower() for mark in _CERTAIN):
            raise
        return  # `bom.json` is also what other programs call their own files.
    count = 0
    for fact in document.packages:
        if _is_described_elsewhere(file.path, fact):
            continue
        count += 1
        yield _placed(fact, file.path, document)
    yield DocumentFact(format=document.format, name=document.name or document.subject.name, package_count=count)
    if document.problems:
        more = f" (and {len(document.problems) - 1} more)" if len(document.problems) > 1 else ""
        raise ReadError(f"{document.problems[0]}{more}")


def _is_described_elsewhere(path: str, fact: PackageFact) -> bool:
    if path.startswith(_APK_FOLDER):
        return fact.type in _DESCRIBED_ELSEWHERE
    # The wheel itself is found by its METADATA; the document is about what is vendored in it.
    return fact.is_root and ".dist-info/sboms/" in path


def _placed(fact: PackageFact, path: str, document: DecodedSbom) -> PackageFact:
    seen = document.locations.get(fact.key, ())
    properties = {**fact.properties, "embedded_sbom": f"/{path}"}
    if seen and seen[0].path:
        properties["location"] = seen[0].path
    return msgspec.structs.replace(fact, key=f"sbom:{path}#{fact.key}", home=path, properties=properties, is_root=False)


READER = Reader(
    name="embedded-sbom",
    version=3,
    claim=Claim(
        names=_PLAIN_NAMES,
        suffixes=_SUFFIXES,
        folders=("usr/share/sbom",),
        pattern=_PATTERN,
    ),
    read=read_embedded_sbom,
    summary="SBOM documents in the image (SPDX, CycloneDX, Syft): the packages they list",
)
