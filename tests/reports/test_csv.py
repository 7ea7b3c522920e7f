"""Packages as rows that every spreadsheet reads."""

import csv
import io

import msgspec

from mooring.reports.csv import COLUMNS, FINDING_COLUMNS, FORMAT
from mooring.reports.format import RenderOptions
from reports.samples import HOSTILE, REPORT
from reports.worlds import BARE, BLIND, LODASH, MATCHED, MATCHES, WILD


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


def test_each_finding_is_a_row_after_what_is_not_known():
    found = rows(MATCHED)

    assert tuple(found[0]) == FINDING_COLUMNS
    assert [row["record"] for row in found] == [
        *("not-assessed", "partly-assessed", "problem"),
        *["finding"] * (len(MATCHES) - 1),
        "suppressed",
    ]


def test_a_finding_says_what_where_and_why():
    row = rows(MATCHED)[3]

    assert (row["vulnerability"], row["aliases"]) == ("CVE-2021-23337", "GHSA-35jh-r3h4-6jhm")
    assert (row["package"], row["version"], row["fix_versions"]) == ("lodash", "4.17.15", "4.17.21")
    assert (row["severity"], row["risk"], row["cvss"], row["epss"]) == ("high", "93.2", "8.6", "0.31000")
    assert (row["exploited"], row["due"], row["is_new"]) == ("2024-01-08", "2024-01-29", "true")
    assert "4.17.15 is lower in semantic version order" in row["explanation"]


def test_a_suppressed_finding_says_who_says_so():
    assert "EX-7 of ada@example.com" in rows(MATCHED)[-1]["explanation"]


def test_what_was_not_assessed_is_a_row_of_its_own():
    assert [(row["record"], row["type"]) for row in rows(BLIND)] == [
        ("not-assessed", "conda"),
        ("partly-assessed", "npm"),
    ]
    assert [row["explanation"] for row in rows(BARE)] == ["no package was found, so nothing could be assessed"]


def test_a_spreadsheet_computes_nothing_that_an_image_says():
    names = ("=HYPERLINK(1)", "@babel/core", "+1-2")
    packages = tuple(msgspec.structs.replace(LODASH, name=name) for name in names)
    reports = [
        msgspec.structs.replace(MATCHED, inventory=msgspec.structs.replace(MATCHED.inventory, packages=(one,)))
        for one in packages
    ]

    assert [rows(report)[3]["package"] for report in reports] == ["'=HYPERLINK(1)", "@babel/core", "+1-2"]


def test_odd_findings_stay_in_their_fields():
    assert [row["record"] for row in rows(WILD)] == ["not-assessed", "problem", "finding", "finding", "suppressed"]
