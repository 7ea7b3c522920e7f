"""Gentoo Linux Security Advisories, as XML and as JSON made from it. Names are `category/package`."""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

import msgspec

from mooring.base.errors import ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.loose_json import JsonObject, inner, json_object, objects, text
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.providers.distributions.glsa.ranges import GlsaRange, affected_ranges, fixed_versions
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, Fix, FixState, NameKind
from mooring.model.severity import Severity, SeverityRating
from mooring.packages.formats.documents import parse_xml

ARCHIVE = "https://gitweb.gentoo.org/data/glsa.git/snapshot/glsa-master.tar.gz"
MAX_PACKAGES = 2_000
_CVE = re.compile(r"(?:CVE|CAN)-([0-9]{4}-[0-9]{4,12})")
_ID = re.compile(r"(?:GLSA[- ])?([0-9]{6}-[0-9]{2,3})")
_LONG_DATE = re.compile(r"([A-Z][a-z]+) ([0-9]{1,2}), ([0-9]{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """What an advisory says about a package."""

    name: str
    architectures: tuple[str, ...]
    vulnerable: tuple[GlsaRange, ...]
    unaffected: tuple[GlsaRange, ...]


class Glsa(msgspec.Struct, frozen=True, kw_only=True):
    """One advisory, whatever its form."""

    id: str
    title: str
    synopsis: str
    announced: str
    revised: str
    impact: str
    packages: tuple[Package, ...]
    references: tuple[tuple[str, str], ...]
    """Text and address."""


def fetch(fetcher: Fetcher) -> None:
    """The repository's current state as an archive."""
    fetcher.get(ARCHIVE, "glsa-master.tar.gz")
    fetcher.keep_only(["glsa-master.tar.gz"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[Advisory]:
    """An advisory per document."""
    for file in files:
        name = file.name.rpartition("/")[2]
        if name.endswith(".jsonl"):
            for place, line in file.numbered_lines():
                yield from _read(line, place, log)
        elif name.endswith(".json") or (name.endswith(".xml") and name.startswith("glsa-")):
            yield from _read(file.read(), file.name, log)
        else:
            log.skip("a file without an advisory")


def _read(content: bytes, place: str, log: FeedLog) -> Iterator[Advisory]:
    log.seen()
    try:
        glsa = _of_xml(parse_xml(content)) if content.lstrip()[:1] == b"<" else _of_json(json_object(content))
        if not (found := _ID.fullmatch(glsa.id)):
            raise ReadError(f"its id is {glsa.id[:60]!r}")
    except ReadError as error:
        log.reject(place, error.message)
        return
    yield _advisory(found[1], glsa)


def _advisory(number: str, glsa: Glsa) -> Advisory:
    cves = dict.fromkeys(f"CVE-{found}" for line, _ in glsa.references for found in _CVE.findall(line))
    severity = _severity(glsa)
    rows = (_row(package, number, glsa) for package in glsa.packages if package.vulnerable)
    return Advisory(
        id=f"GLSA-{number}",
        feed=FEED.name,
        url=f"https://security.gentoo.org/glsa/{number}",
        fixes=tuple(cves),
        title=glsa.title,
        description=" ".join(glsa.synopsis.split()),
        # Of the advisory as a whole, so no rating of one flaw among several.
        ratings=(SeverityRating(source=FEED.name, severity=severity),) if severity and len(cves) < 2 else (),
        references=tuple(dict.fromkeys(address for _, address in glsa.references if address))[:100],
        published=iso_date(glsa.announced),
        modified=iso_date(glsa.revised),
        # Without ranges a row would mean every version.
        affected=tuple(row for row in rows if row.ranges),
    )


def _row(package: Package, number: str, glsa: Glsa) -> Affected:
    versions = fixed_versions(package.unaffected)
    newer = [
        f"fixed in versions newer than {one.version}" for one in package.unaffected if one.operator in ("gt", "rgt")
    ]
    is_fixed = bool(versions or newer)
    return Affected(
        namespace="gentoo",
        name=package.name,
        name_kind=NameKind.SOURCE,
        ranges=affected_ranges(package.vulnerable, package.unaffected),
        fix=Fix(
            state=FixState.FIXED if is_fixed else FixState.NOT_FIXED,
            versions=versions,
            date=iso_date(glsa.announced) if is_fixed else "",
            advisories=(f"GLSA-{number}",),
            note="" if versions else "; ".join(newer[:3]),
        ),
        severity=_severity(glsa),
        architectures=package.architectures,
    )


def _severity(glsa: Glsa) -> Severity | None:
    severity = severity_of_word("negligible" if glsa.impact == "minimal" else glsa.impact)
    return None if severity is Severity.UNKNOWN else severity


def iso_date(written: str) -> str:
    """`2007-12-30` for itself, for `December 30, 2007` and for `December 30, 2007: 02`; empty for anything else."""
    text = written.partition(":")[0].strip()
    if (found := _LONG_DATE.fullmatch(text)) and found[1][:3] in _MONTHS:
        return f"{found[3]}-{_MONTHS.index(found[1][:3]) + 1:02}-{int(found[2]):02}"
    return clamped(text)


def _of_json(document: JsonObject) -> Glsa:
    return Glsa(
        id=text(document, "ID"),
        title=text(document, "Title"),
        synopsis=text(document, "Synopsis"),
        announced=text(document, "Announced"),
        revised=text(inner(document, "Revised"), "Text"),
        impact=text(inner(document, "Impact"), "Type"),
        packages=tuple(
            Package(
                name=text(one, "Name"),
                architectures=_architectures(text(one, "Arch")),
                vulnerable=_json_ranges(one, "Vulnerable"),
                unaffected=_json_ranges(one, "Unaffected"),
            )
            for one in list(objects(inner(document, "Affected"), "Package"))[:MAX_PACKAGES]
            if text(one, "Name")
        ),
        references=tuple(
            (text(one, "Text"), text(one, "Link")) for one in objects(inner(document, "References"), "URI")
        ),
    )


def _json_ranges(holder: JsonObject, key: str) -> tuple[GlsaRange, ...]:
    return tuple(
        GlsaRange(operator=text(one, "Range"), version=text(one, "Text"), slot=text(one, "Slot"))
        for one in objects(holder, key)
    )


def _of_xml(root: Element) -> Glsa:
    impact = root.find("impact")
    return Glsa(
        id=root.get("id", "").strip(),
        title=_content(root, "title"),
        synopsis=_content(root, "synopsis"),
        announced=_content(root, "announced"),
        revised=_content(root, "revised"),
        impact=impact.get("type", "") if impact is not None else "",
        packages=tuple(
            Package(
                name=one.get("name", "").strip(),
                architectures=_architectures(one.get("arch", "")),
                vulnerable=_xml_ranges(one, "vulnerable"),
                unaffected=_xml_ranges(one, "unaffected"),
            )
            for one in root.findall("affected/package")[:MAX_PACKAGES]
            if one.get("name", "").strip()
        ),
        references=tuple(
            ("".join(one.itertext()).strip(), one.get("link", "")) for one in root.findall("references/uri")
        ),
    )


def _content(root: Element, name: str) -> str:
    found = root.find(name)
    return "".join(found.itertext()).strip() if found is not None else ""


def _xml_ranges(package: Element, name: str) -> tuple[GlsaRange, ...]:
    return tuple(
        GlsaRange(operator=one.get("range", ""), version=(one.text or "").strip(), slot=one.get("slot", ""))
        for one in package.findall(name)
    )


def _architectures(written: str) -> tuple[str, ...]:
    return () if "*" in written.split() else tuple(written.split())


FEED = Feed(
    name="gentoo",
    title="Gentoo Linux Security Advisories",
    license="CC-BY-SA-4.0",
    homepage="https://security.gentoo.org/glsa",
    fetch=fetch,
    parse=parse,
    covers="Gentoo",
    attribution="Contains Gentoo Linux Security Advisories, CC BY-SA 4.0; a database made from them is under the same licence.",
)
