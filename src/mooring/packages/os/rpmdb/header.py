"""The rpm header: what one package says of itself, in *.rpm files and in every kind of rpm database.

Format (rpm's manual, "Package header structure"): two big endian counts (index entries, bytes of the store), the index
(tag, type, offset, count: 16 bytes each) and the store. Databases leave out the eight bytes that stand before it in
files.

Entries are looked at when they are asked for, and each is bounds-checked then: one odd tag does not hide the package.
"""

import struct

import msgspec

from mooring.base.errors import ReadError

NAME, VERSION, RELEASE, EPOCH, SUMMARY = 1000, 1001, 1002, 1003, 1004
INSTALL_TIME, SIZE, VENDOR, LICENSE, PACKAGER, URL = 1008, 1009, 1011, 1014, 1015, 1020
ARCHITECTURE, SOURCE_RPM, IS_SOURCE = 1022, 1044, 1106
OLD_FILE_NAMES, DIRECTORY_INDEXES, BASE_NAMES, DIRECTORY_NAMES = 1027, 1116, 1117, 1118
FILE_STATES, FILE_DIGESTS, FILE_FLAGS, FILE_DIGEST_ALGORITHM = 1029, 1035, 1037, 5011
FILE_MODES, FILE_VERIFY_FLAGS = 1030, 1045
PROVIDES, REQUIRES = 1047, 1049
LONG_SIZE, MODULARITY = 5009, 5096
SIGNATURE_MD5 = 261
SIGNATURES = (268, 267, 259, 262, 1002, 1005)
"""OpenPGP signatures: RSA and DSA over the header, then old ones over header and payload, of databases and of files."""
OPEN_PGP = 278
"""Signatures in base64, as rpm 6 writes them."""

MAGIC = b"\x8e\xad\xe8\x01"
"""Stands with four reserved bytes before each header of a *.rpm file."""
MAX_ENTRIES = 0xFFFF
"""rpm itself refuses more (HEADER_TAGS_MAX)."""
MAX_ITEMS = 1_000_000
"""Items of one array; the largest packages have a tenth of this in files. A few bytes of store become a Python object each."""

_CHAR, _INT8, _INT16, _INT32, _INT64, _STRING, _BINARY, _STRINGS, _TRANSLATED = range(1, 10)
_INTEGERS = {_CHAR: ("B", 1), _INT8: ("B", 1), _INT16: ("H", 2), _INT32: ("I", 4), _INT64: ("Q", 8)}
_ENTRY = struct.Struct(">IIII")
_COUNTS = struct.Struct(">II")


class Header(msgspec.Struct, frozen=True, gc=False):
    """The index by tag, and the store."""

    entries: dict[int, tuple[int, int, int]]
    """Type, offset and count of each tag. The last entry of a tag holds: what installing adds comes last."""
    store: bytes
    size: int
    """Bytes from the counts to the end of the store."""

    def text(self, tag: int) -> str:
        """The string of a tag; empty where there is none. Of a translated one the first, which is in no language."""
        kind, offset, count = self.entries.get(tag, (0, 0, 0))
        if not count or kind not in (_STRING, _STRINGS, _TRANSLATED):
            return ""
        end = self.store.find(b"\0", offset)
        text = self.store[offset : end if end >= 0 else offset].decode("utf-8", "replace")
        return "" if text == "(none)" else text

    def texts(self, tag: int) -> list[bytes]:
        """The strings of an array; empty where there is none. Raises ReadError where it leaves the store."""
        kind, offset, count = self.entries.get(tag, (0, 0, 0))
        if not count or kind not in (_STRING, _STRINGS, _TRANSLATED):
            return []
        found = self.store[offset:].split(b"\0", count) if count <= MAX_ITEMS else []
        if len(found) <= count:
            raise ReadError(f"rpm header: the {count} strings of tag {tag} leave the store or are too many")
        del found[count:]
        return found

    def numbers(self, tag: int) -> tuple[int, ...]:
        """The unsigned integers of an array; empty where there is none. Raises ReadError where it leaves the store."""
        kind, offset, count = self.entries.get(tag, (0, 0, 0))
        code, width = _INTEGERS.get(kind, ("", 0))
        if not count or not width:
            return ()
        if count > MAX_ITEMS or count * width > len(self.store) - offset:
            raise ReadError(f"rpm header: the {count} numbers of tag {tag} leave the store or are too many")
        return struct.unpack_from(f">{count}{code}", self.store, offset)

    def number(self, tag: int) -> int | None:
        """The first integer of a tag; None where there is none or where it leaves the store."""
        kind, offset, count = self.entries.get(tag, (0, 0, 0))
        width = _INTEGERS.get(kind, ("", 0))[1]
        if not count or not width or offset + width > len(self.store):
            return None
        return int.from_bytes(self.store[offset : offset + width], "big")

    def binary(self, tag: int) -> bytes:
        """The bytes of a tag; empty where there are none or where they leave the store."""
        kind, offset, count = self.entries.get(tag, (0, 0, 0))
        if kind != _BINARY or offset + count > len(self.store):
            return b""
        return self.store[offset : offset + count]


def parse_header(blob: bytes, at: int = 0) -> Header:
    """The header that begins at `at` with its two counts; raises ReadError where it is cut off."""
    if len(blob) - at < _COUNTS.size:
        raise ReadError("rpm header: cut off before its counts")
    entry_count, store_size = _COUNTS.unpack_from(blob, at)
    begin = at + _COUNTS.size + entry_count * _ENTRY.size
    if not 0 < entry_count <= MAX_ENTRIES or begin + store_size > len(blob):
        raise ReadError(
            f"rpm header: {entry_count} entries and {store_size} bytes of store do not fit in {len(blob) - at} bytes"
        )
    index = _ENTRY.iter_unpack(memoryview(blob)[at + _COUNTS.size : begin])
    entries = {tag: (kind, offset, count) for tag, kind, offset, count in index if offset < store_size}
    return Header(entries, blob[begin : begin + store_size], begin + store_size - at)
