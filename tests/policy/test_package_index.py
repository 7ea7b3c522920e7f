"""What registries offer, read from a document."""

import pytest

from mooring.base.errors import UsageError
from mooring.policy import package_index
from mooring.policy.package_index import read_index


def test_versions_are_found_by_kind_and_name():
    index = read_index(b'{"captured": "2026-11-20", "npm": {"a": ["1", "2"]}}', "index.json")

    assert ("1", "2") == index.versions("npm", "a")
    assert index.versions("npm", "b") is None
    assert index.versions("gem", "a") is None
    assert (True, False, False) == (index.has("npm"), index.has("gem"), index.has("pypi"))
    assert "2026-11-20" == index.captured


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"npm": ["a"]}',
        b'{"npm": {"a": "1"}}',
        b'{"npm": {"a": [1]}}',
        b'{"nmp": {}}',
        b'{"captured": 3}',
        b'{"npm": {"\xff": []}}',
        b'{"npm": ' + b"[" * 100_000,
    ],
)
def test_what_is_no_index_is_said_with_the_name_of_the_file(content):
    with pytest.raises(UsageError, match="this is no package index") as caught:
        read_index(content, "index.json")
    assert "index.json" == caught.value.path


def test_an_index_that_is_too_long_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(package_index, "MAX_INDEX_BYTES", 3)

    with pytest.raises(UsageError, match="the limit is 3"):
        read_index(b"{}  ", "index.json")
