"""Packages that lie about as *.rpm files, installed or not: read in directories only.

Format (rpm's manual, "Package format"): a lead of 96 bytes, the signature header padded to eight bytes, the package's
header, the payload. All that counts is in the two headers; the payload is not unpacked. Key: `rpm-archive:<path>`.
"""

from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.os.rpmdb.header import MAGIC, PROVIDES, REQUIRES, Header, parse_header
from mooring.packages.os.rpmdb.package import package_fact, signing_key

_LEAD_MAGIC = b"\xed\xab\xee\xdb"
_LEAD_SIZE = 96
_MAGIC_SIZE = 8
_OF_RPM = b"rpmlib("
"""What the package asks of rpm itself."""
_MD5 = 1004
"""In the signature header the digest of header and payload has a tag of its own."""


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package of the file; raise ReadError where it is cut off within its headers."""
    if not file.content.startswith(_LEAD_MAGIC):
        raise ReadError("is not an rpm package: its lead is missing")
    signatures, end = _header_at(file.content, _LEAD_SIZE)
    header, _ = _header_at(file.content, end + -end % 8)
    fact = package_fact(header)
    provides = {name.decode("utf-8", "replace") for name in header.texts(PROVIDES)} - {fact.name}
    depends = {name.decode("utf-8", "replace") for name in header.texts(REQUIRES) if not name.startswith(_OF_RPM)}
    signed = {"sigmd5": signatures.binary(_MD5).hex(), "signature_key": signing_key(signatures)}
    yield msgspec.structs.replace(
        fact,
        key=f"rpm-archive:{file.path}",
        home=file.folder,
        provides=tuple(sorted(provides)),
        depends=tuple(sorted(depends - provides)),
        properties=fact.properties | {name: value for name, value in signed.items() if value},
        is_installed=False,
    )


def _header_at(content: bytes, at: int) -> tuple[Header, int]:
    """The header whose magic stands at `at`, and where it ends."""
    if content[at : at + len(MAGIC)] != MAGIC:
        raise ReadError(f"is not an rpm package: no header at byte {at}")
    header = parse_header(content, at + _MAGIC_SIZE)
    return header, at + _MAGIC_SIZE + header.size


READER = Reader(
    name="rpm-archive",
    version=1,
    claim=Claim(suffixes=(".rpm",), in_images=False),
    read=read,
    summary="*.rpm files, by their header",
)
