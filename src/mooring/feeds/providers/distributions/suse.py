"""SUSE Linux Enterprise and openSUSE: OVAL by default, which in one file says what is fixed, open and not affected; OSV, CVRF and CSAF
where a workspace has them.

Rows name binary packages. Products are `rpm/suse_products.py`.
"""

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from mooring.base.errors import FeedMalformed, HostileInput, ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats import csaf
from mooring.feeds.formats.loose_json import JsonObject, inner, json_object, objects, text
from mooring.feeds.formats.osv import read_osv
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.formats.xml.cvrf import advisory_of, read_cvrf
from mooring.feeds.formats.xml.oval import OvalDefinition, read_oval
from mooring.feeds.providers.distributions.rpm.csaf_rows import affected_rows
from mooring.feeds.providers.distributions.rpm.errata import Built, cves_in, merged, rated, rows_of
from mooring.feeds.providers.distributions.rpm.paid import paid_only
from mooring.feeds.providers.distributions.rpm.suse_products import (
    LONGER_SUPPORT,
    namespace_of,
    place_of,
    plain_release,
)  # fmt: skip
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, FeedItem, Fix, FixState

NAME = "suse"
OVAL = "https://ftp.suse.com/pub/projects/security/oval/"
_LISTED = re.compile(
    r'href="(?:\./)?((?:suse\.linux\.enterprise\.(?:server|micro)\.[\d.]+|opensuse\.leap\.[\d.]+|opensuse\.tumbleweed)(-affected)?\.xml\.(?:bz2|gz))"'
)
_CVE_TITLE = re.compile(r"CVE-\d{4}-\d{4,12}")
_ERRATUM = re.compile(r"(?:open)?SUSE-[A-Z]{2}-\d{4}:[\w.-]+")


def fetch(fetcher: Fetcher) -> None:
    """The OVAL file of each release of SLES, SLE Micro, Leap and Tumbleweed; the one with open issues where there are two."""
    listing = fetcher.read(OVAL).decode("utf-8", "replace")
    chosen: dict[str, str] = {}
    for name, affected in _LISTED.findall(listing):
        release = name.partition(".xml")[0].removesuffix("-affected")
        if affected or release not in chosen:
            chosen[release] = name
    if not chosen:
        raise FeedMalformed(f"{OVAL} lists no OVAL file")
    for name in chosen.values():
        fetcher.get(f"{OVAL}{name}", name)
    fetcher.keep_only(chosen.values())


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory for each definition, erratum and document."""
    for file in files:
        if file.name.endswith(".xml") and "cvrf" in file.name.lower():
            yield from _cvrf(file, log)
        elif file.name.endswith(".xml"):
            yield from filter(None, (_definition(one, log) for one in read_oval(file, log)))
        elif file.name.endswith(".jsonl"):
            for place, line in file.numbered_lines():
                yield from _json(line, place, log)
        elif file.name.endswith(".json"):
            yield from _json(file.read(), file.name, log)


def _definition(definition: OvalDefinition, log: FeedLog) -> Advisory | None:
    """A definition is about a CVE, or, in files of patches, about an erratum."""
    found = _CVE_TITLE.match(definition.title) or _ERRATUM.search(definition.title)
    rows = _completed(tuple(_oval_rows(definition)))
    if not rows:
        log.skip("names no package of SLES or openSUSE")
        return None
    identifier = found.group(0) if found else definition.id
    is_cve = identifier.startswith("CVE-")
    advisory = Advisory(
        id=identifier,
        feed=NAME,
        url=f"https://www.suse.com/security/cve/{identifier}/" if is_cve else "",
        fixes=() if is_cve else cves_in(definition.cves),
        title="" if is_cve else definition.title,
        description=definition.description,
        references=tuple(dict.fromkeys(url for _, _, url in definition.references if url))[:100],
        published=definition.issued,
        modified=definition.updated,
        affected=rows,
    )
    return rated(advisory, NAME, severity_of_word(definition.severity))


def _oval_rows(definition: OvalDefinition) -> Iterator[Affected]:
    built: list[Built] = []
    others: dict[tuple[str, str, bool], Affected] = {}
    for package in definition.packages:
        for namespace in dict.fromkeys(map(namespace_of, package.platforms or definition.platforms)):
            if not namespace or (package.equal and package.equal != "0"):
                continue
            if package.high and package.high.strip("0:-.") != "":
                built += (
                    Built(namespace=namespace, name=package.name, version=package.high, architecture=architecture)
                    for architecture in package.architectures or ("",)
                )
            else:
                is_negative = bool(package.equal or package.high)
                fix = Fix() if is_negative else Fix(state=FixState.NOT_FIXED)
                row = Affected(namespace=namespace, name=package.name, is_negative=is_negative, fix=fix)
                others[namespace, package.name, is_negative] = row
    yield from rows_of(built, Fix(state=FixState.FIXED))
    yield from others.values()


def _completed(rows: tuple[Affected, ...]) -> tuple[Affected, ...]:
    return (*rows, *paid_only(rows, plain_release, LONGER_SUPPORT))


def _cvrf(file: RawFile, log: FeedLog) -> Iterator[Advisory]:
    """A file is one record: a damaged one is rejected and hides no others."""
    log.seen()
    try:
        document = read_cvrf(file, NAME)
    except (FeedMalformed, HostileInput) as error:
        log.reject(file.name, error.message)
        return
    if not document.id:
        log.reject(file.name, "the document has no identification")
        return
    rows = affected_rows(document.statements, place_of)
    fix = {"state": FixState.FIXED, "date": document.published[:10], "advisories": (document.id,)}
    dated = tuple(replace(row, fix=replace(row.fix, **fix)) if row.fix.state is FixState.FIXED else row for row in rows)
    if not rows:
        log.skip("names no package of SLES or openSUSE")
        return
    yield rated(advisory_of(document, NAME, _completed(dated)), NAME, severity_of_word(document.severity))


def _json(content: bytes, place: str, log: FeedLog) -> Iterator[Advisory]:
    try:
        document = json_object(content)
    except ReadError as error:
        log.seen()
        log.reject(place, error.message)
        return
    if "document" in document:
        log.seen()
        try:
            yield _csaf(document)
        except (ReadError, HostileInput) as error:
            log.reject(place, error.message)
        return
    for advisory in read_osv(content, NAME, log, place):
        whole = merged(advisory)
        yield replace(whole, affected=_completed(whole.affected))


def _csaf(document: JsonObject) -> Advisory:
    identifier = csaf.tracking_id(document)
    head = inner(document, "document")
    tracking = inner(head, "tracking")
    vulnerabilities = list(objects(document, "vulnerabilities"))
    names = tuple(dict.fromkeys(filter(None, map(csaf.vulnerability_id, vulnerabilities))))
    is_vex = csaf.category(document) == "csaf_vex" or names == (identifier,)
    main = vulnerabilities[0] if is_vex and vulnerabilities else {}
    word = severity_of_word(text(inner(head, "aggregate_severity"), "text"))
    return Advisory(
        id=names[0] if is_vex and len(names) == 1 else identifier,
        feed=NAME,
        url=next((text(one, "url") for one in objects(head, "references") if text(one, "category") == "self"), ""),
        fixes=() if is_vex else names,
        title=text(head, "title"),
        description=csaf.note(main, "description", "general") or csaf.note(head, "description", "summary"),
        ratings=tuple(csaf.ratings(main, NAME, word)),
        published=text(tracking, "initial_release_date"),
        modified=text(tracking, "current_release_date"),
        affected=_completed(affected_rows(csaf.statements(document), place_of)),
    )


FEED = Feed(
    name=NAME,
    title="SUSE Linux Enterprise and openSUSE",
    license="CC-BY-4.0",
    homepage="https://www.suse.com/support/security/",
    fetch=fetch,
    parse=parse,
    attribution="Security data of SUSE, under CC BY 4.0.",
)
