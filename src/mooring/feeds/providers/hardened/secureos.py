"""SecureOS: a security database without releases, published as dated files; several lines of a package stand side by side in it."""

from collections.abc import Iterable, Iterator

from mooring.base.errors import FeedMalformed, ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.loose_json import json_object, text
from mooring.feeds.formats.secdb import SecDb
from mooring.feeds.providers.hardened.apk.documents import read_documents
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory

LATEST = "https://security.secureos.io/v1/latest.json"
HOST = "https://security.secureos.io/"


def fetch(fetcher: Fetcher) -> None:
    """The file that the list of the latest names."""
    try:
        address = text(json_object(fetcher.read(LATEST)), "latest_url")
    except ReadError as error:
        raise FeedMalformed(f"{LATEST} {error.message}") from None
    if not address.startswith(HOST):
        raise FeedMalformed(f"{LATEST} leads to {address[:200]!r}, which is not at {HOST}")
    fetcher.get(address, "secdb.json.gz")
    fetcher.keep_only(["secdb.json.gz"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[Advisory]:
    """An advisory per identifier."""
    database = SecDb(FEED.name, page="", has_parallel_versions=True)
    yield from read_documents(files, log, database, FEED.name, ("secureos",))


FEED = Feed(
    name="secureos",
    title="SecureOS security database",
    license="none in words",
    homepage="https://security.secureos.io/",
    fetch=fetch,
    parse=parse,
    covers="SecureOS",
)
