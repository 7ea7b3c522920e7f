"""Imports by address."""

import pytest

from mooring.packages.javascript.deno_source import READER
from packages.javascript.reading import by_name, read
from packages.javascript.samples import DENO_SOURCE


def test_an_import_with_a_version_names_a_package():
    facts = read(READER, "app/main.ts", DENO_SOURCE)

    assert list(by_name(facts)) == ["@std/path@1.0.8", "@acme/paint@1.2.3", "tape@0.1.0"]
    assert [(fact.type, fact.line) for fact in facts] == [("jsr", 1), ("npm", 2), ("npm", 5)]


@pytest.mark.parametrize("path", ["app/node_modules/a/index.js", "app/types.d.ts", "app/dist/main.js", "app/a.min.js"])
def test_generated_and_installed_sources_are_left_alone(path):
    assert not READER.wants(path)


def test_sources_are_not_read_in_images():
    assert not READER.claim.in_images
