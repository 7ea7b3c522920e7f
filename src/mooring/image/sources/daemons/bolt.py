"""bbolt databases, read only: buckets, keys and values (go.etcd.io/bbolt: page.go, bucket.go, meta in db.go).

A file is pages: two metas, then branches and leaves of B+ trees. A bucket is a tree; a small one is stored within its
parent's value.
"""

import struct
from collections.abc import Iterator

from mooring.base.errors import DamagedImage

_MAGIC, _VERSION = 0xED0CDAED, 2
_BRANCH, _LEAF = 0x01, 0x02
_BUCKET = 0x01
_PAGE_HEADER = 16
_ELEMENT = 16
_MAX_DEPTH = 32
_META = struct.Struct("<IIII QQ QQQQ")


class Bolt:
    """One database, its bytes in memory."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self._content = content
        self._page_size, root = self._newest_meta()
        self.root = Bucket(self, root, b"")

    def page(self, number: int) -> bytes:
        """A page with what overflows into the following ones. Raises DamagedImage."""
        start = number * self._page_size
        header = self._content[start : start + _PAGE_HEADER]
        if len(header) < _PAGE_HEADER:
            raise self.damaged(f"page {number} is beyond its end")
        overflow = int.from_bytes(header[12:16], "little")
        return self._content[start : start + (overflow + 1) * self._page_size]

    def damaged(self, reason: str) -> DamagedImage:
        """The error for a database that cannot be read."""
        return DamagedImage(f"{self.name} cannot be read: {reason}")

    def _newest_meta(self) -> tuple[int, int]:
        """Page size and root page of the meta with the higher transaction; a writer replaces them in turn."""
        found: list[tuple[int, int, int]] = []
        sizes = (4096, 8192, 16384, 32768, 65536, 1024, 2048, 512)
        for start in (0, *sizes):
            row = self._content[start + _PAGE_HEADER : start + _PAGE_HEADER + _META.size]
            if len(row) < _META.size:
                continue
            magic, version, page_size, _, root, _, _, _, transaction, checksum = _META.unpack(row)
            if magic != _MAGIC or version != _VERSION or page_size not in sizes or start not in (0, page_size):
                continue
            if checksum in (0, _fnv(row[:-8])):
                found.append((transaction, page_size, root))
        if not found:
            raise self.damaged("it has no valid meta page")
        _, page_size, root = max(found)
        return page_size, root


class Bucket:
    """Keys in order; a value is bytes or a bucket."""

    def __init__(self, bolt: Bolt, root: int, inline: bytes) -> None:
        self._bolt = bolt
        self._root = root
        self._inline = inline

    def items(self) -> Iterator[tuple[bytes, "bytes | Bucket"]]:
        """Every key with its value. Raises DamagedImage."""
        for key, value, is_bucket in self._leaves():
            yield key, self._child(value) if is_bucket else value

    def values(self) -> dict[bytes, bytes]:
        """The keys that have plain values."""
        return {key: value for key, value in self.items() if isinstance(value, bytes)}

    def bucket(self, *path: bytes) -> "Bucket | None":
        """The bucket at the path, or None."""
        found: Bucket | None = self
        for name in path:
            found = next((value for key, value in found.buckets() if key == name), None) if found else None
        return found

    def buckets(self) -> "Iterator[tuple[bytes, Bucket]]":
        """The keys that have buckets."""
        for key, value in self.items():
            if isinstance(value, Bucket):
                yield key, value

    def _child(self, value: bytes) -> "Bucket":
        if len(value) < 16:
            raise self._bolt.damaged("a bucket has no header")
        root = int.from_bytes(value[:8], "little")
        return Bucket(self._bolt, root, b"" if root else value[16:])

    def _leaves(self) -> Iterator[tuple[bytes, bytes, bool]]:
        if self._inline:
            yield from self._of_leaf(self._inline)
            return
        # Pages that were seen are not read again, so a circle of pages ends.
        seen: set[int] = set()
        waiting = [(self._root, 1)]
        while waiting:
            number, depth = waiting.pop()
            if number in seen or depth > _MAX_DEPTH:
                raise self._bolt.damaged("its pages lead in a circle")
            seen.add(number)
            page = self._bolt.page(number)
            flags, count = struct.unpack_from("<HH", page, 8)
            if flags & _LEAF:
                yield from self._of_leaf(page)
            elif flags & _BRANCH:
                waiting.extend((child, depth + 1) for child in reversed(self._of_branch(page, count)))
            else:
                raise self._bolt.damaged(f"page {number} is neither branch nor leaf")

    def _of_branch(self, page: bytes, count: int) -> list[int]:
        end = _PAGE_HEADER + count * _ELEMENT
        if end > len(page):
            raise self._bolt.damaged("a branch is cut off")
        return [int.from_bytes(page[at + 8 : at + 16], "little") for at in range(_PAGE_HEADER, end, _ELEMENT)]

    def _of_leaf(self, page: bytes) -> Iterator[tuple[bytes, bytes, bool]]:
        if len(page) < _PAGE_HEADER:
            raise self._bolt.damaged("a leaf is cut off")
        count = int.from_bytes(page[10:12], "little")
        end = _PAGE_HEADER + count * _ELEMENT
        if end > len(page):
            raise self._bolt.damaged("a leaf is cut off")
        for at in range(_PAGE_HEADER, end, _ELEMENT):
            flags, position, key_size, value_size = struct.unpack_from("<IIII", page, at)
            start = at + position
            if start + key_size + value_size > len(page):
                raise self._bolt.damaged("a value is cut off")
            yield (
                page[start : start + key_size],
                page[start + key_size : start + key_size + value_size],
                bool(flags & _BUCKET),
            )


def _fnv(content: bytes) -> int:
    """FNV-1a, 64 bits: the checksum of a meta page."""
    value = 0xCBF29CE484222325
    for byte in content:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value
