"""ELF headers (System V ABI, chapters 4 and 5): both classes, both byte orders, bounds checked.

Thousands of files of an image are ELF and nearly none holds what a reader looks for, so `read_header` and
`section_names` cost a few microseconds; `layout` builds the whole table and is for the few.
"""

import struct

import msgspec

from mooring.base.errors import ReadError
from mooring.packages.formats.sections import MAX_WRITABLE, Layout, Section, c_string, clipped

MAGIC = b"\x7fELF"
MAX_SECTIONS = 100_000
"""`-ffunction-sections` objects have tens of thousands; executables have forty."""
MAX_NAME = 512
"""Bytes of a section's name; the name of a mangled function may be longer, and nobody asks for it."""
_HEADERS = {
    (2, 1): struct.Struct("<16xHHIQQQIHHHHHH"),
    (2, 2): struct.Struct(">16xHHIQQQIHHHHHH"),
    (1, 1): struct.Struct("<16xHHIIIIIHHHHHH"),
    (1, 2): struct.Struct(">16xHHIIIIIHHHHHH"),
}
_SECTION_FORMATS = {8: "IIQQQQIIQQ", 4: "IIIIIIIIII"}
_MACHINES = {
    3: "386",
    8: "mips",
    20: "ppc",
    21: "ppc64",
    22: "s390x",
    40: "arm",
    62: "amd64",
    183: "arm64",
    243: "riscv64",
    258: "loong64",
}
_NOBITS, _LOAD, _WRITE, _EXECUTE = 8, 1, 2, 1


class ElfHeader(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The fixed header, with extended section numbering resolved."""

    byte_order: str
    pointer_size: int
    kind: int
    """1 relocatable object, 2 executable, 3 shared object, 4 core dump."""
    machine: int
    program_offset: int
    program_size: int
    program_count: int
    section_offset: int
    section_size: int
    section_count: int
    names_index: int


def architecture_in(head: bytes) -> str:
    """The architecture that the first bytes of an ELF file name, in Go's words; empty where they name none that is known."""
    known = _HEADERS.get((head[4], head[5])) if len(head) > 5 and head[:4] == MAGIC else None
    if known is None or len(head) < known.size:
        return ""
    return _architecture(known.unpack_from(head)[1], "<" if head[5] == 1 else ">")


def read_header(content: bytes) -> ElfHeader:
    """The header; raises ReadError where it or a table that it points to is cut off."""
    known = _HEADERS.get((content[4], content[5])) if len(content) > 5 else None
    if known is None:
        raise ReadError("is an ELF file of an unknown class or byte order")
    if len(content) < known.size:
        raise ReadError("ends inside its ELF header")
    kind, machine, _, _, phoff, shoff, _, _, phsize, phnum, shsize, shnum, names = known.unpack_from(content)
    order, width = ("<" if content[5] == 1 else ">"), (8 if content[4] == 2 else 4)
    smallest = struct.calcsize(order + _SECTION_FORMATS[width])
    if shoff and shoff + smallest > len(content):
        raise ReadError(f"has its section table at {shoff}, but ends at {len(content)}")
    if shoff and shsize >= smallest and (shnum == 0 or names == 0xFFFF):
        first = struct.unpack_from(order + _SECTION_FORMATS[width], content, shoff)
        shnum, names = shnum or first[5], first[6] if names == 0xFFFF else names
    if not shoff or shsize < smallest:
        shnum = 0
    if shnum > MAX_SECTIONS or shoff + shnum * shsize > len(content):
        raise ReadError(f"has {shnum} sections at {shoff}, but ends at {len(content)}")
    return ElfHeader(
        byte_order=order,
        pointer_size=width,
        kind=kind,
        machine=machine,
        program_offset=phoff,
        program_size=phsize,
        program_count=phnum,
        section_offset=shoff,
        section_size=shsize,
        section_count=shnum,
        names_index=names,
    )


def section_names(content: bytes, header: ElfHeader) -> tuple[int, int]:
    """Where the names of all sections begin and end (NUL between them); equal offsets where there are none."""
    if header.names_index >= header.section_count:
        return 0, 0
    fields = _section_fields(content, header, header.names_index)
    if fields[1] == _NOBITS:
        return 0, 0
    return min(fields[4], len(content)), min(fields[4] + fields[5], len(content))


def layout(content: bytes, header: ElfHeader) -> Layout:
    """All sections and segments."""
    segments, writable, end = _segments(content, header)
    sections = _sections(content, header)
    tables = header.section_offset + header.section_count * header.section_size
    return Layout(
        content=content,
        architecture=_architecture(header.machine, header.byte_order),
        byte_order=header.byte_order,
        pointer_size=header.pointer_size,
        sections=sections,
        segments=segments,
        writable=writable[:MAX_WRITABLE],
        image_base=0,
        end=max([tables, end, *(section.end for section in sections)]),
    )


def _section_fields(content: bytes, header: ElfHeader, index: int) -> tuple[int, ...]:
    at = header.section_offset + index * header.section_size
    return struct.unpack_from(header.byte_order + _SECTION_FORMATS[header.pointer_size], content, at)


def _sections(content: bytes, header: ElfHeader) -> tuple[Section, ...]:
    names, names_end = section_names(content, header)
    found = []
    for index in range(header.section_count):
        name, kind, _, address, offset, size, *_ = _section_fields(content, header, index)
        if kind == _NOBITS or not kind:
            continue
        found.append(
            clipped(
                content,
                name=c_string(content, names + name, min(names_end, names + name + MAX_NAME)),
                offset=offset,
                size=size,
                address=address,
            )
        )
    return tuple(found)


def _segments(content: bytes, header: ElfHeader) -> tuple[tuple[Section, ...], tuple[Section, ...], int]:
    wide = header.pointer_size == 8
    form = struct.Struct(header.byte_order + ("IIQQQQQQ" if wide else "IIIIIIII"))
    segments, writable, end = [], [], 0
    for index in range(header.program_count):
        at = header.program_offset + index * header.program_size
        if header.program_size < form.size or at + form.size > len(content):
            break
        fields = form.unpack_from(content, at)
        kind, flags = fields[0], fields[1] if wide else fields[6]
        offset, address, size = (fields[2], fields[3], fields[5]) if wide else (fields[1], fields[2], fields[4])
        if kind != _LOAD:
            continue
        segment = clipped(content, name="", offset=offset, size=size, address=address)
        segments.append(segment)
        end = max(end, segment.end)
        if flags & (_WRITE | _EXECUTE) == _WRITE:
            writable.append(segment)
    return tuple(segments), tuple(writable), end


def _architecture(machine: int, byte_order: str) -> str:
    name = _MACHINES.get(machine, "")
    if name in ("ppc64", "mips") and byte_order == "<":
        return name + "le"
    return name
