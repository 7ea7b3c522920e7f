"""openEuler: CVRF and CSAF advisories.

Service packs have packages of their own: `openeuler:22.03+sp1` beside `openeuler:22.03`.

WART: the documents name package files, and these have no epoch; bounds are without one, too, and a package with an epoch passes them.
"""

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from mooring.base.errors import FeedMalformed, HostileInput, ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats import csaf
from mooring.feeds.formats.csaf import CsafProduct
from mooring.feeds.formats.ecosystems import ecosystem_of
from mooring.feeds.formats.loose_json import JsonObject, inner, json_object, objects, text
from mooring.feeds.formats.osv import read_osv
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.formats.xml.cvrf import advisory_of, read_cvrf
from mooring.feeds.providers.distributions.rpm.csaf_rows import Place, affected_rows
from mooring.feeds.providers.distributions.rpm.errata import merged, rated
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, FeedItem, FixState

NAME = "openeuler"
BASE = "https://repo.openeuler.org/security/data/cvrf"
MAX_DOCUMENTS = 100_000
_LISTED = re.compile(r"(?:\d{4}/)?cvrf-openEuler-[A-Z]{2}-\d{4}-\d+\.xml")
_PLATFORM = re.compile(r"openEuler-(\d{2}\.\d{2}(?:-LTS)?(?:-SP\d+)?)")


def fetch(fetcher: Fetcher) -> None:
    """Every document that the index lists; those that did not change are not transferred again."""
    index = fetcher.read(f"{BASE}/index.txt").decode("utf-8", "replace").split()
    names = [name for name in index if _LISTED.fullmatch(name)][:MAX_DOCUMENTS]
    if not names:
        raise FeedMalformed(f"{BASE}/index.txt lists no document")
    for name in names:
        fetcher.get(f"{BASE}/{name}", name, optional=True)
    fetcher.keep_only(names)


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory for each document; a file is one record, and a damaged one is rejected."""
    for file in files:
        if file.name.endswith(".xml"):
            log.seen()
            try:
                yield _cvrf(file)
            except (FeedMalformed, HostileInput, ReadError) as error:
                log.reject(file.name, error.message)
        elif file.name.endswith(".json"):
            yield from _json(file.read(), file.name, log)


def _cvrf(file: RawFile) -> Advisory:
    document = read_cvrf(file, NAME)
    if not document.id:
        raise ReadError("the document has no identification")
    rows = _dated(affected_rows(document.statements, _place), document.published, document.id)
    return rated(advisory_of(document, NAME, rows), NAME, severity_of_word(document.severity))


def _json(content: bytes, place: str, log: FeedLog) -> Iterator[Advisory]:
    if b'"document"' not in content:
        yield from map(merged, read_osv(content, NAME, log, place))
        return
    log.seen()
    try:
        yield _csaf(json_object(content))
    except (HostileInput, ReadError) as error:
        log.reject(place, error.message)


def _csaf(document: JsonObject) -> Advisory:
    identifier = csaf.tracking_id(document)
    head = inner(document, "document")
    tracking = inner(head, "tracking")
    published = text(tracking, "initial_release_date")
    names = [csaf.vulnerability_id(one) for one in objects(document, "vulnerabilities")]
    rows = affected_rows(csaf.statements(document), _place)
    return Advisory(
        id=identifier,
        feed=NAME,
        fixes=tuple(dict.fromkeys(filter(None, names))),
        title=text(head, "title"),
        description=csaf.note(head, "description", "summary"),
        ratings=tuple(csaf.ratings({}, NAME, severity_of_word(text(inner(head, "aggregate_severity"), "text")))),
        published=published,
        modified=text(tracking, "current_release_date"),
        affected=_dated(rows, published, identifier),
    )


def _dated(rows: tuple[Affected, ...], published: str, identifier: str) -> tuple[Affected, ...]:
    return tuple(
        replace(row, fix=replace(row.fix, date=row.fix.date or published[:10], advisories=(identifier,)))
        if row.fix.state is FixState.FIXED
        else row
        for row in rows
    )


def _place(product: CsafProduct) -> Place | None:
    found = _PLATFORM.search(product.platform_name) or _PLATFORM.search(product.platform)
    ecosystem = ecosystem_of(f"openEuler:{found.group(1)}") if found else None
    return Place(ecosystem.namespace) if ecosystem is not None else None


FEED = Feed(
    name=NAME,
    title="openEuler",
    license="no licence in words",
    homepage="https://www.openeuler.org/en/security/",
    fetch=fetch,
    parse=parse,
    is_default=False,  # One request for each of several thousand documents.
)
