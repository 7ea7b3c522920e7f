"""Every shared file of the rpm distributions and kin is read, with the counts of its manifest; see rpms.toml."""

import json
import re
import tarfile
import time
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

import pytest

from mooring.base.errors import FeedMalformed
from mooring.feeds.feed import Feed, FeedLog
from mooring.feeds.raw import RawFile, raw_files
from mooring.model.advisory import Advisory, Affected, FixState
from mooring.versions.scheme import scheme_named
from quality.vulndata import IS_THERE, ROOT, manifest

TABLE = tomllib.loads(Path(__file__).with_name("rpms.toml").read_text())
OWNED = re.compile(
    r"(alma|amazon|aws|azure|mariner|bottlerocket|fedora|hummingbird|openeuler|oracle|oracle-oval|photon|redhat|redhat-csaf|redhat-oval"
    r"|rhel|rocky|sles|suse|suse-cvrf)/|test/(acceptance|rhel)/|toolkit/types/csaf/"
    r"|grype/.*/(amazon|amzn|azure|fedora|mariner|ol-|oracle|rhel|ALSA|csaf)[^/]*$"
)
"""Members of the fixture archives that these distributions answer for."""
ARCHIVES = sorted({row["archive"] for row in TABLE["members"]})
NAMESPACE = re.compile(
    r"rhel(:[0-9]+)?\+layered|rhel:[0-9]+(\+(scl|extras|els))?|rhel:2\.1|rhel:[0-9]+\.[0-9]+\+(eus|aus|e4s|tus)"
    r"|(almalinux|rocky|fedora|epel|mageia):[0-9]+|oracle:[0-9]+(\+fips)?|amazon:(1|2|2022|2023)(\+[a-z0-9_.-]+)?"
    r"|sles:[0-9]+(\.[0-9])?(\+[a-z-]+)?|sle-micro:[0-9]\.[0-9]|opensuse-leap:[0-9]+\.[0-9]|opensuse-tumbleweed|opensuse:1[1-3]\.[0-9]"
    r"|(photon|azurelinux|mariner):[0-9]\.0|bottlerocket|openeuler:[0-9]{2}\.[0-9]{2}(\+sp[0-9])?"
)
RPM = scheme_named("rpm")
SLOWEST_SECONDS = 30
MOST_UNRESOLVED = 1_500
CVE = re.compile(r"CVE-\d{4}-\d{4,12}")
pytestmark = pytest.mark.skipif(not IS_THERE, reason="the shared data is not here")


def feed_named(name: str) -> Feed:
    """The feed of a module."""
    feed = import_module(f"mooring.feeds.providers.distributions.{name}").FEED
    assert isinstance(feed, Feed)
    return feed


class Facts:
    """What is to be checked of a parse, gathered while it streams."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.advisories = 0
        self.namespaces: set[str] = set()
        self.bounds: set[str] = set()
        self.odd: list[str] = []

    def take(self, advisory: Advisory) -> None:
        self.advisories += 1
        self.names.update((advisory.id, *advisory.aliases, *advisory.fixes))
        for row in advisory.affected:
            self.namespaces.add(row.namespace)
            self.bounds.update(end for one in row.ranges for end in (one.low, one.high) if end)
            self.bounds.update(row.fix.versions)
            if is_odd(row) and len(self.odd) < 5:
                self.odd.append(f"{advisory.id}: {row}")


def is_odd(row: Affected) -> bool:
    """A row names a package, has a version where it speaks of a fix, bounds that are no interval backwards, and denies no fix."""
    is_bare_fix = row.fix.state is FixState.FIXED and not row.fix.versions and not row.is_under_investigation
    is_backwards = any(one.low and one.high and RPM.key(one.low) >= RPM.key(one.high) for one in row.ranges)
    is_layer = row.namespace.endswith("+layered") and not row.repository
    return (
        not row.name.strip() or is_bare_fix or is_backwards or is_layer or (row.is_negative and bool(row.fix.versions))
    )


def read(feed: Feed, files: Iterator[RawFile]) -> tuple[Facts, FeedLog]:
    facts, log = Facts(), FeedLog()
    for item in feed.parse(files, log):
        assert isinstance(item, Advisory)
        facts.take(item)
    return facts, log


def check(facts: Facts) -> None:
    """What holds for everything that any of these feeds gives."""
    assert [] == sorted(name for name in facts.namespaces if not NAMESPACE.fullmatch(name))
    assert [] == sorted(version for version in facts.bounds if not RPM.is_valid(version))
    assert [] == facts.odd


@pytest.mark.parametrize("row", TABLE["files"], ids=lambda row: row["file"])
def test_a_shared_file_is_read_with_the_counts_of_its_manifest(row):
    entry = manifest()[row["file"]]
    started = time.process_time()

    facts, log = read(feed_named(row["feed"]), raw_files(ROOT / row["file"]))

    assert time.process_time() - started < SLOWEST_SECONDS
    assert entry.get("records", row.get("records")) == log.records
    assert (row["advisories"], row.get("rejects", 0)) == (facts.advisories, log.rejects), log.reasons
    check(facts)
    left_out = sum(log.skipped.values()) + log.rejects
    assert len(named_by(row["file"]) - facts.names) <= left_out


def named_by(name: str) -> set[str]:
    """The CVEs that a file of lines is about, found without the feed."""
    if ".jsonl" not in name:
        return set()
    return {cve for file in raw_files(ROOT / name) for line in file.lines() for cve in named_in(line)}


def named_in(line: bytes) -> list[str]:
    """What a record says that it is about: its name, or what it relates to."""
    document = json.loads(line)
    if "csaw" in document:
        return [document["name"]]
    related = document.get("related") or [one["name"] for one in document.get("cves", ())]
    return [name for name in related if CVE.fullmatch(name)]


def test_errata_name_the_packages_of_modules():
    """Without errata, 4,000 rows say that a fix is known and not which packages bring it."""
    files = [ROOT / "distro" / name for name in ("redhat-cve-api.jsonl.xz", "redhat-osv.jsonl.xz")]

    assert unresolved_of(files) < MOST_UNRESOLVED


def unresolved_of(places: list[Path]) -> int:
    """How many rows say that a fix is known, and not which packages bring it."""
    files = (file for place in places for file in raw_files(place))
    items = feed_named("redhat").parse(files, FeedLog())
    rows = (row for item in items if isinstance(item, Advisory) for row in item.affected)
    return sum(row.is_under_investigation and row.fix.state is FixState.FIXED for row in rows)


def members_of(archive: str) -> list[tuple[str, bytes]]:
    with tarfile.open(ROOT / "fixtures" / f"{archive}.tar.xz") as opened:
        return [
            (member.name.removeprefix("./"), opened.extractfile(member).read()) for member in opened if member.isfile()
        ]


def rule_of(archive: str, name: str) -> dict | None:
    return next((row for row in TABLE["members"] if row["archive"] == archive and fnmatch(name, row["pattern"])), None)


@pytest.mark.parametrize("archive", ARCHIVES)
def test_every_fixture_of_these_distributions_is_read_or_argued(archive):
    names = [name for name, _ in members_of(archive) if OWNED.match(name)]

    assert [] != names
    assert [] == [name for name in names if rule_of(archive, name) is None]


@pytest.mark.parametrize(
    "row", [row for row in TABLE["members"] if "feed" in row], ids=lambda row: f"{row['archive']}:{row['pattern']}"
)
def test_fixtures_give_what_the_table_says(row, tmp_path):
    members = [(name, content) for name, content in members_of(row["archive"]) if rule_of(row["archive"], name) is row]
    for name, content in members:
        place = tmp_path / f"{name}{row.get('suffix', '')}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)

    assert [] != members
    if row.get("malformed"):
        with pytest.raises(FeedMalformed):
            read(feed_named(row["feed"]), raw_files(tmp_path))
        return
    facts, log = read(feed_named(row["feed"]), raw_files(tmp_path))

    assert row["advisories"] == facts.advisories, (log.reasons, log.skipped)
    assert row["records"] == log.records
    assert row.get("rejects", 0) == log.rejects, log.reasons
    check(facts)
