"""A verdict for spreadsheets."""

import csv
import io

import msgspec

from mooring.reports.format import RenderOptions
from mooring.reports.verdicts.csv import COLUMNS, FORMAT
from reports.verdicts.worlds import JUDGED, STOP, finding, judged


def rows(report):
    text = b"".join(FORMAT.render(report, RenderOptions())).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_verdict_comes_first_then_problems_then_findings():
    assert [row["record"] for row in rows(JUDGED["stop"])] == [
        *("verdict", "note", "unread"),
        *("stop", "stop", "warn", "accepted", "not-gathered", "failed"),
    ]


def test_a_finding_says_what_where_and_who_accepts_it():
    lodash, accepted = rows(JUDGED["stop"])[4], rows(JUDGED["stop"])[6]

    assert (lodash["package"], lodash["version"], lodash["severity"]) == ("lodash", "4.17.15", "high")
    assert (lodash["fix_versions"], lodash["recommendation"]) == ("4.17.21", "update lodash")
    assert (accepted["allowlist"], accepted["allowlist_item"], accepted["reason"]) == (
        *("Base image", "shell"),
        "needed to start",
    )


def test_a_formula_is_text():
    report = judged(msgspec.structs.replace(STOP, findings=(finding("a.b", "=HYPERLINK(1)"),)))

    assert rows(report)[-1]["message"] == "'=HYPERLINK(1)"


def test_every_line_has_every_column():
    assert all(None not in row and len(row) == len(COLUMNS) for row in rows(JUDGED["wild"]))
