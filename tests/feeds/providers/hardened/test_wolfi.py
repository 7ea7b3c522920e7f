"""Wolfi's security database."""

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.feeds.providers.hardened.wolfi import FEED

DOCUMENT = {
    "apkurl": "{{urlprefix}}/{{arch}}/{{pkg.name}}-{{pkg.ver}}.apk",
    "reponame": "os",
    "packages": [{"pkg": {"name": "curl", "secfixes": {"8.0.1-r0": ["CVE-2023-0001"], "0": ["CVE-2023-0002"]}}}],
}


def test_the_database_speaks_about_wolfi_without_a_release():
    advisories, log = parsed(FEED, {"security.json": DOCUMENT})

    assert [("wolfi", "curl", False), ("wolfi", "curl", True)] == [
        (row.namespace, row.name, row.is_negative) for row in rows(advisories)
    ]
    assert (1, 0) == (log.records, log.rejects)


def test_the_licence_is_said_wherever_the_data_are():
    assert "not to be handed on" in FEED.attribution
    assert "forbids" in FEED.note


def test_the_database_is_one_file():
    fetcher = FakeFetcher({"https://packages.wolfi.dev/os/security.json": b"{}"})

    FEED.fetch(fetcher)

    assert ["security.json"] == sorted(fetcher.files)
