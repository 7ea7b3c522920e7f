"""Every reader of .NET files meets arbitrary and damaged content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executables.hostile import damaged, survives
from mooring.base.families import collect
from mooring.model.reader import Reader

READERS = collect("mooring.packages.dotnet", Reader)
SAMPLES = [
    b'{"targets": {"x": {"A/1": {"dependencies": {"B": "2"}, "runtime": {"a": 1}}}}, "libraries": {"A/1": {"type": 7}}}',
    b'{"dependencies": {"net8.0": {"A": {"resolved": "1", "type": [], "dependencies": 3}}}}',
    b'<Project><ItemGroup><PackageReference Include="A" Version="1"/><package id="A" version="1"/></ItemGroup></Project>',
    b"<package><metadata><id>A</id><version>1</version></metadata></package>",
    b"NUGET\n  remote: x\n    A (1.0)\n      B (>= 2.0)\nGITHUB\n  remote: a/b\n    a/b (1)\nnuget A 1.0\n",
]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@given(st.one_of(st.binary(max_size=100), st.text(max_size=100).map(str.encode)))
def test_arbitrary_bytes_raise_nothing_but_a_read_error(reader, content):
    survives(reader, content, "app/a.dll")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@given(st.sampled_from(SAMPLES), st.integers(0, 500), st.integers(0, 255), st.integers(0, 500))
def test_damaged_files_raise_nothing_but_a_read_error(reader, content, at, value, length):
    survives(reader, damaged(content, at, value, length), "app/a.dll")
    survives(reader, damaged(content, at, value, len(content)), "app/a.dll")
