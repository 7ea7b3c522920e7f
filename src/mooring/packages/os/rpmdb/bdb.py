"""`Packages` as rpm before 4.16 wrote it: a Berkeley DB hash, header number to header blob.

Format: Berkeley DB's dbinc/db_page.h. All integers are in the byte order of the machine that made the file. Every page
of the file is looked at once, in order: the buckets do not matter, and a damaged page does not hide the others.
"""

import struct
from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError

HASH_MAGIC = 0x00061561

_PAGE_HEAD = 26
_HASH_UNSORTED, _OVERFLOW, _HASH = 2, 7, 13
_KEY_DATA, _OFF_PAGE = 1, 3
_HAS_CHECKSUM = 0x01
_NO_PAGE = 0


class _Layout(msgspec.Struct, frozen=True):
    """What the metadata page says."""

    content: bytes
    order: str
    """`<` or `>`, as struct writes it."""
    page_size: int
    overhead: int
    """Bytes before the index of items, or before the bytes of an overflow page."""

    def number(self, code: str, at: int) -> int:
        value: int = struct.unpack_from(self.order + code, self.content, at)[0]
        return value


def is_bdb(content: bytes) -> bool:
    """Whether the file begins like a Berkeley DB hash of either byte order."""
    return content[12:16] in (HASH_MAGIC.to_bytes(4, "little"), HASH_MAGIC.to_bytes(4, "big"))


def bdb_headers(content: bytes) -> Iterator[bytes | ReadError]:
    """Each header blob in the order of the pages, and an error for each that is damaged."""
    layout = _layout(content)
    pages = len(content) // layout.page_size
    last = layout.number("I", 32)
    if last >= pages:
        yield ReadError(f"rpm database: cut off after {pages} of {last + 1} pages")
    left = len(content)
    """All values together cannot be more than the file, or items point to the same pages again and again."""
    for page in range(1, pages):
        begin = page * layout.page_size
        if content[begin + 25] not in (_HASH, _HASH_UNSORTED):
            continue
        if layout.number("I", begin + 8) != page:
            yield ReadError(f"rpm database: page {page} is damaged")
            continue
        for value in _page_values(layout, page):
            left -= len(value) if isinstance(value, bytes) else 0
            if left < 0:
                yield ReadError("rpm database: values overlap")
                return
            yield value


def _layout(content: bytes) -> _Layout:
    if len(content) < 512 or not is_bdb(content):
        raise ReadError("is not an rpm database in Berkeley DB form")
    order = "<" if content[12:16] == HASH_MAGIC.to_bytes(4, "little") else ">"
    (page_size,) = struct.unpack_from(order + "I", content, 20)
    if not 512 <= page_size <= 65536 or page_size & (page_size - 1):
        raise ReadError(f"rpm database: a page of {page_size} bytes is not possible")
    if content[24]:
        raise ReadError("rpm database: is encrypted")
    overhead = 32 if content[26] & _HAS_CHECKSUM else _PAGE_HEAD
    return _Layout(content, order, page_size, overhead)


def _page_values(layout: _Layout, page: int) -> Iterator[bytes | ReadError]:
    """The values of a hash page: its items are key and value in turn, laid down from the end of the page."""
    begin = page * layout.page_size
    count = layout.number("H", begin + 20)
    if layout.overhead + 2 * count > layout.page_size or count % 2:
        yield ReadError(f"rpm database: page {page} has {count} items")
        return
    ends = (layout.page_size, *struct.unpack_from(f"{layout.order}{count}H", layout.content, begin + layout.overhead))
    for item in range(0, count, 2):
        try:
            key = _item(layout, page, ends[item + 1], ends[item])
            if len(key) == 4 and not any(key):
                continue
            yield _item(layout, page, ends[item + 2], ends[item + 1])
        except ReadError as error:
            yield error


def _item(layout: _Layout, page: int, offset: int, end: int) -> bytes:
    """An item's bytes. Where it ends, the item before it begins. Key 0 holds the highest number given, not a header."""
    if not layout.overhead <= offset < end <= layout.page_size:
        raise ReadError(f"rpm database: an item of page {page} lies outside it")
    at = page * layout.page_size + offset
    kind = layout.content[at]
    if kind == _KEY_DATA:
        return layout.content[at + 1 : at + end - offset]
    if kind == _OFF_PAGE and end - offset >= 12:
        return _overflow(layout, layout.number("I", at + 4), layout.number("I", at + 8))
    raise ReadError(f"rpm database: an item of page {page} has kind {kind}")


def _overflow(layout: _Layout, page: int, size: int) -> bytes:
    """A value that has pages of its own, chained."""
    if size > len(layout.content):
        raise ReadError(f"rpm database: a value claims {size} bytes")
    parts, missing = [], size
    while missing > 0:
        begin = page * layout.page_size
        if (
            page == _NO_PAGE
            or begin + layout.page_size > len(layout.content)
            or layout.content[begin + 25] != _OVERFLOW
        ):
            raise ReadError(f"rpm database: a value goes on in page {page}, which is not one of its kind")
        length = layout.number("H", begin + 22)
        if not 0 < length <= layout.page_size - layout.overhead:
            raise ReadError(f"rpm database: page {page} claims {length} bytes")
        parts.append(layout.content[begin + layout.overhead : begin + layout.overhead + min(length, missing)])
        missing -= length
        page = layout.number("I", begin + 16)
    return b"".join(parts)
