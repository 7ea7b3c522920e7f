"""gleam.toml gives a project and the bounds of what it asks for."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.beam.gleam_toml import READER
from packages.lock_files import by_name, read

PROJECT = """\
name = "app"
version = "0.1.0"
licences = ["Apache-2.0"]

[dependencies]
brush = ">= 1.0.0 and < 2.0.0"
exact = "== 1.2.3"
forked = { git = "https://git.example/forked", ref = "abc" }
own = { path = "../own" }

[dev-dependencies]
bench = "~> 3.0"
"""


def test_bounds_are_marked_and_folders_left_out():
    packages = by_name(read(READER, "gleam.toml", PROJECT))

    assert set(packages) == {"app@0.1.0", "brush@1.0.0", "exact@1.2.3", "forked@", "bench@3.0"}
    assert packages["app@0.1.0"].licenses == ("Apache-2.0",)
    assert packages["brush@1.0.0"].properties["version_from"] == "lower-bound"
    assert packages["exact@1.2.3"].properties == {}
    assert packages["forked@"].qualifiers == {"vcs_url": "git+https://git.example/forked@abc"}
    assert packages["bench@3.0"].scope == "dev"


def test_a_document_without_name_is_refused():
    with pytest.raises(ReadError, match="names no project"):
        read(READER, "gleam.toml", "a = 1\n")
