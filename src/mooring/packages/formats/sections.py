"""What ELF, PE and Mach-O have in common: named pieces of the file, and addresses that they are loaded at."""

import struct

import msgspec

MAX_WRITABLE = 4
"""They are searched whole; honest files have one or two, and a header can name the same bytes 65,535 times."""


class Section(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A piece of an executable; `offset` and `size` always lie inside the file."""

    name: str
    offset: int
    size: int
    address: int = 0

    @property
    def end(self) -> int:
        """Offset of the first byte after it."""
        return self.offset + self.size


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """Where things lie in one executable (one architecture of a universal Mach-O)."""

    content: bytes
    """The whole file."""
    architecture: str
    """As Go names it: `amd64`, `arm64`, `386`, …; empty where the machine is an uncommon one."""
    byte_order: str
    """`<` or `>`, as `struct` writes it."""
    pointer_size: int
    sections: tuple[Section, ...]
    segments: tuple[Section, ...]
    """What is loaded from the file, by address."""
    writable: tuple[Section, ...]
    """The first segments (PE: sections) that hold initialised, writable, not executable data; at most MAX_WRITABLE."""
    image_base: int
    """What pointers are ahead of the addresses here: PE counts addresses from it; 0 elsewhere."""
    end: int
    """Offset after the last byte that a header speaks of; more bytes were appended by another tool."""

    def section(self, *names: str) -> Section | None:
        """The first section that has one of these names."""
        return next((section for section in self.sections if section.name in names), None)

    def offset_of(self, address: int) -> int | None:
        """Where the byte that is loaded at `address` lies in the file."""
        for segment in self.segments:
            if segment.address <= address < segment.address + segment.size:
                return segment.offset + address - segment.address
        return None

    def target_of(self, pointer: int) -> int | None:
        """Where the byte that a stored pointer means lies in the file."""
        return self.offset_of(pointer - self.image_base)

    def pointer(self, offset: int) -> int | None:
        """The pointer stored at `offset`; None past the end of the file."""
        if not 0 <= offset <= len(self.content) - self.pointer_size:
            return None
        kind = "Q" if self.pointer_size == 8 else "I"
        value: int = struct.unpack_from(self.byte_order + kind, self.content, offset)[0]
        return value


def clipped(content: bytes, *, name: str, offset: int, size: int, address: int = 0) -> Section:
    """A section cut to what the file has: headers lie, and slack at the end of a file is legal in PE."""
    offset = min(offset, len(content))
    return Section(name=name, offset=offset, size=max(0, min(size, len(content) - offset)), address=address)


def c_string(content: bytes, start: int, end: int) -> str:
    """The text from `start` up to a NUL or `end`."""
    if start >= end:
        return ""
    stop = content.find(b"\0", start, end)
    return content[start : end if stop < 0 else stop].decode("utf-8", "replace")
