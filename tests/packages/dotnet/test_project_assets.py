"""What NuGet restored."""

import json

import pytest

from executables.hostile import facts
from mooring.base.errors import ReadError
from mooring.packages.dotnet.project_assets import READER


def test_libraries_have_the_edges_of_all_targets_and_projects_are_roots():
    document = {
        "targets": {
            "net8.0": {"A/1.0.0": {"dependencies": {"B": "2.0"}}},
            "net6.0": {"A/1.0.0": {"dependencies": {"C": "3.0"}}},
        },
        "libraries": {"A/1.0.0": {"type": "package", "sha512": "x="}, "Mine/1.0.0": {"type": "project"}},
    }

    package, project = facts(READER, json.dumps(document).encode())

    assert (package.name, package.version, package.depends) == ("A", "1.0.0", ("b", "c"))
    assert project.is_root


def test_another_document_is_a_read_error():
    with pytest.raises(ReadError):
        facts(READER, b"{}")
