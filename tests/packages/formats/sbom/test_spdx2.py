"""Conventions of the tools that write SPDX 2, and what of a document is no package."""

import json

import pytest

from mooring.base.limits import DEFAULT_LIMITS
from mooring.packages.formats.sbom.decode import decode_sbom


def decoded(*packages, relationships=(), **more):
    rows = [
        {"spdxElementId": source, "relationshipType": kind, "relatedSpdxElement": target}
        for source, kind, target in relationships
    ]
    document = {"spdxVersion": "SPDX-2.3", "SPDXID": "D", "packages": list(packages), "relationships": rows, **more}
    return decode_sbom(json.dumps(document).encode(), DEFAULT_LIMITS)


def package(ref, name, **fields):
    return {"SPDXID": ref, "name": name, **fields}


@pytest.mark.parametrize(
    "ref", ["SPDXRef-ContainerImage-1", "SPDXRef-DocumentRoot-Image-x", "SPDXRef-DocumentRoot-Directory-x"]
)
def test_the_root_of_trivys_and_syfts_documents_is_no_package(ref):
    found = decoded(package(ref, "app:1"), relationships=[("D", "DESCRIBES", ref)])

    assert (found.packages, found.subject.name) == ((), "app:1")


def test_the_distribution_of_older_documents_is_known_by_its_identifier():
    found = decoded(package("SPDXRef-OperatingSystem-1", "alpine", versionInfo="3.16.0"))

    assert (found.packages, found.distro.id, found.distro.version_id) == ((), "alpine", "3.16.0")


def test_most_package_urls_tell_the_distribution_where_nothing_else_does():
    reference = {"referenceType": "purl", "referenceLocator": "pkg:apk/alpine/musl@1?distro=alpine-3.16.3"}

    found = decoded(package("a", "musl", externalRefs=[reference]))

    assert (found.distro.id, found.distro.version_id) == ("alpine", "3.16.3")


def test_a_source_package_is_told_by_its_binary_package():
    """Claircore relates the two by GENERATED_FROM."""
    found = decoded(
        package("s", "bash-src", versionInfo="4.4-1", primaryPackagePurpose="SOURCE"),
        package("b", "bash", versionInfo="4.4-1", packageFileName="bdb:var/lib/rpm"),
        relationships=[("b", "GENERATED_FROM", "s")],
    )

    fact = found.packages[0]
    assert (len(found.packages), fact.type, fact.source_name) == (1, "rpm", "bash-src")
    assert found.locations["b"][0].path == "/var/lib/rpm"


def test_trivy_tells_the_source_in_words():
    purl = {"referenceType": "purl", "referenceLocator": "pkg:rpm/centos/openssl-libs@1.0.2k-16.el7?epoch=1"}
    found = decoded(
        package("a", "openssl-libs", externalRefs=[purl], sourceInfo="built package from: openssl 1:1.0.2k-16.el7")
    )
    (fact,) = found.packages

    assert ("openssl", "1:1.0.2k-16.el7") == (fact.source_name, fact.source_version)


def test_a_development_dependency_is_told_as_such():
    found = decoded(
        package("a", "a", versionInfo="1"),
        package("b", "b", versionInfo="1"),
        relationships=[("b", "DEV_DEPENDENCY_OF", "a")],
    )

    assert [fact.scope for fact in found.packages] == ["runtime", "dev"]
    assert [(link.source, link.target) for link in found.relations] == [("a", "b")]


def test_a_package_without_name_is_a_problem_and_hides_no_other():
    found = decoded(package("a", ""), package("b", "b", versionInfo="1"))

    assert [fact.name for fact in found.packages] == ["b"]
    assert found.problems == ("package 'a' has no name",)


def test_no_assertion_is_no_licence():
    found = decoded(package("a", "a", versionInfo="1", licenseDeclared="NOASSERTION", licenseConcluded="MIT"))

    assert found.packages[0].licenses == ("MIT",)
