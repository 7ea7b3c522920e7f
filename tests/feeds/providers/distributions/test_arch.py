"""Arch Linux' security groups."""

import json

import pytest

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.base.errors import FeedMalformed
from mooring.feeds.providers.distributions.arch import FEED
from mooring.model.advisory import FixState
from mooring.model.severity import Severity


def group(**more: object) -> dict[str, object]:
    """A group about curl."""
    return {
        "name": "AVG-20",
        "packages": ["curl", "lib32-curl"],
        "status": "Fixed",
        "severity": "Low",
        "type": "denial of service",
        "affected": "7.50.2-1",
        "fixed": "7.50.3-1",
        "issues": ["CVE-2016-7167"],
        "advisories": ["ASA-201609-19", "ASA-201609-19"],
    } | more


@pytest.mark.parametrize("name", ["all.json", "arch.jsonl", "AVG-20.json"])
def test_a_group_is_read_from_a_list_from_lines_and_from_a_file(name):
    content = [group()] if name == "all.json" else group()

    advisories, log = parsed(FEED, {name: json.dumps(content)})

    (advisory,) = advisories
    assert ("AVG-20", ("CVE-2016-7167",)) == (advisory.id, advisory.fixes)
    assert [("curl", "7.50.3-1", ("ASA-201609-19",)), ("lib32-curl", "7.50.3-1", ("ASA-201609-19",))] == [
        (row.name, row.ranges[0].high, row.fix.advisories) for row in advisory.affected
    ]
    assert (1, Severity.LOW) == (log.records, advisory.affected[0].severity)


@pytest.mark.parametrize(
    ("status", "fixed", "high", "state", "is_negative", "is_open"),
    [
        ("Fixed", "7.50.3-1", "7.50.3-1", FixState.FIXED, False, False),
        ("Testing", "7.50.3-1", "7.50.3-1", FixState.NOT_FIXED, False, False),
        ("Vulnerable", None, "", FixState.NOT_FIXED, False, False),
        ("Unknown", None, "", FixState.UNKNOWN, False, True),
        ("Not affected", None, "", FixState.UNKNOWN, True, False),
    ],
)
def test_a_status_says_what_is_affected(status, fixed, high, state, is_negative, is_open):
    advisories, _ = parsed(FEED, {"all.json": [group(status=status, fixed=fixed, packages=["curl"])]})

    (row,) = rows(advisories)
    assert (high, state) == (row.ranges[0].high if row.ranges else "", row.fix.state)
    assert (is_negative, is_open) == (row.is_negative, row.is_under_investigation)


def test_a_damaged_group_hides_no_other():
    advisories, log = parsed(FEED, {"all.json": [7, group(name=""), group(packages=None), group(issues=7)]})

    assert (["AVG-20"], 4, 3) == ([advisory.id for advisory in advisories], log.records, log.rejects)


@pytest.mark.parametrize("content", ["invalid", "", "[", '[{"name": "AVG-20"'])
def test_what_is_no_list_is_refused(content):
    with pytest.raises(FeedMalformed, match="no list of groups"):
        parsed(FEED, {"all.json": content})


def test_the_list_is_one_file():
    fetcher = FakeFetcher({"https://security.archlinux.org/all.json": b"[]"})

    FEED.fetch(fetcher)

    assert ["all.json"] == sorted(fetcher.files)


@pytest.mark.parametrize(
    ("issues", "count"), [(["CVE-2016-7167"], 1), (["CVE-2016-7167", "CVE-2016-7168"], 0), ([], 1)]
)
def test_the_severity_of_a_group_is_no_rating_of_one_flaw_among_several(issues, count):
    (advisory,), _ = parsed(FEED, {"all.json": [group(issues=issues)]})

    assert (count, Severity.LOW) == (len(advisory.ratings), advisory.affected[0].severity)
