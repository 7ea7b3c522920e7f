"""Every shared file of the enrichment feeds and of other tools is read, with the counts of its manifest; see enrichment.toml."""

import io
import json
import re
import tarfile
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from mooring.base.errors import FeedMalformed
from mooring.feeds.feed import Feed, FeedLog
from mooring.feeds.imported.envelopes.records import read_record
from mooring.feeds.raw import RawFile, raw_files
from mooring.model.advisory import Advisory, FeedItem, FixState, ReleaseLife
from quality.vulndata import IS_THERE, ROOT, manifest

TABLE = tomllib.loads(Path(__file__).with_name("enrichment.toml").read_text())
OWNED = re.compile(r"(enricher|eol|eoldates|epss|kev|kevc|nvd|vulnerability|grype)/|toolkit/types/cpe/")
"""Members of the fixture archives that these feeds answer for."""
ARCHIVES = sorted({row["archive"] for row in TABLE["members"]})
CVE = re.compile(rb"CVE-[0-9]{4}-[0-9]{4,}")
pytestmark = pytest.mark.skipif(not IS_THERE, reason="the shared vulnerability data are not beside the project")


def feed_named(name: str) -> Feed:
    """The feed of a module."""
    feed = import_module(f"mooring.feeds.providers.enrichment.{name}").FEED
    assert isinstance(feed, Feed)
    return feed


@cache
def read(name: str, path: str) -> tuple[list[FeedItem], FeedLog]:
    """What a feed makes of a shared file."""
    log = FeedLog()
    return list(feed_named(name).parse(raw_files(ROOT / path), log)), log


def names_of(item: FeedItem) -> str:
    """The CVE of an item."""
    return item.id if isinstance(item, Advisory) else "" if isinstance(item, ReleaseLife) else item.cve


def is_odd(item: FeedItem) -> bool:
    """A row must name vendor and product, a fix have a version, and what is not affected no fix."""
    return isinstance(item, Advisory) and any(
        (row.namespace == "cpe" and ":" not in row.name)
        or not row.name
        or (row.fix.state is FixState.FIXED and not row.fix.versions)
        or (row.is_negative and row.fix.state is FixState.FIXED)
        for row in item.affected
    )


@pytest.mark.parametrize("row", TABLE["files"], ids=lambda row: f"{row['feed']} {row['file']}")
def test_a_shared_file_is_read_with_the_counts_of_its_manifest(row):
    entry = manifest()[row["file"]]

    items, log = read(row["feed"], row["file"])

    assert entry.get("records", entry.get("files")) == log.records
    assert (row["items"], 0) == (len(items), log.rejects), log.reasons
    assert row.get("skipped", {}) == {
        reason: count for reason, count in log.skipped.items() if reason != "a product that is a device"
    }
    assert [] == [item for item in items if is_odd(item)][:3]


@pytest.mark.parametrize(
    "row", [row for row in TABLE["files"] if row["feed"] in ("kev", "epss")], ids=lambda row: row["file"]
)
def test_no_cve_of_a_table_is_missing(row):
    items, _ = read(row["feed"], row["file"])
    (file,) = raw_files(ROOT / row["file"])
    own = re.compile(rb'"cveID": "(CVE-[0-9-]+)"' if ".json" in row["file"] else rb"(?m)^(CVE-[0-9]{4}-[0-9]+),")

    assert {name.decode() for name in own.findall(file.read())} == {names_of(item) for item in items}


def test_the_pages_of_endoflife_say_what_its_interface_says():
    pages, _ = read("eol", "enrichment/endoflife/endoflife-products-md.tar.xz")
    answer, _ = read("eol", "enrichment/endoflife/products-full.derived.json.xz")
    by_release = {(life.product, life.release): life for life in answer if isinstance(life, ReleaseLife)}
    known = {product for product, _ in by_release}

    different = [
        life
        for life in pages
        if isinstance(life, ReleaseLife)
        and life.product in known
        and by_release.get((life.product, life.release)) != life
    ]

    assert [] == different[:3]


@pytest.mark.parametrize(
    ("product", "release", "end"),
    [
        ("debian", "12", "2026-07-11"),
        ("ubuntu", "22.04", "2027-04-01"),
        ("alpine", "3.19", "2025-11-01"),
        ("rhel", "8", "2029-05-31"),
        ("almalinux", "9", "2032-05-31"),
        ("rocky", "8", "2029-05-31"),
        ("oracle", "9", "2032-06-30"),
        ("amazon", "2", "2026-06-30"),
        ("amazon", "1", "2023-12-31"),
        ("sles", "15.5", "2024-12-31"),
        ("opensuse-leap", "15.6", "2026-04-30"),
        ("fedora", "40", "2025-05-13"),
        ("photon", "4.0", "2027-10-11"),
        ("centos", "7", "2024-06-30"),
    ],
)
def test_ends_of_distributions_are_found_under_our_names(product, release, end):
    items, _ = read("eol", "enrichment/endoflife/products-full.derived.json.xz")

    assert [end] == [
        life.end_of_life
        for life in items
        if isinstance(life, ReleaseLife) and (life.product, life.release) == (product, release)
    ]


def test_cisa_decides_about_nearly_every_record_of_vulnrichment():
    items, _ = read("vulnrichment", "enrichment/vulnrichment-subset.jsonl.xz")
    found = [rating.source for item in items if isinstance(item, Advisory) for rating in item.ratings]

    assert (3252, 524 + 1) == (found.count("cisa-ssvc"), found.count("cisa"))


def members_of(archive: str) -> list[tuple[str, bytes]]:
    with tarfile.open(ROOT / "fixtures" / f"{archive}.tar.xz") as opened:
        return [
            (member.name.removeprefix("./"), opened.extractfile(member).read()) for member in opened if member.isfile()
        ]


def rule_of(archive: str, name: str) -> dict | None:
    return next((row for row in TABLE["members"] if row["archive"] == archive and fnmatch(name, row["pattern"])), None)


@pytest.mark.parametrize("archive", ARCHIVES)
def test_every_fixture_of_these_feeds_is_read_or_argued(archive):
    names = [name for name, _ in members_of(archive) if OWNED.match(name)]

    assert [] == [name for name in names if rule_of(archive, name) is None]


def raw(name: str, content: bytes) -> RawFile:
    return RawFile(name=name, open=lambda: io.BytesIO(content))


def given(row: dict, members: list[tuple[str, bytes]], log: FeedLog) -> Iterator[FeedItem]:
    """What the members give: by a feed, or record by record."""
    if row["feed"] != "records":
        yield from feed_named(row["feed"]).parse([raw(name, content) for name, content in members], log)
        return
    for name, content in members:
        document = json.loads(content)
        for item in document if isinstance(document, list) else [document]:
            yield from read_record({"schema": "", "identifier": "", "item": item}, "feed", name, log)


@pytest.mark.parametrize(
    "row", [row for row in TABLE["members"] if "feed" in row], ids=lambda row: f"{row['archive']}:{row['pattern']}"
)
def test_fixtures_give_what_the_table_says(row):
    members = sorted(
        (name, content) for name, content in members_of(row["archive"]) if rule_of(row["archive"], name) is row
    )
    log = FeedLog()

    if row.get("malformed"):
        with pytest.raises(FeedMalformed):
            list(given(row, members, log))
        return
    items = list(given(row, members, log))

    assert (row["records"], row["items"], row.get("rejects", 0)) == (log.records, len(items), log.rejects), log.reasons
    assert [] == [item for item in items if is_odd(item)][:3]
