"""AlmaLinux: errata in OSV form (git, or OSV's archive) and as `errata.json`; both name binary packages."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from msgspec.structs import replace

from mooring.base.errors import FeedMalformed
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.loose_json import JsonObject, inner, number, objects, text, texts
from mooring.feeds.formats.osv import read_osv
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.providers.distributions.rpm.errata import (
    Built,
    cves_in,
    evr,
    merged,
    rated,
    rows_of,
    security_errata,
    severity_in_title,
)  # fmt: skip
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, FeedItem, Fix, FixState

NAME = "alma"
SOURCE = "almalinux"
PAGES = "https://errata.almalinux.org/"
OSV = "https://osv-vulnerabilities.storage.googleapis.com/AlmaLinux/all.zip"
_RELEASE = re.compile(r"[._]el(\d+)")


def fetch(fetcher: Fetcher) -> None:
    """OSV's archive, which is the repository of AlmaLinux in one file."""
    fetcher.get(OSV, "alma-osv.zip")
    fetcher.keep_only(["alma-osv.zip"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory for each erratum that deals with a vulnerability; where both forms tell of one, the first counts."""
    return security_errata(_advisories(files, log), ("ALSA",), log)


def _advisories(files: Iterable[RawFile], log: FeedLog) -> Iterator[tuple[str, Advisory]]:
    for file in files:
        if file.name.endswith(".jsonl"):
            for place, line in file.numbered_lines():
                yield from (("osv", one) for one in _osv(line, log, place))
        elif file.name.endswith(".json"):
            content = file.read()
            if _is_list(file, content):
                yield from (("errata", one) for one in _errata(file.name, content, log))
            else:
                yield from (("osv", one) for one in _osv(content, log, file.name))


def _is_list(file: RawFile, content: bytes) -> bool:
    return content.lstrip()[:1] == b"[" or file.name.endswith(("errata.json", "errata.full.json"))


def _osv(content: bytes, log: FeedLog, place: str) -> Iterator[Advisory]:
    for advisory in read_osv(content, NAME, log, place):
        page = next((one for one in advisory.references if one.startswith(PAGES)), advisory.url)
        yield rated(merged(replace(advisory, url=page)), SOURCE, severity_in_title(advisory.title))


def _errata(name: str, content: bytes, log: FeedLog) -> Iterator[Advisory]:
    """`errata.json`: entries with one identifier are the parts of one erratum, one for each repository."""
    import msgspec

    try:
        document = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        raise FeedMalformed(f"{name} is no JSON: {error}") from None
    entries = document.get("data") if isinstance(document, dict) else document
    if not isinstance(entries, list):
        raise FeedMalformed(f"{name} is no list of errata")
    parts: dict[str, list[JsonObject]] = {}
    for index, entry in enumerate(entries):
        log.seen()
        identifier = (text(entry, "updateinfo_id") or text(entry, "id")) if isinstance(entry, dict) else ""
        if identifier:
            parts.setdefault(identifier, []).append(entry)
        else:
            log.reject(f"{name}: {index}", "the erratum has no updateinfo_id")
    for identifier, group in parts.items():
        yield _erratum(identifier, group)


def _erratum(identifier: str, parts: list[JsonObject]) -> Advisory:
    first = parts[0]
    published = _moment(first, "issued_date")
    packages = [package for part in parts for package in _packages(part)]
    namespaces = sorted({one.namespace for one in packages})
    fix = Fix(state=FixState.FIXED, date=published[:10], advisories=(identifier,))
    references = [one for part in parts for one in objects(part, "references")]
    release = namespaces[0].partition(":")[2] if namespaces else ""
    advisory = Advisory(
        id=identifier,
        feed=NAME,
        url=f"{PAGES}{release}/{identifier.replace(':', '-')}.html" if release else "",
        fixes=cves_in(text(one, "id") for one in references if text(one, "type") == "cve"),
        title=text(first, "title"),
        description=text(first, "description"),
        references=tuple(dict.fromkeys(filter(None, (text(one, "href") for one in references))))[:100],
        published=published,
        modified=_moment(first, "updated_date"),
        affected=rows_of(packages, fix),
    )
    word = severity_of_word(text(first, "severity"))
    return rated(advisory, SOURCE, word)


def _packages(part: JsonObject) -> Iterator[Built]:
    listing = inner(part, "pkglist") or part
    module = inner(listing, "module")
    stream = f"{text(module, 'name')}:{text(module, 'stream')}" if text(module, "name") else ""
    for package in objects(listing, "packages"):
        release = text(package, "release")
        found = _RELEASE.search(release)
        if found is None:
            continue
        own = ":".join((texts(package, "module") or [""])[0].split(":")[:2])
        label = own or stream or (None if ".module" in release else "")
        yield Built(
            namespace=f"almalinux:{found.group(1)}",
            name=text(package, "name"),
            version=evr(text(package, "epoch"), text(package, "version"), release),
            architecture=text(package, "arch"),
            module=label,
        )


def _moment(entry: JsonObject, key: str) -> str:
    """Milliseconds as Mongo exports them, seconds, or a text."""
    written = text(entry, key)
    milliseconds = number(inner(entry, key), "$date")
    seconds = milliseconds / 1000 if milliseconds is not None else number(entry, key)
    if seconds is None or not 0 < seconds < 1e11:
        return written
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


FEED = Feed(
    name=NAME,
    title="AlmaLinux",
    license="MIT",
    homepage="https://errata.almalinux.org/",
    fetch=fetch,
    parse=parse,
)
