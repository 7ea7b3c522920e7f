"""CISA's Vulnrichment: CVE records with the container in which CISA rates what nobody rated yet; also plain records of the CVE list.

CISA's decision points (SSVC: exploitation, automatable, technical impact) are a rating of the source `cisa-ssvc` without a severity.
"""

from collections.abc import Iterable, Iterator

from mooring.base.errors import ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.loose_json import json_object
from mooring.feeds.providers.enrichment.records.cve_record import read_cve_record
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory

NAME = "vulnrichment"
ARCHIVE = "https://github.com/cisagov/vulnrichment/archive/refs/heads/develop.tar.gz"


def fetch(fetcher: Fetcher) -> None:
    """The repository, one archive."""
    fetcher.get(ARCHIVE, "vulnrichment.tar.gz")
    fetcher.keep_only(["vulnrichment.tar.gz"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[Advisory]:
    """An advisory for each record."""
    for file in files:
        name = file.name.rpartition("/")[2]
        if name.endswith(".jsonl"):
            for place, line in file.numbered_lines():
                yield from _record(line, place, log)
        elif name.startswith("CVE-") and name.endswith(".json"):
            yield from _record(file.read(), file.name, log)
        else:
            log.skip("a file that is no record")


def _record(content: bytes, place: str, log: FeedLog) -> Iterator[Advisory]:
    log.seen()
    try:
        yield read_cve_record(json_object(content), NAME, log)
    except ReadError as error:
        log.reject(place, error.message)


FEED = Feed(
    name=NAME,
    title="CISA Vulnrichment",
    license="CC0-1.0",
    homepage="https://github.com/cisagov/vulnrichment",
    fetch=fetch,
    parse=parse,
    is_default=False,
)
