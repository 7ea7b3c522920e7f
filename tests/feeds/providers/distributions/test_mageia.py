from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed
from mooring.feeds.providers.distributions.mageia import FEED, OSV
from mooring.model.advisory import NameKind


def osv(identifier: str, *cves: str) -> dict[str, object]:
    return {
        "id": identifier,
        "upstream": list(cves),
        "modified": "2024-01-01T00:00:00Z",
        "affected": [
            {
                "package": {"ecosystem": "Mageia:9", "name": "bind"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9.18-1.mga9"}]}],
            }
        ],
    }


def test_rows_name_source_packages():
    (advisory,), _ = parsed(FEED, {"a.json": osv("MGASA-2024-0001", "CVE-2024-1000")})

    assert ("CVE-2024-1000",) == advisory.fixes
    assert [("mageia:9", "bind", NameKind.SOURCE)] == [
        (row.namespace, row.name, row.name_kind) for row in advisory.affected
    ]


def test_bug_fixes_are_left_out():
    advisories, log = parsed(FEED, {"a.json": osv("MGAA-2024-0001")})

    assert ([], {"a bug fix, no vulnerability": 1}) == (advisories, log.skipped)


def test_fetching_takes_one_archive():
    fetcher = FakeFetcher({OSV: b"zip"})

    FEED.fetch(fetcher)

    assert ["mageia-osv.zip"] == fetcher.kept
