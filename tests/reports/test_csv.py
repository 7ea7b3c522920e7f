"""Packages as rows that every spreadsheet reads."""

import csv
import io

from mooring.reports.csv import COLUMNS, FORMAT
from mooring.reports.format import RenderOptions
from reports.samples import HOSTILE, REPORT


def rows(report):
    text = b"".join(FORMAT.render(report, RenderOptions())).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_package_is_a_row():
    found = rows(REPORT)

    assert [row["name"] for row in found] == [package.name for package in REPORT.inventory.packages]
    assert found[0]["licenses"] == "Apache-2.0; see copyright"
    assert found[0]["path"] == "/var/lib/dpkg/status"
    assert tuple(found[0]) == COLUMNS


def test_marks_of_the_format_in_a_name_stay_in_its_field():
    assert len(rows(HOSTILE)) == 1
