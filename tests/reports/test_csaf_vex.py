"""CSAF VEX: what the standard's mandatory tests (section 6.1) and its profile 5 ask for."""

import pytest

from mooring.reports.csaf_vex import FORMAT
from reports.vex.worlds import ACCEPTED, FIXED, JUSTIFIED, VENDOR, document, report_with
from reports.worlds import MATCHED, WORLDS

_LABELS = {
    *("component_not_present", "vulnerable_code_not_present", "vulnerable_code_not_in_execute_path"),
    *("vulnerable_code_cannot_be_controlled_by_adversary", "inline_mitigations_already_exist"),
}
_STATUS = {"fixed", "known_affected", "known_not_affected", "under_investigation"}
MIXED = report_with((JUSTIFIED,), (VENDOR,), (FIXED,), (ACCEPTED,))


def documents():
    return [pytest.param(report, id=name) for name, report in {**WORLDS, "mixed": MIXED}.items()]


@pytest.mark.parametrize("report", documents())
def test_products_are_defined_once_before_they_are_used(report):
    """6.1.1, 6.1.2, 6.1.6."""
    found = document(FORMAT, report)
    tree = found["product_tree"]
    names = [one["product_id"] for one in tree["full_product_names"]]
    names += [one["full_product_name"]["product_id"] for one in tree.get("relationships", ())]

    assert len(names) == len(set(names))
    for row in found.get("vulnerabilities", ()):
        stated = [one for ids in row["product_status"].values() for one in ids]
        assert set(stated) <= set(names)
        assert len(stated) == len(set(stated))
        assert row["product_status"].keys() <= _STATUS


@pytest.mark.parametrize("report", documents())
def test_every_status_is_explained_as_the_profile_demands(report):
    """6.1.27.5, 6.1.27.7 to 6.1.27.10, 6.1.33."""
    for row in document(FORMAT, report).get("vulnerabilities", ()):
        assert row["notes"] and all(note["text"] for note in row["notes"])
        assert row.get("cve") or row.get("ids")
        assert row["product_status"]
        flagged = [one for flag in row.get("flags", ()) for one in flag["product_ids"]]
        told = {one for threat in row.get("threats", ()) for one in threat["product_ids"]}
        cured = {one for cure in row.get("remediations", ()) for one in cure["product_ids"]}
        assert set(row["product_status"].get("known_not_affected", ())) <= set(flagged) | told
        assert set(row["product_status"].get("known_affected", ())) <= cured
        assert len(flagged) == len(set(flagged))
        assert {flag["label"] for flag in row.get("flags", ())} <= _LABELS


def test_the_head_has_what_is_mandatory():
    head = document(FORMAT, MATCHED)["document"]

    assert (head["category"], head["csaf_version"]) == ("csaf_vex", "2.0")
    assert head["publisher"].keys() == {"category", "name", "namespace"}
    assert head["tracking"]["revision_history"][-1]["number"] == head["tracking"]["version"]
    assert head["tracking"]["initial_release_date"] == head["tracking"]["current_release_date"]


def test_what_could_not_be_judged_is_a_note():
    texts = [note["text"] for note in document(FORMAT, MATCHED)["document"]["notes"]]

    assert any("no feed of the database speaks for conda packages" in text for text in texts)
    assert any("app/broken.jar" in text for text in texts)


def test_a_report_without_findings_is_no_vex_of_the_profile():
    found = document(FORMAT, WORLDS["clean"])

    assert found["document"]["category"] == "csaf_base"
    assert "vulnerabilities" not in found
    assert "There is no finding" in found["document"]["notes"][0]["text"]


def test_what_can_be_done_is_a_remediation():
    categories = {
        cure["details"][:8]: cure["category"]
        for row in document(FORMAT, MIXED)["vulnerabilities"]
        for cure in row.get("remediations", ())
    }

    assert categories["accepted"] == "no_fix_planned"
    assert categories["Fixed in"] == "vendor_fix"
    assert categories["There is"] == "none_available"
