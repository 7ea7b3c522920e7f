"""SBOMs inside images give packages, and none twice."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import ReadError
from mooring.model.facts import DocumentFact, PackageFact
from mooring.model.reader import LayerFile
from mooring.packages.other.embedded_sbom import READER
from packages.formats.sbom.examples import CYCLONEDX, DOCUMENTS, SPDX


def read(path, document):
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return list(READER.read(LayerFile(path=path, content=content)))


@pytest.mark.parametrize(
    "path",
    [
        "opt/bitnami/postgresql/.spdx-postgresql.spdx",
        "opt/docker/sbom/python/.spdx.python.json",
        "usr/lib/python3/site-packages/numpy-2.dist-info/sboms/auditwheel.cdx.json",
        "app/bom.json",
        "bom.json",
        "osv-scanner.json",
        "opt/docker/sbom/x.json",
        "usr/share/sbom/anything",
        "srv/image.syft.json",
        "a.cdx.xml",
        "b.spdx.yml",
        "var/lib/db/sbom/busybox-1.36.1-r2.spdx.json",
    ],
)
def test_the_usual_places_are_read(path):
    assert READER.wants(path)


@pytest.mark.parametrize(
    "path",
    ["package.json", "usr/share/x/spdx.json", "node_modules/spdx-license-ids/index.json", "xbom.json", "x/mybom.json"],
)
def test_other_json_files_are_not_read(path):
    assert not READER.wants(path)


def test_a_package_tells_the_document_it_came_from():
    facts = read("app/x.spdx.json", SPDX)

    assert [fact.properties for fact in facts if isinstance(fact, PackageFact)] == [
        {"embedded_sbom": "/app/x.spdx.json", "location": "/var/lib/dpkg/status"},
        {"embedded_sbom": "/app/x.spdx.json"},
    ]
    assert facts[-1] == DocumentFact(format="spdx-json", name="app", package_count=2)


def test_a_dependency_is_looked_up_in_the_document():
    openssl, cryptography, _ = read("app/x.cdx.json", CYCLONEDX)

    assert openssl.home == cryptography.home == "app/x.cdx.json"
    assert cryptography.depends == openssl.provides


def test_packages_of_the_apk_database_do_not_come_twice():
    document = {"bomFormat": "CycloneDX", "components": [{"type": "library", "name": "x", "purl": "pkg:apk/wolfi/x@1"}]}

    facts = read("var/lib/db/sbom/x-1.cdx.json", document)

    assert facts == [DocumentFact(format="cyclonedx-json", package_count=0)]


def test_the_wheel_that_vendors_libraries_does_not_come_twice():
    root = {"type": "library", "bom-ref": "r", "name": "numpy", "purl": "pkg:pypi/numpy@2"}
    library = {"type": "library", "bom-ref": "l", "name": "libgfortran", "purl": "pkg:rpm/almalinux/libgfortran@8"}
    document = {"bomFormat": "CycloneDX", "metadata": {"component": root}, "components": [library]}

    in_wheel = read("numpy-2.dist-info/sboms/auditwheel.cdx.json", document)
    beside = read("app/bom.json", document)

    assert [fact.name for fact in in_wheel if isinstance(fact, PackageFact)] == ["libgfortran"]
    assert [fact.name for fact in beside if isinstance(fact, PackageFact)] == ["numpy", "libgfortran"]


def test_a_file_that_is_only_named_like_an_sbom_is_passed_over():
    assert read("app/bom.json", {"cells": []}) == []


def test_an_unreadable_package_url_leaves_the_others_and_a_problem():
    rows = [{"type": "library", "name": "x", "version": "1", "purl": "pkg:npm"}, {"type": "library", "name": "y"}]
    reading = READER.read(
        LayerFile(path="a.cdx.json", content=json.dumps({"bomFormat": "CycloneDX", "components": rows}).encode())
    )

    names = [next(reading).name, next(reading).name]
    next(reading)

    assert names == ["x", "y"]
    with pytest.raises(ReadError, match="component 'x'"):
        next(reading)


@given(st.sampled_from(sorted(DOCUMENTS)), st.integers(0, 3000), st.binary(max_size=40))
def test_damaged_documents_raise_nothing_but_read_errors(name, end, junk):
    try:
        read("x.cdx.json", DOCUMENTS[name][:end] + junk)
    except ReadError:
        return
