"""Chainguard's security database and its records of OSV."""

import json

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.feeds.providers.distributions.chainguard import FEED


def record(*ecosystems: str) -> str:
    """A record of OSV about curl."""
    affected = [
        {
            "package": {"ecosystem": ecosystem, "name": "curl"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "8.0.1-r0"}]}],
        }
        for ecosystem in ecosystems
    ]
    return json.dumps({"id": "CGA-22cf-2p9w-rgq2", "upstream": ["CVE-2023-0001"], "affected": affected})


def test_records_of_osv_speak_about_wolfi_too():
    advisories, _ = parsed(FEED, {"CGA-22cf-2p9w-rgq2.json": record("Chainguard", "Wolfi", "Alpine:v3.19")})

    assert ["chainguard", "wolfi"] == [row.namespace for row in rows(advisories)]
    assert ("CVE-2023-0001",) == advisories[0].aliases


def test_a_record_about_another_distribution_is_left_out_and_said():
    advisories, log = parsed(FEED, {"osv.jsonl": record("Alpine:v3.19")})

    assert ([], {"a record about another distribution": 1}) == (advisories, log.skipped)


def test_the_database_speaks_about_chainguard():
    document = {"packages": [{"pkg": {"name": "curl", "secfixes": {"8.0.1-r0": ["CVE-2023-0001"]}}}]}

    advisories, _ = parsed(FEED, {"security.json": document})

    assert ["chainguard"] == [row.namespace for row in rows(advisories)]


def test_the_archive_of_osv_is_fetched_where_there_is_one():
    fetcher = FakeFetcher({"https://packages.cgr.dev/chainguard/security.json": b"{}"})

    FEED.fetch(fetcher)

    assert ["security.json"] == sorted(fetcher.files)
    assert ["chainguard-osv.tar.gz", "security.json"] == fetcher.kept


def test_the_licence_is_said_wherever_the_data_are():
    assert "not to be handed on" in FEED.attribution
