"""cabal.project.freeze gives the versions that cabal chose."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.functional.cabal_freeze import READER
from packages.lock_files import by_name, read

CONTENT = """\
active-repositories: registry.example:merge
constraints: any.Brush ==1.0.0,
             any.base installed,
             paint +flag -other,
             -- any.old ==9.9,
             any.glue ==2.4.0.1
index-state: 2022-07-07
other: any.not ==1.0
"""


def test_pinned_versions_are_packages_and_flags_are_not():
    packages = by_name(read(READER, "cabal.project.freeze", CONTENT))

    assert set(packages) == {"Brush@1.0.0", "glue@2.4.0.1"}
    assert (packages["glue@2.4.0.1"].type, packages["glue@2.4.0.1"].line) == ("hackage", 6)


def test_a_text_without_constraints_is_refused():
    with pytest.raises(ReadError, match="no constraints"):
        read(READER, "cabal.project.freeze", "hello\n")
