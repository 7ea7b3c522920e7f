"""What of a file is text, and how it is searched: as bytes, one for each character of UTF-16."""

import codecs

import msgspec

MIN_BYTES = 10
"""Shorter files hold no secret."""
HEAD_BYTES = 8 << 10
_UTF_8_MARK, _LITTLE, _BIG = codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE
_IS_LATIN = bytes(0xFF if value == 0 else 0 for value in range(256))
_GUESSED_FROM = 64
"""Bytes without a mark that must look like UTF-16 before they are taken for it."""


class Encoding(msgspec.Struct, frozen=True, kw_only=True):
    """How the bytes of a file make text."""

    mark: int = 0
    """Length of its byte order mark."""
    width: int = 1
    """Bytes of a character: 2 in UTF-16."""
    is_big_endian: bool = False


def encoding_of(head: bytes) -> Encoding | None:
    """Judged by the first bytes of a file; None where it is no text: it has a NUL there, and is not UTF-16."""
    if head.startswith(_UTF_8_MARK):
        return Encoding(mark=3) if b"\0" not in head[:HEAD_BYTES] else None
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return None  # UTF-32, which nobody writes
    if head.startswith((_LITTLE, _BIG)) and b"\0" in head[:HEAD_BYTES]:
        return Encoding(mark=2, width=2, is_big_endian=head.startswith(_BIG))
    head = head[:HEAD_BYTES]
    if b"\0" not in head:
        return Encoding()
    even, odd = head[0::2], head[1::2]
    if len(head) >= _GUESSED_FROM:
        if not odd.strip(b"\0") and b"\0" not in even:
            return Encoding(width=2)
        if not even.strip(b"\0") and b"\0" not in odd:
            return Encoding(width=2, is_big_endian=True)
    return None


def searchable(content: bytes, encoding: Encoding, offset: int = 0) -> tuple[bytes, int]:
    """The text to search in a file's bytes from an offset on, and the place of its first byte in the text of the whole file.

    UTF-16 becomes one byte for each unit: the character where it is Latin, else NUL. So places in it tell places in the file.
    """
    if offset < encoding.mark:
        content, offset = content[encoding.mark - offset :], encoding.mark
    if encoding.width == 1:
        return content, offset - encoding.mark
    skipped = (offset - encoding.mark) % 2
    units = content[skipped : len(content) - (len(content) - skipped) % 2]
    low, high = (units[1::2], units[0::2]) if encoding.is_big_endian else (units[0::2], units[1::2])
    if high.strip(b"\0"):
        mask = int.from_bytes(high.translate(_IS_LATIN), "big")
        low = (int.from_bytes(low, "big") & mask).to_bytes(len(low), "big")
    return low, (offset - encoding.mark + skipped) // 2
