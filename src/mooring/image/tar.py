"""Tar archives as a stream: ustar, pax (POSIX.1-2017, pax), GNU long names, base-256 numbers, sparse files.

`tarfile` needs 46 microseconds an entry, which on an image of 250,000 files is more than everything else together; scanning the
512-byte headers needs two. Only what layers need is here: there is no writing and no extraction.
"""

from binascii import Error, a2b_base64
from collections.abc import Iterator

import msgspec

from mooring.base.errors import DamagedImage, HostileInput
from mooring.base.limits import Limits

BLOCK = 512
NEWLINE = 10
ZERO_BLOCK = bytes(BLOCK)
LONG_LINK, LONG_NAME, PAX, PAX_GLOBAL, PAX_SUN, SPARSE = b"KLxgXS"
HAS_CONTENT = frozenset(b"0\x007S")
"""Types whose size counts bytes that follow: file, old file, contiguous, GNU sparse. Unknown types count as files (POSIX)."""
NO_CONTENT = frozenset(b"123456")
"""Links, devices, folders, FIFOs: a size, if any, has no bytes behind it."""

_MAX_DIGITS = 20
MAX_CAPABILITY_BYTES = 64
"""Of what is kept of `security.capability`; the longest form has 24."""


class Cursor:
    """A position in a stream of chunks of any size."""

    def __init__(self, chunks: Iterator[bytes], name: str) -> None:
        self.chunks = chunks
        self.name = name
        self.buffer = b""
        self.at = 0
        self.passed = 0
        """Bytes before the buffer."""

    def more(self) -> bool:
        """Go to the next chunk that is not empty; false at the end of the stream. Nothing may be left in the buffer."""
        self.passed += len(self.buffer)
        for chunk in self.chunks:
            if chunk:
                self.buffer, self.at = chunk, 0
                return True
        self.buffer, self.at = b"", 0
        return False

    def take(self, count: int) -> bytes:
        """The next `count` bytes; fewer at the end of the stream."""
        end = self.at + count
        if end <= len(self.buffer):
            taken = self.buffer[self.at : end]
            self.at = end
            return taken
        return b"".join(bytes(piece) for piece in self.pieces(count))

    def pieces(self, count: int) -> Iterator[bytes | memoryview]:
        """The next `count` bytes, in views of the chunks; fewer at the end of the stream. Must be used up before anything else."""
        while count:
            room = len(self.buffer) - self.at
            if not room:
                if not self.more():
                    return
                continue
            size = min(room, count)
            start, self.at = self.at, self.at + size
            count -= size
            yield self.buffer if size == len(self.buffer) else memoryview(self.buffer)[start : self.at]

    def skip(self, count: int) -> None:
        """Pass over `count` bytes; raises DamagedImage where the stream has fewer."""
        room = len(self.buffer) - self.at
        while count > room:
            count -= room
            if not self.more():
                raise self.truncated()
            room = len(self.buffer)
        self.at += count

    def drain(self) -> None:
        """Read to the end, so that digests cover every byte."""
        while self.more():
            pass

    def truncated(self) -> DamagedImage:
        """The error for a stream that ends within an entry."""
        return DamagedImage(
            f"{self.name}: the archive ends within an entry", hint="the archive is truncated; fetch it again"
        )


class Extended(msgspec.Struct, kw_only=True):
    """What pax headers and GNU long names say of the next entry."""

    path: bytes | None = None
    link: bytes | None = None
    size: int | None = None
    real_size: int | None = None
    """Size with the holes, of a sparse file in pax form."""
    sparse_map: tuple[tuple[int, int], ...] | None = None
    has_map_in_content: bool = False
    """Sparse format 1.0: the map stands before the content."""
    overrides: dict[str, str] = {}
    """uid, gid, mtime, uname, gname, and `security.capability` in hex."""


def number(field: bytes) -> int:
    """A numeric header field: octal text, or base-256 where the first bit is set (GNU, star). Raises ValueError."""
    if field and field[0] & 0x80:
        if field[0] == 0xFF:
            raise ValueError("a negative number")
        return int.from_bytes(bytes([field[0] & 0x7F]) + field[1:], "big")
    digits = field.split(b"\0", 1)[0].strip()
    if digits.startswith(b"-"):
        raise ValueError("a negative number")
    return int(digits, 8) if digits else 0


def mode_of(field: bytes) -> int:
    """Permission bits with setuid, setgid and sticky; 0 where the field is no number."""
    try:
        return int(field[:7], 8) & 0o7777
    except ValueError:
        pass
    try:
        return number(field) & 0o7777
    except ValueError:
        return 0


def check_header(header: bytes, cursor: Cursor) -> None:
    """Raise DamagedImage unless the checksum fits (the sum of the bytes, the checksum field as spaces; unsigned or signed)."""
    try:
        stated = number(header[148:156])
    except ValueError:
        stated = -1
    plain = sum(header) - sum(header[148:156]) + 8 * 32
    if stated != plain and stated != plain - 256 * sum(byte > 127 for byte in header[:148] + header[156:]):
        at = cursor.passed + cursor.at - BLOCK
        raise DamagedImage(
            f"{cursor.name}: there is no tar header at byte {at}", hint="the layer is not a tar archive, or is damaged"
        )


def read_extension(kind: int, size: int, cursor: Cursor, extended: Extended | None, limits: Limits) -> Extended:
    """Read the content of a pax header or GNU long name, with its padding, and add it to what is known of the next entry."""
    if size > limits.max_pax_bytes:
        raise HostileInput(f"{cursor.name}: an extended header of {size} bytes; the limit is {limits.max_pax_bytes}")
    content = cursor.take(size)
    if len(content) < size:
        raise cursor.truncated()
    cursor.skip(-size % BLOCK)
    extended = extended or Extended(overrides={})
    if kind == LONG_NAME:
        extended.path = _c_string(content) or extended.path
    elif kind == LONG_LINK:
        extended.link = _c_string(content) or extended.link
    elif kind in (PAX, PAX_SUN):
        _apply_pax(content, extended)
    return extended


def pax_records(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Keyword and value of each record (`LENGTH KEYWORD=VALUE\\n`); stops silently at a malformed one, as GNU tar does."""
    at, end = 0, len(content)
    while at < end:
        space = content.find(b" ", at, at + 20)
        if space < 0 or not content[at:space].isdigit():
            return
        length = int(content[at:space])
        record = content[space + 1 : at + length - 1]
        if length < 5 or at + length > end or content[at + length - 1] != NEWLINE or b"=" not in record:
            return
        at += length
        keyword, _, value = record.partition(b"=")
        yield keyword, value


def _apply_pax(content: bytes, extended: Extended) -> None:
    offsets: list[int] = []
    for keyword, value in pax_records(content):
        match keyword:
            case b"path" | b"GNU.sparse.name":
                if keyword != b"path" or extended.real_size is None:
                    extended.path = _c_string(value) or extended.path
            case b"linkpath":
                extended.link = _c_string(value) or extended.link
            case b"size" if _is_number(value):
                extended.size = int(value)
            case b"uid" | b"gid" | b"uname" | b"gname":
                extended.overrides[keyword.decode()] = value.decode("utf-8", "replace")
            case b"mtime":
                extended.overrides["mtime"] = value.partition(b".")[0].decode("ascii", "replace")
            case b"SCHILY.xattr.security.capability":
                extended.overrides["security.capability"] = value[:MAX_CAPABILITY_BYTES].hex()
            case b"LIBARCHIVE.xattr.security.capability":
                extended.overrides.setdefault("security.capability", _from_base64(value)[:MAX_CAPABILITY_BYTES].hex())
            case b"GNU.sparse.realsize" | b"GNU.sparse.size" if _is_number(value):
                extended.real_size = int(value)
            case b"GNU.sparse.major":
                extended.has_map_in_content = value == b"1"
            case b"GNU.sparse.map":
                numbers = [int(part) for part in value.split(b",") if _is_number(part)]
                extended.sparse_map = tuple(zip(numbers[::2], numbers[1::2], strict=False))
            case b"GNU.sparse.offset" | b"GNU.sparse.numbytes" if _is_number(value):
                offsets.append(int(value))
    if offsets:
        extended.sparse_map = tuple(zip(offsets[::2], offsets[1::2], strict=False))


def _c_string(value: bytes) -> bytes:
    """What stands before a NUL: systems read no further.

    Empty means that the header's own field holds (POSIX.1-2017, pax, "pax Extended Header").
    """
    return value.split(b"\0", 1)[0]


def _from_base64(value: bytes) -> bytes:
    """The bytes, padding left out or not (libarchive leaves it out); one NUL, which no reader takes, where it is no base64."""
    try:
        return a2b_base64(value.rstrip(b"=") + b"=" * (-len(value.rstrip(b"=")) % 4), strict_mode=True)
    except Error:
        return b"\0"


def _is_number(value: bytes) -> bool:
    """Digits that Python turns into a number: it refuses those of more than 4,300."""
    return value.isdigit() and len(value) <= _MAX_DIGITS


def clean_path(path: bytes) -> bytes | None:
    """The path from the root without leading slash, `.` parts and doubled slashes; None where a `..` would leave the root."""
    parts: list[bytes] = []
    for part in path.split(b"/"):
        if part in (b"", b"."):
            continue
        if part == b"..":
            if not parts:
                return None
            parts.pop()
        else:
            parts.append(part)
    return b"/".join(parts)
