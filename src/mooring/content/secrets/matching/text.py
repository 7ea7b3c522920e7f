"""What of a file is text, and how it is searched: as bytes, one for each character of UTF-16."""

import codecs

import msgspec

MIN_BYTES = 10
"""Shorter files hold no secret."""
HEAD_BYTES = 8 << 10
_UTF_8_MARK, _LITTLE, _BIG = codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE
UTF_32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_IS_LATIN = bytes(0xFF if value == 0 else 0 for value in range(256))
_GUESSED_FROM = 64
"""Bytes without a mark that must look like UTF-16 before they are taken for it."""
_NOT_CONTROL = bytes(value for value in range(256) if value >= 0x20 or value in b"\b\t\n\v\f\r\x1b")
_ASCII = bytes(range(0x80))
_CONTROL_SHARE, _OTHER_SHARE = 5, 4
"""Of text that has a NUL all the same at most one byte in five is a control character, and one in four is none of ASCII."""


class Encoding(msgspec.Struct, frozen=True, kw_only=True):
    """How the bytes of a file make text."""

    mark: int = 0
    """Length of its byte order mark."""
    width: int = 1
    """Bytes of a character: 2 in UTF-16."""
    is_big_endian: bool = False
    has_nul: bool = False
    """Variables of a process, names that `find -print0` wrote: NUL stands between texts."""


def encoding_of(head: bytes) -> Encoding | None:
    """Judged by the first bytes of a file; None where it is no text: it has a NUL there, is not UTF-16, and most of it is no text either.

    A NUL alone makes nothing of text that is not searched: who hides a secret would only have to write one.
    """
    if head.startswith(_UTF_8_MARK):
        return _with_mark(head[:HEAD_BYTES])
    if head.startswith(UTF_32_MARKS):
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
    return Encoding(has_nul=True) if is_mostly_text(head) else None


def _with_mark(head: bytes) -> Encoding | None:
    if b"\0" not in head:
        return Encoding(mark=3)
    return Encoding(mark=3, has_nul=True) if is_mostly_text(head[3:]) else None


def is_mostly_text(head: bytes) -> bool:
    """Whether bytes with a NUL among them are text all the same."""
    controls = len(head.translate(None, _NOT_CONTROL))
    return controls * _CONTROL_SHARE <= len(head) and len(head.translate(None, _ASCII)) * _OTHER_SHARE <= len(head)


def searchable(content: bytes, encoding: Encoding, offset: int = 0) -> tuple[bytes, int]:
    """The text to search in a file's bytes from an offset on, and the place of its first byte in the text of the whole file.

    UTF-16 becomes one byte for each unit: the character where it is Latin, else NUL. So places in it tell places in the file. A NUL in
    other text becomes a space.
    """
    if offset < encoding.mark:
        content, offset = content[encoding.mark - offset :], encoding.mark
    if encoding.width == 1:
        return content.replace(b"\0", b" ") if encoding.has_nul else content, offset - encoding.mark
    skipped = (offset - encoding.mark) % 2
    units = content[skipped : len(content) - (len(content) - skipped) % 2]
    low, high = (units[1::2], units[0::2]) if encoding.is_big_endian else (units[0::2], units[1::2])
    if high.strip(b"\0"):
        mask = int.from_bytes(high.translate(_IS_LATIN), "big")
        low = (int.from_bytes(low, "big") & mask).to_bytes(len(low), "big")
    return low, (offset - encoding.mark + skipped) // 2
