"""The Node.js security working group: Node.js itself, npm packages until 2018, and what of its dependencies does not concern Node.js.

Format: JSON, one file an advisory: vuln/core (`vulnerable`, `patched`), vuln/npm (`vulnerable_versions`, `patched_versions`), vuln/deps
(`cve`, `reason`). Versions are npm's ranges.
"""

from collections.abc import Iterable, Iterator

from mooring.feeds.feed import Feed, FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.documents import Document, OddRecordError, cve_of, read_documents, text_of, texts_of
from mooring.feeds.formats.osv_feed import archive_of, fetching
from mooring.feeds.formats.patched import affected_ranges, fix_of
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, FeedItem
from mooring.model.scoring.cvss import rating_of
from mooring.model.severity import Severity, SeverityRating
from mooring.versions.scheme import scheme_named
from mooring.vulns.names import normal_name


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory a file of the three folders."""
    return read_documents(_numbered(files, log), log, _advisories)


def _numbered(files: Iterable[RawFile], log: FeedLog) -> Iterator[RawFile]:
    for file in files:
        folder, _, name = file.name.rpartition("/")
        if not name.endswith(".json") or folder.rpartition("/")[2] not in ("core", "npm", "deps"):
            continue
        if name == "index.json":
            log.seen()
            log.skip("repeats the others")
            continue
        yield file


def _advisories(name: str, document: Document) -> Iterator[Advisory]:
    folder, number = name.removesuffix(".json").split("/")[-2:]
    match folder:
        case "core":
            yield _core(number, document)
        case "npm":
            yield _npm(number, document)
        case _:
            yield _dependency(number, document)


def _core(number: str, document: Document) -> Advisory:
    vulnerable, patched = _requirements(document, "vulnerable"), _requirements(document, "patched")
    affected = _affected("generic", "node", vulnerable, patched)
    word = severity_of_word(text_of(document, "severity"))
    aliases, fixes = _names(texts_of(document, "cve"))
    return Advisory(
        id=f"NSWG-COR-{number}",
        feed="nodejs",
        url=text_of(document, "ref"),
        aliases=aliases,
        fixes=fixes,
        title=text_of(document, "description")[:500],
        description=text_of(document, "overview")[:20_000],
        ratings=(SeverityRating(source="nodejs", severity=word),) if word is not Severity.UNKNOWN else (),
        published=clamped(text_of(document, "publish_date")),
        affected=(affected,),
    )


def _npm(number: str, document: Document) -> Advisory:
    package = text_of(document, "module_name")
    if not package:
        raise OddRecordError("names no module")
    vector = text_of(document, "cvss_vector")
    aliases, fixes = _names(texts_of(document, "cves"))
    return Advisory(
        id=f"NSWG-ECO-{text_of(document, 'id') or number}",
        feed="nodejs",
        aliases=aliases,
        fixes=fixes,
        title=text_of(document, "title"),
        description=text_of(document, "overview")[:20_000],
        ratings=(rating_of("nodejs", vector),) if vector else (),
        references=texts_of(document, "references"),
        published=clamped(text_of(document, "publish_date")),
        affected=(
            _affected(
                "npm",
                normal_name("npm", package),
                _requirements(document, "vulnerable_versions"),
                _requirements(document, "patched_versions"),
            ),
        ),
    )


def _dependency(number: str, document: Document) -> Advisory:
    """Node.js is not affected by these."""
    cves = tuple(found for text in texts_of(document, "cve") if (found := cve_of(text)))
    if not cves:
        raise OddRecordError("names no CVE")
    return Advisory(
        id=f"NSWG-DEP-{number}",
        feed="nodejs",
        url=text_of(document, "ref"),
        fixes=cves,
        title=text_of(document, "description")[:500],
        description=text_of(document, "overview")[:20_000],
        affected=(Affected(namespace="generic", name="node", scheme="semver", is_negative=True),),
    )


def _names(cves: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Aliases and fixes: one CVE is an alias; several are what the advisory deals with."""
    found = tuple(cve for text in cves if (cve := cve_of(text)))
    return (found, ()) if len(found) <= 1 else ((), found)


def _requirements(document: Document, name: str) -> tuple[str, ...]:
    text = text_of(document, name)
    return (text,) if text else ()


def _affected(namespace: str, name: str, vulnerable: tuple[str, ...], patched: tuple[str, ...]) -> Affected:
    scheme = scheme_named("semver")
    ranges = affected_ranges(patched, (), scheme, vulnerable=vulnerable)
    if not ranges:
        raise OddRecordError("says that no version is vulnerable")
    is_everything = not ranges[0].low and not ranges[0].high
    return Affected(
        namespace=namespace,
        name=name,
        scheme="semver" if namespace == "generic" else "",
        ranges=() if is_everything else ranges,
        fix=fix_of(patched, scheme),
    )


FEED = Feed(
    name="nodejs",
    title="Node.js security working group",
    license="MIT",
    homepage="https://github.com/nodejs/security-wg",
    fetch=fetching({"security-wg.tar.gz": archive_of("nodejs/security-wg", "main")}),
    parse=parse,
    covers="Node.js itself; npm until 2018",
)
