"""Chainguard: the security database of its packages, its advisories as OSV, which speak about Wolfi too, and OpenVEX documents about
libraries that Chainguard built anew with a fix (`joblib 1.0.0+cgr.1`): such a version is not affected, whatever ranges say."""

from collections.abc import Iterable, Iterator

from mooring.base.errors import ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.openvex import VexStatement, parse_purl, purls_of, read_openvex
from mooring.feeds.formats.secdb import SecDb
from mooring.feeds.providers.hardened.apk.documents import read_documents
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, Fix
from mooring.vulns.names import normal_name

DATABASE = "https://packages.cgr.dev/chainguard/security.json"
PAGE = "https://images.chainguard.dev/security/{id}"
OSV = "https://advisories.cgr.dev/chainguard/v3/osv/chainguard-osv.tar.gz"


def fetch(fetcher: Fetcher) -> None:
    """The database and the archive of OSV records."""
    fetcher.get(DATABASE, "security.json")
    fetcher.get(OSV, "chainguard-osv.tar.gz", optional=True)
    fetcher.keep_only(["security.json", "chainguard-osv.tar.gz"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[Advisory]:
    """An advisory per identifier of the database, per record of OSV, and per statement about rebuilt libraries."""
    database = SecDb(FEED.name, page=PAGE)
    libraries: list[Advisory] = []

    def others() -> Iterator[RawFile]:
        for file in files:
            if file.name.endswith(".openvex.json"):
                libraries.extend(_libraries(file, log))
            else:
                yield file

    yield from read_documents(others(), log, database, FEED.name, ("chainguard", "wolfi"))
    yield from libraries


def _libraries(file: RawFile, log: FeedLog) -> Iterator[Advisory]:
    log.seen()
    try:
        for statement in read_openvex(file.read()):
            if isinstance(statement, ReadError):
                log.reject(file.name, statement.message)
            elif rows := tuple(_rebuilt(statement)):
                flaw = statement.vulnerability
                yield Advisory(
                    id=flaw.name,
                    feed=FEED.name,
                    url=PAGE.format(id=flaw.name),
                    aliases=tuple(flaw.aliases or ()),
                    published=clamped(statement.timestamp),
                    affected=rows,
                )
    except ReadError as error:
        log.reject(file.name, error.message)


def _rebuilt(statement: VexStatement) -> Iterator[Affected]:
    """The very versions that are fixed, or were never affected."""
    if statement.status not in ("fixed", "not_affected"):
        return
    for purl in filter(None, map(parse_purl, purls_of(statement))):
        separator = ":" if purl.type == "maven" else "/"
        name = f"{purl.namespace}{separator}{purl.name}" if purl.namespace else purl.name
        if purl.version:
            yield Affected(
                namespace=purl.type,
                name=normal_name(purl.type, name),
                versions=(purl.version,),
                is_negative=True,
                fix=Fix(note="rebuilt by Chainguard with the fix"),
            )


FEED = Feed(
    name="chainguard",
    title="Chainguard advisories",
    license="CC-BY-NC-ND-4.0, with a separate licence for makers of scanners",
    homepage="https://images.chainguard.dev/security",
    fetch=fetch,
    parse=parse,
    attribution="Contains advisories of Chainguard, Inc., CC BY-NC-ND 4.0: for use where they were fetched, not to be handed on.",
    covers="Chainguard, Wolfi; libraries rebuilt by Chainguard, where their OpenVEX documents are in the workspace",
    note="Its licence forbids handing the data on: it is fetched by whoever builds a database, and is in none that is published.",
)
