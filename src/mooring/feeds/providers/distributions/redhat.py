"""Red Hat Enterprise Linux: CSAF VEX and advisories by default; CVE documents of the API and OSV errata where a workspace has them.

The VEX archive is what is fetched, because it alone has everything in one download: for each CVE every product, the packages of modules,
what is not fixed and what is not affected. The advisories add title and text of the errata; their packages count only where no CVE
document names them. The Security Data API would take one request for each of 40,000 CVEs, and OSV says nothing about what is not fixed.

Namespaces are in `rpm/redhat_products.py`.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from mooring.base.errors import FeedMalformed, HostileInput, ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.loose_json import JsonObject, json_object
from mooring.feeds.formats.osv import read_osv
from mooring.feeds.providers.distributions.rpm.redhat_csaf import is_csaf, is_deleted, read_csaf
from mooring.feeds.providers.distributions.rpm.redhat_cve import CveDocument, read_cve, with_unresolved
from mooring.feeds.providers.distributions.rpm.redhat_errata import Errata
from mooring.feeds.providers.distributions.rpm.redhat_repositories import is_repository_map, read_repositories
from mooring.feeds.raw import RawFile
from mooring.model.advisory import FeedItem

NAME = "redhat"
BASE = "https://security.access.redhat.com/data/csaf/v2"
MAX_CHANGES = 50_000
_ARCHIVE = re.compile(r"csaf_(?:vex|advisories)_(\d{4}-\d\d-\d\d)\.tar\.zst")
_BARE = re.compile(r"CVE-\d{4}-\d{4,12}")
_LINE = re.compile(r'"?(\d{4}/[\w.-]{1,100}\.json)"?,"?(\d{4}-\d\d-\d\d[^"]{0,40})"?')


def fetch(fetcher: Fetcher) -> None:
    """Both archives, the documents that changed since, and the lists of those that were taken back.

    Names are chosen so that sorting puts what overrides before what it overrides, and CVE documents before errata.
    """
    names = []
    for kind, prefix in (("vex", "cve"), ("advisories", "errata")):
        archive = fetcher.read(f"{BASE}/{kind}/archive_latest.txt").decode("utf-8", "replace").strip()
        found = _ARCHIVE.fullmatch(archive)
        if found is None:
            raise FeedMalformed(f"archive_latest.txt of {kind} says {archive[:80]!r}, which is no name of an archive")
        changes = _listed(fetcher.read(f"{BASE}/{kind}/changes.csv"))
        newer = [path for path, moment in changes if moment[:10] >= found[1]][:MAX_CHANGES]
        wanted = {f"{prefix}-1-changes/{path}": path for path in newer}
        names += [f"{prefix}-0-deletions.csv", f"{prefix}-2-archive.tar.zst", *wanted]
        fetcher.get(f"{BASE}/{kind}/deletions.csv", f"{prefix}-0-deletions.csv", optional=True)
        fetcher.get(f"{BASE}/{kind}/{archive}", f"{prefix}-2-archive.tar.zst")
        for name, path in wanted.items():
            fetcher.get(f"{BASE}/{kind}/{path}", name, optional=True)
    fetcher.keep_only(names)


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory for each CVE document and each erratum."""
    reading = _Reading(log)
    for file in files:
        if file.name.endswith("deletions.csv"):
            reading.deleted.update(path for path, _ in _listed(file.read()))
        elif file.name.endswith(".jsonl"):
            for place, line in file.numbered_lines():
                yield from reading.document(line, place)
        elif _is_document(file.name) and not reading.is_superseded(file.name):
            yield from reading.document(file.read(), file.name)
    yield from reading.rest()


def _is_document(name: str) -> bool:
    """Mirrors keep documents of the API under the bare name of the CVE."""
    return name.endswith(".json") or _BARE.fullmatch(name.rpartition("/")[2]) is not None


class _Reading:
    """One parse: what documents have to know of each other."""

    def __init__(self, log: FeedLog) -> None:
        self._log = log
        self._errata = Errata()
        self._waiting: list[CveDocument] = []
        self._changed: set[str] = set()
        self.deleted: set[str] = set()
        self._readers: tuple[tuple[Callable[[JsonObject], bool], Callable[[JsonObject], Iterator[FeedItem]]], ...] = (
            (is_csaf, self._csaf),
            (is_repository_map, self._repositories),
            (lambda document: "name" in document, self._cve),
        )

    def is_superseded(self, name: str) -> bool:
        """Whether a member of an archive was taken back, or read already in a newer state."""
        path = "/".join(name.split("/")[-2:])
        if "-changes/" in name:
            self._changed.add(path)
            return False
        if path in self.deleted or path in self._changed:
            self._log.skip("taken back by the publisher" if path in self.deleted else "replaced by a newer document")
            return True
        return False

    def document(self, content: bytes, place: str) -> Iterator[FeedItem]:
        """What one document says; it is rejected in the log where it is none."""
        try:
            document = json_object(content)
        except ReadError as error:
            self._log.seen()
            self._log.reject(place, error.message)
            return
        try:
            if "id" in document and "affected" in document:
                yield from map(self._errata.fitted, read_osv(content, NAME, self._log, place))
                return
            self._log.seen()
            reader = next((reader for fits, reader in self._readers if fits(document)), None)
            if reader is None:
                self._log.reject(place, "is no document of Red Hat: no CSAF, CVE or OSV record")
                return
            yield from reader(document)
        except (ReadError, HostileInput) as error:
            self._log.reject(place, error.message)

    def rest(self) -> Iterator[FeedItem]:
        """The documents that waited for errata."""
        for document in self._waiting:
            yield with_unresolved(document, self._errata.listed)
        self._waiting.clear()

    def _csaf(self, document: JsonObject) -> Iterator[FeedItem]:
        if is_deleted(document):
            self._log.skip("taken back by the publisher")
            return
        advisory = read_csaf(document, NAME)
        if advisory.fixes:
            yield self._errata.fitted(advisory)
            return
        self._errata.add_vex(advisory)
        yield advisory

    def _cve(self, document: JsonObject) -> Iterator[FeedItem]:
        found = read_cve(document, NAME)
        self._errata.add_cve(found)
        if found.unresolved:
            self._waiting.append(found)
        else:
            yield found.advisory

    def _repositories(self, document: JsonObject) -> Iterator[FeedItem]:
        """Nothing for the database: it is checked here, and read where channels are told from content sets."""
        read_repositories(document)
        self._log.skip("map of repositories, no advisory")
        yield from ()


def _listed(content: bytes) -> list[tuple[str, str]]:
    """Paths and moments of `changes.csv` or `deletions.csv`; other lines are passed over."""
    lines = content.decode("utf-8", "replace").splitlines()
    return [(match[1], match[2]) for line in lines if (match := _LINE.match(line.strip()))]


FEED = Feed(
    name=NAME,
    title="Red Hat Enterprise Linux",
    license="CC-BY-4.0",
    homepage="https://security.access.redhat.com/data/",
    fetch=fetch,
    parse=parse,
    attribution="Security data of Red Hat, under CC BY 4.0.",
)
