"""Single-file applications. No such program could be made here: the bytes follow the design document."""

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executables.build import elf, pe
from executables.hostile import damaged, facts, survives
from mooring.base.errors import ReadError
from mooring.packages.binary.executable import READER
from mooring.packages.dotnet.projects.bundle import MARKER

DEPS = json.dumps({"libraries": {"App/1.0.0": {"type": "project"}, "A/2.0.0": {"type": "package"}}}).encode()


def bundle(host, *, version=6, size=None):
    """The host with the application behind it; `host` makes the program from the marker."""
    start = len(host(bytes(8) + MARKER))
    header = struct.pack("<IIi", version, 0, 1) + b"\x04name"
    place = (start, len(DEPS) if size is None else size)
    header += struct.pack("<qqqqQ", *place, 0, 0, 0) if version >= 2 else struct.pack("<qqB", *place, 3) + b"\x01a"
    return host(struct.pack("<q", start + len(DEPS)) + MARKER) + DEPS + header


HOSTS = {
    "elf": lambda data: elf({".data": b"x"}, writable=data),
    "pe": lambda data: pe({".data": data}, writable=(".data",)),
}


@pytest.mark.parametrize("version", [1, 2, 6])
@pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS)
def test_the_packages_of_a_single_file_application_are_found(host, version):
    found = facts(READER, bundle(host, version=version))

    assert [(fact.name, fact.version, fact.is_root) for fact in found] == [
        ("App", "1.0.0", True),
        ("A", "2.0.0", False),
    ]


def test_a_host_without_an_application_holds_nothing():
    assert facts(READER, HOSTS["elf"](bytes(8) + MARKER) + b"appended") == []


def test_a_bundle_that_points_past_the_end_is_a_read_error():
    with pytest.raises(ReadError, match="deps.json"):
        facts(READER, bundle(HOSTS["elf"], size=1 << 40))


@given(st.sampled_from(list(HOSTS.values())), st.sampled_from([1, 6]), st.integers(0, 10_000), st.integers(0, 255))
def test_damaged_bundles_raise_nothing_else(host, version, at, value):
    content = bundle(host, version=version)

    survives(READER, damaged(content, at, value, len(content)))
    survives(READER, damaged(content, at, value, at))
