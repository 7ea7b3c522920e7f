"""Version resources of Windows programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executables.build import pe, windows_program
from executables.hostile import damaged, facts, survives
from mooring.packages.binary.pe_version import READER

LAUNCHER = windows_program({"CompanyName": "Example", "ProductName": "Simple Launcher", "ProductVersion": "1.1.0.14"})


def test_the_resource_names_product_and_version():
    (product,) = facts(READER, LAUNCHER, "t64.exe")

    assert (product.type, product.name, product.version) == ("generic", "Simple Launcher", "1.1.0.14")
    assert product.properties == {"company": "Example"}
    assert product.is_guess


VERSIONS = [("1, 2, 0, 3", "1.2.0.3"), ("8.0.1-beta", "8.0.1-beta"), ("2.0 (build 7)", "2.0"), ("none", "1.2.3.4")]


@pytest.mark.parametrize(("written", "version"), VERSIONS)
def test_versions_are_read_as_old_and_new_compilers_write_them(written, version):
    (product,) = facts(READER, windows_program({"ProductName": "x", "ProductVersion": written}))

    assert product.version == version


def test_a_managed_assembly_is_left_to_the_reader_of_assemblies():
    assert facts(READER, windows_program({"ProductName": "x", "ProductVersion": "1.0"}, is_managed=True)) == []


def test_a_program_without_a_resource_names_nothing():
    assert facts(READER, pe({".text": b"x"})) == []


@given(st.integers(0, 10_000), st.integers(0, 255), st.integers(0, 10_000))
def test_damaged_programs_raise_nothing_else(at, value, length):
    survives(READER, damaged(LAUNCHER, at, value, length))
    survives(READER, damaged(LAUNCHER, at, value, len(LAUNCHER)))
