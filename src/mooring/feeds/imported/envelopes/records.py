"""Any record of a workspace of vunnel, by its shape: envelopes name schemas, but the shapes are what is read."""

from collections.abc import Callable, Iterator

from mooring.base.errors import HostileInput, ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.loose_json import JsonObject, inner, number, objects, text
from mooring.feeds.formats.osv import read_osv
from mooring.feeds.imported.envelopes.github import read_github_record
from mooring.feeds.imported.envelopes.openvex import read_openvex
from mooring.feeds.imported.envelopes.system import read_system_record
from mooring.feeds.providers.distributions.rpm.redhat_csaf import read_csaf
from mooring.feeds.providers.enrichment.records.catalogue import cve_id, exploited_of
from mooring.feeds.providers.enrichment.records.nvd_cve import read_nvd_cve
from mooring.feeds.providers.enrichment.records.release_life import lives_of_release
from mooring.model.advisory import ExploitScore, FeedItem

_NO_IMAGE = "an update of Windows, which no image of Linux has"
_NO_FACT = "an exclusion, which is no fact about a package"
_FOREIGN_CSAF = "a CSAF document about products that are none of ours"


def read_record(document: JsonObject, feed: str, place: str, log: FeedLog) -> Iterator[FeedItem]:
    """What a record says, with or without its envelope. What is damaged is rejected in the log, what is of no use is skipped there."""
    item = inner(document, "item") if "schema" in document and "item" in document else document
    reader = next((reader for fits, reader in _READERS if fits(item)), None)
    if reader is _read_osv and reader is not None:
        yield from _read_osv(item, feed, place, log)
        return
    log.seen()
    if reader is None:
        log.reject(place, f"is no record that is known: {', '.join(sorted(map(str, item))[:6]) or 'nothing in it'}")
        return
    try:
        yield from reader(item, feed, place, log)
    except (ReadError, HostileInput) as error:
        log.reject(place, error.message)


def _read_osv(item: JsonObject, feed: str, place: str, log: FeedLog) -> Iterator[FeedItem]:
    """Counts and rejects by itself."""
    yield from read_osv(item, feed, log, place)


def _read_system(item: JsonObject, feed: str, _: str, log: FeedLog) -> Iterator[FeedItem]:
    yield read_system_record(item, feed, log)


def _read_github(item: JsonObject, feed: str, _: str, log: FeedLog) -> Iterator[FeedItem]:
    yield read_github_record(item, feed, log)


def _read_nvd(item: JsonObject, feed: str, _: str, log: FeedLog) -> Iterator[FeedItem]:
    yield read_nvd_cve(inner(item, "cve"), feed, log)


def _read_kev(item: JsonObject, feed: str, place: str, log: FeedLog) -> Iterator[FeedItem]:
    yield exploited_of(item)


def _read_score(item: JsonObject, feed: str, place: str, log: FeedLog) -> Iterator[FeedItem]:
    cve, score, percentile = cve_id(text(item, "cve")), number(item, "epss"), number(item, "percentile")
    if not cve or score is None or not (0 <= score <= 1 and 0 <= (percentile or 0) <= 1):
        raise ReadError(f"{text(item, 'cve')[:40]!r} with {item.get('epss')!r} is no CVE with a number from 0 to 1")
    yield ExploitScore(cve=cve, score=score, percentile=percentile or 0.0, date=clamped(text(item, "date"))[:10])


def _read_life(item: JsonObject, feed: str, place: str, log: FeedLog) -> Iterator[FeedItem]:
    if not text(item, "product") or not text(item, "name"):
        raise ReadError("has no product, or no release")
    identifiers = tuple(identifier for each in objects(item, "identifiers") if (identifier := text(each, "id")))
    yield from lives_of_release(text(item, "product"), item, identifiers)


def _read_csaf(item: JsonObject, feed: str, place: str, log: FeedLog) -> Iterator[FeedItem]:
    advisory = read_csaf(item, feed)
    if advisory.affected:
        yield advisory
    else:
        log.skip(_FOREIGN_CSAF)


def _read_openvex(item: JsonObject, feed: str, place: str, log: FeedLog) -> Iterator[FeedItem]:
    yield from read_openvex(item, feed)


def _skip_windows(item: JsonObject, feed: str, place: str, log: FeedLog) -> Iterator[FeedItem]:
    log.skip(_NO_IMAGE)
    return iter(())


def _skip_exclusion(item: JsonObject, feed: str, place: str, log: FeedLog) -> Iterator[FeedItem]:
    log.skip(_NO_FACT)
    return iter(())


_Reader = Callable[[JsonObject, str, str, FeedLog], Iterator[FeedItem]]
_READERS: tuple[tuple[Callable[[JsonObject], bool], _Reader], ...] = (
    (lambda item: bool(inner(item, "Vulnerability")), _read_system),
    (lambda item: bool(inner(item, "Advisory")), _read_github),
    (lambda item: isinstance(item.get("cve"), dict), _read_nvd),
    (lambda item: "cveID" in item, _read_kev),
    (lambda item: "epss" in item, _read_score),
    (lambda item: "product" in item and ("isEol" in item or "eolFrom" in item), _read_life),
    (lambda item: "fixed_in" in item and "vulnerable" in item, _skip_windows),
    (lambda item: "product_tree" in item and "document" in item, _read_csaf),
    (lambda item: "statements" in item, _read_openvex),
    (lambda item: "affected" in item and "id" in item, _read_osv),
    (lambda item: "justification" in item, _skip_exclusion),
)
"""By shape; the first that fits."""
