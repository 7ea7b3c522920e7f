"""Deployed .NET applications."""

import json

import pytest

from executables.hostile import facts
from mooring.base.errors import ReadError
from mooring.model.facts import OwnedFilesFact, PackageFact
from mooring.packages.dotnet.deps_json import READER

TARGET = ".NETCoreApp,Version=v8.0/linux-x64"
DOCUMENT = {
    "runtimeTarget": {"name": TARGET},
    "targets": {
        ".NETCoreApp,Version=v8.0": {},
        TARGET: {
            "App/1.0.0": {
                "dependencies": {"Newtonsoft.Json": "13.0.1", "runtimepack.Core": "8.0.0"},
                "runtime": {"App.dll": {}},
            },
            "Newtonsoft.Json/13.0.1": {"runtime": {"lib/net6.0/Newtonsoft.Json.dll": {}}},
            "Analyzer/2.0.0": {},
        },
    },
    "libraries": {
        "App/1.0.0": {"type": "project"},
        "Newtonsoft.Json/13.0.1": {"type": "package", "sha512": "sha512-x"},
        "runtimepack.Core/8.0.0": {"type": "runtimepack"},
        "Analyzer/2.0.0": {"type": "package"},
    },
}


def packages(document):
    return {fact.name: fact for fact in found(document) if isinstance(fact, PackageFact)}


def found(document):
    return facts(READER, json.dumps(document).encode(), "app/App.deps.json")


def test_the_project_is_the_root_and_needs_its_packages():
    app = packages(DOCUMENT)["App"]

    assert app.is_root
    assert app.is_installed
    assert app.depends == ("newtonsoft.json", "core")


def test_a_runtime_pack_goes_by_the_name_of_its_nuget_package():
    assert packages(DOCUMENT)["Core"].version == "8.0.0"


def test_type_and_hash_are_kept():
    assert packages(DOCUMENT)["Newtonsoft.Json"].properties == {
        "library_type": "package",
        "content_hash": "sha512-x",
    }


def test_a_package_without_files_is_a_build_tool():
    assert packages({**DOCUMENT, "libraries": {"Analyzer/2.0.0": {"type": "package"}}})["Analyzer"].scope == "runtime"
    assert packages({**DOCUMENT, "targets": {TARGET: {"Analyzer/2.0.0": {"compile": {}}}}})["Analyzer"].scope == "build"


def test_libraries_without_targets_are_still_found():
    assert set(packages({"libraries": DOCUMENT["libraries"]})) == {"App", "Newtonsoft.Json", "Core", "Analyzer"}


@pytest.mark.parametrize("document", [{}, [], {"libraries": []}])
def test_another_document_is_a_read_error(document):
    with pytest.raises(ReadError):
        packages(document)


def test_a_package_owns_its_files_where_publishing_puts_them():
    assets = {
        "runtime": {"lib/net6.0/A.dll": {}},
        "native": {"libx.so": {}},
        "resources": {"lib/net6.0/de/A.resources.dll": {"locale": "de"}},
        "runtimeTargets": {"runtimes/linux-x64/native/liby.so": {}},
    }
    package, files = found({"targets": {TARGET: {"A/1.0": assets}}})

    assert isinstance(files, OwnedFilesFact)
    assert files.owner == package.key
    assert files.paths.split(b"\n") == [
        b"app/A.dll",
        b"app/libx.so",
        b"app/de/A.resources.dll",
        b"app/runtimes/linux-x64/native/liby.so",
    ]
