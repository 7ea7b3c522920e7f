"""Photon OS: CVE metadata (JSON, a list for each release) and OVAL."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from mooring.base.errors import FeedMalformed
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.loose_json import JsonObject, json_object, number, text, texts
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.formats.xml.oval import OvalDefinition, read_oval
from mooring.feeds.providers.distributions.rpm.errata import CVE, Built, cves_in, rated, rows_of
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, FeedItem, Fix, FixState, NameKind, VersionRange
from mooring.model.scoring.cvss import severity_of_score
from mooring.model.severity import SeverityRating

NAME = "photon"
BASE = "https://packages.broadcom.com/photon/photon_cve_metadata"
_RELEASE = re.compile(r"cve_data_photon(\d+\.\d+)")
_PLATFORM = re.compile(r"Photon(?: OS)? (\d+)(?:\.(\d+))?")
_RELEASE_NUMBER = re.compile(r"\d{1,3}\.\d{1,3}")
_IDENTIFIER = re.compile(r"[A-Z]{2,10}-[\w.-]{1,60}")
_NONE = ("", "na", "n/a", "none")


def fetch(fetcher: Fetcher) -> None:
    """The list of each release that `photon_versions.json` names."""
    versions = texts(json_object(fetcher.read(f"{BASE}/photon_versions.json")), "branches")
    names = [f"cve_data_photon{version}.json" for version in versions if _RELEASE_NUMBER.fullmatch(version)]
    if not names:
        raise FeedMalformed("photon_versions.json names no release")
    for name in names:
        fetcher.get(f"{BASE}/{name}", name, optional=True)
    fetcher.keep_only(names)


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory for each CVE of a release, or for each OVAL definition."""
    for file in files:
        found = _RELEASE.search(file.name)
        if file.name.endswith(".json") and found:
            yield from _metadata(file, f"photon:{found.group(1)}", log)
        elif file.name.endswith(".xml"):
            for definition in read_oval(file, log):
                yield _erratum(definition)


def _metadata(file: RawFile, namespace: str, log: FeedLog) -> Iterator[Advisory]:
    try:
        entries = msgspec.json.decode(file.read())
    except (msgspec.DecodeError, RecursionError) as error:
        raise FeedMalformed(f"{file.name} is no JSON: {error}") from None
    if not isinstance(entries, list):
        raise FeedMalformed(f"{file.name} is no list")
    by_cve: dict[str, list[JsonObject]] = {}
    for index, entry in enumerate(entries):
        log.seen()
        name = text(entry, "cve_id") if isinstance(entry, dict) else ""
        if name.startswith("UNK-"):
            log.skip("a vulnerability without an identifier")
        elif _is_identifier(name) and text(entry, "pkg"):
            by_cve.setdefault(name, []).append(entry)
        else:
            log.reject(f"{file.name}: {index}", f"names no vulnerability or no package: {name[:40]!r}")
    for cve, group in by_cve.items():
        yield Advisory(
            id=cve,
            feed=NAME,
            url=f"https://nvd.nist.gov/vuln/detail/{cve}" if cve.startswith("CVE-") else "",
            ratings=tuple(_ratings(group)),
            affected=tuple(dict.fromkeys(_row(entry, namespace) for entry in group)),
        )


def _is_identifier(name: str) -> bool:
    """A CVE, or an identifier of somebody else (`BDSA-2025-0719`)."""
    return bool(CVE.fullmatch(name) or (_IDENTIFIER.fullmatch(name) and not name.startswith("CVE-")))


def _ratings(group: list[JsonObject]) -> Iterator[SeverityRating]:
    """The score stands for itself: the list has no vectors."""
    scores = [score for entry in group if (score := number(entry, "cve_score")) is not None and 0 < score <= 10]
    if scores:
        yield SeverityRating(source=NAME, severity=severity_of_score(max(scores), "3.1"), score=max(scores))


def _row(entry: JsonObject, namespace: str) -> Affected:
    fixed = text(entry, "res_ver")
    has_fix = fixed.lower() not in _NONE
    is_negative = text(entry, "status").lower() in ("not affected", "unaffected", "not applicable")
    return Affected(
        namespace=namespace,
        name=text(entry, "pkg"),
        ranges=(VersionRange(high=fixed),) if has_fix and not is_negative else (),
        is_negative=is_negative,
        fix=Fix()
        if is_negative
        else Fix(state=FixState.FIXED, versions=(fixed,))
        if has_fix
        else Fix(state=FixState.NOT_FIXED),
        name_kind=NameKind.ANY,
    )


def _erratum(definition: OvalDefinition) -> Advisory:
    identifier = definition.title.partition(" ")[0] or definition.id
    fix = Fix(state=FixState.FIXED, date=definition.issued[:10], advisories=(identifier,))
    advisory = Advisory(
        id=identifier,
        feed=NAME,
        url=next((url for source, _, url in definition.references if source == "PHSA"), ""),
        fixes=cves_in((*definition.cves, *(one for _, one, _ in definition.references))),
        title=definition.title.partition(" ")[2],
        description=definition.description,
        references=tuple(dict.fromkeys(url for _, _, url in definition.references if url))[:100],
        published=definition.issued,
        modified=definition.updated,
        affected=rows_of(_packages(definition), fix),
    )
    return rated(advisory, NAME, severity_of_word(definition.severity))


def _packages(definition: OvalDefinition) -> Iterator[Built]:
    for package in definition.packages:
        for place in package.platforms or definition.platforms:
            found = _PLATFORM.match(place)
            if found and package.high:
                namespace = f"photon:{found.group(1)}.{found.group(2) or '0'}"
                yield Built(namespace=namespace, name=package.name, version=package.high)


FEED = Feed(
    name=NAME,
    title="Photon OS",
    license="no licence in words",
    homepage="https://github.com/vmware/photon/wiki/Security-Advisories",
    fetch=fetch,
    parse=parse,
)
