"""Whether bytes are text, and their lines as an expression sees them."""

import codecs

from mooring.content.secrets.matching.text import is_mostly_text

_SNIFFED = 8_192
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BINARY_STARTS = (
    b"\x7fELF", b"\x1f\x8b", b"PK\3\4", b"PK\5\6", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"\xca\xfe\xba\xbe",
    b"(\xb5/\xfd", b"\xfd7zX", b"BZh", b"\xcf\xfa\xed\xfe", b"!<ar", b"RIFF", b"OTTO", b"wOFF", b"wOF2",
)  # fmt: skip
"""First four bytes of what is certainly none."""


def may_be_text(head: bytes) -> bool:
    """What the first four bytes of a file allow; cheap enough to ask of every file."""
    if head.startswith(_BINARY_STARTS):
        return False
    return head.count(b"\0") <= 1 or head.startswith(_UTF16)


def text_of(content: bytes, *, is_start: bool = True) -> bytes | None:
    """The bytes as UTF-8 with lines that end in a line feed, as many as before; None where they are no text.

    A file with a NUL in its first 8 KiB is none, unless it says that it is UTF-16 or most of it is text all the same: then a NUL is a
    space. Damaged bytes are replaced.
    """
    if is_start and content.startswith(_UTF16):
        content = content.decode("utf-16", "replace").encode("utf-8", "replace")
    elif b"\0" in content[:_SNIFFED]:
        if not is_mostly_text(content[:_SNIFFED]):
            return None
        content = content.replace(b"\0", b" ")
    if is_start and content.startswith(codecs.BOM_UTF8):
        content = content[3:]
    if not content.isascii():
        content = _as_utf8(content)
    return content.replace(b"\r\n", b"\n") if b"\r" in content else content


def _as_utf8(content: bytes) -> bytes:
    try:
        content.decode()
    except UnicodeDecodeError:
        return content.decode("utf-8", "replace").encode()
    return content
