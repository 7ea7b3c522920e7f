"""Packages.db, the database of SUSE's rpm (rpm, lib/backend/ndb/rpmpkg.c): little endian slots that point to blobs.

The file begins with a head of 32 bytes (`RpmP`, version, generation, pages of slots, next package number) and slots of
16 bytes (`Slot`, package number, first block, blocks); a block has 16 bytes. A blob is a head (`BlbS`, package number,
generation, bytes), the rpm header, padding, and a tail (Adler-32 of all before it, bytes, `BlbE`) that ends the last
block.
"""

import struct
import zlib
from collections.abc import Iterator

from mooring.base.errors import ReadError

MAGIC = b"RpmP"

_BLOCK_SIZE = 16
_PAGE_SIZE = 4096
_HEAD_SIZE = 32
_SLOT = struct.Struct("<4sIII")
_BLOB_HEAD = struct.Struct("<4sIII")
_BLOB_TAIL = struct.Struct("<II4s")


def ndb_headers(content: bytes) -> Iterator[bytes | ReadError]:
    """Each header blob in the order of the slots, and an error for each that is damaged."""
    if len(content) < _HEAD_SIZE or not content.startswith(MAGIC):
        raise ReadError("is not an rpm database in NDB form")
    version, _, slot_pages = struct.unpack_from("<III", content, 4)
    if version != 0:
        raise ReadError(f"rpm database: NDB version {version} is not known")
    slots_end = slot_pages * _PAGE_SIZE
    if slots_end > len(content):
        yield ReadError(f"rpm database: {slot_pages} pages of slots do not fit in {len(content)} bytes")
        slots_end = len(content) - len(content) % _SLOT.size
    left = len(content)
    """All blobs together cannot be more than the file, or slots point to the same bytes again and again."""
    for magic, number, block, blocks in _SLOT.iter_unpack(memoryview(content)[_HEAD_SIZE:slots_end]):
        if magic != b"Slot":
            yield ReadError("rpm database: a slot is damaged")
            continue
        if number == 0:
            continue
        left -= blocks * _BLOCK_SIZE
        if left < 0:
            yield ReadError(f"rpm database: the blob of package {number} overlaps others")
            return
        yield _blob(content, number, block * _BLOCK_SIZE, blocks * _BLOCK_SIZE)


def _blob(content: bytes, number: int, at: int, size: int) -> bytes | ReadError:
    if size < _BLOB_HEAD.size + _BLOB_TAIL.size or at + size > len(content):
        return ReadError(f"rpm database: the blob of package {number} lies outside the file")
    magic, stored_number, _, length = _BLOB_HEAD.unpack_from(content, at)
    tail_at = at + size - _BLOB_TAIL.size
    checksum, stored_length, end_magic = _BLOB_TAIL.unpack_from(content, tail_at)
    begin = at + _BLOB_HEAD.size
    if (magic, stored_number, end_magic, stored_length) != (
        b"BlbS",
        number,
        b"BlbE",
        length,
    ) or begin + length > tail_at:
        return ReadError(f"rpm database: the blob of package {number} is damaged")
    if zlib.adler32(memoryview(content)[at:tail_at]) != checksum:
        return ReadError(f"rpm database: the blob of package {number} does not have its checksum")
    return content[begin : begin + length]
