"""OpenVEX of every version."""

import pytest

from mooring.base.errors import ReadError
from mooring.model.vex import VexProduct, VexStatement, VexStatus
from mooring.vulns.suppression.vex import openvex
from mooring.vulns.suppression.vex.node import Node
from mooring.vulns.suppression.vex.openvex import read_openvex

DIGEST = "a" * 64
STATEMENT = {"vulnerability": {"name": "CVE-2024-1"}, "status": "fixed", "products": [{"@id": "pkg:npm/x"}]}


def read(*statements, subjects=(), **head):
    document = {"@context": "https://openvex.dev/ns/v0.2.0", "author": "Ada", "statements": list(statements), **head}
    return list(read_openvex(Node(document), "folder/vex.json", subjects))


def refused(*statements, **head):
    with pytest.raises(ReadError) as caught:
        read(*statements, **head)
    return caught.value


def test_a_statement_of_today():
    (found,) = read(
        {
            "@id": "https://vex.example/1#s",
            "vulnerability": {
                "@id": "https://nvd.nist.gov/vuln/detail/CVE-2024-1",
                "name": "CVE-2024-1",
                "aliases": ["GHSA-x", "https://ubuntu.com/security/CVE-2024-1"],
            },
            "products": [
                {
                    "@id": f"pkg:oci/app@sha256%3A{DIGEST}",
                    "identifiers": {"purl": "pkg:oci/app", "cpe23": "cpe:2.3:a:x:app:*:*:*:*:*:*:*:*"},
                    "hashes": {"sha-256": DIGEST.upper()},
                    "subcomponents": [{"@id": "pkg:npm/x"}, {"identifiers": {"purl": "pkg:npm/y"}}],
                }
            ],
            "status": "not_affected",
            "justification": "vulnerable_code_not_in_execute_path",
            "status_notes": "looked at it",
            "timestamp": "2025-01-01T12:00:00+01:00",
        },
        timestamp="2024-01-01T00:00:00Z",
    )

    assert found == VexStatement(
        id="https://vex.example/1#s",
        vulnerabilities=("CVE-2024-1", "GHSA-x"),
        status=VexStatus.NOT_AFFECTED,
        products=(
            VexProduct(
                identifiers=(
                    f"pkg:oci/app@sha256%3A{DIGEST}",
                    "pkg:oci/app",
                    "cpe:2.3:a:x:app:*:*:*:*:*:*:*:*",
                    f"sha256:{DIGEST}",
                ),
                components=("pkg:npm/x", "pkg:npm/y"),
            ),
        ),
        justification="vulnerable_code_not_in_execute_path",
        reason="looked at it",
        author="Ada",
        timestamp="2025-01-01T11:00:00.000000Z",
        origin="folder/vex.json",
        format="openvex",
    )


def test_a_statement_of_the_first_versions():
    (found,) = read(
        {
            "vulnerability": "CVE-2023-1",
            "products": ["pkg:apk/wolfi/git@2.39.0-r1", "pkg:apk/wolfi/git@2.40.0-r1"],
            "subcomponents": ["pkg:generic/libcurl"],
            "status": "affected",
            "action_statement": "update",
        },
        **{"@context": "https://openvex.dev/ns", "@id": "doc-1", "last_updated": "2023-02-01T00:00:00Z"},
    )

    assert found.id == "doc-1#1"
    assert found.vulnerabilities == ("CVE-2023-1",)
    assert [one.identifiers for one in found.products] == [
        ("pkg:apk/wolfi/git@2.39.0-r1",),
        ("pkg:apk/wolfi/git@2.40.0-r1",),
    ]
    assert {one.components for one in found.products} == {("pkg:generic/libcurl",)}
    assert (found.reason, found.timestamp) == ("update", "2023-02-01T00:00:00.000000Z")


def test_a_vulnerability_without_a_name_is_named_by_its_address():
    (found,) = read({**STATEMENT, "vulnerability": {"@id": "https://osv.dev/vulnerability/GHSA-x/"}})

    assert found.vulnerabilities == ("GHSA-x",)


def test_products_come_from_the_attestation_where_a_statement_has_none():
    bare = {"vulnerability": {"name": "CVE-2024-1"}, "status": "fixed"}
    first, second = read(bare, STATEMENT, subjects=("sha256:" + DIGEST,))

    assert first.products == (VexProduct(identifiers=("sha256:" + DIGEST,)),)
    assert second.products == (VexProduct(identifiers=("pkg:npm/x",)),)
    assert read(bare)[0].products == ()
    assert read({**bare, "products": []}, subjects=("sha256:" + DIGEST,))[0].products == ()


def test_a_document_may_state_nothing():
    assert read() == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"status": "notaffected"}, "statements[0].status is 'notaffected'; expected one of not_affected"),
        ({"status": None}, "statements[0] has no status"),
        ({"status": 3}, "statements[0].status is 3; expected a text"),
        ({"vulnerability": None}, "statements[0] names no vulnerability"),
        ({"vulnerability": {}}, "statements[0] names no vulnerability"),
        ({"vulnerability": ["CVE-1-1"]}, "statements[0].vulnerability is a list"),
        ({"vulnerability": {"name": "CVE-1-1", "aliases": [3]}}, "statements[0].vulnerability.aliases[0] is 3"),
        ({"products": {"@id": "x"}}, "statements[0].products is a table; expected a list"),
        ({"products": [{}]}, "statements[0].products[0] names no product"),
        ({"products": [""]}, "statements[0].products[0] names no product"),
        ({"products": [3]}, "statements[0].products[0] is 3; expected a table"),
        (
            {"products": [{"@id": "x", "subcomponents": [{}]}]},
            "statements[0].products[0].subcomponents[0] names no product",
        ),
        ({"products": [{"identifiers": {"purl": 3}}]}, "statements[0].products[0].identifiers.purl is 3"),
        ({"justification": "not_used"}, "statements[0].justification is 'not_used'"),
        ({"timestamp": "soon"}, "statements[0].timestamp is 'soon'; expected a time"),
    ],
)
def test_one_damaged_statement_refuses_the_document(change, message):
    assert message in refused({**STATEMENT, **change}).message


def test_the_number_of_statements_is_bounded(monkeypatch):
    monkeypatch.setattr(openvex, "MAX_STATEMENTS", 1)

    assert "more than 1 statements" in refused(STATEMENT, STATEMENT).message


def test_a_document_without_statements_is_refused():
    with pytest.raises(ReadError, match="the document has no statements"):
        list(read_openvex(Node({"author": "x"}), "x"))
    assert "expected a list" in refused(statements={"a": 1}).message
    assert "statements[0] is 'x'" in refused("x").message
