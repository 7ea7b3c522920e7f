"""References of Conan are told apart into their parts."""

import pytest

from mooring.packages.native.conan.reference import conan_package


@pytest.mark.parametrize(
    ("reference", "namespace", "version", "qualifiers", "properties"),
    [
        ("brush/1.0", "", "1.0", {}, {}),
        ("brush/1.0@acme/testing", "acme", "1.0", {"channel": "testing"}, {}),
        ("brush/1.0@_/_", "", "1.0", {}, {}),
        ("brush/1.0#aa%1675278904.0791488", "", "1.0", {"rrev": "aa"}, {}),
        ("brush/1.0#aa:pp#bb", "", "1.0", {"rrev": "aa", "prev": "bb"}, {"package_id": "pp"}),
        ("brush/[>1.0 <2.0]@acme/stable", "acme", "", {"channel": "stable"}, {"constraint": ">1.0 <2.0"}),
    ],
)
def test_parts(reference, namespace, version, qualifiers, properties):
    fact = conan_package(reference, home="a")

    assert fact is not None
    assert (fact.namespace, fact.name, fact.version) == (namespace, "brush", version)
    assert (fact.qualifiers, fact.properties) == (qualifiers, properties)


@pytest.mark.parametrize("text", ["", "1.0", "/1.0", "brush/", "a b/1"])
def test_other_texts_are_none(text):
    assert conan_package(text, home="a") is None
