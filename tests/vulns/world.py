"""A small world for tests of matching: advisories become a real database, packages an inventory."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from mooring.model.advisory import Advisory, Affected, FeedItem, Fix, FixState, NameKind, VersionRange
from mooring.model.distro import Distro
from mooring.model.inventory import Inventory
from mooring.model.match import FeedState, Findings, Match
from mooring.model.package import Location, Package, Relation
from mooring.vulns.build import DatabaseBuilder
from mooring.vulns.database import Database, open_database
from mooring.vulns.match import MatchOptions, match

NOW = datetime(2025, 2, 20, tzinfo=UTC)
DEBIAN_12 = Distro(id="debian", version_id="12", codename="bookworm")


def database_of(folder: Path, *items: FeedItem, kind: str = "full") -> Database:
    """A database of these items, in the feeds that the advisories name."""
    path = folder / "mooring.db"
    by_feed: dict[str, list[FeedItem]] = {}
    for item in items:
        by_feed.setdefault(item.feed if isinstance(item, Advisory) else "others", []).append(item)
    with DatabaseBuilder(path, built=NOW, kind=kind) as builder:
        for name, found in by_feed.items():
            state = FeedState(name=name, captured="2025-02-19T00:00:00Z")
            builder.begin_feed(state)
            for item in found:
                builder.add(item)
            builder.end_feed(state)
        builder.finish()
    return open_database(path)


def advisory(name: str, *affected: Affected, feed: str = "", **more: object) -> Advisory:
    """An advisory; its feed is the first namespace's unless said otherwise."""
    return Advisory(id=name, feed=feed or affected[0].namespace.partition(":")[0], affected=affected, **more)


def below(namespace: str, name: str, fixed: str, **more: object) -> Affected:
    """Every version below the fix is affected."""
    fix = Fix(state=FixState.FIXED, versions=(fixed,), advisories=more.pop("errata", ()))
    return Affected(
        namespace=namespace, name=name, ranges=(VersionRange(low=more.pop("low", ""), high=fixed),), fix=fix, **more
    )


def every(namespace: str, name: str, state: FixState = FixState.NOT_FIXED, **more: object) -> Affected:
    """Every version is affected (or cleared, where negative)."""
    return Affected(namespace=namespace, name=name, fix=Fix(state=state), **more)


SOURCE = NameKind.SOURCE


def package(kind: str, name: str, version: str, *, path: str = "", **more: object) -> Package:
    """A package whose id can be read."""
    found = more.pop("id", f"{kind}/{name}@{version}")
    fields = {"purl": f"pkg:{kind}/{name}@{version}", "locations": (Location(path=path or f"/{kind}/{name}"),)} | more
    return Package(id=found, type=kind, name=name, version=version, **fields)


def inventory(*packages: Package, distro: Distro | None = DEBIAN_12, owns: Iterable[tuple[str, str]] = ()) -> Inventory:
    """An inventory of these packages; `owns` are pairs of ids. Without packages of a distribution it has none unless one is named."""
    if distro is DEBIAN_12 and not any(each.is_os_package for each in packages):
        distro = None
    relations = tuple(Relation(kind="owns", source=source, target=target) for source, target in owns)
    return Inventory(distro=distro, packages=packages, relations=relations)


def findings(found: Inventory, database: Database, **options: object) -> Findings:
    """What matching gives at the time of the world."""
    return match(found, database, MatchOptions(**options), now=NOW)


def pairs(result: Findings) -> list[tuple[str, str]]:
    """Package and flaw of every match that counts, by name."""
    return sorted((named(found), found.vulnerability.id) for found in result.matches if not found.is_suppressed)


def named(found: Match) -> str:
    return found.package.rpartition("@")[0].partition("/")[2]
