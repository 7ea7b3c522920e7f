"""What holds for every format of compliance reports."""

from pathlib import Path

import pytest

from mooring.base.families import collect
from mooring.reports.compliance.format import ComplianceFormat
from mooring.reports.format import DEFAULT_OPTIONS
from reports.compliance.worlds import ALL, FAILED, MANY, REPORT

FORMATS = {one.name: one for one in collect("mooring.reports.compliance", ComplianceFormat, contract="format")}


def rendered(name: str, report) -> str:
    return b"".join(FORMATS[name].render(report, DEFAULT_OPTIONS)).decode()


def test_there_are_four_formats():
    assert ["csv", "html", "json", "table"] == sorted(FORMATS)


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("world", sorted(ALL))
def test_every_report_can_be_written_and_is_the_same_twice(name, world):
    assert rendered(name, ALL[world]) == rendered(name, ALL[world])


@pytest.mark.parametrize("name", ["csv", "html", "table"])
def test_nothing_of_an_image_can_move_a_cursor_or_turn_a_line(name):
    assert not set(rendered(name, ALL["hostile"])) & {"\x1b", "\u202e", "\udcff"}


def test_json_holds_what_the_image_says_as_text_that_is_valid():
    assert "\x1b" not in rendered("json", ALL["hostile"])


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_control_is_told(name):
    text = rendered(name, REPORT)

    assert all(control.id in text and control.title in text for control in REPORT.controls)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_many_findings_come_in_pieces(name):
    sizes = [len(piece) for piece in FORMATS[name].render(MANY, DEFAULT_OPTIONS)]

    assert len(sizes) > 10
    assert max(sizes) < 3_000_000


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_is_described(name):
    assert f"| `{name}` |" in (Path(__file__).resolve().parents[3] / "docs" / "compliance.md").read_text()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_format_says_what_it_is(name):
    one = FORMATS[name]

    assert one.summary
    assert one.media_type
    assert one.extension.startswith(".")
    assert FAILED.remedy in rendered(name, REPORT)
