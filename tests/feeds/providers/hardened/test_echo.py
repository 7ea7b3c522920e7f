"""Echo's advisories."""

import pytest

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.base.errors import FeedMalformed
from mooring.feeds.providers.hardened.echo import FEED
from mooring.model.advisory import FixState
from mooring.model.severity import Severity

CURL = {
    "CVE-2024-11053": {"fixed_version": "7.88.1-10+deb12u8", "severity": "HIGH"},
    "CVE-2009-0001": {"fixed_version": "0"},
    "CVE-2009-2940": {},
}


@pytest.mark.parametrize(("name", "document"), [("data.json", {"curl": CURL}), ("echo/curl.json", CURL)])
def test_a_package_has_fixes_denials_and_open_issues(name, document):
    advisories, log = parsed(FEED, {name: document})

    assert [
        ("curl", "7.88.1-10+deb12u8", FixState.FIXED, False, Severity.HIGH),
        ("curl", "", FixState.UNKNOWN, True, None),
        ("curl", "", FixState.NOT_FIXED, False, None),
    ] == [
        (row.name, row.ranges[0].high if row.ranges else "", row.fix.state, row.is_negative, row.severity)
        for row in rows(advisories)
    ]
    assert (3, 0) == (log.records, log.rejects)


def test_packages_with_one_cve_are_rows_of_one_advisory():
    advisories, _ = parsed(FEED, {"data.json": {"a": {"CVE-2024-1": {}}, "b": {"CVE-2024-1": {}}}})

    assert [["a", "b"]] == [[row.name for row in advisory.affected] for advisory in advisories]


def test_a_damaged_entry_hides_no_other():
    advisories, log = parsed(FEED, {"data.json": {"a": 7, "b": {"CVE-2024-1": {}, "CVE-2024-2": []}}})

    assert (["CVE-2024-1"], 3, 2) == ([advisory.id for advisory in advisories], log.records, log.rejects)


def test_half_the_data_are_refused():
    with pytest.raises(FeedMalformed, match=r"data\.json"):
        parsed(FEED, {"data.json": '{"nginx": {'})


def test_half_a_file_of_one_package_hides_no_other():
    _, log = parsed(FEED, {"echo/nginx.json": '{"CVE-2024-9287": {', "echo/curl.json": CURL})

    assert (4, 1) == (log.records, log.rejects)


def test_the_data_are_one_file():
    fetcher = FakeFetcher({"https://advisory.echohq.com/data.json": b"{}"})

    FEED.fetch(fetcher)

    assert ["data.json"] == sorted(fetcher.files)


def test_a_cve_or_a_package_without_a_name_is_said():
    advisories, log = parsed(FEED, {"data.json": {"": {"CVE-2024-1": {}}, "b": {" ": {}}}})

    assert ([], 2, 2) == (advisories, log.records, log.rejects)
