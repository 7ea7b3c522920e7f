"""Workspaces of apk distributions without releases: a security database, OSV records, or both."""

from collections.abc import Iterable, Iterator

import msgspec

from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.osv import read_osv
from mooring.feeds.formats.secdb import SecDb, parse_secdb
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory


def read_documents(
    files: Iterable[RawFile], log: FeedLog, database: SecDb, feed: str, namespaces: tuple[str, ...]
) -> Iterator[Advisory]:
    """Advisories of OSV records, their rows in these namespaces only, then those of the databases, which speak about the first."""
    for file in files:
        name = file.name.rpartition("/")[2]
        if name.endswith(".jsonl"):
            for place, line in file.numbered_lines():
                yield from _osv(line, place, feed, namespaces, log)
        elif not name.endswith(".json") or name in ("latest.json", "all.json"):
            log.skip("a file that is no database")
        elif _is_osv(file):
            yield from _osv(file.read(), file.name, feed, namespaces, log)
        else:
            parse_secdb(file, database, lambda document, name: namespaces[0], log)
    yield from database.advisories()


def _is_osv(file: RawFile) -> bool:
    """Records are files named by their identifier (`CGA-22cf-2p9w-rgq2.json`), databases have plain names."""
    return file.name.rpartition("/")[2].startswith(("CGA-", "MINI-", "CVE-", "GHSA-"))


def _osv(content: bytes, place: str, feed: str, namespaces: tuple[str, ...], log: FeedLog) -> Iterator[Advisory]:
    for advisory in read_osv(content, feed, log, place):
        rows = tuple(row for row in advisory.affected if row.namespace in namespaces)
        if rows:
            yield msgspec.structs.replace(advisory, affected=rows)
        else:
            log.skip("a record about another distribution")
