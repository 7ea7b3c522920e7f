"""MinimOS: a security database without releases."""

from collections.abc import Iterable, Iterator

from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.secdb import SecDb
from mooring.feeds.providers.hardened.apk.documents import read_documents
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory

DATABASE = "https://packages.mini.dev/advisories/secdb/security.json"


def fetch(fetcher: Fetcher) -> None:
    """The database, one file."""
    fetcher.get(DATABASE, "security.json")
    fetcher.keep_only(["security.json"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[Advisory]:
    """An advisory per identifier."""
    yield from read_documents(files, log, SecDb(FEED.name, page=""), FEED.name, ("minimos",))


FEED = Feed(
    name="minimos",
    title="MinimOS security database",
    license="none in words",
    homepage="https://packages.mini.dev/advisories/secdb/security.json",
    fetch=fetch,
    parse=parse,
    covers="MinimOS",
)
