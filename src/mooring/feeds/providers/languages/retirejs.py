"""Retire.js: libraries of JavaScript, by their npm names.

Format: JSON (retire.js README, "repository"): components with `vulnerabilities`, each `atOrAbove` one version and `below` another, or with
`ranges` of those. The repository holds the same in several forms; one is read. What recognises files by content is not used.
"""

from collections.abc import Iterable, Iterator

from mooring.base.errors import FeedError, HostileInput, ReadError
from mooring.feeds.feed import Feed, FeedLog
from mooring.feeds.formats.documents import Document, cve_of, document_of, ghsa_of, part_of, text_of, texts_of
from mooring.feeds.formats.osv_feed import fetching
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, FeedItem, Fix, FixState, VersionRange
from mooring.model.severity import SeverityRating
from mooring.vulns.names import normal_name

_READ = ("jsrepository-v5.json", "npmrepository.json")
_EXAMPLES = ("retire-example", "dont check")


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory a vulnerability of a component that has an npm name; counted are files."""
    for file in files:
        name = file.name.rpartition("/")[2]
        if not name.endswith(".json"):
            continue
        log.seen()
        if name not in _READ:
            log.skip("another form of the same")
            continue
        try:
            document = document_of(file)
        except (FeedError, HostileInput, ReadError) as error:
            log.reject(file.name, error.message)
            continue
        yield from _advisories(document, log, is_npm=name == "npmrepository.json")


def _advisories(document: Document, log: FeedLog, *, is_npm: bool) -> Iterator[Advisory]:
    for component in sorted(document):
        entry = part_of(document, component)
        package = component if is_npm else text_of(entry, "npmname")
        vulnerabilities = entry.get("vulnerabilities")
        if component in _EXAMPLES or not isinstance(vulnerabilities, list):
            continue
        if not package:
            log.skip("a library without an npm name")
            continue
        for number, one in enumerate(vulnerabilities):
            if isinstance(one, dict):
                yield _advisory(package, component, number, one)


def _advisory(package: str, component: str, number: int, one: Document) -> Advisory:
    identifiers = part_of(one, "identifiers")
    cves = tuple(cve for text in texts_of(identifiers, "CVE") if (cve := cve_of(text)))
    ghsa = ghsa_of(text_of(identifiers, "githubID"))
    own = f"RETIREJS-{component}-{text_of(identifiers, 'retid') or number}".replace(" ", "-")
    ranges = tuple(_range(part) for part in _ranges(one))
    fixes = tuple(dict.fromkeys(one.high for one in ranges if one.high))
    names = tuple(name for name in (ghsa, *(cves if len(cves) == 1 else ())) if name)
    return Advisory(
        id=own,
        feed="retirejs",
        url=next(iter(texts_of(one, "info")), ""),
        aliases=names,
        fixes=cves if len(cves) > 1 else (),
        title=text_of(identifiers, "summary") or text_of(one, "summary"),
        ratings=(SeverityRating(source="retirejs", severity=severity_of_word(text_of(one, "severity"))),),
        cwes=texts_of(one, "cwe"),
        references=texts_of(one, "info")[:100],
        affected=(
            Affected(
                namespace="npm",
                name=normal_name("npm", package),
                ranges=ranges if any(one.low or one.high for one in ranges) else (),
                fix=Fix(state=FixState.FIXED if fixes else FixState.NOT_FIXED, versions=fixes),
            ),
        ),
    )


def _ranges(one: Document) -> list[Document]:
    given = one.get("ranges")
    return [part for part in given if isinstance(part, dict)] if isinstance(given, list) else [one]


def _range(part: Document) -> VersionRange:
    return VersionRange(low=text_of(part, "atOrAbove"), high=_unbounded(text_of(part, "below")))


def _unbounded(version: str) -> str:
    """`999.999.999` is how some entries say that there is no fix."""
    return "" if version.startswith("999") else version


_RAW = "https://raw.githubusercontent.com/RetireJS/retire.js/master/repository"
FEED = Feed(
    name="retirejs",
    title="Retire.js",
    license="Apache-2.0",
    homepage="https://retirejs.github.io/retire.js/",
    fetch=fetching({name: f"{_RAW}/{name}" for name in _READ}),
    parse=parse,
    is_default=False,
    covers="npm",
    note="Off because it is made to recognise files by content; on npm packages it repeats GitHub's advisories with wider ranges.",
)
