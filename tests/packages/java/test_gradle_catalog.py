"""A version catalogue names libraries and plugins in several shapes."""

import pytest

from mooring.base.errors import ReadError
from mooring.packages.java.gradle_catalog import READER
from packages.java.sources import named, read_text

SHAPES = [
    ('"g:a:1"', ("g:a", "1")),
    ('{ module = "g:a", version = "1" }', ("g:a", "1")),
    ('{ group = "g", name = "a", version = "1" }', ("g:a", "1")),
    ('{ module = "g:a", version.ref = "v" }', ("g:a", "7")),
    ('{ module = "g:a", version.ref = "rich" }', ("g:a", "8")),
    ('{ module = "g:a", version = { strictly = "2" } }', ("g:a", "2")),
    ('{ module = "g:a", version = { strictly = "[1,3)", prefer = "2" } }', ("g:a", "")),
    ('{ module = "g:a", version.ref = "nowhere" }', ("g:a", "")),
    ('{ module = "g:a" }', ("g:a", "")),
]


@pytest.mark.parametrize(("shape", "expected"), SHAPES)
def test_a_library_is_read_in_each_shape(shape, expected):
    source = f'[versions]\nv = "7"\nrich = {{ require = "8" }}\n[libraries]\nx = {shape}\n'

    assert named(read_text(READER, "gradle/libs.versions.toml", source)) == [(*expected, "runtime")]


def test_a_plugin_stands_for_its_marker_module_and_bundles_for_nothing():
    source = '[plugins]\nx = { id = "org.acme.p", version = "1" }\ny = "q:2"\n[bundles]\nb = ["x"]\n'

    facts = read_text(READER, "gradle/libs.versions.toml", source)

    assert named(facts) == [("org.acme.p:org.acme.p.gradle.plugin", "1", "build"), ("q:q.gradle.plugin", "2", "build")]


def test_anything_but_toml_is_a_read_error():
    with pytest.raises(ReadError, match="is not TOML"):
        read_text(READER, "gradle/libs.versions.toml", "[")
