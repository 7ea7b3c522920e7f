"""opam files give a project and what it pins."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.functional.opam_file import READER
from packages.lock_files import by_name, read

CONTENT = 'opam-version: "2.0"\nversion: "1.0"\ndepends: [\n  "paint" {= "2.0"}\n  "glue" {= "3.0" & with-test}\n  "x" {> "1"}\n]\n'


def test_a_locked_file_pins_what_the_project_needs():
    packages = by_name(read(READER, "brush.opam.locked", CONTENT))

    assert set(packages) == {"brush@1.0", "paint@2.0", "glue@3.0"}
    assert (packages["brush@1.0"].is_root, packages["brush@1.0"].depends) == (True, ("paint", "glue", "x"))
    assert packages["glue@3.0"].scope == "test"


@pytest.mark.parametrize(
    ("path", "is_claimed"),
    [
        ("brush.opam", True),
        ("src/opam", True),
        ("brush.opam.locked", True),
        ("Cargo.locked", False),
        ("repo/packages/brush/brush.1.0/opam", False),
    ],
)
def test_the_files_of_a_repository_are_passed_over(path, is_claimed):
    assert READER.wants(path) == is_claimed


def test_another_text_is_refused():
    with pytest.raises(ReadError, match="no opam-version"):
        read(READER, "brush.opam", "hello\n")
