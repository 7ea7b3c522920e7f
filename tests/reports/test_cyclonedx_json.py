"""What is written is CycloneDX by the official schema, and says what the report says."""

import json

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from mooring.base.limits import DEFAULT_LIMITS
from mooring.packages.formats.sbom.decode import decode_sbom
from mooring.reports.cyclonedx_json import FORMAT
from mooring.reports.format import RenderOptions
from reports.samples import PACKAGES, REPORT, REPORTS
from reports.worlds import LODASH, LODASH_TOO, MATCHED, WORLDS

FILES = RenderOptions(with_files=True)


def rendered(report, options=FILES):
    return b"".join(FORMAT.render(report, options))


@pytest.mark.parametrize("name", REPORTS)
def test_the_strict_schema_accepts_the_document(name):
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(rendered(REPORTS[name]).decode())

    assert error is None


def test_a_package_has_its_identity_licences_place_and_origin():
    component = next(item for item in json.loads(rendered(REPORT))["components"] if item["name"] == "libssl3")

    assert component["purl"] == PACKAGES[0].purl
    assert component["cpe"] == PACKAGES[0].cpes[0]
    assert component["licenses"] == [{"license": {"id": "Apache-2.0"}}, {"license": {"name": "see copyright"}}]
    assert component["evidence"]["occurrences"][0] == {"location": "/var/lib/dpkg/status"}
    assert {"name": "mooring:source_name", "value": "openssl"} in component["properties"]


def test_a_development_dependency_is_excluded():
    component = next(item for item in json.loads(rendered(REPORT))["components"] if item["name"] == "@babel/core")

    assert component["scope"] == "excluded"
    assert component["licenses"] == [{"expression": "MIT OR ISC"}]


def test_the_graph_begins_at_the_image():
    document = json.loads(rendered(REPORT))

    assert document["dependencies"][0]["ref"] == document["metadata"]["component"]["bom-ref"] == "image"
    assert {"ref": "00000000000000ad", "dependsOn": ["00000000000000aa"]} in document["dependencies"]


def test_an_incomplete_scan_is_told():
    assert json.loads(rendered(REPORT))["compositions"] == [{"aggregate": "incomplete", "assemblies": ["image"]}]


def test_files_are_listed_only_when_asked_for():
    kinds = [item["type"] for item in json.loads(rendered(REPORT, RenderOptions()))["components"]]

    assert "file" not in kinds
    assert b"/app/run" in rendered(REPORT)


def test_the_document_is_dated_by_the_image():
    assert json.loads(rendered(REPORT))["metadata"]["timestamp"] == "2026-01-02T03:04:05Z"


def test_another_content_has_another_serial_number():
    with_files, without = rendered(REPORT), rendered(REPORT, RenderOptions())

    assert json.loads(with_files)["serialNumber"] != json.loads(without)["serialNumber"]


def test_our_own_decoder_reads_the_packages_back():
    found = decode_sbom(rendered(REPORT), DEFAULT_LIMITS)

    facts = [fact for fact in found.packages if fact.type != "generic"]
    assert [fact.version for fact in facts] == [package.version for package in PACKAGES]
    assert [fact.scope for fact in facts] == [package.scope for package in PACKAGES]
    assert [fact.source_name for fact in facts] == [package.source_name for package in PACKAGES]
    assert [fact.architecture for fact in facts] == [package.architecture for package in PACKAGES]
    assert facts[0].properties["section"] == "libs"
    assert found.subject.digest == REPORT.image.digest
    assert found.distro is not None and found.distro.id == "debian"


@pytest.mark.parametrize("name", WORLDS)
def test_the_strict_schema_accepts_the_vulnerabilities(name):
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(rendered(WORLDS[name]).decode())

    assert error is None


def test_a_vulnerability_is_told_once_for_all_its_packages():
    flaw = next(one for one in json.loads(rendered(MATCHED))["vulnerabilities"] if one["id"] == "CVE-2021-23337")

    assert [target["ref"] for target in flaw["affects"]] == [LODASH.id, LODASH_TOO.id]
    assert {"name": "mooring:risk", "value": "93.2"} in flaw["properties"]


def test_without_matching_there_is_no_list_of_vulnerabilities():
    assert "vulnerabilities" not in json.loads(rendered(REPORT))
    assert "properties" not in json.loads(rendered(REPORT))["metadata"]


def test_what_was_not_assessed_is_told_in_the_metadata():
    assert {
        "name": "mooring:assessment:conda",
        "value": "not-assessed: no feed of the database speaks for conda packages",
    } in json.loads(rendered(MATCHED))["metadata"]["properties"]


def test_other_findings_make_another_document():
    matched, clean = json.loads(rendered(MATCHED)), json.loads(rendered(WORLDS["clean"]))

    assert matched["serialNumber"] != clean["serialNumber"]
