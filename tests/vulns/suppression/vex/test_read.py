"""A document is known by what it holds, and refused as a whole."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.base.errors import UsageError
from mooring.vulns.suppression.vex import read as reading
from mooring.vulns.suppression.vex.read import BadVex, read_vex

OPENVEX = {
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": "doc",
    "author": "Ada",
    "statements": [{"vulnerability": {"name": "CVE-2024-1"}, "status": "fixed", "products": [{"@id": "pkg:npm/x"}]}],
}
CSAF = {
    "document": {"category": "csaf_vex", "csaf_version": "2.0", "tracking": {"id": "V"}},
    "product_tree": {"full_product_names": [{"name": "x", "product_id": "x"}]},
    "vulnerabilities": [{"cve": "CVE-2024-1", "product_status": {"fixed": ["x"]}}],
}
CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "vulnerabilities": [{"id": "CVE-2024-1", "analysis": {"state": "resolved"}, "affects": [{"ref": "pkg:npm/x"}]}],
}
XML = (
    "<bom xmlns='http://cyclonedx.org/schema/bom/1.4'><vulnerabilities><vulnerability><id>CVE-2024-1</id>"
    "<analysis><state>resolved</state></analysis><affects><target><ref>pkg:npm/x</ref></target></affects>"
    "</vulnerability></vulnerabilities></bom>"
)


def statement(predicate, kind="https://openvex.dev/ns/v0.2.0"):
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "app", "digest": {"sha256": "A" * 64}}],
        "predicateType": kind,
        "predicate": predicate,
    }


def envelope(document):
    payload = base64.b64encode(json.dumps(document).encode()).decode()
    return {"payload": payload, "payloadType": "application/vnd.in-toto+json", "signatures": []}


def write(folder, content, name="vex.json"):
    path = folder / name
    if isinstance(content, str):
        content = content.encode()
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def refused(folder, content):
    path = write(folder, content)
    with pytest.raises(BadVex) as caught:
        read_vex(path)
    assert caught.value.path == str(path)
    assert isinstance(caught.value, UsageError)
    return caught.value


@pytest.mark.parametrize(
    ("document", "form"),
    [
        (OPENVEX, "openvex"),
        (CSAF, "csaf"),
        (CYCLONEDX, "cyclonedx"),
        (XML, "cyclonedx"),
        ("\ufeff \n" + json.dumps(OPENVEX), "openvex"),
        (statement(OPENVEX), "openvex"),
        (statement({"Data": json.dumps(OPENVEX)}), "openvex"),
        (statement({"Data": OPENVEX}), "openvex"),
        (statement(CYCLONEDX, "https://cyclonedx.org/vex"), "cyclonedx"),
        (envelope(statement(OPENVEX)), "openvex"),
        ({"dsseEnvelope": envelope(statement(CSAF)), "mediaType": "x"}, "csaf"),
    ],
)
def test_a_document_is_known_by_its_content(tmp_path, document, form):
    (found,) = read_vex(write(tmp_path, document, "any.name"))

    assert (found.format, found.vulnerabilities) == (form, ("CVE-2024-1",))


def test_attestations_of_other_kinds_beside_it_are_passed_over(tmp_path):
    lines = [
        statement({"SPDXID": "x"}, "https://spdx.dev/Document"),
        statement(OPENVEX),
        {"predicateType": "x", "predicate": 3},
    ]
    path = write(tmp_path, "\n".join(json.dumps(envelope(line)) for line in lines))

    assert len(read_vex(path)) == 1


def test_the_subject_of_the_attestation_is_the_product_where_none_is_named(tmp_path):
    bare = {**OPENVEX, "statements": [{"vulnerability": "CVE-2024-1", "status": "fixed"}]}
    (found,) = read_vex(write(tmp_path, envelope(statement(bare))))

    assert found.products[0].identifiers == ("sha256:" + "a" * 64,)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("  \n", "is empty"),
        ("not json", "is not JSON"),
        (json.dumps(OPENVEX)[:-5], "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        (b"\xff\xfe{", "is not JSON"),
        ("{}\n{", "is not JSON"),
        ([], "is not VEX: it is no table"),
        ({}, "is not VEX: it is an empty table"),
        ({"a": 1}, "is not VEX: it is a table with 'a'"),
        ({"spdxVersion": "SPDX-2.3"}, "is not VEX: it is an SPDX document"),
        ({"schema_version": "1", "inventory": {}}, "is not VEX: it is a report of Mooring"),
        (
            statement({"x": 1}, "https://slsa.dev/provenance/v1"),
            "is not VEX: it is an attestation of 'https://slsa.dev",
        ),
        ({"bomFormat": "CycloneDX", "components": []}, "it is an SBOM and no VEX"),
        ({"payload": "@@@", "payloadType": "x"}, "payload cannot be read"),
        (statement("not json"), "is not VEX: it is an attestation"),
        ({"payload": 3, "payloadType": "x"}, "payload is 3"),
        ({**statement(OPENVEX), "subject": [{"digest": {"sha256": 3}}]}, "subject[0].digest.sha256 is 3"),
        ("<html/>", "no CycloneDX"),
    ],
)
def test_what_is_no_vex_is_refused_with_a_hint(tmp_path, content, message):
    error = refused(tmp_path, content)

    assert message in error.message
    assert error.hint


@pytest.mark.parametrize("text", ["exceptions:\n - id: x", "ignore:\n - x", "[[IgnoredVulns]]", "CVE-2024-1\n"])
def test_exceptions_in_the_place_of_vex_are_known(tmp_path, text):
    assert refused(tmp_path, text).hint == "files with exceptions are given with --exceptions"


def test_envelopes_in_envelopes_end(tmp_path):
    document = OPENVEX
    for _ in range(8):
        document = envelope(document)

    assert "is wrapped in more than 6 envelopes" in refused(tmp_path, document).message


def test_files_that_cannot_be_read_are_named(tmp_path, monkeypatch):
    with pytest.raises(BadVex, match="cannot be read: no such file"):
        read_vex(tmp_path / "missing")
    with pytest.raises(BadVex, match="cannot be read"):
        read_vex(tmp_path)
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", 10)
    assert "is larger than" in refused(tmp_path, OPENVEX).message


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.text("ab:/#%@", max_size=6)
    | st.sampled_from(["fixed", "vers:npm/<1", "pkg:npm/x"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "ref", "name", "product_id"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def _places(value, path=()):
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from _places(value[key], (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _places(item, (*path, number))


def _changed(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _changed(value[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize("document", [OPENVEX, CSAF, CYCLONEDX, statement(OPENVEX), envelope(OPENVEX)])
@given(data=st.data(), new=VALUES)
def test_whatever_stands_where_it_should_not_is_refused_or_read(tmp_path_factory, document, data, new):
    """Never a traceback: a message, or statements."""
    place = data.draw(st.sampled_from(list(_places(document))))
    path = write(tmp_path_factory.getbasetemp(), _changed(document, place, new), "mutated.json")

    try:
        read_vex(path)
    except UsageError as error:
        assert error.message
