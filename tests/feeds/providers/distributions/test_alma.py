from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.feeds.providers.distributions.alma import FEED, OSV
from mooring.model.severity import Severity


def osv(
    identifier: str = "ALSA-2023:1", *fixes: str, summary: str = "Important: ruby:2.7 security update"
) -> dict[str, object]:
    return {
        "id": identifier,
        "summary": summary,
        "related": ["CVE-2023-1000"] if identifier.startswith("ALSA") else [],
        "published": "2023-05-06T00:00:00Z",
        "modified": "2023-05-06T00:00:00Z",
        "references": [
            {"type": "ADVISORY", "url": "https://access.redhat.com/errata/RHSA-2023:1"},
            {"type": "ADVISORY", "url": "https://errata.almalinux.org/8/ALSA-2023-1.html"},
        ],
        "affected": [
            {
                "package": {"ecosystem": "AlmaLinux:8", "name": "ruby"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fix}]}],
            }
            for fix in fixes or ("2.7.8-139.module_el8.8.0+1+a",)
        ],
    }


ERRATUM = {
    "updateinfo_id": "ALSA-2023:1",
    "title": "Important: bind security update",
    "severity": "Important",
    "issued_date": {"$date": 1629790196000},
    "references": [{"type": "cve", "id": "CVE-2023-1000", "href": "https://example.org/CVE-2023-1000"}],
    "pkglist": {
        "packages": [
            {"name": "bind", "version": "9.11", "release": "2.el8", "epoch": "32", "arch": "x86_64"},
            {"name": "bind", "version": "9.11", "release": "2.el8", "epoch": "32", "arch": "i686"},
            {"name": "bind", "version": "9.11", "release": "2.el8", "epoch": "32", "arch": "src"},
        ]
    },
}


def test_an_erratum_says_stream_severity_and_page():
    (advisory,), _ = parsed(FEED, {"a.json": osv()})

    assert ("CVE-2023-1000",) == advisory.fixes
    assert ("https://errata.almalinux.org/8/ALSA-2023-1.html", Severity.HIGH) == (
        advisory.url,
        advisory.ratings[0].severity,
    )
    assert [("almalinux:8", "ruby", "ruby:2.7")] == [(row.namespace, row.name, row.module) for row in advisory.affected]


def test_the_same_build_for_several_minor_releases_counts_once():
    builds = ("2.7.8-139.module_el8.8.0+1+a", "2.7.8-139.module_el8.9.0+2+b")

    (row,) = rows(parsed(FEED, {"a.json": osv("ALSA-2023:1", *builds)})[0])

    assert builds[:1] == row.fix.versions


def test_bug_fixes_are_left_out():
    advisories, log = parsed(FEED, {"a.json": osv("ALBA-2023:1")})

    assert ([], {"a bug fix or enhancement, no vulnerability": 1}) == (advisories, log.skipped)


def test_errata_json_names_the_epoch_and_each_package_once():
    (advisory,), log = parsed(FEED, {"8/errata.json": [ERRATUM, {"title": "x"}]})

    assert [("almalinux:8", "bind", ("32:9.11-2.el8",), "")] == [
        (row.namespace, row.name, row.fix.versions, row.module) for row in advisory.affected
    ]
    assert ("2021-08-24T07:29:56Z", 2, 1) == (advisory.published, log.records, log.rejects)


def test_the_second_form_of_an_erratum_is_left_out():
    advisories, log = parsed(FEED, {"a.json": osv(), "errata.json": [ERRATUM]})

    assert (1, {"told of before, in another form": 1}) == (len(advisories), log.skipped)


def test_fetching_takes_one_archive():
    fetcher = FakeFetcher({OSV: b"zip"})

    FEED.fetch(fetcher)

    assert ["alma-osv.zip"] == fetcher.kept
