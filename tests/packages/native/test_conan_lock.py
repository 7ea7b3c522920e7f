"""conan.lock gives the packages that Conan resolved."""

import json

import pytest

from mooring.base.errors import ReadError
from mooring.packages.native.conan_lock import READER
from packages.lock_files import by_name, edges, read


def graph(**nodes: dict) -> str:
    return json.dumps({"graph_lock": {"nodes": {name[1:]: node for name, node in nodes.items()}}}, indent=1)


def test_a_graph_has_edges_tools_and_a_root():
    content = graph(
        n0={"ref": "app/0.1", "path": "conanfile.py", "requires": ["1"], "build_requires": ["2"]},
        n1={"ref": "brush/1.0#aa", "context": "host"},
        n2={"ref": "maker/2.0", "context": "host"},
        n3={"ref": "1.2.3"},
    )

    facts = read(READER, "conan.lock", content)

    packages = by_name(facts)
    assert set(packages) == {"app@0.1", "brush@1.0", "maker@2.0"}
    assert edges(facts) == {("app@0.1", "brush@1.0"), ("app@0.1", "maker@2.0")}
    assert (packages["app@0.1"].is_root, packages["maker@2.0"].scope) == (True, "build")
    assert (packages["brush@1.0"].scope, packages["brush@1.0"].line) == ("runtime", 15)


def test_the_first_form_maps_references_to_nodes():
    content = graph(n0={"pref": None, "requires": {"brush/1.0": "1"}}, n1={"pref": "brush/1.0#aa:pp#bb"})

    (brush,) = read(READER, "conan.lock", content)

    assert (brush.name, brush.qualifiers) == ("brush", {"rrev": "aa", "prev": "bb"})


def test_the_second_format_has_lists():
    content = '{"version": "0.5", "requires": ["brush/1.0#aa%1.5"], "build_requires": ["maker/2.0"]}'

    packages = by_name(read(READER, "conan.lock", content))

    assert (packages["brush@1.0"].scope, packages["maker@2.0"].scope) == ("runtime", "build")


def test_another_document_is_refused():
    with pytest.raises(ReadError, match="neither nodes nor requires"):
        read(READER, "conan.lock", "{}")
