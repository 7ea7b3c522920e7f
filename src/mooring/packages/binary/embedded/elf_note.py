"""Package metadata in ELF files (systemd, "Package Metadata for Executable Files",
PACKAGE_METADATA_FOR_EXECUTABLE_FILES).

A note of owner `FDO` and type 0xcafe1a7e holds JSON that names the distribution's package the file was built in.
Fedora, Azure Linux, Wolfi and others write it into every program, where the package database tells more; it is worth
its while in programs that were copied out of their package.
"""

import struct
from collections.abc import Iterator, Mapping

from mooring.base.errors import ReadError
from mooring.model.facts import PackageFact
from mooring.model.purl import Purl, parse_purl
from mooring.packages.formats.documents import Value, mapping, parse_json, text
from mooring.packages.formats.sections import Layout

SECTION = ".note.package"
NOTE_TYPE = 0xCAFE1A7E
MAX_NOTES = 16
MAX_NOTE_BYTES = 1 << 20
_PROPERTIES = {
    "os": "os",
    "osVersion": "os_version",
    "osCpe": "os_cpe",
    "vendor": "vendor",
    "debugInfoUrl": "debug_info_url",
    "correlationId": "correlation_id",
    "sourceRepo": "source_repository",
    "commit": "commit",
}


def packages(layout: Layout) -> Iterator[PackageFact]:
    """The package of each note; raises ReadError where a note's JSON is damaged."""
    for blob in _notes(layout):
        row = mapping(parse_json(blob.rstrip(b"\0")))
        if text(row.get("name")):
            yield _package(row)


def _notes(layout: Layout) -> Iterator[bytes]:
    section = layout.section(SECTION)
    if section is None:
        return
    at = section.offset
    for _ in range(MAX_NOTES):
        if at + 12 > section.end:
            return
        name_size, size, kind = struct.unpack_from(layout.byte_order + "III", layout.content, at)
        start = at + 12 + (name_size + 3 & ~3)
        if size > MAX_NOTE_BYTES or start + size > section.end:
            raise ReadError(
                f"its package note of {size} bytes does not fit its section or the limit of {MAX_NOTE_BYTES}"
            )
        if kind == NOTE_TYPE:
            yield layout.content[start : start + size]
        at = start + (size + 3 & ~3)


def _package(row: Mapping[str, Value]) -> PackageFact:
    purl = _declared_purl(row)
    application_cpe = text(row.get("appCpe")) or text(row.get("cpe"))
    properties = {name: text(row.get(key)) for key, name in _PROPERTIES.items()}
    qualifiers = dict(purl.qualifiers) if purl else {}
    namespace, distro = _system(row)
    return PackageFact(
        type=purl.type if purl else text(row.get("type")).lower() or "generic",
        namespace=purl.namespace if purl else namespace,
        name=purl.name if purl else text(row.get("name")),
        version=_version(row, purl),
        architecture=text(row.get("architecture")) or qualifiers.pop("arch", ""),
        qualifiers={"distro": distro, **qualifiers} if distro else qualifiers,
        cpes=(application_cpe,) if application_cpe.startswith("cpe:2.3:") else (),
        properties={name: value for name, value in properties.items() if value},
        is_guess=True,
    )


def _system(row: Mapping[str, Value]) -> tuple[str, str]:
    """Purl namespace and `distro`: a program may have been copied into an image of another distribution."""
    name, version = text(row.get("os")).lower(), text(row.get("osVersion"))
    if text(row.get("type")).lower() not in ("deb", "rpm", "apk", "alpm"):
        return "", ""
    return name, f"{name}-{version}" if name and version else name


def _version(row: Mapping[str, Value], purl: Purl | None) -> str:
    version = purl.version if purl and purl.version else text(row.get("version"))
    epoch = purl.qualifiers.get("epoch", "") if purl else ""
    return f"{epoch}:{version}" if epoch.strip("0") and ":" not in version else version


def _declared_purl(row: Mapping[str, Value]) -> Purl | None:
    try:
        return parse_purl(text(row.get("purl")))
    except ReadError:
        return None
