"""Debian: the security tracker, its lists of advisories, and the same by way of OSV.

The tracker's JSON says for each source package, CVE and supported release what holds; the lists add the advisories with their dates, and
what is known of releases that are no longer supported. All names are source packages.
"""

from collections.abc import Iterable, Iterator

import msgspec

from mooring.base.errors import FeedMalformed, ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.loose_json import JsonObject, inner, json_object, objects, text
from mooring.feeds.providers.distributions.deb import cve_list, debian_osv, tracker_json
from mooring.feeds.providers.distributions.deb.errata import Errata, Erratum, ErratumFix
from mooring.feeds.providers.distributions.deb.releases import debian_namespace
from mooring.feeds.providers.distributions.deb.tracker_lists import ListRecord, record, records
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory

TRACKER = "https://security-tracker.debian.org/tracker/data/json"
LISTS = "https://salsa.debian.org/security-tracker-team/security-tracker/-/raw/master/data"
_LIST_FOLDERS = ("CVE", "DSA", "DLA", "DTSA")
_RECORD_PREFIXES = ("CVE-", "DEBIAN-CVE-", "DSA-", "DLA-", "DTSA-", "TEMP-")
_TOP = msgspec.json.Decoder(dict[str, msgspec.Raw])


def fetch(fetcher: Fetcher) -> None:
    """The tracker's JSON (some 70 MB) and the four lists."""
    names = ["tracker.json"]
    fetcher.get(TRACKER, "tracker.json")
    for folder in _LIST_FOLDERS:
        names.append(f"{folder}/list")
        fetcher.get(f"{LISTS}/{folder}/list", f"{folder}/list", optional=folder == "DTSA")
    fetcher.keep_only(names)


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[Advisory]:
    """Statements about CVEs first, then every erratum. Files of the tracker that hold no advisories are skipped.

    The lists stand before the tracker's JSON in a workspace, so that its fixes can name their errata.
    """
    errata = Errata()
    listed: list[ListRecord] = []
    spoken_for: set[str] = set()
    for file in files:
        for advisory in _parse_file(file, log, errata, listed):
            spoken_for.update(row.namespace for row in advisory.affected)
            yield advisory
    if listed:
        releases = cve_list.named_releases(listed) | errata.namespaces
        yield from cve_list.advisories(listed, releases - spoken_for, FEED.name, errata)
    yield from errata.advisories(FEED.name)


def _parse_file(file: RawFile, log: FeedLog, errata: Errata, listed: list[ListRecord]) -> Iterator[Advisory]:
    """Statements of a file; what it says in the form of the lists goes to `errata` and `listed`."""
    if is_list(file.name):
        for entry in records(file.lines(), file.name, log):
            _sort_in(entry, errata, listed)
    elif file.name.endswith(".jsonl"):
        for place, line in file.numbered_lines():
            yield from debian_osv.advisories(line, place, FEED.name, log, errata)
    elif file.name.endswith(".json") and not _is_other(file.name):
        yield from _parse_json(file, log, errata, listed)
    else:
        log.skip("a file of the tracker without advisories")


def _parse_json(file: RawFile, log: FeedLog, errata: Errata, listed: list[ListRecord]) -> Iterator[Advisory]:
    """The tracker's JSON, one record of OSV, or one record of a list as a JSON document."""
    content = file.read()
    if not file.name.rpartition("/")[2].startswith(_RECORD_PREFIXES):
        try:
            packages = _TOP.decode(content)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise FeedMalformed(f"{file.name} is not the tracker's JSON: {error}") from None
        yield from tracker_json.advisories(packages, file.name, FEED.name, log, errata)
        return
    try:
        document = json_object(content)
        if "Annotations" not in document and "Header" not in document:
            yield from debian_osv.advisories(content, file.name, FEED.name, log, errata)
            return
        log.seen()
        _sort_in(_record(document), errata, listed)
    except ReadError as error:
        log.seen()
        log.reject(file.name, error.message)


def _record(document: JsonObject) -> ListRecord:
    """A record that somebody split from a list, each with its lines as they were."""
    below = [text(one, "Original") for one in objects(document, "Annotations")]
    return record(text(inner(document, "Header"), "Original"), [line for line in below if line])


def _sort_in(entry: ListRecord, errata: Errata, listed: list[ListRecord]) -> None:
    if not entry.id.startswith(("DSA-", "DLA-", "DTSA-")):
        if entry.packages or entry.is_rejected:
            listed.append(entry)
        return
    fixes = tuple(
        ErratumFix(namespace=namespace, package=line.package, version=line.version, kind=line.kind, note=line.note)
        for line in entry.packages
        if (namespace := debian_namespace(line.release or "sid"))
    )
    cves = tuple(name.replace("CAN-", "CVE-") for name in entry.references if name.startswith(("CVE-", "CAN-")))
    errata.add(Erratum(id=entry.id, title=entry.text, date=entry.date, cves=tuple(dict.fromkeys(cves)), fixes=fixes))


def is_list(name: str) -> bool:
    """Whether a file is one of the four lists: `data/DSA/list`, or `DSA` on its own."""
    parts = name.split("/")
    return parts[-1] in _LIST_FOLDERS or (parts[-1] == "list" and len(parts) > 1 and parts[-2] in _LIST_FOLDERS)


def _is_other(name: str) -> bool:
    """Documents beside the tracker's data: releases, configuration, lists of source packages."""
    parts = name.split("/")
    return parts[-1] in ("distributions.json", "config.json") or "source" in parts or "updates-source" in parts


FEED = Feed(
    name="debian",
    title="Debian security tracker",
    license="none in words; facts of the Debian security team",
    homepage="https://security-tracker.debian.org/tracker/",
    fetch=fetch,
    parse=parse,
    covers="Debian: every release, unstable",
)
