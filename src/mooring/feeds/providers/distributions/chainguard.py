"""Chainguard: the security database of its packages, and its advisories as OSV, which speak about Wolfi too."""

from collections.abc import Iterable, Iterator

from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.secdb import SecDb
from mooring.feeds.providers.distributions.apk.documents import read_documents
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory

DATABASE = "https://packages.cgr.dev/chainguard/security.json"
OSV = "https://advisories.cgr.dev/chainguard/v3/osv/chainguard-osv.tar.gz"


def fetch(fetcher: Fetcher) -> None:
    """The database and the archive of OSV records."""
    fetcher.get(DATABASE, "security.json")
    fetcher.get(OSV, "chainguard-osv.tar.gz", optional=True)
    fetcher.keep_only(["security.json", "chainguard-osv.tar.gz"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[Advisory]:
    """An advisory per identifier of the database, and per record of OSV."""
    database = SecDb(FEED.name, page="https://images.chainguard.dev/security/{id}")
    yield from read_documents(files, log, database, FEED.name, ("chainguard", "wolfi"))


FEED = Feed(
    name="chainguard",
    title="Chainguard advisories",
    license="CC-BY-NC-ND-4.0, with a separate licence for makers of scanners",
    homepage="https://images.chainguard.dev/security",
    fetch=fetch,
    parse=parse,
    attribution="Contains advisories of Chainguard, Inc., CC BY-NC-ND 4.0: for use where they were fetched, not to be handed on.",
    covers="Chainguard, Wolfi",
    note="Its licence forbids handing the data on: it is fetched by whoever builds a database, and is in none that is published.",
)
