"""Package.resolved gives the packages that the Swift Package Manager resolved."""

import json

import pytest

from mooring.base.errors import ReadError
from mooring.packages.apple.swift_resolved import READER
from packages.lock_files import by_name, read


def pins(*rows: dict) -> str:
    return json.dumps({"pins": rows, "version": 3}, indent=2)


def pin(identity: str, location: str, kind: str = "remoteSourceControl", **state: str) -> dict:
    return {"identity": identity, "kind": kind, "location": location, "state": state}


def test_the_first_version_has_names_and_addresses_of_its_own():
    content = """{"object": {"pins": [
      {"package": "Brush", "repositoryURL": "https://git.example/acme/Brush.git",
       "state": {"branch": null, "revision": "abc", "version": "1.0.0"}}
    ]}, "version": 1}"""

    (brush,) = read(READER, "Package.resolved", content)

    assert (brush.type, brush.namespace, brush.name, brush.version) == ("swift", "git.example/acme", "Brush", "1.0.0")
    assert (brush.line, brush.properties["revision"]) == (2, "abc")


@pytest.mark.parametrize(
    ("location", "namespace", "name"),
    [
        ("https://git.example/acme/brush.git", "git.example/acme", "brush"),
        ("ssh://git@git.example:22/acme/brush", "git.example/acme", "brush"),
        ("git@git.example:acme/brush.git", "git.example/acme", "brush"),
        ("/home/me/brush", "", "the-label"),
        ("file:///home/me/brush", "", "the-label"),
    ],
)
def test_a_package_is_named_by_its_repository(location, namespace, name):
    (fact,) = read(READER, "Package.resolved", pins(pin("the-label", location, version="1.0")))

    assert (fact.namespace, fact.name) == (namespace, name)


def test_a_package_of_a_registry_has_a_scope():
    (fact,) = read(READER, "Package.resolved", pins(pin("acme.brush", "", "registry", version="1.0")))

    assert (fact.namespace, fact.name) == ("acme", "brush")


def test_a_branch_is_no_version():
    facts = by_name(
        read(READER, "Package.resolved", pins(pin("b", "https://git.example/a/b", branch="main", revision="c")))
    )

    assert facts["git.example/a/b@"].properties["branch"] == "main"


def test_a_document_without_pins_is_refused():
    with pytest.raises(ReadError, match="it has no pins"):
        read(READER, "Package.resolved", "{}")
