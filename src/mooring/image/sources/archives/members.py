"""Members of an outer archive (docker-archive, oci-archive): where they are, without reading what they hold.

The archives that hold images have at most a few hundred members; the layers in them are read by another pass.
"""

from collections.abc import Iterator
from io import SEEK_CUR
from typing import BinaryIO

import msgspec

from mooring.base.errors import HostileInput
from mooring.base.limits import Limits
from mooring.image.tar import (
    BLOCK,
    LONG_LINK,
    LONG_NAME,
    NO_CONTENT,
    PAX,
    PAX_GLOBAL,
    PAX_SUN,
    ZERO_BLOCK,
    Cursor,
    Extended,
    check_header,
    clean_path,
    number,
    read_extension,
)

_LINKS = frozenset(b"12")


class TarMember(msgspec.Struct, frozen=True, kw_only=True):
    """A file or link of the archive; folders and devices are passed over."""

    name: str
    """Without leading slash and `.` parts."""
    size: int = 0
    offset: int = 0
    """Byte of the archive at which the content begins."""
    link: str = ""
    """Path that a symlink or hard link leads to, from the root of the archive."""


class FileCursor(Cursor):
    """A cursor over a file that can seek: what is skipped is not read."""

    def __init__(self, file: BinaryIO, size: int, name: str) -> None:
        super().__init__(iter(lambda: file.read(BLOCK), b""), name)
        self._file = file
        self._size = size

    def skip(self, count: int) -> None:
        """Pass over `count` bytes; raises DamagedImage where the file has fewer."""
        room = len(self.buffer) - self.at
        if count <= room:
            self.at += count
            return
        if self.passed + self.at + count > self._size:
            raise self.truncated()
        self.passed += len(self.buffer) + count - room
        self.buffer, self.at = b"", 0
        self._file.seek(count - room, SEEK_CUR)


def walk(cursor: Cursor, limits: Limits) -> Iterator[TarMember]:
    """Each member, in order; at the time it is given, the cursor stands at its content, which need not be taken.

    Ends at the end mark or the end of the stream. Raises DamagedImage and HostileInput.
    """
    extended: Extended | None = None
    count = 0
    while len(header := cursor.take(BLOCK)) == BLOCK:
        if header == ZERO_BLOCK:
            return
        check_header(header, cursor)
        kind = header[156]
        size = _size_of(header, cursor)
        if kind in (LONG_NAME, LONG_LINK, PAX, PAX_GLOBAL, PAX_SUN):
            extended = read_extension(kind, size, cursor, extended, limits)
            continue
        count += 1
        if count > limits.max_archive_members:
            raise HostileInput(f"{cursor.name} has more than {limits.max_archive_members} members")
        if extended is not None and extended.size is not None:
            size = extended.size
        if kind in NO_CONTENT:
            size = 0
        start = cursor.passed + cursor.at
        member = _member(header, kind, size, start, extended)
        extended = None
        if member is not None:
            yield member
        cursor.skip(start + size + -size % BLOCK - cursor.passed - cursor.at)
    if header:
        raise cursor.truncated()


def _size_of(header: bytes, cursor: Cursor) -> int:
    try:
        return number(header[124:136])
    except ValueError:
        raise cursor.truncated() from None


def _member(header: bytes, kind: int, size: int, start: int, extended: Extended | None) -> TarMember | None:
    path = extended.path if extended is not None and extended.path is not None else _header_path(header)
    name = clean_path(path)
    if not name or kind in b"3456":
        return None
    link = ""
    if kind in _LINKS:
        target = extended.link if extended is not None and extended.link is not None else header[157:257].rstrip(b"\0")
        # A symlink leads on from its own folder, a hard link from the root of the archive.
        base = name.rpartition(b"/")[0] + b"/" if kind == b"2"[0] and not target.startswith(b"/") else b""
        link = (clean_path(base + target) or b"").decode("utf-8", "surrogateescape")
    return TarMember(name=name.decode("utf-8", "surrogateescape"), size=size, offset=start, link=link)


def _header_path(header: bytes) -> bytes:
    name = header[:100].split(b"\0", 1)[0]
    if header[257:263] == b"ustar\0" and header[345]:
        return header[345:500].split(b"\0", 1)[0] + b"/" + name
    return name
