"""Cargo.lock gives the crates that Cargo resolved."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.rust.cargo_lock import READER
from packages.lock_files import by_name, edges, read

LOCK = """\
version = 3

[[package]]
name = "app"
version = "0.1.0"
dependencies = [
 "brush 1.0.0",
 "helper",
]

[[package]]
name = "brush"
version = "1.0.0"
source = "registry+https://registry.example/index"
checksum = "aa"
dependencies = ["brush 0.9.0"]

[[package]]
name = "brush"
version = "0.9.0"
source = "git+https://git.example/brush?branch=old#0123abc"

[[package]]
name = "helper"
version = "0.1.0"
"""
OLD = """\
[root]
name = "app"
version = "0.1.0"
dependencies = ["brush 1.0.0 (registry+https://registry.example/index)"]

[[package]]
name = "brush"
version = "1.0.0"
source = "registry+https://registry.example/index"

[metadata]
"checksum brush 1.0.0 (registry+https://registry.example/index)" = "bb"
"""


def test_crates_have_lines_checksums_and_sources():
    packages = by_name(read(READER, "Cargo.lock", LOCK))

    brush = packages["brush@1.0.0"]
    assert (brush.type, brush.line) == ("cargo", 12)
    assert brush.properties == {"source": "registry+https://registry.example/index", "sha256": "aa"}
    assert packages["brush@0.9.0"].qualifiers == {"vcs_url": "git+https://git.example/brush@0123abc"}


def test_a_dependency_means_the_version_that_it_names():
    facts = read(READER, "Cargo.lock", LOCK)

    assert ("app@0.1.0", "brush@1.0.0") in edges(facts)
    assert ("brush@1.0.0", "brush@0.9.0") in edges(facts)
    assert "helper" in by_name(facts)["app@0.1.0"].depends


def test_a_crate_without_source_that_none_needs_is_the_project():
    packages = by_name(read(READER, "Cargo.lock", LOCK))

    assert [name for name, package in packages.items() if package.is_root] == ["app@0.1.0"]


def test_the_first_form_has_checksums_apart_and_full_names():
    facts = read(READER, "Cargo.lock", OLD)

    assert by_name(facts)["brush@1.0.0"].properties["sha256"] == "bb"
    assert edges(facts) == {("app@0.1.0", "brush@1.0.0")}


def test_another_toml_document_is_refused():
    with pytest.raises(ReadError, match="not a lock file of Cargo"):
        read(READER, "Cargo.lock", "a = 1\n")
