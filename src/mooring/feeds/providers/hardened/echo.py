"""Echo: hardened Debian packages; for each source package the CVEs and the versions that fix them.

{"curl": {"CVE-2024-11053": {"fixed_version": "7.88.1-10+deb12u8", "severity": "HIGH"}}}
"""

from collections.abc import Iterable, Iterator

import msgspec

from mooring.base.errors import FeedMalformed, ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.loose_json import JsonObject, json_object, text
from mooring.feeds.formats.osv import read_osv
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, Fix, FixState, NameKind, VersionRange
from mooring.model.severity import Severity

DATA = "https://advisory.echohq.com/data.json"
NAMESPACE = "echo:1"


def fetch(fetcher: Fetcher) -> None:
    """The data, one file."""
    fetcher.get(DATA, "data.json")
    fetcher.keep_only(["data.json"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[Advisory]:
    """An advisory per CVE: of the whole file, of files named by their package, or of OSV records."""
    rows: dict[str, list[Affected]] = {}
    for file in files:
        stem, _, suffix = file.name.rpartition("/")[2].rpartition(".")
        if suffix == "jsonl":
            for place, line in file.numbered_lines():
                yield from read_osv(line, FEED.name, log, place)
        elif suffix != "json":
            log.skip("a file without advisories")
        elif stem.startswith(("ECHO-", "CVE-")):
            yield from read_osv(file.read(), FEED.name, log, file.name)
        else:
            _read(file, stem, rows, log)
    for identifier, found in rows.items():
        yield Advisory(id=identifier, feed=FEED.name, affected=tuple(found))


def _read(file: RawFile, stem: str, rows: dict[str, list[Affected]], log: FeedLog) -> None:
    """A file of one package is rejected where it is damaged; the whole file would leave the distribution without findings."""
    try:
        document = json_object(file.read())
    except ReadError as error:
        if stem == "data":
            raise FeedMalformed(f"{file.name} {error.message}") from None
        log.seen()
        log.reject(file.name, error.message)
        return
    is_one_package = any(name.startswith(("CVE-", "GHSA-")) for name in document)
    for package, entries in [(stem, document)] if is_one_package else document.items():
        if not isinstance(entries, dict):
            log.seen()
            log.reject(f"{file.name}: {package[:100]}", "is no object of CVEs")
            continue
        for identifier, entry in entries.items():
            log.seen()
            if isinstance(entry, dict) and identifier.strip() and package.strip():
                rows.setdefault(identifier, []).append(_row(package, entry))
            else:
                log.reject(f"{file.name}: {package[:100]}: {identifier[:100]}", "is no object with a name")


def _row(package: str, entry: JsonObject) -> Affected:
    version = text(entry, "fixed_version")
    severity = severity_of_word(text(entry, "severity"))
    row = Affected(
        namespace=NAMESPACE,
        name=package,
        name_kind=NameKind.SOURCE,
        severity=None if severity is Severity.UNKNOWN else severity,
    )
    if version == "0":
        return msgspec.structs.replace(row, is_negative=True)
    if not version:
        return msgspec.structs.replace(row, fix=Fix(state=FixState.NOT_FIXED))
    fix = Fix(state=FixState.FIXED, versions=(version,))
    return msgspec.structs.replace(row, ranges=(VersionRange(high=version),), fix=fix)


FEED = Feed(
    name="echo",
    title="Echo advisories",
    license="none in words",
    homepage="https://advisory.echohq.com/",
    fetch=fetch,
    parse=parse,
    covers="Echo",
)
