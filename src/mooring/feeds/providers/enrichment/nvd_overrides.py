"""Ranges of products for CVEs that NVD has not analysed, by the project nvd-data-overrides: alone, for databases without NVD.

The feed `nvd` takes the same overrides and puts them in the place of NVD's configurations, so that nothing is gained by both.
"""

from collections.abc import Iterable, Iterator

from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.providers.enrichment.records.overrides import (
    ARCHIVE,
    PROJECT,
    advisory_of_override,
    is_override,
    read_overrides,
)
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory

NAME = "nvd-overrides"


def fetch(fetcher: Fetcher) -> None:
    """The repository, one archive."""
    fetcher.get(ARCHIVE, "overrides.tar.gz")
    fetcher.keep_only(["overrides.tar.gz"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[Advisory]:
    """An advisory for each CVE; one without rows says that no product that could be named is affected."""
    for file in files:
        if not is_override(file.name):
            log.skip("a file without overrides")
            continue
        for identifier, record in read_overrides(file, log):
            yield advisory_of_override(identifier, record, NAME, log)


FEED = Feed(
    name=NAME,
    title="Overrides of NVD's configurations",
    license="CC0-1.0",
    homepage=PROJECT,
    fetch=fetch,
    parse=parse,
    is_default=False,
)
