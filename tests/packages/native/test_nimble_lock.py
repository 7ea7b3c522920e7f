"""nimble.lock gives the packages that Nimble resolved."""

import json

import pytest

from mooring.base.errors import ReadError
from mooring.packages.native.nimble_lock import READER
from packages.lock_files import by_name, edges, read

LOCK = {
    "version": 2,
    "packages": {
        "brush": {
            "version": "1.0.0",
            "vcsRevision": "abc",
            "url": "https://git.example/brush",
            "dependencies": ["paint"],
            "checksums": {"sha1": "aa"},
        },
        "paint": {"version": "#head", "dependencies": []},
    },
}


def test_packages_have_edges_lines_and_revisions():
    facts = read(READER, "nimble.lock", json.dumps(LOCK, indent=2))

    brush = by_name(facts)["brush@1.0.0"]
    assert (brush.type, brush.line, brush.properties) == ("nim", 4, {"sha1": "aa"})
    assert brush.qualifiers == {"vcs_url": "git+https://git.example/brush@abc"}
    assert edges(facts) == {("brush@1.0.0", "paint@head")}


def test_another_document_is_refused():
    with pytest.raises(ReadError, match="no packages"):
        read(READER, "nimble.lock", "{}")
