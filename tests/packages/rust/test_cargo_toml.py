"""Cargo.toml gives a crate and the bounds of what it asks for."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.rust.cargo_toml import READER
from packages.lock_files import by_name, read

MANIFEST = """\
[package]
name = "app"
version.workspace = true
license = "MIT"

[dependencies]
brush = "1.2"
exact = "=1.0.3"
tiny = "0.0.3"
renamed = { package = "real", version = "^2.0", optional = true }
shared = { workspace = true }
local = { path = "../local" }
any = "*"

[target.'cfg(unix)'.dev-dependencies]
bench = "3"

[workspace.package]
version = "4.5.6"

[workspace.dependencies]
shared = "5.0"
unused = "6.0"
"""


def test_the_crate_takes_from_the_workspace_what_it_leaves_to_it():
    root = by_name(read(READER, "Cargo.toml", MANIFEST))["app@4.5.6"]

    assert (root.is_root, root.licenses) == (True, ("MIT",))
    assert root.depends == ("brush", "exact", "tiny", "shared")


def test_bounds_are_marked_and_pinned_versions_are_not():
    packages = by_name(read(READER, "Cargo.toml", MANIFEST))

    assert packages["brush@1.2"].properties == {"constraint": "1.2", "version_from": "lower-bound"}
    assert packages["exact@1.0.3"].properties == {}
    assert packages["tiny@0.0.3"].properties == {}
    assert packages["real@2.0"].scope == "optional"
    assert packages["bench@3"].scope == "dev"
    assert {"shared@5.0", "unused@6.0"} <= set(packages)


def test_what_has_no_version_is_left_out():
    names = {fact.name for fact in read(READER, "Cargo.toml", MANIFEST)}

    assert names.isdisjoint({"local", "any"})


def test_another_toml_document_is_refused():
    with pytest.raises(ReadError, match="not a manifest of Cargo"):
        read(READER, "Cargo.toml", "a = 1\n")
