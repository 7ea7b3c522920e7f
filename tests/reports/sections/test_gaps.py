"""What was not read or searched wholly is told by every format of scans and verdicts."""

import importlib

import msgspec
import pytest

from mooring.model.files import Problem
from mooring.reports.format import RenderOptions
from mooring.reports.sections.gaps import incomplete_words
from reports.contents import UNKNOWN
from reports.verdicts.worlds import PASS
from reports.worlds import MATCHED

FORMATS = ("table", "json", "sarif", "junit", "markdown", "csv", "html")


def test_problems_come_before_searches():
    report = msgspec.structs.replace(UNKNOWN, problems=MATCHED.problems)

    assert list(incomplete_words(report))[:2] == [
        "app/broken.jar: is not a ZIP archive (reader java-archive 3)",
        "secrets: time ran out",
    ]


def test_the_head_of_the_table_counts_searches_that_were_not_made_wholly():
    text = b"".join(importlib.import_module("mooring.reports.table").FORMAT.render(UNKNOWN, RenderOptions())).decode()

    assert "INCOMPLETE: 6 of the searches not made wholly, listed below\n" in text


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("family", ["mooring.reports", "mooring.reports.verdicts"])
def test_every_format_says_why(family, name):
    report = msgspec.structs.replace(UNKNOWN, verdict=PASS)

    text = b"".join(importlib.import_module(f"{family}.{name}").FORMAT.render(report, RenderOptions())).decode()

    assert "time ran out" in text


@pytest.mark.parametrize("name", ["table", "html", "markdown"])
def test_a_reason_that_holds_for_many_places_is_told_once(name):
    dead = tuple(Problem(path=f"a/{number}", reason="was not scanned") for number in range(500))
    report = msgspec.structs.replace(MATCHED, problems=(*dead, *MATCHED.problems))

    text = b"".join(importlib.import_module(f"mooring.reports.{name}").FORMAT.render(report, RenderOptions())).decode()

    assert (text.count("was not scanned"), text.count("and so in 499 more places")) == (1, 1)
    assert "app/broken.jar" in text
