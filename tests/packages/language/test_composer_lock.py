"""composer.lock."""

import pytest
from hypothesis import given, settings

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile
from mooring.packages.language.composer_lock import READER
from packages.javascript.reading import by_name, check_hostile, damaged, edges, read

SAMPLE = b"""{
    "content-hash": "aa",
    "packages": [
        {
            "name": "acme/paint",
            "version": "v1.2.3",
            "source": {"type": "git", "url": "https://example.com/paint.git", "reference": "0a1b"},
            "require": {"php": ">=8.1", "ext-json": "*", "psr/log-implementation": "1.0"},
            "type": "library",
            "license": ["MIT", "ISC"]
        },
        {
            "name": "acme/log",
            "version": "2.0.0",
            "provide": {"psr/log-implementation": "1.0"},
            "license": "MIT"
        }
    ],
    "packages-dev": [
        {
            "name": "acme/test",
            "version": "dev-main",
            "require": {"acme/paint": "^1"}
        }
    ],
    "platform": {"php": ">=8.1"}
}
"""
FACTS = read(READER, "app/composer.lock", SAMPLE)


def test_packages_are_read_as_composer_writes_them():
    package = by_name(FACTS)["acme/paint@v1.2.3"]

    assert (package.type, package.namespace, package.name, package.language) == ("composer", "acme", "paint", "php")
    assert package.licenses == ("MIT", "ISC")
    assert package.properties == {"repository": "https://example.com/paint.git", "reference": "0a1b"}
    assert not package.is_installed


def test_packages_find_what_provides_what_they_need_and_the_platform_is_none():
    assert edges(FACTS) == {("acme/paint@v1.2.3", "acme/log@2.0.0"), ("acme/test@dev-main", "acme/paint@v1.2.3")}


def test_packages_for_development_are_told_apart_and_lines_are_right():
    assert [(fact.scope, fact.line) for fact in FACTS] == [("runtime", 5), ("runtime", 13), ("dev", 21)]


def test_one_damaged_record_is_told_and_hides_nothing():
    content = b'{"packages": [{"version": "1"}, 5, {"name": "a/b", "version": "1"}]}'
    found = []

    with pytest.raises(ReadError, match="2 records have no name or version"):
        found.extend(READER.read(LayerFile(path="composer.lock", content=content)))
    assert [package.name for package in found] == ["b"]


def test_other_json_is_an_error():
    with pytest.raises(ReadError, match="not a lock file of Composer"):
        read(READER, "composer.lock", "{}")


@settings(max_examples=60)
@given(damaged(SAMPLE))
def test_damage_raises_read_error_and_nothing_else(content):
    check_hostile(READER, "app/composer.lock", content)
