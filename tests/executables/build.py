"""The smallest ELF, PE and Mach-O files that hold given sections, and what Go and cargo-auditable write into them."""

import json
import struct
import zlib


def elf(sections, *, order="<", bits=64, writable=b"", machine=62, named=True):
    """An ELF file with these sections; `writable` becomes a writable segment at address 0x1000; `named` keeps the table."""
    wide = bits == 64
    header_size, program_size, section_size = (64, 56, 64) if wide else (52, 32, 40)
    body, rows, names = bytearray(), [(0,) * 5], bytearray(b"\0")
    start = header_size + program_size
    writable_at = start
    body += writable + bytes(-len(writable) % 16)
    for name, content in {**sections, ".shstrtab": None}.items():
        at = len(names)
        names += name.encode() + b"\0"
        content = bytes(names) if content is None else content
        rows.append((at, 1, 0x10000 + len(body), start + len(body), len(content)))
        body += content + bytes(-len(content) % 16)
    table = start + len(body)
    word = "Q" if wide else "I"
    count, names_index = (len(rows), len(rows) - 1) if named else (0, 0)
    header = b"\x7fELF" + bytes([2 if wide else 1, 1 if order == "<" else 2, 1]) + bytes(9)
    header += struct.pack(
        f"{order}HHI{word}{word}{word}IHHHHHH",
        *(2, machine, 1, 0, header_size, table if named else 0, 0),
        *(header_size, program_size, 1, section_size, count, names_index),
    )
    if wide:
        program = struct.pack(f"{order}IIQQQQQQ", 1, 6, writable_at, 0x1000, 0x1000, len(writable), len(writable), 16)
    else:
        program = struct.pack(f"{order}IIIIIIII", 1, writable_at, 0x1000, 0x1000, len(writable), len(writable), 6, 16)
    form = f"{order}IIQQQQIIQQ" if wide else f"{order}IIIIIIIIII"
    tail = b"".join(
        struct.pack(form, name, kind, 0, address, at, size, 0, 0, 1, 0) for name, kind, address, at, size in rows
    )
    return header + program + bytes(body) + (tail if named else b"")


def pe(sections, *, directories=None, bits=64, writable=()):
    """A PE file; sections are loaded at 0x1000, 0x2000, …; `directories` maps numbers to (address, size)."""
    wide = bits == 64
    optional_size = (112 if wide else 96) + 128
    table = 64 + 24 + optional_size
    at = table + 40 * len(sections)
    rows, body = b"", b""
    for index, (name, content) in enumerate(sections.items()):
        flags = 0xC0000040 if name in writable else 0x40000040
        place = struct.pack("<IIII", len(content), 0x1000 * (index + 1), len(content), at + len(body))
        rows += name.encode().ljust(8, b"\0") + place + bytes(12) + struct.pack("<I", flags)
        body += content
    optional = bytearray(optional_size)
    optional[:2] = b"\x0b\x02" if wide else b"\x0b\x01"
    struct.pack_into("<Q" if wide else "<I", optional, 24 if wide else 28, 0x400000)
    struct.pack_into("<I", optional, 108 if wide else 92, 16)
    for number, pair in (directories or {}).items():
        struct.pack_into("<II", optional, (112 if wide else 96) + number * 8, *pair)
    head = b"MZ".ljust(60, b"\0") + struct.pack("<I", 64) + b"PE\0\0"
    head += struct.pack("<HHIIIHH", 0x8664 if wide else 0x14C, len(sections), 0, 0, 0, optional_size, 2)
    return head + bytes(optional) + rows + body


def macho(sections, *, order="<", machine=0x0100000C):
    """A 64-bit Mach-O file with one writable segment `__DATA`."""
    size = 72 + 80 * len(sections)
    at = 32 + size
    body, rows = b"", b""
    for name, content in sections.items():
        place = struct.pack(f"{order}QQIIIIIIII", 0x1000 + len(body), len(content), at + len(body), 0, 0, 0, 0, 0, 0, 0)
        rows += name.encode().ljust(16, b"\0") + b"__DATA".ljust(16, b"\0") + place
        body += content
    segment = struct.pack(
        f"{order}II16sQQQQIIII", 0x19, size, b"__DATA", 0x1000, len(body), at, len(body), 3, 3, len(sections), 0
    )
    return struct.pack(f"{order}IIIIIIII", 0xFEEDFACF, machine, 0, 2, 1, size, 0, 0) + segment + rows + body


def fat(*slices):
    """A universal Mach-O file."""
    at = 8 + 20 * len(slices)
    rows, body = b"", b""
    for content in slices:
        rows += struct.pack(">IIIII", 0, 0, at + len(body), len(content), 0)
        body += content
    return b"\xca\xfe\xba\xbe" + struct.pack(">I", len(slices)) + rows + body


def varint(number):
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def go_blob(version, modules):
    """The form since Go 1.18: two strings with lengths."""
    framed = b"0" * 16 + modules.encode() + b"1" * 16 if modules else b""
    text = version.encode()
    return b"\xff Go buildinf:\x08\x02".ljust(32, b"\0") + varint(len(text)) + text + varint(len(framed)) + framed


def go_pointers(version, modules, *, address, order="<", size=8):
    """The form before Go 1.18: pointers to string headers; all of it is loaded at `address`."""
    kind = "Q" if size == 8 else "I"
    framed = b"0" * 16 + modules.encode() + b"1" * 16
    headers = address + 32
    texts = headers + 4 * size
    blob = (
        b"\xff Go buildinf:"
        + bytes([size, order == ">"])
        + struct.pack(f"{order}{kind}{kind}", headers, headers + 2 * size)
    )
    blob = blob.ljust(32, b"\0")
    blob += struct.pack(f"{order}{kind * 4}", texts, len(version), texts + len(version), len(framed))
    return blob + version.encode() + framed


def crates(*rows):
    """The section `.dep-v0`."""
    return zlib.compress(json.dumps({"packages": rows}).encode())


def package_note(document, *, order="<"):
    """The section `.note.package`."""
    text = json.dumps(document).encode() + b"\0"
    return struct.pack(f"{order}III", 4, len(text), 0xCAFE1A7E) + b"FDO\0" + text + bytes(-len(text) % 4)


def version_resource(strings, *, address, fixed=(1, 2, 3, 4)):
    """A resource section with one VS_VERSIONINFO, loaded at `address`."""

    def block(key, value, children, *, is_text, value_size):
        head = struct.pack("<HHH", 0, value_size, is_text) + key.encode("utf-16-le") + b"\0\0"
        head += bytes(-len(head) % 4) + value
        for child in children:
            head += bytes(-len(head) % 4) + child
        return struct.pack("<H", len(head)) + head[2:]

    rows = []
    for key, text in strings.items():
        wide = text.encode("utf-16-le") + b"\0\0"
        rows.append(block(key, wide, [], is_text=1, value_size=len(text) + 1))
    table = block("040904b0", b"", rows, is_text=1, value_size=0)
    info = block("StringFileInfo", b"", [table], is_text=1, value_size=0)
    numbers = struct.pack("<II", fixed[0] << 16 | fixed[1], fixed[2] << 16 | fixed[3])
    value = struct.pack("<II", 0xFEEF04BD, 0x10000) + numbers + numbers + bytes(28)
    root = block("VS_VERSION_INFO", value, [info], is_text=0, value_size=52)

    def folder(identifier, target):
        return bytes(12) + struct.pack("<HH", 0, 1) + struct.pack("<II", identifier, target)

    leaf = 3 * 24
    folders = folder(16, 0x80000000 | 24) + folder(1, 0x80000000 | 48) + folder(1033, leaf)
    return folders + struct.pack("<IIII", address + leaf + 16, len(root), 0, 0) + root


def windows_program(strings, *, is_managed=False):
    """A PE file with a version resource, and a CLR header where it is managed."""
    resource = version_resource(strings, address=0x1000)
    directories = {2: (0x1000, len(resource))}
    if is_managed:
        directories[14] = (0x2000, 72)
    return pe({".rsrc": resource, ".text": bytes(72)}, directories=directories)
