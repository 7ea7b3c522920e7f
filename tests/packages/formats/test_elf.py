"""ELF headers of both classes and byte orders."""

import struct

import pytest

from executables.build import elf
from mooring.base.errors import ReadError
from mooring.packages.formats.elf import MAX_NAME, layout, read_header, section_names
from mooring.packages.formats.sections import MAX_WRITABLE

SHAPES = [("<", 64), (">", 64), ("<", 32), (">", 32)]


@pytest.mark.parametrize(("order", "bits"), SHAPES)
def test_sections_are_found_by_name(order, bits):
    content = elf({".one": b"first", ".two": b"second"}, order=order, bits=bits)

    two = layout(content, read_header(content)).section(".two")

    assert content[two.offset : two.end] == b"second"


@pytest.mark.parametrize(("order", "bits"), SHAPES)
def test_an_address_of_a_segment_leads_to_its_byte(order, bits):
    content = elf({}, order=order, bits=bits, writable=b"0123456789")
    found = layout(content, read_header(content))

    assert content[found.offset_of(0x1004)] == ord("4")
    assert found.offset_of(0x9999) is None
    assert found.writable[0].size == 10


def test_the_names_of_the_sections_stand_together():
    content = elf({".one": b""})
    start, end = section_names(content, read_header(content))

    assert content[start:end] == b"\0.one\0.shstrtab\0"


def test_a_file_without_a_section_table_has_no_names():
    content = elf({}, named=False)

    assert section_names(content, read_header(content)) == (0, 0)


def test_more_sections_than_sixteen_bits_are_counted_in_the_first_row():
    content = bytearray(elf({".one": b"x"}))
    table = struct.unpack_from("<Q", content, 40)[0]
    struct.pack_into("<HH", content, 60, 0, 0xFFFF)
    struct.pack_into("<Q", content, table + 32, 3)
    struct.pack_into("<I", content, table + 40, 2)

    header = read_header(bytes(content))

    assert (header.section_count, header.names_index) == (3, 2)


@pytest.mark.parametrize(("at", "value"), [(4, 9), (5, 9)])
def test_an_unknown_class_or_byte_order_is_a_read_error(at, value):
    content = bytearray(elf({}))
    content[at] = value

    with pytest.raises(ReadError):
        read_header(bytes(content))


def test_a_header_that_names_the_same_bytes_again_and_again_costs_no_search_of_all():
    content = bytearray(elf({}, writable=b"0123456789"))
    program = bytes(content[64:120])
    repeated = bytes(content) + program * 50
    changed = bytearray(repeated)
    struct.pack_into("<Q", changed, 32, len(content))
    struct.pack_into("<H", changed, 56, 50)

    assert len(layout(bytes(changed), read_header(bytes(changed))).writable) == MAX_WRITABLE


def test_a_name_without_an_end_is_cut():
    content = elf({"." + "x" * 5000: b"x"})

    assert max(len(section.name) for section in layout(content, read_header(content)).sections) == MAX_NAME
