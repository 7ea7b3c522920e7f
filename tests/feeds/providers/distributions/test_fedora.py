import pytest

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed
from mooring.base.errors import FeedMalformed
from mooring.feeds.providers.distributions.fedora import API, FEED
from mooring.model.advisory import NameKind


def update(**more: object) -> dict[str, object]:
    return {
        "alias": "FEDORA-2025-abc",
        "type": "security",
        "status": "stable",
        "severity": "medium",
        "date_stable": "2025-03-29 12:00:00",
        "release": {"name": "F40", "version": "40", "id_prefix": "FEDORA"},
        "bugs": [{"bug_id": 7, "title": "CVE-2025-1000 CVE-2025-1001 libxml2: flaw [fedora-40]"}],
        "builds": [
            {"nvr": "libxml2-2.12.10-1.fc40", "type": "rpm", "epoch": 1},
            {"nvr": "nodejs-16-3.abc", "type": "module"},
        ],
        **more,
    }


def test_builds_are_source_packages_and_bugs_name_cves():
    (advisory,), _ = parsed(FEED, {"a.json": update()})

    assert (("CVE-2025-1000", "CVE-2025-1001"), "2025-03-29T12:00:00") == (advisory.fixes, advisory.published)
    assert [("fedora:40", "libxml2", NameKind.SOURCE, ("1:2.12.10-1.fc40",))] == [
        (row.namespace, row.name, row.name_kind, row.fix.versions) for row in advisory.affected
    ]


def test_epel_is_a_namespace_of_its_own():
    epel = update(release={"name": "EPEL-9", "version": "9", "id_prefix": "FEDORA-EPEL"})

    (advisory,), _ = parsed(FEED, {"a.json": epel})

    assert "epel:9" == advisory.affected[0].namespace


@pytest.mark.parametrize(
    "more", [{"type": "bugfix"}, {"status": "obsolete"}, {"release": {"id_prefix": "FEDORA-FLATPAK"}}]
)
def test_other_updates_are_left_out(more: dict[str, object]):
    advisories, log = parsed(FEED, {"a.json": update(**more)})

    assert ([], 1, 0) == (advisories, sum(log.skipped.values()), log.rejects)


def test_a_page_holds_several_and_one_damaged_hides_no_others():
    advisories, log = parsed(FEED, {"bodhi/0001.json": {"updates": [update(alias=None), update()]}, "b.json": "{"})

    assert (1, 3, 2) == (len(advisories), log.records, log.rejects)


def test_all_pages_are_fetched():
    pages = {f"{API}&page={page}": b'{"updates": [], "pages": 3}' for page in (1, 2, 3)}
    fetcher = FakeFetcher(pages)

    FEED.fetch(fetcher)

    assert ["bodhi/0001.json", "bodhi/0002.json", "bodhi/0003.json"] == fetcher.kept


def test_a_count_of_pages_beyond_reason_is_refused():
    with pytest.raises(FeedMalformed):
        FEED.fetch(FakeFetcher({f"{API}&page=1": b'{"pages": 900000000}'}))
