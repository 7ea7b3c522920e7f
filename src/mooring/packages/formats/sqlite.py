"""Rows of SQLite tables, read from the bytes of the database file (https://www.sqlite.org/fileformat2.html).

No SQL and no C library: a hostile schema has nothing to run, a damaged page does not hide the others, and nothing
depends on how Python's own `sqlite3` was built. Read are tables with a rowid; not the write-ahead log, which is a file
of its own.
"""

import struct
from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError

MAGIC = b"SQLite format 3\0"
Column = int | float | str | bytes | None
Row = tuple[int, list[Column]]
"""Rowid and columns. A column that is INTEGER PRIMARY KEY is None: its value is the rowid."""

_LEAF, _INTERIOR = 0x0D, 0x05
_HEADER_SIZE = 100
_MAX_COLUMNS = 32_767
"""SQLite itself allows no more (SQLITE_MAX_COLUMN)."""
_ENCODINGS = {1: "utf-8", 2: "utf-16-le", 3: "utf-16-be"}
_INTEGER_WIDTHS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


class Database(msgspec.Struct, frozen=True):
    """A database file and what its header says."""

    content: bytes
    page_size: int
    usable_size: int
    """Bytes of a page without the space reserved for extensions."""
    encoding: str


def open_database(content: bytes) -> Database:
    """Read the header; raises ReadError where it is not one of SQLite 3."""
    if len(content) < _HEADER_SIZE or not content.startswith(MAGIC):
        raise ReadError("is not a database of SQLite 3")
    page_size = int.from_bytes(content[16:18], "big")
    page_size = 65536 if page_size == 1 else page_size
    usable_size = page_size - content[20]
    if page_size < 512 or page_size & (page_size - 1) or usable_size < 480:
        raise ReadError(f"SQLite database: a page of {page_size} bytes with {content[20]} reserved is not possible")
    encoding = _ENCODINGS.get(int.from_bytes(content[56:60], "big"), "utf-8")
    return Database(content, page_size, usable_size, encoding)


def rows(database: Database, table: str) -> Iterator[Row | ReadError]:
    """The rows of a table in the order of their rowids, and an error for each page or row that is damaged.

    A table that the schema does not have gives one error.
    """
    root = 0
    for row in _tree_rows(database, 1):
        if isinstance(row, ReadError):
            yield row
        elif row[1][:1] == ["table"] and row[1][1:2] == [table] and len(row[1]) > 3 and isinstance(row[1][3], int):
            root = row[1][3]
            break
    if root <= 0:
        yield ReadError(f"SQLite database: has no table {table!r}")
        return
    yield from _tree_rows(database, root)


def _tree_rows(database: Database, root: int) -> Iterator[Row | ReadError]:
    """Walk a table's b-tree, each page once. What all rows hold together cannot be more than the file."""
    seen: set[int] = set()
    waiting = [root]
    left = len(database.content)
    while waiting:
        number = waiting.pop()
        if number in seen:
            yield ReadError(f"SQLite database: page {number} is used twice")
            continue
        seen.add(number)
        try:
            kind, cells, right = _cells(database, number)
        except ReadError as error:
            yield error
            continue
        if kind == _INTERIOR:
            if len(waiting) + len(cells) > len(database.content) // database.page_size:
                yield ReadError(f"SQLite database: page {number} has more children than the file has pages")
                return
            waiting.append(right)
            waiting.extend(int.from_bytes(database.content[at : at + 4], "big") for at in reversed(cells))
            continue
        for at in cells:
            try:
                rowid, payload = _payload(database, at, number * database.page_size, left)
                left -= len(payload) + 4
                yield rowid, _columns(payload, database.encoding)
            except ReadError as error:
                yield error


def _cells(database: Database, number: int) -> tuple[int, list[int], int]:
    """Kind of a page, positions of its cells in the file, and the last child of an interior page."""
    begin = (number - 1) * database.page_size
    head = begin + (_HEADER_SIZE if number == 1 else 0)
    page_end = begin + database.page_size
    if number < 1 or page_end > len(database.content):
        raise ReadError(f"SQLite database: page {number} lies outside the file")
    kind, count = database.content[head], int.from_bytes(database.content[head + 3 : head + 5], "big")
    if kind not in (_LEAF, _INTERIOR):
        raise ReadError(f"SQLite database: page {number} has kind {kind}, which is not one of a table")
    right = int.from_bytes(database.content[head + 8 : head + 12], "big")
    pointers = head + (12 if kind == _INTERIOR else 8)
    if pointers + 2 * count > page_end:
        raise ReadError(f"SQLite database: page {number} has no room for {count} cells")
    offsets = struct.unpack_from(f">{count}H", database.content, pointers)
    if count and max(offsets) > database.page_size - 4:
        raise ReadError(f"SQLite database: page {number} has a cell outside itself")
    return kind, [begin + offset for offset in offsets], right


def _payload(database: Database, at: int, page_end: int, left: int) -> tuple[int, bytes]:
    """Rowid and payload of a leaf cell, collected from its overflow pages ("1.6 B-tree Pages")."""
    size, at = _varint(database.content, at, page_end)
    rowid, at = _varint(database.content, at, page_end)
    if size > left:
        raise ReadError(f"SQLite database: row {rowid} claims {size} bytes, more than the file has left")
    usable = database.usable_size
    local = size
    if size > usable - 35:
        least = (usable - 12) * 32 // 255 - 23
        local = least + (size - least) % (usable - 4)
        local = local if local <= usable - 35 else least
    if at + local + (4 if local < size else 0) > page_end:
        raise ReadError(f"SQLite database: row {rowid} leaves its page")
    if local == size:
        return _signed(rowid), database.content[at : at + size]
    parts = [database.content[at : at + local]]
    following, missing = int.from_bytes(database.content[at + local : at + local + 4], "big"), size - local
    while missing > 0:
        begin = (following - 1) * database.page_size
        if begin < 0 or begin + database.page_size > len(database.content):
            raise ReadError(f"SQLite database: row {rowid} goes on in page {following}, which lies outside the file")
        parts.append(database.content[begin + 4 : begin + 4 + min(missing, usable - 4)])
        following, missing = int.from_bytes(database.content[begin : begin + 4], "big"), missing - (usable - 4)
    return _signed(rowid), b"".join(parts)


def _columns(payload: bytes, encoding: str) -> list[Column]:
    """The values of a record ("2.1 Record Format")."""
    end, at = _varint(payload, 0, len(payload))
    if end > len(payload):
        raise ReadError("SQLite database: a record is shorter than its header")
    if end > _MAX_COLUMNS:
        raise ReadError(f"SQLite database: the header of a record has {end} bytes")
    body, columns = end, []
    while at < end:
        kind, at = _varint(payload, at, end)
        width = (kind - 12) // 2 if kind >= 12 else 8 if kind == 7 else _INTEGER_WIDTHS.get(kind, 0)
        if body + width > len(payload):
            raise ReadError("SQLite database: a column leaves its record")
        columns.append(_column(kind, payload[body : body + width], encoding))
        body += width
    return columns


def _column(kind: int, value: bytes, encoding: str) -> Column:
    if kind >= 12:
        return value.decode(encoding, "replace") if kind & 1 else value
    if kind == 7:
        number: float = struct.unpack(">d", value)[0]
        return number
    if kind in (8, 9):
        return kind - 8
    return int.from_bytes(value, "big", signed=True) if value else None


def _varint(content: bytes, at: int, end: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    value = 0
    for position in range(at, min(at + 8, end)):
        byte = content[position]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, position + 1
    if at + 8 >= end:
        raise ReadError("SQLite database: a number is cut off")
    return value << 8 | content[at + 8], at + 9


def _signed(number: int) -> int:
    return number - (1 << 64) if number >> 63 else number
