"""vendor/composer/installed.json."""

import pytest
from hypothesis import given, settings

from mooring.base.errors import ReadError
from mooring.packages.language.composer_installed import READER
from packages.javascript.reading import by_name, check_hostile, damaged, edges, read

PATH = "app/vendor/composer/installed.json"
PACKAGES = """[
    {"name": "acme/paint", "version": "v1.2.3", "require": {"acme/brush": "^2", "php": "*"}, "license": ["MIT"]},
    {"name": "acme/brush", "version": "2.0.0", "type": "composer-plugin"},
    {"name": "acme/test", "version": "1.0.0"}
]"""
COMPOSER_2 = f'{{"packages": {PACKAGES}, "dev": true, "dev-package-names": ["acme/test"]}}'


@pytest.mark.parametrize("content", [PACKAGES, COMPOSER_2], ids=["1", "2"])
def test_both_forms_give_the_same_installed_packages(content):
    facts = read(READER, PATH, content)

    assert set(by_name(facts)) == {"acme/paint@v1.2.3", "acme/brush@2.0.0", "acme/test@1.0.0"}
    assert edges(facts) == {("acme/paint@v1.2.3", "acme/brush@2.0.0")}
    assert all(fact.is_installed and fact.home == "app/vendor" for fact in facts)
    assert facts[0].key == "composer:app/vendor:acme/paint"


def test_composer_2_tells_what_is_for_development():
    assert [fact.scope for fact in read(READER, PATH, COMPOSER_2)] == ["runtime", "runtime", "dev"]


def test_a_file_of_the_same_name_of_another_program_gives_nothing():
    assert read(READER, "opt/other/installed.json", '{"date": "2026-01-01"}') == []


def test_a_record_without_version_is_told():
    with pytest.raises(ReadError, match="1 records have no name or version"):
        read(READER, PATH, '[{"name": "a/b"}]')


@settings(max_examples=60)
@given(damaged(COMPOSER_2.encode()))
def test_damage_raises_read_error_and_nothing_else(content):
    check_hostile(READER, PATH, content)
