"""CISA's catalogue of vulnerabilities that are known to be exploited: the JSON, the CSV, and lists of nothing but identifiers.

Entries are sometimes taken out, so that the newest catalogue replaces what was there before; that is how every database is built.
"""

from collections.abc import Iterable, Iterator

from mooring.base.errors import FeedMalformed, ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.loose_json import JsonObject, json_object
from mooring.feeds.providers.enrichment.records.catalogue import exploited_of
from mooring.feeds.providers.enrichment.records.tables import Table
from mooring.feeds.raw import RawFile
from mooring.model.advisory import KnownExploited

CATALOGUE = "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"
_ID_COLUMNS = {"cveID", "CVE", "cve"}


def fetch(fetcher: Fetcher) -> None:
    """The catalogue, one file."""
    fetcher.get(CATALOGUE, "known_exploited_vulnerabilities.json")
    fetcher.keep_only(["known_exploited_vulnerabilities.json"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[KnownExploited]:
    """One entry for each CVE: of several files the entry that says most, of two that say the same the first."""
    found: dict[str, KnownExploited] = {}
    for file in files:
        for place, entry in _entries(file, log):
            log.seen()
            try:
                exploited = exploited_of(entry)
            except ReadError as error:
                log.reject(f"{file.name}:{place}", error.message)
                continue
            known = found.setdefault(exploited.cve, exploited)
            if not known.added and exploited.added:
                found[exploited.cve] = exploited
    yield from found.values()


def _entries(file: RawFile, log: FeedLog) -> Iterator[tuple[int, JsonObject]]:
    """The entries of one file, numbered from 1."""
    name = file.name.rpartition("/")[2]
    if name.endswith(".csv"):
        table = Table(file)
        if _ID_COLUMNS.isdisjoint(table.columns):
            raise FeedMalformed(
                f"{file.name} is no catalogue: none of its columns {list(table.columns)[:8]} names a CVE"
            )
        for number, row in enumerate(table.rows(), start=1):
            yield number, dict(row)
    elif name.endswith(".json"):
        yield from enumerate(_listed(file, log), start=1)
    else:
        log.skip("a file that is no catalogue")


def _listed(file: RawFile, log: FeedLog) -> Iterator[JsonObject]:
    try:
        document = json_object(file.read())
    except ReadError as error:
        raise FeedMalformed(f"{file.name} {error.message}") from None
    if "$schema" in document and "properties" in document:
        log.skip("the schema of the catalogue")
        return
    entries = [document] if "cveID" in document else document.get("vulnerabilities")
    if not isinstance(entries, list):
        raise FeedMalformed(f"{file.name} is no catalogue: it has no list of vulnerabilities")
    for entry in entries:
        # What is no object is an entry without an identifier.
        yield entry if isinstance(entry, dict) else {}


FEED = Feed(
    name="kev",
    title="CISA catalogue of known exploited vulnerabilities",
    license="CC0-1.0",
    homepage="https://www.cisa.gov/known-exploited-vulnerabilities-catalog",
    fetch=fetch,
    parse=parse,
)
