"""Mach-O, thin and universal."""

import pytest

from executables.build import fat, macho
from mooring.base.errors import ReadError
from mooring.packages.formats.macho import layouts


@pytest.mark.parametrize("order", ["<", ">"])
def test_sections_are_found_by_name(order):
    content = macho({"__one": b"first", "__two": b"second"}, order=order)
    if order == ">":
        assert content[:4] == b"\xfe\xed\xfa\xcf"

    (found,) = layouts(content)

    two = found.section("__two")
    assert content[two.offset : two.end] == b"second"


def test_each_architecture_of_a_universal_file_is_read():
    content = fat(macho({"__one": b"a"}, machine=0x01000007), macho({"__one": b"b"}))

    assert [found.architecture for found in layouts(content)] == ["amd64", "arm64"]


def test_a_java_class_has_no_layout():
    assert list(layouts(b"\xca\xfe\xba\xbe\0\0\0\x41" + bytes(64))) == []


@pytest.mark.parametrize("size", [10, 40, 100])
def test_headers_that_are_cut_off_are_a_read_error(size):
    with pytest.raises(ReadError):
        list(layouts(macho({"__one": b"first"})[:size]))
