"""ZIP archives from hostile hands: a few members read out of bytes, nothing extracted, ReadError is all it raises.

    budget = ArchiveBudget(file.limits)
    archive = ZipArchive(file.content, budget)
    for member in archive.find((".dist-info/metadata", "/license")):
        content = archive.read(member, max_bytes=16 * MIB)
    inner = archive.nested(member)          # an archive inside; shares the budget, one level deeper

The standard library's zipfile builds an object of 20 fields for every member (25 microseconds each), which for a jar
of 5,000 classes costs more than reading the three files wanted. Here the central directory is walked in place, and
only what is wanted becomes an object.

Specification: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.14 to 4.3.16
(zip64 and end records). The central directory alone says what is in the archive, as it does for the Java virtual
machine and for Python.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from types import ModuleType

import msgspec

from mooring.base.errors import ReadError
from mooring.base.limits import Limits

inflater: ModuleType
try:
    from isal import isal_zlib

    inflater = isal_zlib
except ImportError:  # Not built for this platform: the standard library gives the same bytes, at a third of the speed.
    inflater = zlib

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_WALK = struct.Struct("<4s24x3H")
_ENTRY = struct.Struct("<8x2H4x3L3H8xL")
_LOCAL = struct.Struct("<4s22x2H")
_MAX_COMMENT = 0xFFFF
_MAX_RATIO = 1_040
"""DEFLATE gives at most 1,032 bytes for one; a member that declares more lies about its size."""
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_INFLATE_ERRORS: tuple[type[Exception], ...] = (zlib.error, inflater.error)


class Member(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One file in an archive, as the central directory tells it."""

    name: str
    """Path inside the archive: UTF-8, undecodable bytes as surrogate escapes. Not to trust: it may be `../../x`."""
    size: int
    compressed_size: int
    crc: int
    method: int
    flags: int
    offset: int
    """Of the local header, from the start of the content."""


class ArchiveBudget:
    """What may still be spent on one outermost archive and everything nested in it: members walked and bytes inflated.

    It changes as archives are read, and is the only thing here that does.
    """

    def __init__(self, limits: Limits) -> None:
        self.max_depth = limits.max_archive_depth
        self.members_left = limits.max_archive_members
        self.bytes_left = limits.max_archive_bytes

    def spend_members(self, count: int) -> None:
        """Count members; raises ReadError where they are too many."""
        if count > self.members_left:
            raise ReadError("the archive and those nested in it have more members than the limit allows")
        self.members_left -= count

    def spend_bytes(self, count: int) -> None:
        """Count bytes before they are inflated; raises ReadError where they are too many."""
        if count > self.bytes_left:
            raise ReadError("the archive and those nested in it expand to more bytes than the limit allows")
        self.bytes_left -= count


class ZipArchive:
    """The members of a ZIP archive held in memory; raises ReadError where there is no central directory."""

    def __init__(self, content: bytes, budget: ArchiveBudget, *, depth: int = 1) -> None:
        if depth > budget.max_depth:
            raise ReadError(f"archives are nested more than {budget.max_depth} deep")
        self.content = content
        self.depth = depth
        self._budget = budget
        self._start, self._end, self._shift = _directory(content)
        self._rows: list[tuple[bytes, int]] | None = None
        self._damage: ReadError | None = None

    def names(self) -> Iterator[str]:
        """The name of each file, in the order of the central directory, without folders.

        Damage raises after the last readable one.
        """
        for name, _ in self._entries():
            if not name.endswith(b"/"):
                yield _text(name)
        if self._damage is not None:
            raise self._damage

    def find(self, suffixes: tuple[str, ...], pattern: re.Pattern[bytes] | None = None) -> Iterator[Member]:
        """Files whose name ends with one of the suffixes and in which the pattern is found.

        Suffixes are in lower case and compared without case; `("",)` means any.
        Damage raises after the last readable member.
        """
        endings = tuple(suffix.encode() for suffix in suffixes)
        for name, at in self._entries():
            if not name.lower().endswith(endings) or name.endswith(b"/"):
                continue
            if pattern is None or pattern.search(name):
                yield self._member(name, at)
        if self._damage is not None:
            raise self._damage

    def read(self, member: Member, *, max_bytes: int | None = None) -> bytes:
        """The member's content, its CRC checked.

        Raises ReadError where it is damaged, encrypted, larger than `max_bytes`, or of a compression method other than
        stored (0) and deflated (8).
        """
        if max_bytes is not None and member.size > max_bytes:
            raise ReadError(f"{member.name!r} has {member.size} bytes; the limit is {max_bytes}")
        if member.flags & _ENCRYPTED:
            raise ReadError(f"{member.name!r} is encrypted")
        if member.method not in (_STORED, _DEFLATED):
            raise ReadError(f"{member.name!r} is compressed by the unsupported method {member.method}")
        packed = self._packed(member)
        self._budget.spend_bytes(member.size)
        content = bytes(packed) if member.method == _STORED else _inflate(packed, member)
        if len(content) != member.size or inflater.crc32(content) != member.crc:
            raise ReadError(f"{member.name!r} is not what its size and checksum say")
        return content

    def nested(self, member: Member) -> "ZipArchive":
        """The archive that is the member's content, under the same budget, one level deeper; `content` is its bytes."""
        if self.depth >= self._budget.max_depth:
            raise ReadError(f"{member.name!r}: archives are nested more than {self._budget.max_depth} deep")
        content = self.read(member)
        try:
            return ZipArchive(content, self._budget, depth=self.depth + 1)
        except ReadError as error:
            raise ReadError(f"{member.name!r}: {error}") from None

    def _entries(self) -> list[tuple[bytes, int]]:
        """Name and header position of each entry, walked once; `_damage` says why they are not all.

        The size of the directory bounds it and not the declared count, which tools before zip64 wrote modulo 65,536.
        """
        if self._rows is not None:
            return self._rows
        content, at, end, unpack = self.content, self._start, self._end, _WALK.unpack_from
        rows: list[tuple[bytes, int]] = []
        add = rows.append
        while at + 46 <= end:
            signature, name_size, extra_size, comment_size = unpack(content, at)
            name_end = at + 46 + name_size
            following = name_end + extra_size + comment_size
            if signature != b"PK\1\2" or following > end:
                self._damage = ReadError(f"the central directory is damaged after {len(rows)} members")
                break
            add((content[at + 46 : name_end], at))
            at = following
            if len(rows) > self._budget.members_left:
                break
        self._rows = rows
        try:
            self._budget.spend_members(len(rows))
        except ReadError as error:
            del rows[self._budget.members_left :]
            self._damage = error
        return rows

    def _member(self, name: bytes, at: int) -> Member:
        flags, method, crc, packed, size, name_size, extra_size, _, offset = _ENTRY.unpack_from(self.content, at)
        if 0xFFFFFFFF in (packed, size, offset):
            extra = self.content[at + 46 + name_size : at + 46 + name_size + extra_size]
            size, packed, offset = _wide(extra, size, packed, offset)
        return Member(
            name=_text(name),
            size=size,
            compressed_size=packed,
            crc=crc,
            method=method,
            flags=flags,
            offset=offset + self._shift,
        )

    def _packed(self, member: Member) -> memoryview:
        """The stored bytes, without a copy. The local header repeats name and extra field with lengths of its own."""
        at = member.offset
        if not 0 <= at <= len(self.content) - _LOCAL.size:
            raise ReadError(f"{member.name!r} lies outside the archive")
        signature, name_size, extra_size = _LOCAL.unpack_from(self.content, at)
        start = at + _LOCAL.size + name_size + extra_size
        if signature != b"PK\3\4" or start + member.compressed_size > len(self.content):
            raise ReadError(f"{member.name!r} has no whole local header and content")
        return memoryview(self.content)[start : start + member.compressed_size]


def _inflate(packed: memoryview, member: Member) -> bytes:
    if member.size > len(packed) * _MAX_RATIO:
        raise ReadError(f"{member.name!r} declares {member.size} bytes, more than its {len(packed)} can hold")
    machine = inflater.decompressobj(wbits=-15)
    try:
        # One byte more than declared, so that the end of the stream is reached; zero would mean without limit.
        content: bytes = machine.decompress(packed, max_length=member.size + 1)
    except _INFLATE_ERRORS as error:
        raise ReadError(f"{member.name!r} is damaged: {error}") from None
    if not machine.eof:
        raise ReadError(f"{member.name!r} is cut off, or longer than it declares")
    return content


def _directory(content: bytes) -> tuple[int, int, int]:
    """Start and end of the central directory, and what offsets in it lack: the size of a script put before the archive.

    The end record is looked for from the back, as its signature may also occur in a comment or in what was appended.
    """
    before = len(content)
    floor = max(0, before - _END.size - _MAX_COMMENT)
    while (at := content.rfind(b"PK\5\6", floor, before)) >= 0:
        found = _directory_at(content, at)
        if found:
            return found
        before = at
    if content.startswith(b"PK\3\4"):
        raise ReadError("begins like a ZIP archive, but has no central directory: it is cut off or damaged")
    raise ReadError("is not a ZIP archive: it has no central directory")


def _directory_at(content: bytes, at: int) -> tuple[int, int, int] | None:
    """The directory that the end record at this position speaks of; None where there is none."""
    if at + _END.size > len(content):
        return None
    _, _, _, _, count, size, offset, _ = _END.unpack_from(content, at)
    end = at
    if count == 0xFFFF or 0xFFFFFFFF in (size, offset):
        end, size, offset = _end64(content, at) or (at, size, offset)
    start = end - size
    if start < 0 or offset > start or (size and content[start : start + 4] != b"PK\1\2"):
        # Bytes may lie between directory and end record (a digital signature): then the offset holds as it is.
        start, end = offset, offset + size
        if end > at or (size and content[start : start + 4] != b"PK\1\2"):
            return None
    return start, end, start - offset


def _end64(content: bytes, at: int) -> tuple[int, int, int] | None:
    """Position of the zip64 end record, and size and offset of the directory by it; None where there is none."""
    if at < _LOCATOR64.size + _END64.size:
        return None
    signature, _, offset, _ = _LOCATOR64.unpack_from(content, at - _LOCATOR64.size)
    if signature != b"PK\6\7":
        return None
    for where in (offset, at - _LOCATOR64.size - _END64.size):
        if where + _END64.size <= at and content[where : where + 4] == b"PK\6\6":
            record = _END64.unpack_from(content, where)
            return where, record[8], record[9]
    return None


def _wide(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """The fields that are all ones, from the zip64 extra field (APPNOTE 4.5.3), which has only those, in this order."""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, at)
        if tag == 1:
            field = extra[at + 4 : at + 4 + length]
            wide = iter(struct.unpack_from(f"<{len(field) // 8}Q", field))
            values = [next(wide, value) if value == 0xFFFFFFFF else value for value in (size, packed, offset)]
            return values[0], values[1], values[2]
        at += 4 + length
    return size, packed, offset


def _text(name: bytes) -> str:
    """Names are UTF-8 in practice, whether or not flag bit 11 says so: jar and every build tool write them that way."""
    return name.decode("utf-8", "surrogateescape")
