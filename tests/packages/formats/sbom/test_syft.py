"""Syft's JSON as its schemas have changed."""

import json

from mooring.base.limits import DEFAULT_LIMITS
from mooring.packages.formats.sbom.decode import decode_sbom


def decoded(artifact, **more):
    document = {"artifacts": [artifact], "schema": {"version": "1.0.0"}, "descriptor": {"name": "syft"}, **more}
    return decode_sbom(json.dumps(document).encode(), DEFAULT_LIMITS)


def test_the_distribution_of_the_first_schemas_is_its_name():
    found = decoded({"name": "a", "type": "deb"}, distro={"name": "ubuntu", "version": "20.04", "idLike": "debian"})

    assert (found.distro.id, found.distro.version_id, found.distro.id_like) == ("ubuntu", "20.04", ("debian",))


def test_a_source_rpm_is_name_version_and_release():
    artifact = {"name": "a", "version": "1-2", "type": "rpm", "metadata": {"sourceRpm": "a-b-1.0-2.el9.src.rpm"}}

    fact = decoded(artifact).packages[0]

    assert (fact.source_name, fact.source_version) == ("a-b", "1.0-2.el9")


def test_an_unknown_version_is_none():
    assert decoded({"name": "a", "version": "UNKNOWN", "type": "python"}).packages[0].version == ""


def test_a_package_without_package_url_has_the_purl_type_of_its_kind():
    kinds = {"java-archive": "maven", "python": "pypi", "go-module": "golang", "rust-crate": "cargo", "odd": "generic"}

    assert {kind: decoded({"name": "a", "type": kind}).packages[0].type for kind in kinds} == kinds
