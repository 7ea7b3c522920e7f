"""MinimOS' security database."""

import pytest

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.base.errors import FeedMalformed
from mooring.feeds.providers.hardened.minimos import FEED


def test_the_database_speaks_about_minimos():
    document = {"packages": [{"pkg": {"name": "curl", "secfixes": {"8.0.1-r0": ["CVE-2023-0001"]}}}]}

    advisories, _ = parsed(FEED, {"security.json": document})

    assert [("minimos", ("8.0.1-r0",))] == [(row.namespace, row.fix.versions) for row in rows(advisories)]


def test_a_file_of_one_package_is_read_too():
    document = {"name": "apache2", "secfixes": {"0": ["CVE-1999-0289"]}, "reponame": "os"}

    advisories, _ = parsed(FEED, {"minimos/os/apache2.json": document})

    assert [("apache2", True)] == [(row.name, row.is_negative) for row in rows(advisories)]


def test_a_page_in_place_of_the_database_is_refused():
    with pytest.raises(FeedMalformed, match=r"security\.json"):
        parsed(FEED, {"security.json": "<html>"})


def test_the_database_is_one_file():
    fetcher = FakeFetcher({"https://packages.mini.dev/advisories/secdb/security.json": b"{}"})

    FEED.fetch(fetcher)

    assert ["security.json"] == sorted(fetcher.files)
