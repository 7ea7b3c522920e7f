"""Mach-O files (Apple's mach-o/loader.h and mach-o/fat.h): thin and universal, both byte orders, bounds checked."""

import struct
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.packages.formats.sections import MAX_WRITABLE, Layout, Section, clipped

THIN_MAGICS = (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xfe\xed\xfa\xce")
FAT_MAGICS = (b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf")
MAX_SLICES = 20
"""A Java class file has the same magic; its next four bytes are a class version, which is at least 45."""
MAX_COMMANDS = 10_000
MAX_SECTIONS = 255
"""Section ordinals of the symbol table are one byte."""
_MACHINES = {7: "386", 0x01000007: "amd64", 12: "arm", 0x0100000C: "arm64", 18: "ppc", 0x01000012: "ppc64"}
_SEGMENT, _SEGMENT_64, _SYMBOLS = 0x1, 0x19, 0x2
_WRITE, _EXECUTE = 2, 4


def layouts(content: bytes) -> Iterator[Layout]:
    """The layout of each architecture; none where the file is a Java class. Raises ReadError where headers are cut
    off.
    """
    if content[:4] in THIN_MAGICS:
        yield _thin(content, 0)
        return
    if content[:4] not in FAT_MAGICS or len(content) < 8:
        return
    count = int.from_bytes(content[4:8], "big")
    form = struct.Struct(">IIQQII" if content[3] == 0xBF else ">IIIII")
    if not 0 < count <= MAX_SLICES:
        return
    if 8 + count * form.size > len(content):
        raise ReadError("ends inside the table of its architectures")
    for index in range(count):
        offset = form.unpack_from(content, 8 + index * form.size)[2]
        if content[offset : offset + 4] in THIN_MAGICS:
            yield _thin(content, offset)


def symbol_table(layout: Layout) -> Section | None:
    """The `nlist` entries (name `symbols`); the string table is `symbol_names`."""
    return layout.section("symbols")


def _thin(content: bytes, base: int) -> Layout:
    order = "<" if content[base] in (0xCF, 0xCE) else ">"
    wide = 0xCF in (content[base], content[base + 3])
    start = base + (32 if wide else 28)
    if start > len(content):
        raise ReadError("ends inside its Mach-O header")
    machine, _, _, count, _ = struct.unpack_from(order + "IIIII", content, base + 4)
    sections: list[Section] = []
    segments: list[Section] = []
    writable: list[Section] = []
    for kind, at, end in _commands(content, start, order, min(count, MAX_COMMANDS)):
        if kind in (_SEGMENT, _SEGMENT_64):
            _read_segment(content, (base, at, end), order, kind == _SEGMENT_64, sections, segments, writable)
        elif kind == _SYMBOLS and end - at >= 24:
            symbols, number, names, names_size = struct.unpack_from(order + "IIII", content, at + 8)
            sections.append(clipped(content, name="symbols", offset=base + symbols, size=number * (16 if wide else 12)))
            sections.append(clipped(content, name="symbol_names", offset=base + names, size=names_size))
    return Layout(
        content=content,
        architecture=_MACHINES.get(machine, ""),
        byte_order=order,
        pointer_size=8 if wide else 4,
        sections=tuple(sections),
        segments=tuple(segments),
        writable=tuple(writable[:MAX_WRITABLE]),
        image_base=0,
        end=max([start, *(piece.end for piece in (*sections, *segments))]),
    )


def _commands(content: bytes, at: int, order: str, count: int) -> Iterator[tuple[int, int, int]]:
    """Kind, start and end of each load command."""
    for _ in range(count):
        if at + 8 > len(content):
            raise ReadError("ends inside its load commands")
        kind, size = struct.unpack_from(order + "II", content, at)
        if size < 8 or at + size > len(content):
            raise ReadError(f"has a load command of {size} bytes at {at}, but ends at {len(content)}")
        yield kind, at, at + size
        at += size


def _read_segment(
    content: bytes,
    place: tuple[int, int, int],
    order: str,
    is_wide: bool,
    sections: list[Section],
    segments: list[Section],
    writable: list[Section],
) -> None:
    base, at, end = place
    form = struct.Struct(order + ("16sQQQQIIII" if is_wide else "16sIIIIIIII"))
    if at + 8 + form.size > end:
        return
    name, address, _, offset, size, _, protection, count, _ = form.unpack_from(content, at + 8)
    segment = clipped(content, name=_text(name), offset=base + offset, size=size, address=address)
    segments.append(segment)
    if protection & (_WRITE | _EXECUTE) == _WRITE:
        writable.append(segment)
    row = struct.Struct(order + ("16s16sQQI20x8x" if is_wide else "16s16sIII24x"))
    row_size = 80 if is_wide else 68
    at += 8 + form.size
    for _ in range(min(count, MAX_SECTIONS)):
        if at + row_size > end:
            return
        title, _, place_in_memory, length, start = row.unpack_from(content, at)[:5]
        sections.append(clipped(content, name=_text(title), offset=base + start, size=length, address=place_in_memory))
        at += row_size


def _text(field: bytes) -> str:
    return field.split(b"\0", 1)[0].decode("utf-8", "replace")
