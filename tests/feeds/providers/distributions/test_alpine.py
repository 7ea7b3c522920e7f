"""Alpine's security database in all its forms."""

import json

import pytest

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.base.errors import FeedMalformed
from mooring.feeds.providers.distributions.alpine import FEED
from mooring.model.advisory import FixState, NameKind

YAML = """---
distroversion: v3.5
reponame: main
packages:
  - pkg:
      name: libx
      secfixes:
        1.10-r0:
        - CVE-2018-11763
        2.0:
          - CVE-2018-11764
"""


def secdb(*, release: str = "v3.19", **packages: dict[str, list[str]]) -> dict[str, object]:
    """A document with these packages."""
    listed = [{"pkg": {"name": name, "secfixes": fixes}} for name, fixes in packages.items()]
    return {"distroversion": release, "reponame": "main", "packages": listed}


def test_what_is_older_than_the_fix_is_affected():
    advisories, log = parsed(FEED, {"v3.19/main.json": secdb(zlib={"1.2.12-r2": ["CVE-2022-37434"]})})

    (row,) = rows(advisories)
    assert ("alpine:3.19", "zlib", NameKind.SOURCE) == (row.namespace, row.name, row.name_kind)
    assert (FixState.FIXED, ("1.2.12-r2",)) == (row.fix.state, row.fix.versions)
    assert ("", "1.2.12-r2") == (row.ranges[0].low, row.ranges[0].high)
    assert (1, 0) == (log.records, log.rejects)


def test_version_0_says_that_the_package_never_was_affected():
    advisories, _ = parsed(FEED, {"edge/main.json": secdb(release="edge", zlib={"0": ["CVE-2022-1"]})})

    assert [("alpine:edge", True)] == [(row.namespace, row.is_negative) for row in rows(advisories)]


def test_releases_and_repositories_are_rows_of_one_advisory():
    files = {
        "v3.19/main.json": secdb(zlib={"1.2-r2": ["CVE-2022-37434"]}),
        "v3.19/community.json": secdb(minizip={"1.3-r0": ["CVE-2022-37434"]}),
        "v3.18/main.json": secdb(release="v3.18", zlib={"1.1-r9": ["CVE-2022-37434"]}),
    }

    (advisory,), _ = parsed(FEED, files)

    found = [(row.namespace, row.name) for row in advisory.affected]
    assert [("alpine:3.19", "zlib"), ("alpine:3.19", "minizip"), ("alpine:3.18", "zlib")] == found


def test_the_highest_of_two_fixes_holds():
    advisories, _ = parsed(
        FEED, {"main.json": secdb(ucode={"20201110-r0": ["CVE-2020-8694"], "20201112-r0": ["CVE-2020-8694"]})}
    )

    assert [("20201112-r0",)] == [row.fix.versions for row in rows(advisories)]


def test_the_release_may_stand_in_the_path_only():
    document = secdb(zlib={"1.2-r2": ["CVE-2022-37434"]})
    del document["distroversion"]

    advisories, _ = parsed(FEED, {"secdb/v3.2/main.json": document})

    assert ["alpine:3.2"] == [row.namespace for row in rows(advisories)]


def test_versions_of_a_yaml_document_stay_text():
    advisories, _ = parsed(FEED, {"v3.5/main.yaml": YAML})

    assert ["1.10-r0", "2.0"] == [row.fix.versions[0] for row in rows(advisories)]


@pytest.mark.parametrize("packages", ["[]", "{}", "null"])
def test_a_repository_without_fixes_is_a_repository(packages):
    advisories, log = parsed(FEED, {"v3.3/community.json": '{"distroversion": "v3.3", "packages": ' + packages + "}"})

    assert ([], 0, 0) == (advisories, log.records, log.rejects)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"distroversion": "v3.3"}', '{"packages": []}', "<html>"])
def test_a_repository_that_cannot_be_read_is_not_taken_for_one_without_fixes(content):
    with pytest.raises(FeedMalformed, match=r"main\.json"):
        parsed(FEED, {"main.json": content})


def test_a_damaged_file_of_one_package_hides_no_other():
    good = {"name": "zlib", "secfixes": {"1-r0": ["CVE-2022-37434"]}, "distroversion": "v3.12"}

    advisories, log = parsed(FEED, {"alpine/a.json": "{", "alpine/zlib.json": good})

    assert (["CVE-2022-37434"], 2, 1) == ([advisory.id for advisory in advisories], log.records, log.rejects)


def test_a_damaged_package_hides_no_other():
    document = secdb(zlib={"1-r0": ["CVE-2022-37434"], "2-r0": 7})
    document["packages"] += [{"pkg": {"secfixes": {}}}, {"pkg": {"name": "x", "secfixes": [1]}}, 5]  # type: ignore[operator]  # a list

    advisories, log = parsed(FEED, {"main.json": document})

    assert (["CVE-2022-37434"], 4, 4) == ([advisory.id for advisory in advisories], log.records, log.rejects)


def test_a_rejection_denies_the_flaw_in_every_release_that_does_not_say_otherwise():
    files = {
        "rejections/main.yaml": "zlib:\n  - CVE-2022-37434\n  - CVE-2023-1\n",
        "v3.18/main.json": secdb(release="v3.18"),
        "v3.19/main.json": secdb(zlib={"1-r0": ["CVE-2022-37434"]}),
    }

    advisories, _ = parsed(FEED, files)

    assert {
        ("CVE-2022-37434", "alpine:3.18", True),
        ("CVE-2022-37434", "alpine:3.19", False),
        ("CVE-2023-1", "alpine:3.18", True),
        ("CVE-2023-1", "alpine:3.19", True),
    } == {(advisory.id, row.namespace, row.is_negative) for advisory in advisories for row in advisory.affected}


def test_rejections_that_cannot_be_read_are_said():
    _, log = parsed(FEED, {"rejections/main.yaml": "a: &x [*x]"})

    assert 1 == log.rejects


def test_a_suspicion_of_the_tracker_is_not_counted():
    state = {"repo": "3.14-community", "packageName": "jenkins", "packageVersion": "2.297-r0", "fixed": False}
    fixed = {"repo": "edge-main", "packageName": "jenkins", "packageVersion": "2.3-r0", "fixed": True}

    advisories, _ = parsed(FEED, {"CVE-2019-1.json": {"id": "CVE-2019-1", "state": [state, fixed, {"repo": "x"}]}})

    assert [("alpine:3.14", True), ("alpine:edge", False)] == [
        (row.namespace, row.is_under_investigation) for row in rows(advisories)
    ]


def test_rows_of_other_distributions_are_left_out_of_osv_records():
    entries = [
        {
            "package": {"ecosystem": name, "name": "zlib"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}],
        }
        for name in ("Alpine:v3.19", "Debian:11")
    ]
    line = json.dumps({"id": "ALPINE-CVE-2022-1", "modified": "2024-01-01T00:00:00Z", "affected": entries})

    advisories, log = parsed(FEED, {"alpine.jsonl": line})

    assert (["alpine:3.19"], 1) == ([row.namespace for row in rows(advisories)], log.records)


def test_every_release_that_the_listing_names_is_fetched():
    pages = {
        "https://secdb.alpinelinux.org/": b'<a href="edge/">edge/</a> <a href="v3.2/">v3.2/</a> <a href="last-update">',
        "https://secdb.alpinelinux.org/v3.2/main.json": b"{}",
        "https://secdb.alpinelinux.org/edge/main.json": b"{}",
        "https://secdb.alpinelinux.org/edge/community.json": b"{}",
    }
    fetcher = FakeFetcher(pages)

    FEED.fetch(fetcher)

    assert ["edge/community.json", "edge/main.json", "v3.2/main.json"] == sorted(fetcher.files)


def test_a_listing_without_releases_fetches_nothing():
    with pytest.raises(FeedMalformed, match="names no release"):
        FEED.fetch(FakeFetcher({"https://secdb.alpinelinux.org/": b"<html>Welcome</html>"}))
