"""Tiny rpm headers and databases, written as rpm, Berkeley DB and SQLite write them."""

import sqlite3
import struct
import zlib

from mooring.packages.os.rpmdb import header as tags

INT16, INT32, STRING, BINARY, STRINGS, TRANSLATED = 3, 4, 6, 7, 8, 9
Entry = tuple[int, int, int, bytes]
"""Tag, type, count, bytes in the store."""


def text(tag: int, value: str, kind: int = STRING) -> Entry:
    """A string."""
    return tag, kind, 1, value.encode() + b"\0"


def texts(tag: int, *values: str) -> Entry:
    """An array of strings."""
    return tag, STRINGS, len(values), b"".join(value.encode("utf-8", "surrogateescape") + b"\0" for value in values)


def numbers(tag: int, *values: int, kind: int = INT32) -> Entry:
    """An array of integers."""
    return tag, kind, len(values), struct.pack(f">{len(values)}{ {1: 'B', 3: 'H', 4: 'I', 5: 'Q'}[kind] }", *values)


def header(*entries: Entry) -> bytes:
    """A header blob as databases hold it."""
    index, store = b"", b""
    for tag, kind, count, value in entries:
        index += struct.pack(">IIII", tag, kind, len(store), count)
        store += value
    return struct.pack(">II", len(entries), len(store)) + index + store


def package(name: str = "hello", *entries: Entry) -> bytes:
    """A header with what every package has, version 1.0 and release 2, and more entries."""
    return header(
        text(tags.NAME, name),
        text(tags.VERSION, "1.0"),
        text(tags.RELEASE, "2"),
        text(tags.ARCHITECTURE, "x86_64"),
        text(tags.LICENSE, "MIT"),
        text(tags.SOURCE_RPM, f"{name}-src-1.0-2.src.rpm"),
        *entries,
    )


def files(*paths: str, digests: tuple[str, ...] = (), flags: tuple[int, ...] = ()) -> tuple[Entry, ...]:
    """The entries of a list of files."""
    folders = sorted({path[: path.rfind("/") + 1] for path in paths})
    return (
        texts(tags.DIRECTORY_NAMES, *folders),
        texts(tags.BASE_NAMES, *[path[path.rfind("/") + 1 :] for path in paths]),
        numbers(tags.DIRECTORY_INDEXES, *[folders.index(path[: path.rfind("/") + 1]) for path in paths]),
        texts(tags.FILE_DIGESTS, *(digests or [""] * len(paths))),
        numbers(tags.FILE_FLAGS, *(flags or [0] * len(paths))),
        numbers(tags.FILE_DIGEST_ALGORITHM, 8),
    )


def sqlite_database(*blobs: bytes) -> bytes:
    """rpmdb.sqlite."""
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)")
        connection.executemany("INSERT INTO Packages (blob) VALUES (?)", [(blob,) for blob in blobs])
        connection.commit()
        content = connection.serialize()
    connection.close()
    return content


def ndb_database(*blobs: bytes) -> bytes:
    """Packages.db of one page of slots."""
    slots, body = b"", b""
    for number, blob in enumerate(blobs, start=1):
        blocks = (16 + len(blob) + 12 + 15) // 16
        slots += struct.pack("<4sIII", b"Slot", number, 256 + len(body) // 16, blocks)
        front = struct.pack("<4sIII", b"BlbS", number, 1, len(blob)) + blob
        front += bytes(blocks * 16 - 12 - len(front))
        body += front + struct.pack("<II4s", zlib.adler32(front), len(blob), b"BlbE")
    head = struct.pack("<4sIIIIIII", b"RpmP", 0, 1, 1, len(blobs) + 1, 0, 0, 0)
    free = struct.pack("<4sIII", b"Slot", 0, 0, 0) * (254 - len(blobs))
    return head + slots + free + body


def bdb_database(*blobs: bytes, order: str = "<", page_size: int = 512) -> bytes:
    """Packages as a hash with one item a page: a value that does not fit has overflow pages of its own."""
    pages: list[bytes] = [b""]
    for number, blob in [(0, b"\0\0\0\x09"), *enumerate(blobs, start=1)]:
        if len(blob) < page_size // 2:
            item = b"\x01" + blob
        else:
            item = struct.pack(order + "B3xII", 3, len(pages) + 1, len(blob))
        key = b"\x01" + struct.pack(order + "I", number)
        offsets = (page_size - len(key), page_size - len(key) - len(item))
        front = _page_head(order, len(pages), 0, 2, offsets[1], 13) + struct.pack(order + "2H", *offsets)
        pages.append(front + bytes(offsets[1] - len(front)) + item + key)
        if item[0] == 3:
            pages.extend(_overflow_pages(blob, order, page_size, len(pages)))
    front = struct.pack(
        order + "8xIIIIBBBBIIIIII20x", 0, 0x61561, 9, page_size, 0, 8, 0, 0, 0, len(pages) - 1, 0, 0, 0, 0
    )
    pages[0] = front + bytes(page_size - len(front))
    return b"".join(pages)


def _overflow_pages(blob: bytes, order: str, page_size: int, first: int) -> list[bytes]:
    room = page_size - 26
    parts = [blob[at : at + room] for at in range(0, len(blob), room)]
    pages = []
    for number, part in enumerate(parts, start=first):
        following = number + 1 if number - first < len(parts) - 1 else 0
        pages.append(_page_head(order, number, following, 1, len(part), 7) + part + bytes(room - len(part)))
    return pages


def _page_head(order: str, number: int, following: int, entries: int, offset: int, kind: int) -> bytes:
    return struct.pack(order + "8xIIIHHBB", number, 0, following, entries, offset, 0, kind)
