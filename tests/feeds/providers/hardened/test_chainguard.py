"""Chainguard's security database and its records of OSV."""

import json

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.feeds.providers.hardened.chainguard import FEED


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


def vex(status: str, *purls: str) -> dict[str, object]:
    """A document about rebuilt libraries."""
    flaw = {"name": "CGA-48gh-376r-gw73", "aliases": ["CVE-2022-21797"]}
    products = [{"identifiers": {"purl": purl}} for purl in purls]
    return {"statements": [{"vulnerability": flaw, "status": status, "products": products}]}


def test_a_rebuilt_library_is_not_affected_in_that_very_version():
    purls = ("pkg:pypi/Joblib_x@1.0.0%2Bcgr.1", "pkg:maven/org.example/web@5.8.16-0.cgr.1")

    advisories, log = parsed(FEED, {"pypi/joblib.openvex.json": vex("fixed", *purls)})

    assert [("pypi", "joblib-x", ("1.0.0+cgr.1",), True), ("maven", "org.example:web", ("5.8.16-0.cgr.1",), True)] == [
        (row.namespace, row.name, row.versions, row.is_negative) for row in rows(advisories)
    ]
    assert (("CVE-2022-21797",), 1) == (advisories[0].aliases, log.records)


def test_a_library_that_is_affected_is_left_to_its_ecosystem():
    advisories, _ = parsed(FEED, {"a.openvex.json": vex("affected", "pkg:pypi/joblib@1.0.0")})

    assert [] == advisories


def test_a_damaged_document_hides_no_other():
    files = {"a.openvex.json": "{", "b.openvex.json": vex("fixed", "pkg:pypi/joblib@1+cgr.1")}

    advisories, log = parsed(FEED, files)

    assert (1, 2, 1) == (len(advisories), log.records, log.rejects)
