"""Make the starter database: `scripts/starter.py --from FOLDER` selects from raw feed files and writes src/mooring/vulns/starter.db.zst.

FOLDER holds what upstream publishes, in the places that _FILES names. Kept are: Alpine, Debian and Red Hat advisories of a few releases
about packages of starter-packages.txt, advisories of ecosystems that are high, critical or exploited, the exploited vulnerabilities,
EPSS scores of what is in, and ends of life of distributions. Texts are dropped: what remains are facts. Feeds whose licences forbid
handing on, or ask to share alike, are not among the sources. The same files give the same bytes.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from mooring.feeds.feed import Feed, FeedLog
from mooring.feeds.raw import raw_files
from mooring.feeds.sync import all_feeds
from mooring.model.advisory import Advisory, AdvisoryKind, Affected, ExploitScore, FeedItem, KnownExploited, ReleaseLife
from mooring.model.match import FeedState
from mooring.model.severity import Severity
from mooring.vulns.build import DatabaseBuilder
from mooring.vulns.identity import aliases_of, direct_subjects, folded, is_cve
from mooring.vulns.sidecar import sidecar_path
from mooring.vulns.starter import PACKED

_PACKAGES = Path(__file__).with_name("starter-packages.txt")
_FILES: dict[str, tuple[tuple[str, ...], str]] = {
    "alpine": (("distro/alpine-secdb.tar.xz",), "2025-01-04"),
    "debian": (("distro/debian-tracker.derived.json.xz",), "2025-02-12"),
    "redhat": (("distro/redhat-cve-api.jsonl.xz",), "2025-02-15"),
    "github": (("ghsa",), "2025-02-19"),
    "golang": (("osv-lang/go-osv.jsonl.xz",), "2026-08-21"),
    "rustsec": (("osv-lang/rustsec-osv.jsonl.xz",), "2026-08-21"),
    "pypa": (("native-lang/pypa-advisory-database.tar.xz",), "2026-08-21"),
    "kev": (("enrichment/kev/known_exploited_vulnerabilities.json.xz",), "2025-08-25"),
    "epss": (("enrichment/epss/epss_scores-kev-only-2026-08-22.csv.xz",), "2026-08-22"),
    "eol": (("enrichment/endoflife/products-full.derived.json.xz",), "2026-08-22"),
}
"""Where a feed's files are below FOLDER, and of what day they are; enrichment comes last, since it is about the others."""
_NAMESPACES = {
    "alpine": {f"alpine:3.{minor}" for minor in (10, 18, 19, 20, 21)},
    "debian": {"debian:11", "debian:12", "debian:13"},
    "redhat": {"rhel:8", "rhel:9"},
}
_LANGUAGES = {"npm", "pypi", "maven", "golang", "cargo", "gem", "composer", "nuget"}
_PRODUCTS = {
    "alpine", "alpine-linux", "debian", "ubuntu", "rhel", "almalinux", "rocky", "rocky-linux", "centos", "fedora", "amazon", "amazon-linux",
    "oracle", "oracle-linux", "sles", "opensuse-leap", "opensuse", "photon", "mariner", "azurelinux",
}  # fmt: skip
_LEVEL = 19


def main() -> int:
    """Select, build, pack, and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="source", type=Path, required=True, help="the folder of raw feed files")
    options = parser.parse_args()
    selection = _Selection(options.source)
    # As old as its oldest data: nobody should take a distribution's advisories of a year ago for today's.
    built = datetime.fromisoformat(min(day for _, day in _FILES.values())).replace(tzinfo=UTC)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / PACKED.stem
        with DatabaseBuilder(plain, built=built, kind="starter", has_packed_columns=False) as builder:
            for name, (_, day) in _FILES.items():
                feed = selection.feeds[name]
                state = FeedState(
                    name=name, title=feed.title, license=feed.license, url=feed.homepage, captured=f"{day}T00:00:00Z"
                )
                builder.begin_feed(state)
                for item in selection.items(name):
                    builder.add(item)
                builder.end_feed(state)
            database = builder.finish()
        PACKED.write_bytes(_packed(plain.read_bytes()))
        sidecar_path(PACKED.with_suffix("")).write_bytes(sidecar_path(plain).read_bytes())
    for each in database.feeds:
        sys.stdout.write(f"{each.name:10} {each.advisories:7} items {each.affected:7} rows\n")
    sys.stdout.write(f"{PACKED.stat().st_size / 1e6:.2f} MB packed, rejected {builder.rejects}: {builder.reasons}\n")
    return 0


class _Selection:
    """What of the feeds goes in."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self.feeds: dict[str, Feed] = {feed.name: feed for feed in all_feeds()}
        lines = _PACKAGES.read_text().splitlines()
        self._packages = {name for line in lines if not line.startswith("#") for name in line.split()}
        self._exploited = {item.cve for item in self._parsed("kev") if isinstance(item, KnownExploited)}
        self._severe = {
            identifier
            for item in self._parsed("github")
            if isinstance(item, Advisory) and _is_severe(item)
            for identifier in (folded(item.id), *aliases_of(item))
        }
        self._told: set[str] = set()

    def items(self, feed: str) -> Iterator[FeedItem]:
        """The feed's items as far as they go in, without their texts."""
        for item in self._parsed(feed):
            match item:
                case Advisory():
                    affected = tuple(_bare(each) for each in item.affected if self._is_wanted(feed, item, each))
                    if affected or (item.withdrawn and feed in _NAMESPACES):
                        self._told.update(each for each in direct_subjects(item) if is_cve(each))
                        yield _facts(item, affected)
                case KnownExploited():
                    yield msgspec.structs.replace(item, required_action="")
                case ExploitScore():
                    if item.cve in self._told or item.cve in self._exploited:
                        yield item
                case ReleaseLife():
                    if item.product in _PRODUCTS:
                        yield msgspec.structs.replace(item, identifiers=())

    def _parsed(self, feed: str) -> Iterator[FeedItem]:
        log = FeedLog()
        for place in _FILES[feed][0]:
            yield from self.feeds[feed].parse(raw_files(self._source / place), log)
        if log.rejects:
            sys.stderr.write(f"{feed}: {log.rejects} records could not be read: {log.reasons[:3]}\n")

    def _is_wanted(self, feed: str, advisory: Advisory, affected: Affected) -> bool:
        if advisory.withdrawn or advisory.is_rejected or advisory.kind is not AdvisoryKind.VULNERABILITY:
            return False
        if feed in _NAMESPACES:
            return affected.namespace in _NAMESPACES[feed] and affected.name in self._packages
        if affected.namespace not in _LANGUAGES:
            return False
        names = {folded(advisory.id), *aliases_of(advisory)}
        return _is_severe(advisory) or affected.name == "stdlib" or not names.isdisjoint(self._severe | self._exploited)


def _is_severe(advisory: Advisory) -> bool:
    return any(rating.severity >= Severity.HIGH for rating in advisory.ratings)


def _bare(affected: Affected) -> Affected:
    return msgspec.structs.replace(affected, fix=msgspec.structs.replace(affected.fix, note=""))


def _facts(advisory: Advisory, affected: tuple[Affected, ...]) -> Advisory:
    return msgspec.structs.replace(advisory, title="", description="", references=(), affected=affected)


def _packed(content: bytes) -> bytes:
    try:
        from compression import zstd
    except ImportError:
        from backports import zstd

    parameters = zstd.CompressionParameter
    options = {
        parameters.compression_level: _LEVEL,
        parameters.window_log: 25,
        parameters.enable_long_distance_matching: 1,
    }
    packed: bytes = zstd.compress(content, options=options)
    return packed


if __name__ == "__main__":
    raise SystemExit(main())
