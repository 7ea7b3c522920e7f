"""Finds in files as lines beside the findings."""

import csv
import io

import pytest

from mooring.reports.csv import FORMAT
from mooring.reports.format import RenderOptions
from reports.contents import CONTENTS, FULL


def rows(report):
    text = b"".join(FORMAT.render(report, RenderOptions())).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_find_is_a_line_of_its_own_record():
    records = [row["record"] for row in rows(FULL)]

    assert records[-11:] == [
        "malware",
        *("secret", "secret", "secret", "accepted-secret"),
        *("dockerfile", "dockerfile", "accepted-dockerfile"),
        *("changed-file", "changed-file", "content-match"),
    ]


def test_a_secret_says_where_it_stands():
    secret = next(row for row in rows(FULL) if row["kind"] == "npm-token")

    assert (secret["path"], secret["layer_index"]) == ("/root/.npmrc:1", "0")
    assert secret["explanation"] == "npm access token (in layer 0, deleted by layer 1)"


def test_what_was_not_looked_for_wholly_comes_before_the_findings():
    gaps = [row for row in rows(CONTENTS["unknown"]) if row["record"] == "not-searched"]

    assert ("Malware", "clamav: no answer from /run/clamd.sock") in [(row["type"], row["explanation"]) for row in gaps]


@pytest.mark.parametrize("name", CONTENTS)
def test_every_line_has_every_column(name):
    assert all(None not in row.values() for row in rows(CONTENTS[name]))
