"""The list of crates that cargo-auditable embeds."""

import zlib

import pytest

from executables.build import crates, elf
from executables.hostile import facts
from mooring.base.errors import ReadError
from mooring.packages.binary.executable import READER


def program(*rows):
    return facts(READER, elf({".dep-v0": crates(*rows)}))


def test_edges_go_to_the_right_one_of_two_versions():
    root, *_ = program(
        {"name": "app", "version": "0.1.0", "source": "local", "root": True, "dependencies": [2]},
        {"name": "syn", "version": "1.0.0", "source": "crates.io"},
        {"name": "syn", "version": "2.0.0", "source": "crates.io"},
    )

    assert root.is_root
    assert root.depends == ("syn@2.0.0",)


def test_a_build_dependency_has_the_scope_build():
    (crate,) = program({"name": "cc", "version": "1.0.0", "source": "crates.io", "kind": "build"})

    assert crate.scope == "build"


def test_an_edge_to_nowhere_is_left_out():
    (crate,) = program({"name": "a", "version": "1.0.0", "dependencies": [7, -1, "x"]})

    assert crate.depends == ()


@pytest.mark.parametrize("blob", [b"junk", zlib.compress(b'{"packages": []}')[:-6], zlib.compress(b"{")])
def test_a_damaged_list_is_a_read_error(blob):
    with pytest.raises(ReadError):
        facts(READER, elf({".dep-v0": blob}))


def test_a_list_that_inflates_without_end_is_a_read_error():
    with pytest.raises(ReadError, match="larger than"):
        facts(READER, elf({".dep-v0": zlib.compress(bytes(40 << 20))}))
