"""SecureOS' security database."""

import pytest

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.base.errors import FeedMalformed
from mooring.feeds.providers.hardened.secureos import FEED

LATEST = "https://security.secureos.io/v1/latest.json"


def test_lines_of_a_package_are_bounded_each():
    fixes = {"2.39-209": ["CVE-2025-5702"], "2.40-139": ["CVE-2025-5702"]}

    advisories, _ = parsed(FEED, {"secdb.json": {"packages": [{"pkg": {"name": "glibc", "secfixes": fixes}}]}})

    (row,) = rows(advisories)
    assert [("", "2.39-209"), ("2.40", "2.40-139")] == [(one.low, one.high) for one in row.ranges]
    assert "secureos" == row.namespace


def test_the_list_of_the_latest_is_no_database():
    advisories, log = parsed(FEED, {"latest.json": {"latest_url": "x"}})

    assert ([], 0) == (advisories, log.records)


def test_the_file_that_is_the_latest_is_fetched():
    address = "https://security.secureos.io/v1/secdb.json.gz"
    fetcher = FakeFetcher({LATEST: b'{"latest_url": "' + address.encode() + b'"}', address: b""})

    FEED.fetch(fetcher)

    assert ["secdb.json.gz"] == sorted(fetcher.files)


@pytest.mark.parametrize(
    "page", [b"<html>", b"{}", b'{"latest_url": "https://elsewhere.example/secdb.json.gz"}', b'{"latest_url": 7}']
)
def test_a_list_that_leads_elsewhere_is_refused(page):
    with pytest.raises(FeedMalformed, match=r"latest\.json"):
        FEED.fetch(FakeFetcher({LATEST: page}))
