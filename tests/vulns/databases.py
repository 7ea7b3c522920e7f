"""Small databases for tests of the file: items by feed, built and opened."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from mooring.model.advisory import Advisory, Affected, FeedItem, Fix, FixState, NameKind, VersionRange
from mooring.model.match import FeedState
from mooring.vulns.build import DatabaseBuilder
from mooring.vulns.database import Database, open_database

BUILT = datetime(2025, 2, 20, 12, tzinfo=UTC)


def built(path: Path, feeds: Mapping[str, Iterable[FeedItem]], *, kind: str = "full") -> Path:
    """A database file of these items, by the name of their feed, in this order."""
    with DatabaseBuilder(path, built=BUILT, kind=kind) as builder:
        for name, items in feeds.items():
            builder.begin_feed(FeedState(name=name))
            for item in items:
                builder.add(item)
            builder.end_feed(FeedState(name=name, captured="2025-02-19T00:00:00Z"))
        builder.finish()
    return path


def database(folder: Path, *items: Advisory) -> Database:
    """An open database of advisories, in the feeds that they name."""
    feeds: dict[str, list[FeedItem]] = {}
    for item in items:
        feeds.setdefault(item.feed, []).append(item)
    return open_database(built(folder / "test.db", feeds))


def below(name: str, high: str, *, namespace: str = "debian:12", **fields: object) -> Affected:
    """Versions below a fix are affected."""
    return Affected(
        namespace=namespace,
        name=name,
        ranges=(VersionRange(high=high),),
        fix=Fix(state=FixState.FIXED, versions=(high,)),
        name_kind=NameKind.SOURCE,
        **fields,
    )


def identifiers(found: Database, namespace: str, name: str) -> list[list[str]]:
    """What each row of a package is about."""
    return [[found.vulnerability(number).id for number in row.vulnerabilities] for row in found.rows(namespace, name)]


TWO_FEEDS: dict[str, list[FeedItem]] = {
    "debian": [
        Advisory(id="CVE-2024-1000", feed="debian", description="A flaw.", affected=(below("openssl", "3.0.1-1"), below("curl", "7.1-2"))),
        Advisory(id="DSA-1-1", feed="debian", fixes=("CVE-2024-1000", "CVE-2024-1001"), affected=(below("openssl", "3.0.1-1"),)),
    ],
    "github": [
        Advisory(id="GHSA-aaaa", feed="github", aliases=("CVE-2024-1000",), affected=(below("openssl", "3.0.1", namespace="npm"),)),
        Advisory(id="PYSEC-1", feed="github", aliases=("GHSA-aaaa",)),
    ],
}  # fmt: skip
