"""Our own JSON is read back as it was written, and follows the schema that is published."""

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

from mooring.base.errors import ReadError
from mooring.model.codec import from_json, json_schema
from mooring.model.match import UpgradeStep
from mooring.model.report import SCHEMA_VERSION
from mooring.reports.format import RenderOptions
from mooring.reports.json import FORMAT
from reports.samples import EMPTY, HOSTILE, REPORT, REPORTS
from reports.worlds import BARE, BLIND, FINDINGS, MATCHED

SCHEMA = Path(__file__).parents[2] / "docs" / "report.schema.json"


def rendered(report):
    return b"".join(FORMAT.render(report, RenderOptions()))


@pytest.mark.parametrize("report", [REPORT, EMPTY, MATCHED, BLIND, BARE])
def test_a_report_is_read_back_as_it_was(report):
    assert from_json(rendered(report)) == report


def test_bytes_that_are_no_text_are_written_as_their_numbers():
    """A path of a layer may be any bytes; JSON has place for text alone."""
    assert from_json(rendered(HOSTILE)).inventory.packages[0].name.endswith("\\xff")


def test_an_upgrade_that_cures_nothing_does_not_take_the_place_of_the_matches():
    step = UpgradeStep(name="n", type="npm", from_versions=(), to_version="2", packages=(), matches=())
    report = msgspec.structs.replace(MATCHED, findings=msgspec.structs.replace(FINDINGS, upgrades=(step,)))

    assert from_json(rendered(report)) == report


@pytest.mark.parametrize("report", [*REPORTS.values(), MATCHED, BLIND, BARE])
def test_a_report_follows_the_published_schema(report):
    jsonschema.validate(json.loads(rendered(report)), json.loads(SCHEMA.read_text()))


def test_the_published_schema_is_the_one_of_this_version():
    assert json.loads(SCHEMA.read_text()) == json.loads(json.dumps(json_schema()))


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"image": 1}', rendered(REPORT)[:-100]])
def test_what_is_no_report_is_refused(content):
    with pytest.raises(ReadError, match="is not a report of Mooring"):
        from_json(content)


def test_a_report_of_a_later_kind_is_refused():
    later = rendered(REPORT).replace(f'"{SCHEMA_VERSION}"'.encode(), b'"99.0.0"', 1)

    with pytest.raises(ReadError, match=r"is a report of schema '99\.0\.0'"):
        from_json(later)
