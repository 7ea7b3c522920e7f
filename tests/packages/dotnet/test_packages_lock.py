"""NuGet's lock file."""

import json

import pytest

from executables.hostile import facts
from mooring.base.errors import ReadError
from mooring.packages.dotnet.packages_lock import READER

DOCUMENT = {
    "version": 1,
    "dependencies": {
        "net8.0": {
            "A": {"type": "Direct", "resolved": "1.0.0", "contentHash": "x=", "dependencies": {"B": "2.0.0"}},
            "B": {"type": "Transitive", "resolved": "2.0.0"},
            "mine": {"type": "Project", "dependencies": {"A": "1.0.0"}},
        },
        "net6.0": {"A": {"type": "Direct", "resolved": "1.0.0"}, "B": {"type": "Transitive", "resolved": "1.9.0"}},
    },
}


def packages(document):
    return facts(READER, json.dumps(document).encode(), "packages.lock.json")


def test_each_version_is_named_once_for_all_frameworks():
    assert [(fact.name, fact.version) for fact in packages(DOCUMENT)] == [
        ("A", "1.0.0"),
        ("B", "2.0.0"),
        ("B", "1.9.0"),
    ]


def test_edges_and_hashes_are_kept():
    first = packages(DOCUMENT)[0]

    assert first.depends == ("b",)
    assert first.properties == {"dependency": "direct", "content_hash": "x="}
    assert not first.is_installed


def test_another_document_is_a_read_error():
    with pytest.raises(ReadError):
        packages({"lockfileVersion": 3})
