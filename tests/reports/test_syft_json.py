"""The document has the shape of Syft's schema, and our own decoder reads it back."""

import json

import pytest

from mooring.base.limits import DEFAULT_LIMITS
from mooring.packages.formats.sbom.decode import decode_sbom
from mooring.reports.format import RenderOptions
from mooring.reports.syft_json import FORMAT
from reports.samples import PACKAGES, REPORT, REPORTS


def rendered(report):
    return b"".join(FORMAT.render(report, RenderOptions(with_files=True)))


@pytest.mark.parametrize("name", REPORTS)
def test_the_required_parts_are_there(name):
    document = json.loads(rendered(REPORTS[name]))

    assert {"artifacts", "artifactRelationships", "source", "distro", "descriptor", "schema"} <= set(document)
    for artifact in document["artifacts"]:
        assert {"id", "name", "version", "type", "foundBy", "locations", "licenses", "language", "cpes", "purl"} <= set(
            artifact
        )


def test_kinds_of_packages_have_the_names_of_syft():
    types = [artifact["type"] for artifact in json.loads(rendered(REPORT))["artifacts"]]

    assert types == ["deb", "java-archive", "npm", "python", "rpm"]


def test_the_epoch_of_an_rpm_is_a_field_of_its_record():
    record = json.loads(rendered(REPORT))["artifacts"][4]["metadata"]

    assert (record["epoch"], record["version"], record["release"]) == (1, "5.2", "1.el9")


def test_the_parent_of_a_dependency_is_what_the_child_needs():
    relations = json.loads(rendered(REPORT))["artifactRelationships"]

    assert {"parent": "00000000000000aa", "child": "00000000000000ad", "type": "dependency-of"} in relations
    assert {"parent": "00000000000000aa", "child": "00000000000000ad", "type": "ownership-by-file-overlap"} in relations


def test_our_own_decoder_reads_the_packages_back():
    found = decode_sbom(rendered(REPORT), DEFAULT_LIMITS)

    assert [fact.version for fact in found.packages] == [package.version for package in PACKAGES]
    assert found.packages[0].source_name == "openssl"
    assert [(link.kind, link.source, link.target) for link in found.relations] == [
        ("contains", "00000000000000ac", "00000000000000ab"),
        ("depends-on", "00000000000000ad", "00000000000000aa"),
    ]
    assert found.subject.digest == REPORT.image.digest
