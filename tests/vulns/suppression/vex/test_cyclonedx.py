"""CycloneDX VEX: alone, within an SBOM, with BOM-Links, with versions."""

import pytest

from mooring.base.errors import ReadError
from mooring.model.vex import VexProduct, VexStatus
from mooring.vulns.suppression.vex.cyclonedx import JUSTIFICATIONS, read_cyclonedx
from mooring.vulns.suppression.vex.node import Node

NOT_AFFECTED = {"state": "not_affected", "justification": "code_not_reachable", "detail": "never called"}
ROOT = {"bom-ref": "root", "type": "container", "name": "app", "purl": "pkg:oci/app@sha256:" + "a" * 64}
LODASH = {"bom-ref": "l", "name": "lodash", "version": "4.17.15", "purl": "pkg:npm/lodash@4.17.15", "cpe": "cpe:/a:l:l"}
SERIAL = "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1"


def read(*vulnerabilities, **more):
    document = {"bomFormat": "CycloneDX", "vulnerabilities": list(vulnerabilities), **more}
    return list(read_cyclonedx(Node(document), "folder/bom.json"))


def row(*refs, analysis=NOT_AFFECTED, **more):
    return {"id": "CVE-2024-1", "analysis": analysis, "affects": [{"ref": ref} for ref in refs], **more}


def refused(*vulnerabilities, **more):
    with pytest.raises(ReadError) as caught:
        read(*vulnerabilities, **more)
    return caught.value.message


def test_a_component_of_what_the_document_is_about():
    (found,) = read(
        row("l", references=[{"id": "GHSA-x", "source": {"name": "GitHub"}}]),
        serialNumber="urn:uuid:1",
        metadata={"timestamp": "2025-01-01T00:00:00Z", "component": ROOT, "authors": [{"name": "Ada"}]},
        components=[{"name": "group", "components": [LODASH]}],
    )

    assert found.products == (
        VexProduct(identifiers=(ROOT["purl"],), components=("pkg:npm/lodash@4.17.15", "cpe:/a:l:l")),
    )
    assert (found.vulnerabilities, found.status) == (("CVE-2024-1", "GHSA-x"), VexStatus.NOT_AFFECTED)
    assert (found.justification, found.reason) == ("vulnerable_code_not_in_execute_path", "never called")
    assert (found.id, found.author, found.timestamp) == ("urn:uuid:1#1", "Ada", "2025-01-01T00:00:00.000000Z")


def test_the_whole_is_meant_by_its_ref_or_by_nothing():
    by_ref = read(row("root"), metadata={"component": ROOT})
    by_nothing = read({"id": "CVE-2024-1", "analysis": NOT_AFFECTED}, metadata={"component": ROOT})
    without = read({"id": "CVE-2024-1", "analysis": NOT_AFFECTED})

    assert by_ref[0].products == by_nothing[0].products == (VexProduct(identifiers=(ROOT["purl"],)),)
    assert without[0].products == ()


@pytest.mark.parametrize(
    ("ref", "identifier"),
    [
        (f"{SERIAL}#pkg:npm/lodash@4.17.15", "pkg:npm/lodash@4.17.15"),
        (f"{SERIAL}#pkg%3Anpm%2Flodash%404.17.15", "pkg:npm/lodash@4.17.15"),
        (f"{SERIAL}#00000000000000aa", "00000000000000aa"),
        ("pkg:npm/lodash@4.17.15", "pkg:npm/lodash@4.17.15"),
        ("pkg:oci/app@sha256:abc", "pkg:oci/app@sha256:abc"),
    ],
)
def test_components_of_other_documents(ref, identifier):
    assert read(row(ref))[0].products == (VexProduct(identifiers=(identifier,)),)


def test_a_link_from_a_document_about_an_image_stays_within_it():
    (found,) = read(row(f"{SERIAL}#pkg:npm/lodash"), metadata={"component": ROOT})

    assert found.products == (VexProduct(identifiers=(ROOT["purl"],), components=("pkg:npm/lodash",)),)


def test_a_component_without_a_purl_is_named_as_people_do():
    root = {"bom-ref": "r", "type": "container", "name": "registry.example/app", "version": "1.4"}
    digest = {**root, "version": "sha256:" + "b" * 64}

    assert read(row("r"), metadata={"component": root})[0].products[0].identifiers == ("registry.example/app:1.4",)
    assert read(row("r"), metadata={"component": digest})[0].products[0].identifiers == (
        "sha256:" + "b" * 64,
        "registry.example/app",
    )


def test_hashes_name_a_component():
    lib = {**LODASH, "hashes": [{"alg": "SHA-256", "content": "AB"}, {"alg": "MD5"}]}

    assert "sha256:ab" in read(row("l"), components=[lib])[0].products[0].identifiers


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("resolved", VexStatus.FIXED),
        ("resolved_with_pedigree", VexStatus.FIXED),
        ("exploitable", VexStatus.AFFECTED),
        ("in_triage", VexStatus.UNDER_INVESTIGATION),
        ("false_positive", VexStatus.NOT_AFFECTED),
        ("not_affected", VexStatus.NOT_AFFECTED),
    ],
)
def test_every_state_is_known(state, status):
    (found,) = read(row("pkg:npm/x", analysis={"state": state, "justification": "code_not_present"}))

    assert found.status is status
    assert bool(found.justification) == (status is VexStatus.NOT_AFFECTED)


@pytest.mark.parametrize("word", JUSTIFICATIONS)
def test_every_justification_is_known(word):
    (found,) = read(row("pkg:npm/x", analysis={"state": "not_affected", "justification": word}))

    assert found.justification == JUSTIFICATIONS[word]


def versions(state, *rows):
    analysis = {"state": state} if state else {}
    found = read({"id": "CVE-2024-1", "analysis": analysis, "affects": [{"ref": "pkg:npm/x", "versions": list(rows)}]})
    return [(one.status.value, one.products[0].versions) for one in found]


def test_versions_have_a_status_of_their_own():
    mixed = [
        {"version": "1.0"},
        {"range": "vers:npm/>=2|<3", "status": "affected"},
        {"version": "4", "status": "unaffected"},
    ]

    assert versions("exploitable", *mixed) == [("affected", ("1.0", "vers:npm/>=2|<3")), ("not_affected", ("4",))]
    assert versions("not_affected", *mixed) == [("not_affected", ("1.0", "vers:npm/>=2|<3", "4"))]
    assert versions("resolved", {"version": "4", "status": "unaffected"}) == [("fixed", ("4",))]
    assert versions("", *mixed) == [("not_affected", ("4",))]


def test_versions_of_unknown_status_are_not_spoken_of():
    rows = [{"version": "1", "status": "unknown"}, {"version": "2"}]

    assert versions("not_affected", *rows) == [("not_affected", ("2",))]


def test_an_sbom_and_a_bare_list_are_no_vex():
    assert "it is an SBOM and no VEX" in refused(vulnerabilities=None)
    assert "without an analysis" in refused({"id": "CVE-2024-1", "affects": [{"ref": "pkg:npm/x"}]})
    assert read() == []


def test_a_vulnerability_without_analysis_beside_others_is_no_statement():
    found = read(row("pkg:npm/x"), {"id": "CVE-2", "affects": [{"ref": "pkg:npm/x"}]})

    assert len(found) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"analysis": {"state": "fine"}}, "vulnerabilities[0].analysis.state is 'fine'"),
        (
            {"analysis": {"state": "not_affected", "justification": "x"}},
            "vulnerabilities[0].analysis.justification is 'x'",
        ),
        ({"analysis": "fine"}, "vulnerabilities[0].analysis is 'fine'; expected a table"),
        ({"affects": [{}]}, "vulnerabilities[0].affects[0] has no ref"),
        ({"affects": [{"ref": "gone"}]}, "refers to 'gone', which the document does not define"),
        ({"affects": [{"ref": "urn:cdx:x/1"}]}, "refers to 'urn:cdx:x/1'"),
        ({"affects": [{"ref": "pkg:npm/x", "versions": [{}]}]}, "versions[0] has neither a version nor a range"),
        ({"affects": [{"ref": "pkg:npm/x", "versions": [{"range": "vers:x"}]}]}, "'vers:x' is not a range of versions"),
        (
            {"affects": [{"ref": "pkg:npm/x", "versions": [{"version": "1", "status": "x"}]}]},
            "versions[0].status is 'x'",
        ),
        ({"id": ""}, "vulnerabilities[0] names no vulnerability"),
        ({"affects": "x"}, "vulnerabilities[0].affects is 'x'; expected a list"),
    ],
)
def test_a_damaged_vulnerability_refuses_the_document(change, message):
    assert message in refused({**row("pkg:npm/x"), **change})


def test_deep_components_are_refused():
    inner = LODASH
    for _ in range(300):
        inner = {"name": "x", "components": [inner]}

    assert "nests them more than 200 deep" in refused(row("l"), components=[inner])
