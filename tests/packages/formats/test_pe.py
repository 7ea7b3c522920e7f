"""PE headers and the version resource."""

import pytest

from executables.build import pe, windows_program
from mooring.base.errors import ReadError
from mooring.packages.formats.pe import read_pe, version_strings


@pytest.mark.parametrize("bits", [32, 64])
def test_sections_are_found_by_name(bits):
    content = pe({".text": b"first", ".data": b"second"}, bits=bits, writable=(".data",))

    found = read_pe(content).layout

    two = found.section(".data")
    assert content[two.offset : two.end] == b"second"
    assert [section.name for section in found.writable] == [".data"]
    assert found.target_of(0x401001) == found.section(".text").offset + 1


def test_the_strings_of_the_version_resource_are_read():
    strings = version_strings(read_pe(windows_program({"ProductName": "Tool", "FileVersion": "2.0"})))

    assert strings == {"FixedFileVersion": "1.2.3.4", "ProductName": "Tool", "FileVersion": "2.0"}


def test_an_assembly_is_known_by_its_clr_header():
    assert read_pe(windows_program({}, is_managed=True)).is_managed
    assert not read_pe(windows_program({})).is_managed


def test_a_program_of_dos_is_no_pe_file():
    assert read_pe(b"MZ" + bytes(300)) is None


def test_a_section_table_past_the_end_is_a_read_error():
    with pytest.raises(ReadError):
        read_pe(pe({".text": b""})[:-30])
