"""PE files ("PE Format", learn.microsoft.com): sections, data directories and the version resource, bounds checked."""

import struct
from collections.abc import Iterator
from itertools import islice

import msgspec

from mooring.base.errors import ReadError
from mooring.packages.formats.sections import MAX_WRITABLE, Layout, Section, c_string, clipped

MAGIC = b"MZ"
MAX_SECTIONS = 1_000
"""The loader stops at 96; linkers of large objects write more."""
MAX_RESOURCES = 4_096
MAX_VERSION_RESOURCES = 8
"""Names, and languages of each, that are looked at; programs have one of either."""
MAX_TEXT = 4_096
MAX_VERSION_STRINGS = 1_000
EXPORTS, RESOURCES, CLR_HEADER = 0, 2, 14
_VERSION_RESOURCE = 16
_DIRECTORY_FLAG = 0x80000000
_MACHINES = {0x14C: "386", 0x8664: "amd64", 0x1C0: "arm", 0x1C4: "arm", 0xAA64: "arm64"}
_INITIALISED, _EXECUTE, _WRITE = 0x40, 0x20000000, 0x80000000


class PeFile(msgspec.Struct, frozen=True, kw_only=True):
    """An image file of Windows (or a managed assembly of any system)."""

    layout: Layout
    """Section addresses are relative to the image base, as the data directories have them."""
    directories: tuple[tuple[int, int], ...]
    """Relative virtual address and size of each data directory."""

    def directory(self, number: int) -> Section | None:
        """The piece of the file that a data directory means; None where it is empty or lies outside."""
        if number >= len(self.directories) or not all(self.directories[number]):
            return None
        address, size = self.directories[number]
        offset = self.layout.offset_of(address)
        return (
            None if offset is None else clipped(self.layout.content, name="", offset=offset, size=size, address=address)
        )

    @property
    def is_managed(self) -> bool:
        """Whether it holds code for the .NET runtime (ECMA-335, II.25.3.3)."""
        return self.directory(CLR_HEADER) is not None


def read_pe(content: bytes) -> PeFile | None:
    """The file's layout; None for a program of DOS or 16-bit Windows. Raises ReadError where headers are cut off."""
    start = struct.unpack_from("<I", content, 60)[0] if len(content) >= 64 and content[:2] == MAGIC else 0
    if not start or content[start : start + 4] != b"PE\0\0":
        return None
    if start + 24 > len(content):
        raise ReadError("ends inside its PE header")
    machine, count, _, _, _, optional_size = struct.unpack_from("<HHIIIH", content, start + 4)
    optional = start + 24
    table = optional + optional_size
    if count > MAX_SECTIONS or table + count * 40 > len(content):
        raise ReadError(f"has {count} PE sections at {table}, but ends at {len(content)}")
    wide = content[optional : optional + 2] == b"\x0b\x02"
    sections, writable = _sections(content, table, count)
    base = _number(content, optional + 24, "<Q") if wide else _number(content, optional + 28, "<I")
    layout = Layout(
        content=content,
        architecture=_MACHINES.get(machine, ""),
        byte_order="<",
        pointer_size=8 if wide else 4,
        sections=sections,
        segments=sections,
        writable=writable[:MAX_WRITABLE],
        image_base=base,
        end=max([table + count * 40, *(section.end for section in sections)]),
    )
    return PeFile(layout=layout, directories=_directories(content, optional + (108 if wide else 92), table))


def version_strings(pe: PeFile) -> dict[str, str]:
    """The strings of the version resource (VS_VERSIONINFO), the first language's; `FixedFileVersion` is the binary one.

    Empty where there is none. The structure says its lengths itself and they are often off by a little, so that nothing
    beyond the resource is read and an odd length ends the reading quietly.
    """
    place = next(_version_resources(pe), None)
    if place is None:
        return {}
    content, strings = pe.layout.content, {}
    _, value_size, key, value = _block(content, place.offset, place.end)
    if key != "VS_VERSION_INFO":
        return {}
    if value_size >= 52 and _number(content, value, "<I") == 0xFEEF04BD:
        high, low = _number(content, value + 8, "<I"), _number(content, value + 12, "<I")
        strings["FixedFileVersion"] = f"{high >> 16}.{high & 0xFFFF}.{low >> 16}.{low & 0xFFFF}"
    for name, text in _string_tables(content, _aligned(value + value_size, place.offset), place):
        strings.setdefault(name, text)
    return strings


def _sections(content: bytes, table: int, count: int) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    sections, writable = [], []
    for index in range(count):
        at = table + index * 40
        size, address, raw_size, offset = struct.unpack_from("<IIII", content, at + 8)
        flags = struct.unpack_from("<I", content, at + 36)[0]
        name = c_string(content, at, at + 8)
        section = clipped(
            content, name=name, offset=offset, size=min(size, raw_size) if size else raw_size, address=address
        )
        sections.append(section)
        if flags & _INITIALISED and flags & _WRITE and not flags & _EXECUTE:
            writable.append(section)
    return tuple(sections), tuple(writable)


def _directories(content: bytes, at: int, end: int) -> tuple[tuple[int, int], ...]:
    count = min(_number(content, at, "<I"), 16, max(0, (end - at - 4) // 8))
    places = range(at + 4, at + 4 + count * 8, 8)
    return tuple((_number(content, place, "<I"), _number(content, place + 4, "<I")) for place in places)


def _number(content: bytes, at: int, form: str) -> int:
    if at + struct.calcsize(form) > len(content):
        return 0
    value: int = struct.unpack_from(form, content, at)[0]
    return value


def _version_resources(pe: PeFile) -> Iterator[Section]:
    """The leaves below the folder of version resources: by name, then by language."""
    root, content = pe.directory(RESOURCES), pe.layout.content
    if root is None:
        return
    kinds = (at for kind, at in _resource_entries(content, root, 0) if kind == _VERSION_RESOURCE)
    for types in islice(kinds, 1):
        for names in _inner(content, root, types):
            for leaf in _inner(content, root, names):
                address, size = (
                    _number(content, root.offset + leaf, "<I"),
                    _number(content, root.offset + leaf + 4, "<I"),
                )
                offset = pe.layout.offset_of(address)
                if offset is not None and leaf < _DIRECTORY_FLAG:
                    yield clipped(content, name="", offset=offset, size=size, address=address)


def _inner(content: bytes, root: Section, at: int) -> Iterator[int]:
    """Offsets that the entries of an inner folder have; none where `at` has no folder's flag."""
    if at >= _DIRECTORY_FLAG:
        entries = _resource_entries(content, root, at - _DIRECTORY_FLAG)
        yield from (offset for _, offset in islice(entries, MAX_VERSION_RESOURCES))


def _resource_entries(content: bytes, root: Section, at: int) -> Iterator[tuple[int, int]]:
    """Identifier and offset (with the flag of a folder) of each entry of a resource folder."""
    start = root.offset + at
    count = _number(content, start + 12, "<H") + _number(content, start + 14, "<H")
    for index in range(min(count, MAX_RESOURCES)):
        place = start + 16 + index * 8
        if place + 8 > root.end:
            return
        yield _number(content, place, "<I"), _number(content, place + 4, "<I")


def _block(content: bytes, at: int, end: int) -> tuple[int, int, str, int]:
    """Length, value length, key and offset of the value of a version block; length 0 where there is none."""
    if at + 6 > end:
        return 0, 0, "", end
    length, value_size = struct.unpack_from("<HH", content, at)
    key, after = _wide_text(content, at + 6, min(at + length, end))
    return length, value_size, key, _aligned(after, at)


def _string_tables(content: bytes, at: int, place: Section) -> Iterator[tuple[str, str]]:
    """Name and value of each string; `at` is where the children of the root block begin."""
    for _ in range(MAX_VERSION_STRINGS):
        length, _, key, inner = _block(content, at, place.end)
        if length < 6:
            return
        if key == "StringFileInfo":
            table_size, _, _, first = _block(content, inner, place.end)
            yield from _strings(content, first, min(inner + table_size, place.end), place)
            return
        at = _aligned(at + length, place.offset)


def _strings(content: bytes, at: int, end: int, place: Section) -> Iterator[tuple[str, str]]:
    for _ in range(MAX_VERSION_STRINGS):
        length, _, key, value = _block(content, at, end)
        if length < 6:
            return
        text = _wide_text(content, value, min(at + length, end))[0].strip()
        if key and text:
            yield key, text
        at = _aligned(at + length, place.offset)


def _wide_text(content: bytes, start: int, end: int) -> tuple[str, int]:
    """UTF-16 text up to a NUL, and the offset after the NUL."""
    at, end = start, min(end, start + MAX_TEXT)
    while at + 2 <= end and content[at : at + 2] != b"\0\0":
        at += 2
    return content[start:at].decode("utf-16-le", "replace"), at + 2


def _aligned(at: int, base: int) -> int:
    """The next offset that is a multiple of four, counted from the resource's start."""
    return base + (at - base + 3 & ~3)
