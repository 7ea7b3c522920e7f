"""Mageia: its advisories in OSV form; rows name source packages."""

from collections.abc import Iterable, Iterator

from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.osv import read_osv_files
from mooring.feeds.providers.distributions.rpm.errata import merged
from mooring.feeds.raw import RawFile
from mooring.model.advisory import FeedItem

NAME = "mageia"
OSV = "https://osv-vulnerabilities.storage.googleapis.com/Mageia/all.zip"


def fetch(fetcher: Fetcher) -> None:
    """OSV's archive."""
    fetcher.get(OSV, "mageia-osv.zip")
    fetcher.keep_only(["mageia-osv.zip"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory for each record that names a vulnerability."""
    for advisory in read_osv_files(files, NAME, log):
        if advisory.fixes or advisory.id.startswith("MGASA-"):
            yield merged(advisory)
        else:
            log.skip("a bug fix, no vulnerability")


FEED = Feed(
    name=NAME,
    title="Mageia",
    license="CC-BY-SA-4.0",
    homepage="https://advisories.mageia.org/",
    fetch=fetch,
    parse=parse,
)
