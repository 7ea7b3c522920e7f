"""The report for spreadsheets."""

import csv
import io

from mooring.reports.compliance.csv import COLUMNS, FORMAT
from mooring.reports.format import DEFAULT_OPTIONS
from reports.compliance.worlds import ALL, FAILED, REPORT, changed, finding


def rows(report) -> list[dict[str, str]]:
    text = b"".join(FORMAT.render(report, DEFAULT_OPTIONS)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_line_for_each_control_finding_and_waiver():
    found = rows(REPORT)

    assert [
        ("control", "4.2"),
        ("control", "4.6"),
        ("control", "4.8"),
        ("finding", "4.8"),
        ("waived", "4.8"),
        ("control", "4.9"),
        ("control", "4.11"),
        ("control", "5.1"),
    ] == [(row["record"], row["control"]) for row in found]
    assert ("1", "1", "1 finding, 1 waived") == (found[2]["findings"], found[2]["waived"], found[2]["why"])
    assert ("files", "/bin/su", "high", "fail") == tuple(
        found[3][name] for name in ("gate", "subject", "severity", "state")
    )
    assert "accepted by 'i' of 'Ours' until 2027-01-01: needed to ping" == found[4]["waiver"]


def test_every_line_names_image_pack_and_time():
    assert {("registry.example/team/app:1.4", "house", "2026-11-23T12:00:00+00:00")} == {
        (row["image"], row["pack"], row["evaluated"]) for row in rows(REPORT)
    }


def test_a_pass_in_part_says_so():
    assert {"4.2": "false", "4.11": "true"} == {
        row["control"]: row["partial"] for row in rows(REPORT) if row["state"] == "pass"
    }


def test_no_cell_is_a_formula():
    control = changed(FAILED, findings=tuple(finding(text, subject=text) for text in ("=1+1", "@SUM(A1)", "+1", "-1")))

    found = rows(changed(REPORT, controls=(control,)))

    cells = [cell for row in [*found, *rows(ALL["hostile"])] for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert set(COLUMNS) == set(found[0])
