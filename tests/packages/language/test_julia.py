"""Manifest.toml gives the packages of a Julia environment, in both formats."""

import pytest

from mooring.model.reader import LayerFile
from mooring.packages.language.julia import READER

SECOND = b"""julia_version = "1.9.0"
manifest_format = "2.0"
[[deps.Dates]]
deps = ["Printf"]
uuid = "ade2"
[[deps.JSON]]
git-tree-sha1 = "31e9"
uuid = "682c"
version = "0.21.4"
    [deps.JSON.deps]
    Dates = "ade2"
"""
FIRST = b"""[[JSON]]
uuid = "682c"
version = "0.20.0"
[[Own]]
path = "../Own"
uuid = "1234"
"""


def read(content: bytes) -> list:
    return list(READER.read(LayerFile(path="Manifest.toml", content=content)))


def test_a_standard_library_has_the_version_of_julia():
    dates, json = read(SECOND)

    assert (dates.name, dates.version, dates.line, dates.depends) == ("Dates", "1.9.0", 3, ("Printf",))
    assert (json.name, json.version, json.line, json.depends) == ("JSON", "0.21.4", 6, ("ade2",))
    assert json.qualifiers == {"uuid": "682c"}
    assert dates.provides == ("ade2",)


def test_the_first_format_has_packages_at_the_top():
    json, own = read(FIRST)

    assert (json.name, json.version, json.line) == ("JSON", "0.20.0", 1)
    assert (own.name, own.version, own.properties) == ("Own", "", {"source_path": "../Own"})


@pytest.mark.parametrize("name", ["Manifest.toml", "JuliaManifest.toml", "Manifest-v1.11.toml"])
def test_manifests_are_known_by_name(name):
    assert READER.wants(f"app/{name}")
    assert not READER.wants(f"app/My{name}")
