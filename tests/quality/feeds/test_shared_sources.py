"""Every shared file of distributions whose rows name source packages is read, with the counts of its manifest; see sources.toml."""

import io
import json
import re
import tarfile
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

TABLE = tomllib.loads(Path(__file__).with_name("sources.toml").read_text())
OWNED = re.compile(
    r"(alpine|alpine-unfixed|arch|arch-linux|debian|ubuntu|echo|minimos|rootio|secureos|chainguard_libraries|wolfi|gentoo)/"
    r"|grype/.*/(alpine|debian|archlinux|ROOT-OS)[^/]*$"
)
"""Members of the fixture archives that these distributions answer for."""
ARCHIVES = sorted({row["archive"] for row in TABLE["members"]})
NAMESPACE = re.compile(
    r"debian:(unstable|[0-9]+(\.[0-9])?)|ubuntu:[0-9]+\.[0-9]{2}(\+(esm|ros-esm|fips|fips-updates))?|alpine:(edge|[0-9]+\.[0-9]+)"
    r"|arch|gentoo|wolfi|chainguard|minimos|secureos|echo:1|pypi|maven"
)
SCHEMES = {
    "debian": "deb",
    "ubuntu": "deb",
    "echo": "deb",
    "arch": "pacman",
    "gentoo": "portage",
    "pypi": "pep440",
    "maven": "maven",
}
HARDENED = ("wolfi", "chainguard", "minimos", "secureos", "echo")
pytestmark = pytest.mark.skipif(not IS_THERE, reason="the shared data is not here")


def feed_named(name: str) -> Feed:
    """The feed of a module."""
    family = "hardened" if name in HARDENED else "distributions"
    feed = import_module(f"mooring.feeds.providers.{family}.{name}").FEED
    assert isinstance(feed, Feed)
    return feed


class Facts:
    """What is to be checked of a parse, gathered while it streams."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.advisories = 0
        self.namespaces: set[str] = set()
        self.bounds: set[tuple[str, str]] = set()
        self.odd: list[str] = []

    def take(self, advisory: Advisory) -> None:
        self.advisories += 1
        self.ids.update((advisory.id, *advisory.aliases, *advisory.fixes))
        for row in advisory.affected:
            self.namespaces.add(row.namespace)
            scheme = SCHEMES.get(row.namespace.partition(":")[0], "apk")
            self.bounds.update((scheme, end) for one in row.ranges for end in (one.low, one.high) if end)
            self.bounds.update((scheme, version) for version in row.fix.versions)
            if is_odd(row) and len(self.odd) < 5:
                self.odd.append(f"{advisory.id}: {row}")

    def share_of_versions(self) -> float:
        """How many of the bounds are versions of their scheme."""
        odd = [(scheme, version) for scheme, version in self.bounds if not scheme_named(scheme).is_valid(version)]
        return 1 - len(odd) / max(len(self.bounds), 1)


def is_odd(row: Affected) -> bool:
    """A row must name a package, have a version where it speaks of a fix, and not deny what it calls fixed."""
    is_bare_fix = row.fix.state is FixState.FIXED and not row.fix.versions and not row.fix.note
    return not row.name.strip() or is_bare_fix or (row.is_negative and row.fix.state is FixState.FIXED)


def read(feed: Feed, files: Iterator[RawFile]) -> tuple[Facts, FeedLog]:
    facts, log = Facts(), FeedLog()
    for item in feed.parse(files, log):
        assert isinstance(item, Advisory)
        facts.take(item)
    return facts, log


@pytest.mark.parametrize("row", TABLE["files"], ids=lambda row: row["file"])
def test_a_shared_file_is_read_with_the_counts_of_its_manifest(row):
    entry = manifest()[row["file"]]
    members: list[str] = []

    def files() -> Iterator[RawFile]:
        for file in raw_files(ROOT / row["file"]):
            members.append(file.name)
            yield file

    facts, log = read(feed_named(row["feed"]), files())

    assert entry.get("records", row.get("records")) == log.records
    assert entry.get("files", 1) == len(members)
    assert row["advisories"] == facts.advisories
    assert row.get("rejects", 0) == log.rejects, log.reasons
    assert row.get("skipped", 0) == sum(count for reason, count in log.skipped.items() if reason.startswith("a file"))
    assert [] == [namespace for namespace in facts.namespaces if not NAMESPACE.fullmatch(namespace)]
    assert row.get("valid", 1.0) <= facts.share_of_versions()
    assert [] == facts.odd
    assert set() == ids_of(row["file"]) - facts.ids


def ids_of(name: str) -> set[str]:
    """The identifiers that a file names, found without the feed."""
    if ".jsonl" in name:
        found = set()
        for file in raw_files(ROOT / name):
            for line in file.lines():
                document = json.loads(line)
                own = (
                    document.get("id") or document.get("candidate") or document.get("name") or f"GLSA-{document['ID']}"
                )
                found |= {own, *document.get("issues", ())}
        return found
    if "tracker.derived" in name:
        (file,) = raw_files(ROOT / name)
        return {cve for package in json.loads(file.read()).values() for cve in package}
    if "lists" in name:
        heads = re.compile(rb"^\[[^\]]+\] (D(?:S|L|TS)A-\S+)", re.MULTILINE)
        cves = re.compile(rb"CVE-[0-9]{4}-[0-9]{4,}")
        lists = [file.read() for file in raw_files(ROOT / name) if file.name.endswith("A/list")]
        braces = b" ".join(b" ".join(re.findall(rb"^\s*\{[^}]*\}", content, re.MULTILINE)) for content in lists)
        return {one.decode() for content in lists for one in heads.findall(content)} | {
            one.decode() for one in cves.findall(braces)
        }
    if "text" in name:
        return {file.name.rpartition("/")[2] for file in raw_files(ROOT / name)}
    return secdb_ids(name)


def secdb_ids(name: str) -> set[str]:
    """Well-formed CVEs below `secfixes`; the rest is in the tests of the format."""
    found: set[str] = set()
    for file in raw_files(ROOT / name):
        found |= {one.decode() for one in re.findall(rb"CVE-[0-9]{4}-[0-9]{4,}", file.read())}
    return found


def members_of(archive: str) -> list[tuple[str, bytes]]:
    with tarfile.open(ROOT / "fixtures" / f"{archive}.tar.xz") as opened:
        return [
            (member.name.removeprefix("./"), opened.extractfile(member).read()) for member in opened if member.isfile()
        ]


def rule_of(archive: str, name: str) -> dict | None:
    return next((row for row in TABLE["members"] if row["archive"] == archive and fnmatch(name, row["pattern"])), None)


def raw(name: str, content: bytes) -> RawFile:
    return RawFile(name=name, open=lambda: io.BytesIO(content))


def unpacked(name: str, content: bytes) -> Iterator[RawFile]:
    with tarfile.open(fileobj=io.BytesIO(content)) as opened:
        for member in opened:
            if member.isfile():
                yield raw(f"{name}/{member.name}", opened.extractfile(member).read())


@pytest.mark.parametrize("archive", ARCHIVES)
def test_every_fixture_of_these_distributions_is_read_or_argued(archive):
    names = [name for name, _ in members_of(archive) if OWNED.match(name)]

    assert [] == [name for name in names if rule_of(archive, name) is None]


@pytest.mark.parametrize(
    "row", [row for row in TABLE["members"] if "feed" in row], ids=lambda row: f"{row['archive']}:{row['pattern']}"
)
def test_fixtures_give_what_the_table_says(row):
    members = [(name, content) for name, content in members_of(row["archive"]) if rule_of(row["archive"], name) is row]
    files = [raw(name, content) for name, content in sorted(members)]
    if row.get("is_archive"):
        files = [file for name, content in members for file in unpacked(name, content)]

    if row.get("malformed"):
        with pytest.raises(FeedMalformed):
            read(feed_named(row["feed"]), iter(files))
        return
    facts, log = read(feed_named(row["feed"]), iter(files))

    assert (row["records"], row["advisories"]) == (log.records, facts.advisories)
    assert row.get("rejects", 0) == log.rejects, log.reasons
    assert row.get("skipped", 0) == sum(count for reason, count in log.skipped.items() if reason.startswith("a file"))
    assert [] == facts.odd
    assert row.get("valid", 1.0) <= facts.share_of_versions()
    assert [] == [namespace for namespace in facts.namespaces if not NAMESPACE.fullmatch(namespace)]
