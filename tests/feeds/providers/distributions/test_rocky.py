import pytest

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.base.errors import FeedMalformed
from mooring.feeds.providers.distributions.rocky import API, FEED
from mooring.model.advisory import NameKind
from mooring.model.severity import Severity

APOLLO = {
    "name": "RLSA-2021:1979",
    "synopsis": "Important: ruby:2.6 security update",
    "severity": "SEVERITY_IMPORTANT",
    "publishedAt": "2021-07-22T03:16:49Z",
    "cves": [
        {
            "name": "CVE-2021-1000",
            "cvss3BaseScore": "7.5",
            "cvss3ScoringVector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
        }
    ],
    "rpms": {
        "Rocky Linux 8": {
            "nvras": [
                "ruby-0:2.6.7-107.module+el8.4.0+592+03ff458a.x86_64.rpm",
                "ruby-0:2.6.7-107.module+el8.4.0+592+03ff458a.aarch64.rpm",
                "ruby-0:2.6.7-107.module+el8.4.0+592+03ff458a.src.rpm",
                "ruby-debuginfo-0:2.6.7-107.module+el8.4.0+592+03ff458a.x86_64.rpm",
                "plain-0:1-1.el8.noarch.rpm",
            ]
        },
        "Rocky Linux SIG": {"nvras": ["other-1-1.x86_64.rpm"]},
    },
}

OSV = {
    "id": "RLSA-2021:1979",
    "related": ["CVE-2021-1000"],
    "summary": "Important: ruby:2.6 security update",
    "modified": "2021-07-22T03:16:49Z",
    "affected": [
        {
            "package": {"ecosystem": "Rocky Linux:8", "name": "ruby"},
            "ranges": [
                {
                    "type": "ECOSYSTEM",
                    "events": [{"introduced": "0"}, {"fixed": "0:2.6.7-107.module+el8.4.0+592+03ff458a"}],
                }
            ],
        }
    ],
}

UPDATEINFO = """<updates><update type="security"><id>RLSA-2021:2575</id><title>Moderate: lz4 security update</title>
<issued date="2021-07-22 03:13:55"/><release>Rocky Linux 8</release><severity>Moderate</severity>
<references><reference href="https://example.org/c" id="CVE-2021-3520" type="cve"/></references>
<pkglist><collection short="RL8"><package name="lz4" version="1.8.3" release="3.el8_4" epoch="0" arch="x86_64"/></collection></pkglist>
</update></updates>"""


def test_apollo_lists_binary_packages_with_their_stream():
    (advisory,), _ = parsed(FEED, {"a.json": APOLLO})

    assert [("ruby", "ruby:2.6", NameKind.BINARY), ("plain", "", NameKind.BINARY)] == [
        (row.name, row.module, row.name_kind) for row in advisory.affected
    ]
    assert (Severity.HIGH, 7.5) == (advisory.ratings[0].severity, advisory.ratings[0].score)


def test_a_page_of_the_api_holds_several():
    advisories, log = parsed(FEED, {"apollo/0000.json": {"advisories": [APOLLO, {"synopsis": "x"}], "total": "2"}})

    assert (1, 2, 1) == (len(advisories), log.records, log.rejects)


def test_osv_names_source_packages_and_gives_way_to_apollo():
    (row,) = rows(parsed(FEED, {"a.json": OSV})[0])
    both, log = parsed(FEED, {"a.json": APOLLO, "b.json": OSV})

    assert (NameKind.SOURCE, "ruby:2.6") == (row.name_kind, row.module)
    assert (1, {"told of before, in another form": 1}) == (len(both), log.skipped)


V3 = {
    "name": "RLSA-2023:1",
    "synopsis": "Moderate: nodejs security update",
    "published_at": "2023-01-02T00:00:00Z",
    "cves": [{"cve": "CVE-2023-1000", "cvss3_base_score": "5.5", "cvss3_scoring_vector": "CVSS:3.1/AV:L"}],
    "packages": [
        {
            "nevra": "nodejs-1:16.1-1.module+el8.7.0+1+a.x86_64.rpm",
            "product_name": "Rocky Linux 8",
            "module_name": "nodejs",
            "module_stream": "16",
        },
        {"nevra": "unknown-1-1.x86_64.rpm", "product_name": "Other"},
    ],
}


def test_the_newer_api_names_modules():
    (advisory,), _ = parsed(FEED, {"a.json": {"advisories": [V3]}})

    assert (("CVE-2023-1000",), 5.5) == (advisory.fixes, advisory.ratings[0].score)
    assert [("rocky:8", "nodejs", "nodejs:16")] == [(row.namespace, row.name, row.module) for row in advisory.affected]


def test_a_page_of_the_api_may_hold_osv():
    advisories, log = parsed(FEED, {"a.json": {"advisories": [OSV]}})

    assert (["RLSA-2021:1979"], 1) == ([one.id for one in advisories], log.records)


def test_updateinfo_is_read():
    (advisory,), _ = parsed(FEED, {"8/BaseOS/updateinfo.xml": UPDATEINFO})

    assert ("RLSA-2021:2575", ("CVE-2021-3520",), "2021-07-22T03:13:55") == (
        advisory.id,
        advisory.fixes,
        advisory.published,
    )
    assert [("rocky:8", "lz4", ("0:1.8.3-3.el8_4",), "")] == [
        (row.namespace, row.name, row.fix.versions, row.module) for row in advisory.affected
    ]


def test_pages_are_fetched_until_one_is_empty():
    pages = {
        f"{API}?page={number}&limit=100": content for number, content in enumerate([b'{"advisories": [{}]}', b"{}"])
    }
    fetcher = FakeFetcher(pages)

    FEED.fetch(fetcher)

    assert ["apollo/0000.json", "apollo/0001.json"] == fetcher.kept


def test_a_page_that_is_no_json_is_refused():
    with pytest.raises(FeedMalformed):
        FEED.fetch(FakeFetcher({f"{API}?page=0&limit=100": b"<html>"}))
