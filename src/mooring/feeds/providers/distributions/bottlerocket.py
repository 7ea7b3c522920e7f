"""Bottlerocket: its `updateinfo.xml`. The image is one release after the other, so there is one namespace."""

from collections.abc import Iterable, Iterator

from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.xml.updateinfo import read_updateinfo
from mooring.feeds.providers.distributions.rpm.updateinfo_rows import advisory_of
from mooring.feeds.raw import RawFile
from mooring.model.advisory import FeedItem

NAME = "bottlerocket"
UPDATES = "https://advisories.bottlerocket.aws/updateinfo.xml.gz"


def fetch(fetcher: Fetcher) -> None:
    """The one file."""
    fetcher.get(UPDATES, "updateinfo.xml.gz")
    fetcher.keep_only(["updateinfo.xml.gz"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory for each update."""
    for file in files:
        if file.name.endswith("updateinfo.xml"):
            for update in read_updateinfo(file, log):
                yield advisory_of(update, lambda _update, _package: NAME, NAME, NAME)


FEED = Feed(
    name=NAME,
    title="Bottlerocket",
    license="Apache-2.0 OR MIT",
    homepage="https://advisories.bottlerocket.aws/",
    fetch=fetch,
    parse=parse,
)
