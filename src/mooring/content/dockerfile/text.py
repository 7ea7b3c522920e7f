"""The bytes of a Dockerfile as text: builders expect UTF-8, editors write other things."""

import codecs

from mooring.base.limits import MIB

MAX_BYTES = 1 * MIB
"""The longest hand-written Dockerfiles have 100 KB."""


def text_of(content: bytes) -> tuple[str, list[str]]:
    """The text, and what was odd about its bytes. Never raises: damaged bytes are replaced, and said so."""
    problems: list[str] = []
    if len(content) > MAX_BYTES:
        problems.append(f"the file has {len(content)} bytes; what follows the first {MAX_BYTES} was left out")
        content = _whole_lines(content[:MAX_BYTES])
    text = _decoded(content, problems)
    if "\0" in text:
        problems.append(f"line {text[: text.index(chr(0))].count(chr(10)) + 1} has a NUL byte, which was left out")
        text = text.replace("\0", "")
    return text, problems


def _whole_lines(content: bytes) -> bytes:
    at = content.rfind(b"\n")
    return content[: at + 1] if at >= 0 else content


def _decoded(content: bytes, problems: list[str]) -> str:
    if wide := _wide_encoding(content):
        problems.append(f"the file is {wide.upper()}, which builders do not read; save it as UTF-8")
        return content.decode(wide, "replace").removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(f"line {line} is not UTF-8; the file was read as Latin-1. Save it as UTF-8")
        return content.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _wide_encoding(content: bytes) -> str:
    """`utf-16-le`, `utf-16-be` or empty: by the mark at the start, else by where the NUL bytes of ASCII text stand."""
    if content.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if content.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    head = content[:512]
    if len(head) < 8:
        return ""
    even, odd = head[0::2], head[1::2]
    if odd.count(0) > len(odd) * 3 // 4 and not even.count(0):
        return "utf-16-le"
    if even.count(0) > len(even) * 3 // 4 and not odd.count(0):
        return "utf-16-be"
    return ""
