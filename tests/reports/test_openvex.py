"""OpenVEX: the rules of its schema (0.2.0) hold."""

import pytest

from mooring.reports.openvex import FORMAT
from reports.vex.worlds import ACCEPTED, FIXED, JUSTIFIED, VENDOR, document, report_with
from reports.worlds import WORLDS

_HEAD = {"@context", "@id", "author", "role", "timestamp", "version", "tooling", "statements"}
_STATEMENT = {
    *("vulnerability", "products", "status", "justification", "impact_statement", "action_statement", "status_notes"),
}


@pytest.mark.parametrize("world", WORLDS)
def test_a_document_has_what_the_schema_asks_for_and_nothing_else(world):
    found = document(FORMAT, WORLDS[world])

    assert found.keys() == _HEAD
    assert found["version"] == 1 and found["@id"].startswith("urn:uuid:") and found["timestamp"].endswith("Z")
    for statement in found["statements"]:
        assert statement.keys() <= _STATEMENT
        assert {"vulnerability", "products", "status"} <= statement.keys()
        has = [key for key in ("justification", "impact_statement", "action_statement") if statement.get(key)]
        assert len(has) == {"not_affected": 1, "affected": 1}.get(statement["status"], 0)
        assert ("action_statement" in has) == (statement["status"] == "affected")
        for product in statement["products"]:
            assert product.keys() <= {"@id", "identifiers", "hashes", "subcomponents"}
            purls = [one["@id"] for one in (product, *product["subcomponents"])]
            assert all(purl.isascii() and purl.startswith("pkg:") and " " not in purl for purl in purls)
            assert len(set(purls)) == len(purls)


def test_a_reason_is_kept_beside_the_justification():
    found = document(FORMAT, report_with((JUSTIFIED,), (VENDOR,), (FIXED,), (ACCEPTED,)))
    by_status = {}
    for statement in found["statements"][:4]:
        by_status.setdefault(statement["status"], []).append(statement)

    justified = next(one for one in by_status["not_affected"] if "justification" in one)
    assert justified["status_notes"] == "the parser is never called; stated by ada@example.com"
    assert [one.get("impact_statement") for one in by_status["not_affected"]].count("the feature is not built") == 1


def test_a_clean_report_states_nothing():
    assert document(FORMAT, WORLDS["clean"])["statements"] == []
