import pytest

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.base.errors import FeedMalformed
from mooring.feeds.providers.distributions.photon import BASE, FEED
from mooring.model.advisory import FixState
from mooring.model.severity import Severity


def entry(**more: object) -> dict[str, object]:
    return {
        "cve_id": "CVE-2023-1000",
        "pkg": "curl",
        "cve_score": 9.8,
        "aff_ver": "x",
        "res_ver": "7.88.1-4.ph4",
        **more,
    }


def test_a_cve_of_a_release_is_one_advisory():
    (advisory,), log = parsed(FEED, {"cve_data_photon4.0.json": [entry(), entry(pkg="curl-libs", cve_score=3.7)]})

    assert [("photon:4.0", "curl"), ("photon:4.0", "curl-libs")] == [
        (row.namespace, row.name) for row in advisory.affected
    ]
    assert (Severity.CRITICAL, 9.8, 2) == (advisory.ratings[0].severity, advisory.ratings[0].score, log.records)


def test_without_a_version_it_is_open_or_not_affected():
    (first,) = rows(parsed(FEED, {"cve_data_photon4.0.json": [entry(res_ver="NA")]})[0])
    (second,) = rows(parsed(FEED, {"cve_data_photon4.0.json": [entry(res_ver="NA", status="Not Affected")]})[0])

    assert (FixState.NOT_FIXED, True) == (first.fix.state, second.is_negative)


def test_odd_entries_are_counted_and_hide_no_others():
    odd = [entry(cve_id="CVE-2019-3828-0001"), entry(cve_id="UNK-1"), entry(cve_id="BDSA-2025-0719"), 7, entry(pkg="")]

    advisories, log = parsed(FEED, {"cve_data_photon4.0.json": odd})

    assert (["BDSA-2025-0719"], 5, 3) == ([one.id for one in advisories], log.records, log.rejects)


@pytest.mark.parametrize("content", ["{invalid}", "{}", "[" * 10_000])
def test_what_is_no_list_is_refused(content: str):
    with pytest.raises(FeedMalformed):
        parsed(FEED, {"cve_data_photon4.0.json": content})


OVAL = """<oval_definitions><definitions><definition class="patch" id="oval:com.vmware.phsa:def:1"><metadata>
<title>PHSA-2020:00001 sqlite Security Update. (Important)</title><affected family="unix"><platform>Photon 3</platform></affected>
<reference ref_id="PHSA:00001:3.0:0036" ref_url="https://example.org/3.0-0036" source="PHSA"/>
<advisory><severity>Important</severity><issued date="2019-10-23"/><cve>CVE-2019-16168</cve></advisory></metadata>
<criteria operator="AND"><criterion comment="Photon OS 3 is installed" test_ref="t:1"/><criteria operator="OR">
<criterion comment="sqlite is earlier than 0:3.27.2-5.ph3" test_ref="t:2"/></criteria></criteria></definition></definitions>
</oval_definitions>"""


def test_oval_is_read():
    (advisory,), _ = parsed(FEED, {"com.vmware.phsa-photon3.xml": OVAL})

    assert ("PHSA-2020:00001", ("CVE-2019-16168",), "https://example.org/3.0-0036") == (
        advisory.id,
        advisory.fixes,
        advisory.url,
    )
    assert [("photon:3.0", "sqlite", ("0:3.27.2-5.ph3",))] == [
        (row.namespace, row.name, row.fix.versions) for row in advisory.affected
    ]


def test_fetching_asks_which_releases_there_are():
    pages = {f"{BASE}/photon_versions.json": b'{"branches": ["4.0", "../5"]}', f"{BASE}/cve_data_photon4.0.json": b"[]"}
    fetcher = FakeFetcher(pages)

    FEED.fetch(fetcher)

    assert ["cve_data_photon4.0.json"] == fetcher.kept
