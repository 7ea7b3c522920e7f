"""One-line files give the version of a language."""

import pytest

from mooring.packages.infrastructure.runtime_version import READER
from packages.lock_files import read


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        (".nvmrc", "v20.1.0\n", [("node", "20.1.0", 1)]),
        ("a/.node-version", "# ours\n18 # old\n", [("node", "18", 2)]),
        (".python-version", "3.12.1\n3.11\n", [("python", "3.12.1", 1), ("python", "3.11", 2)]),
        (".ruby-version", "ruby-3.3.0\n", [("ruby", "3.3.0", 1)]),
        (".nvmrc", "lts/*\nsystem\n", []),
    ],
)
def test_versions_are_found_and_words_are_none(path, content, expected):
    assert READER.wants(path)
    assert [(fact.name, fact.version, fact.line) for fact in read(READER, path, content)] == expected
