"""go.sum adds hashes to the packages of go.mod."""

import pytest

from mooring.base.errors import ReadError
from mooring.model.facts import NoteFact
from mooring.packages.golang.go_sum import READER
from packages.lock_files import read


def test_the_hash_of_a_modules_files_goes_to_the_go_mod_beside_it():
    content = "example.com/a v1.0.0 h1:abc=\nexample.com/a v1.0.0/go.mod h1:def=\n\n"

    facts = read(READER, "src/go.sum", content)

    assert facts == [NoteFact(owner="gomod:src:example.com/a@v1.0.0", name="module_h1", value="h1:abc=")]


def test_a_damaged_line_is_told_at_the_end():
    with pytest.raises(ReadError, match="line 1 is not a module, a version and a hash"):
        read(READER, "go.sum", "example.com/a v1.0.0\nexample.com/b v1.0.0 h1:abc=\n")
