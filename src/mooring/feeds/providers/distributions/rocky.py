"""Rocky Linux: errata of Apollo (its API and exports), `updateinfo.xml`, and OSV.

Apollo's own form lists every binary package; its OSV form names source packages only and is used where nothing else tells of an erratum.
"""

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from mooring.base.errors import FeedMalformed, ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.csaf import split_nevra
from mooring.feeds.formats.loose_json import JsonObject, inner, json_object, number, objects, text, texts
from mooring.feeds.formats.osv import read_osv
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.formats.xml.updateinfo import Update, UpdatePackage, read_updateinfo
from mooring.feeds.providers.distributions.rpm.errata import (
    Built,
    cves_in,
    merged,
    rated,
    rows_of,
    security_errata,
    severity_in_title,
)  # fmt: skip
from mooring.feeds.providers.distributions.rpm.updateinfo_rows import advisory_of
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, FeedItem, Fix, FixState, NameKind
from mooring.model.severity import Severity, SeverityRating

NAME = "rocky"
API = "https://apollo.build.resf.org/v2/advisories"
PAGE = 100
MAX_PAGES = 2_000
_PRODUCT = re.compile(r"Rocky Linux (\d+)")
_STREAM = re.compile(r"([A-Za-z][\w.+-]{0,60}:[\w.+-]{1,60})(?=\s|$)")
_RELEASE = re.compile(r"[._]el(\d+)")


def fetch(fetcher: Fetcher) -> None:
    """Apollo's advisories, page by page until one is empty."""
    names = []
    for page in range(MAX_PAGES):
        name = f"apollo/{page:04}.json"
        content = fetcher.get(f"{API}?page={page}&limit={PAGE}", name)
        names.append(name)
        if content is not None and not _entries(content, name):
            fetcher.keep_only(names)
            return
    raise FeedMalformed(f"{API} has no end: page {MAX_PAGES} still lists advisories")


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory for each security erratum; where several forms tell of one, the first counts."""
    return security_errata(_advisories(files, log), ("RLSA", "RXSA"), log)


def _advisories(files: Iterable[RawFile], log: FeedLog) -> Iterator[tuple[str, Advisory]]:
    for file in files:
        if file.name.endswith(".jsonl"):
            for place, line in file.numbered_lines():
                yield from _document(line, place, log)
        elif file.name.endswith(".json"):
            yield from _document(file.read(), file.name, log)
        elif file.name.endswith("updateinfo.xml"):
            for update in read_updateinfo(file, log):
                yield "updateinfo", advisory_of(update, _namespace, NAME, NAME, has_modules=True)


def _namespace(update: Update, package: UpdatePackage) -> str:
    found = _PRODUCT.match(update.release) or _RELEASE.search(package.release)
    return f"rocky:{found.group(1)}" if found else ""


def _document(content: bytes, place: str, log: FeedLog) -> Iterator[tuple[str, Advisory]]:
    try:
        document = json_object(content)
    except ReadError as error:
        log.seen()
        log.reject(place, error.message)
        return
    listed = next((key for key in ("advisories", "items") if isinstance(document.get(key), list)), "")
    for entry in objects(document, listed) if listed else [document]:
        if "id" in entry and "affected" in entry:
            yield from (("osv", _osv(one)) for one in read_osv(entry, NAME, log, place))
            continue
        log.seen()
        try:
            yield "apollo", _apollo(entry)
        except ReadError as error:
            log.reject(place, error.message)


def _osv(advisory: Advisory) -> Advisory:
    rows = tuple(replace(row, name_kind=NameKind.SOURCE) for row in advisory.affected)
    return rated(merged(replace(advisory, affected=rows)), NAME, severity_in_title(advisory.title))


def _apollo(entry: JsonObject) -> Advisory:
    identifier = text(entry, "name")
    if not identifier:
        raise ReadError("the erratum has no name")
    published = text(entry, "publishedAt") or text(entry, "published_at")
    title = text(entry, "synopsis")
    streams = {match.group(1) for match in _STREAM.finditer(title.partition(": ")[2] or title)}
    word = severity_of_word(text(entry, "severity").removeprefix("SEVERITY_"))
    if word is Severity.UNKNOWN:
        word = severity_in_title(title)
    cves = list(objects(entry, "cves"))
    fix = Fix(state=FixState.FIXED, date=published[:10], advisories=(identifier,))
    return Advisory(
        id=identifier,
        feed=NAME,
        url=f"https://errata.rockylinux.org/{identifier}",
        fixes=cves_in((*texts(entry, "cves"), *(text(one, "name") or text(one, "cve") for one in cves))),
        title=title,
        description=text(entry, "description"),
        ratings=tuple(_ratings(cves, word)),
        references=tuple(dict.fromkeys(filter(None, (text(one, "sourceLink") for one in objects(entry, "fixes")))))[
            :100
        ],
        published=published,
        modified=text(entry, "updatedAt"),
        affected=rows_of(_packages(entry, streams), fix),
    )


def _packages(entry: JsonObject, streams: set[str]) -> Iterator[Built]:
    yield from _packages_of_v3(entry)
    listing = inner(entry, "rpms")
    for product in listing:
        found = _PRODUCT.match(product)
        if found is None:
            continue
        names = texts(listing, product) or texts(inner(listing, product), "nvras")
        for label in names:
            name, version, architecture = split_nevra(label)
            module = next(iter(streams)) if len(streams) == 1 else None
            yield Built(
                namespace=f"rocky:{found.group(1)}",
                name=name,
                version=version,
                architecture=architecture,
                module=module if ".module" in version else "",
            )


def _packages_of_v3(entry: JsonObject) -> Iterator[Built]:
    """The newer API lists packages with their product and module."""
    for package in objects(entry, "packages"):
        found = _PRODUCT.match(text(package, "product_name")) or _RELEASE.search(text(package, "nevra"))
        name, version, architecture = split_nevra(text(package, "nevra"))
        if found is None:
            continue
        module = (
            f"{text(package, 'module_name')}:{text(package, 'module_stream')}" if text(package, "module_name") else ""
        )
        yield Built(
            namespace=f"rocky:{found.group(1)}",
            name=name,
            version=version,
            architecture=architecture,
            module=module or (None if ".module" in version else ""),
        )


def _ratings(cves: list[JsonObject], word: Severity) -> Iterator[SeverityRating]:
    """The word is the erratum's; a score is given only where there is one vulnerability for it to belong to."""
    if len(cves) == 1:
        score, vector = _score(cves[0]), text(cves[0], "cvss3ScoringVector") or text(cves[0], "cvss3_scoring_vector")
        if vector.startswith("CVSS:") or score is not None:
            version = vector.partition("/")[0].partition(":")[2] or "3.1"
            yield SeverityRating(source=NAME, severity=word, cvss_version=version, vector=vector, score=score)
            return
    if word is not Severity.UNKNOWN:
        yield SeverityRating(source=NAME, severity=word)


def _score(cve: JsonObject) -> float | None:
    score = number(cve, "cvss3BaseScore")
    return number(cve, "cvss3_base_score") if score is None else score


def _entries(content: bytes, name: str) -> list[JsonObject]:
    try:
        return list(objects(json_object(content), "advisories"))
    except ReadError as error:
        raise FeedMalformed(f"{name} {error.message}") from None


FEED = Feed(
    name=NAME,
    title="Rocky Linux",
    license="BSD-3-Clause",
    homepage="https://errata.rockylinux.org/",
    fetch=fetch,
    parse=parse,
)
