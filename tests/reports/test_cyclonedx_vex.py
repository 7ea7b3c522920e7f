"""CycloneDX VEX: the strict schema accepts it."""

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from mooring.reports.cyclonedx_vex import FORMAT
from mooring.reports.format import DEFAULT_OPTIONS
from reports.samples import EMPTY
from reports.vex.worlds import ACCEPTED, FIXED, JUSTIFIED, VENDOR, document, replace, report_with
from reports.worlds import FINDINGS, WORLDS

MIXED = report_with((JUSTIFIED,), (VENDOR,), (FIXED,), (ACCEPTED,))


@pytest.mark.parametrize("name", [*WORLDS, "mixed"])
def test_the_strict_schema_accepts_it(name):
    report = WORLDS.get(name, MIXED)
    text = b"".join(FORMAT.render(report, DEFAULT_OPTIONS)).decode()

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_only_components_that_are_spoken_of_are_listed():
    found = document(FORMAT, MIXED)
    refs = {target["ref"] for row in found["vulnerabilities"] for target in row["affects"]}

    assert refs == {one["bom-ref"] for one in found["components"]}


def test_states_responses_and_justifications_are_those_of_the_format():
    rows = document(FORMAT, MIXED)["vulnerabilities"]
    states = {(row["analysis"]["state"], *row["analysis"].get("response", ())) for row in rows}
    justifications = {row["analysis"].get("justification", "") for row in rows}

    assert states == {
        ("not_affected",),
        ("resolved",),
        ("exploitable", "will_not_fix"),
        ("exploitable", "update"),
        ("exploitable",),
    }
    assert justifications == {"", "code_not_reachable"}


def test_a_folder_keeps_its_name():
    found = document(FORMAT, replace(EMPTY, findings=replace(FINDINGS, matches=())))

    assert found["metadata"]["component"] == {"bom-ref": "image", "type": "file", "name": "."}
