"""Oracle Linux: the OVAL file of all errata, and OSV.

Ksplice builds patch running processes and are no packages of an image: they are left out. Builds for FIPS (`_fips` in the release,
epoch 10) replace the plain ones where somebody asks for them: they are the channel `oracle:8+fips`.
"""

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.loose_json import JsonObject, inner, json_object, text
from mooring.feeds.formats.osv import read_osv
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.formats.xml.oval import OvalDefinition, read_oval
from mooring.feeds.providers.distributions.rpm.errata import Built, cves_in, rated, rows_of, severity_in_title
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, FeedItem, Fix, FixState
from mooring.model.severity import SeverityRating

NAME = "oracle"
OVAL = "https://linux.oracle.com/security/oval/com.oracle.elsa-all.xml.bz2"
_PLATFORM = re.compile(r"Oracle Linux (\d+)")
_TITLE = re.compile(r"(EL[SBE]A-\d{4}-\d+)\s*:\s*(.*)")
_WITH_MODULES = ("8", "9")


def fetch(fetcher: Fetcher) -> None:
    """The OVAL file of all releases."""
    fetcher.get(OVAL, "com.oracle.elsa-all.xml.bz2")
    fetcher.keep_only(["com.oracle.elsa-all.xml.bz2"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory for each erratum with a package of Oracle Linux."""
    for file in files:
        if file.name.endswith(".xml"):
            for definition in read_oval(file, log):
                advisory = _erratum(definition)
                if advisory.affected:
                    yield advisory
                else:
                    log.skip("names no package of Oracle Linux, ksplice left out")
        elif file.name.endswith(".jsonl"):
            for place, line in file.numbered_lines():
                yield from _osv(line, log, place)
        elif file.name.endswith(".json"):
            yield from _osv(file.read(), log, file.name)


def _erratum(definition: OvalDefinition) -> Advisory:
    found = _TITLE.match(definition.title)
    named = next((one for source, one, _ in definition.references if source.lower() == "elsa"), "")
    identifier = named or (found.group(1) if found else definition.id)
    title = found.group(2) if found else definition.title
    fix = Fix(state=FixState.FIXED, date=definition.issued[:10], advisories=(identifier,))
    cves = cves_in((*definition.cves, *(one for source, one, _ in definition.references if source.upper() == "CVE")))
    advisory = Advisory(
        id=identifier,
        feed=NAME,
        url=f"https://linux.oracle.com/errata/{identifier}.html",
        fixes=cves,
        title=title,
        description=definition.description,
        references=tuple(dict.fromkeys(url for _, _, url in definition.references if url))[:100],
        published=definition.issued,
        affected=rows_of(_packages(definition), fix),
    )
    word = severity_of_word(definition.severity)
    return rated(advisory, NAME, word)


def _packages(definition: OvalDefinition) -> Iterator[Built]:
    for package in definition.packages:
        places = package.platforms or definition.platforms
        if not package.high or _is_ksplice(package.name, package.high):
            continue
        for release in dict.fromkeys(found.group(1) for place in places if (found := _PLATFORM.search(place))):
            for architecture in package.architectures or ("",):
                yield Built(
                    namespace=_namespace(release, package.high),
                    name=package.name,
                    version=package.high,
                    architecture=architecture,
                    module=package.module or _no_module(release, package.high),
                )


def _osv(content: bytes, log: FeedLog, place: str) -> Iterator[Advisory]:
    """OSV lists each architecture's builds; they are folded as those of an erratum are."""
    for advisory in read_osv(content, NAME, log, place):
        packages = [
            Built(
                namespace=_namespace(row.namespace.partition(":")[2], one.high),
                name=row.name,
                version=one.high,
                architecture=architecture,
                module=row.module or _no_module(row.namespace.partition(":")[2], one.high),
            )
            for row in advisory.affected
            for one in row.ranges
            for architecture in row.architectures or ("",)
            if one.high and not _is_ksplice(row.name, one.high)
        ]
        if not packages:
            log.skip("names no package of Oracle Linux, ksplice left out")
            continue
        fix = Fix(state=FixState.FIXED, date=advisory.published[:10], advisories=(advisory.id,))
        scores = inner(inner(json_object(content), "database_specific"), "cvss")
        rating = replace(advisory, affected=rows_of(packages, fix), ratings=advisory.ratings + _scores(scores))
        word = next((one.severity for one in advisory.ratings), severity_in_title(advisory.title))
        yield rated(rating, NAME, word)


def _scores(vectors: JsonObject) -> tuple[SeverityRating, ...]:
    """A score is given only where there is one vulnerability for it to belong to."""
    if len(vectors) != 1:
        return ()
    vector = text(vectors, next(iter(vectors)))
    if not vector:
        return ()
    version = vector.partition("/")[0].partition(":")[2] if vector.startswith("CVSS:") else "2.0"
    return (SeverityRating(source=NAME, cvss_version=version, vector=vector),)


def _is_ksplice(name: str, version: str) -> bool:
    return "ksplice" in version or "ksplice" in name


def _namespace(release: str, version: str) -> str:
    return f"oracle:{release}{'+fips' if '_fips' in version else ''}"


def _no_module(release: str, version: str) -> str | None:
    return "" if release.partition("+")[0] in _WITH_MODULES and ".module" not in version else None


FEED = Feed(
    name=NAME,
    title="Oracle Linux",
    license="no licence in words",
    homepage="https://linux.oracle.com/security/",
    fetch=fetch,
    parse=parse,
)
