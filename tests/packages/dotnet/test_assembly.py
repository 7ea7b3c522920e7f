"""Managed assemblies."""

from hypothesis import given
from hypothesis import strategies as st

from executables.build import windows_program
from executables.hostile import damaged, facts, survives
from mooring.packages.dotnet.assembly import READER

STRINGS = {"ProductName": "Json.NET", "ProductVersion": "13.0.1+ae9fe44e", "FileVersion": "13.0.1.25517"}
ASSEMBLY = windows_program(STRINGS, is_managed=True)


def test_an_assembly_is_a_guessed_package_of_its_product_version():
    (package,) = facts(READER, ASSEMBLY, "app/Newtonsoft.Json.dll")

    assert (package.type, package.name, package.version) == ("nuget", "Newtonsoft.Json", "13.0.1")
    assert package.is_guess
    assert package.properties["product"] == "Json.NET"


def test_translations_are_left_out():
    assert facts(READER, ASSEMBLY, "app/de/App.resources.dll") == []


def test_a_native_library_is_left_out():
    assert facts(READER, windows_program(STRINGS), "app/native.dll") == []


@given(st.integers(0, 10_000), st.integers(0, 255), st.integers(0, 10_000))
def test_damaged_assemblies_raise_nothing_else(at, value, length):
    survives(READER, damaged(ASSEMBLY, at, value, length), "a.dll")
    survives(READER, damaged(ASSEMBLY, at, value, len(ASSEMBLY)), "a.dll")
