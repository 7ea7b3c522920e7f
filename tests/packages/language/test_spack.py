"""spec.json gives the package of a Spack prefix."""

import json

import pytest

from mooring.base.errors import ReadError
from mooring.model.reader import LayerFile
from mooring.packages.language.spack import READER

PATH = "opt/spack/linux/libdwarf-0.1-abc/.spack/spec.json"
NEWER = [
    {"name": "libelf", "hash": "def", "parameters": {"deptypes": ["build", "link"]}},
    {"name": "gmake", "hash": "ghi", "parameters": {"deptypes": ["build"]}},
]
OLDER = {"libelf": {"hash": "def", "type": ["link"]}, "gmake": {"hash": "ghi", "type": ["build"]}}


def read(*nodes: object) -> list:
    return list(READER.read(LayerFile(path=PATH, content=json.dumps({"spec": {"nodes": nodes}}).encode())))


@pytest.mark.parametrize("dependencies", [NEWER, OLDER])
def test_the_first_node_is_the_package_and_needs_what_it_links(dependencies):
    first = {
        "name": "libdwarf",
        "version": "0.1",
        "hash": "abc",
        "arch": {"platform_os": "ubuntu24.04", "target": {"name": "skylake"}},
        "compiler": {"name": "gcc", "version": "13.3"},
        "dependencies": dependencies,
    }

    (package,) = read(first, {"name": "libelf", "version": "0.8", "hash": "def"})

    assert (package.type, package.name, package.version) == ("spack", "libdwarf", "0.1")
    assert (package.provides, package.depends) == (("abc",), ("def",))
    assert package.home == ""
    assert package.properties == {
        "hash": "abc",
        "platform_os": "ubuntu24.04",
        "target": "skylake",
        "compiler": "gcc@13.3",
    }


def test_what_belongs_to_the_system_is_not_spacks():
    assert read({"name": "gcc", "version": "13", "external": {"path": "/usr"}}) == []


def test_a_spec_without_nodes_is_an_error():
    with pytest.raises(ReadError):
        read()
