"""The report as JSON."""

import json

import msgspec

from mooring.model.compliance import ComplianceReport
from mooring.reports.compliance.json import FORMAT
from mooring.reports.format import DEFAULT_OPTIONS
from reports.compliance.worlds import ALL, REPORT


def rendered(report) -> bytes:
    return b"".join(FORMAT.render(report, DEFAULT_OPTIONS))


def test_the_document_holds_the_whole_report():
    assert REPORT == msgspec.json.decode(rendered(REPORT), type=ComplianceReport)


def test_it_begins_with_its_version_and_says_whether_it_passes():
    document = json.loads(rendered(REPORT))

    assert ["schema_version", "pack", "image"] == list(document)[:3]
    assert (False, False) == (document["passes"], document["is_complete"])
    assert json.loads(rendered(ALL["good"]))["passes"] is True


def test_a_control_tells_state_severity_and_findings_in_words():
    control = json.loads(rendered(REPORT))["controls"][2]

    assert ("fail", "high", "auto") == (control["state"], control["severity"], control["check"])
    assert "/bin/su" == control["findings"][0]["subject"]
    assert "needed to ping" == control["waived"][0]["allowance"]["reason"]
