"""Wolfi: Chainguard's open distribution; a security database without releases."""

from collections.abc import Iterable, Iterator

from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.secdb import SecDb
from mooring.feeds.providers.hardened.apk.documents import read_documents
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory

DATABASE = "https://packages.wolfi.dev/os/security.json"


def fetch(fetcher: Fetcher) -> None:
    """The database, one file."""
    fetcher.get(DATABASE, "security.json")
    fetcher.keep_only(["security.json"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[Advisory]:
    """An advisory per identifier."""
    database = SecDb(FEED.name, page="https://images.chainguard.dev/security/{id}")
    yield from read_documents(files, log, database, FEED.name, ("wolfi",))


FEED = Feed(
    name="wolfi",
    title="Wolfi security database",
    license="CC-BY-NC-ND-4.0, with a separate licence for makers of scanners",
    homepage="https://packages.wolfi.dev/os/security.json",
    fetch=fetch,
    parse=parse,
    attribution="Contains advisories of Chainguard, Inc., CC BY-NC-ND 4.0: for use where they were fetched, not to be handed on.",
    covers="Wolfi",
    note="Its licence forbids handing the data on: it is fetched by whoever builds a database, and is in none that is published.",
)
