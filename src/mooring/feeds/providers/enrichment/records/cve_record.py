"""A CVE record of version 5 (CVE Program, JSON schema 5.0 to 5.1): the CNA's container and those of others, CISA's among them.

Products become rows of the namespace `cpe` where the record names them by CPE; what it says about packages of a distribution is left to
the distribution's own feed, and vendors and products in words are names of nothing.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.loose_json import JsonObject, inner, objects, text, texts
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.providers.enrichment.records.affected_products import rows_of_products
from mooring.feeds.providers.enrichment.records.catalogue import cve_id
from mooring.feeds.providers.enrichment.records.configurations import read_configurations
from mooring.model.advisory import Advisory, Affected
from mooring.model.scoring.cvss import rating_of
from mooring.model.severity import Severity, SeverityRating

PAGE = "https://www.cve.org/CVERecord?id={id}"
SSVC = "cisa-ssvc"
"""Source of the rating that holds CISA's decision points; it has no severity."""
MAX_CONTAINERS = 100
MAX_RATINGS = 50
_METRICS = ("cvssV4_0", "cvssV3_1", "cvssV3_0", "cvssV2_0")
_SOURCES = {"cisa-adp": "cisa", "github_m": "github"}
_POINTS = (
    ("Exploitation", "E", ("none", "poc", "active")),
    ("Automatable", "A", ("no", "yes")),
    ("Technical Impact", "T", ("partial", "total")),
)
"""Decision points with their keys and values, which are written by their first letters (SSVC, coordinator's tree of version 2)."""


def read_cve_record(record: JsonObject, feed: str, log: FeedLog) -> Advisory:
    """The advisory: CISA's ratings first, since they are there for what the CNA left open. Raises ReadError where it is no record."""
    head = inner(record, "cveMetadata")
    identifier = cve_id(text(head, "cveId"))
    containers = inner(record, "containers")
    if not identifier or not containers:
        raise ReadError("is no CVE record: it has no cveId, or no containers")
    own = inner(containers, "cna")
    others = list(objects(containers, "adp"))[:MAX_CONTAINERS]
    every = [*others, own]
    description = _english(own, "descriptions") or _english(own, "rejectedReasons")
    return Advisory(
        id=identifier,
        feed=feed,
        url=PAGE.format(id=identifier),
        title=text(own, "title"),
        description=description,
        ratings=tuple(dict.fromkeys(rating for each in every for rating in _ratings(each, head)))[:MAX_RATINGS],
        cwes=tuple(dict.fromkeys(cwe for each in (own, *others) for cwe in _weaknesses(each))),
        references=tuple(
            dict.fromkeys(
                url for each in (own, *others) for item in objects(each, "references") if (url := text(item, "url"))
            )
        ),
        published=clamped(text(head, "datePublished")),
        modified=clamped(text(head, "dateUpdated")),
        is_rejected=text(head, "state").upper() == "REJECTED",
        is_disputed="disputed" in texts(own, "tags") or description.startswith("** DISPUTED **"),
        affected=tuple(row for each in (own, *others) for row in _rows(each, identifier, log)),
    )


def _english(container: JsonObject, key: str) -> str:
    return next(
        (text(item, "value") for item in objects(container, key) if text(item, "lang").lower().startswith("en")), ""
    )


def _source(container: JsonObject, head: JsonObject) -> str:
    name = text(inner(container, "providerMetadata"), "shortName") or text(head, "assignerShortName") or "cna"
    return _SOURCES.get(name.lower(), name.lower())


def _ratings(container: JsonObject, head: JsonObject) -> Iterator[SeverityRating]:
    source = _source(container, head)
    metrics = list(objects(container, "metrics"))[:MAX_RATINGS]
    for name in _METRICS:
        for metric in metrics:
            if vector := text(inner(metric, name), "vectorString"):
                yield rating_of(source, vector)
    for metric in metrics:
        other = inner(metric, "other")
        content = inner(other, "content")
        if text(other, "type").lower() == "ssvc":
            if points := _decision_points(content):
                yield SeverityRating(source=SSVC, vector=points)
        elif (word := severity_of_word(text(content, "value") or text(content, "text"))) is not Severity.UNKNOWN:
            yield SeverityRating(source=source, severity=word)


def _decision_points(content: JsonObject) -> str:
    """As SSVC writes them in short: `SSVCv2/E:A/A:Y/T:T/2024-07-24T17:38:21Z/`; empty where one is missing."""
    options: JsonObject = {key: value for option in objects(content, "options") for key, value in option.items()}
    parts = []
    for name, key, values in _POINTS:
        value = text(options, name).lower()
        if value not in values:
            return ""
        parts.append(f"{key}:{value[0].upper()}")
    moment = clamped(text(content, "timestamp"))[:19]
    return "/".join(["SSVCv2", *parts, *([f"{moment}Z"] if len(moment) == 19 else []), ""])


def _weaknesses(container: JsonObject) -> Iterator[str]:
    for problem in objects(container, "problemTypes"):
        for item in objects(problem, "descriptions"):
            name = text(item, "cweId") or text(item, "description").partition(" ")[0].rstrip(":")
            if name.startswith("CWE-") and name[4:].isdecimal():
                yield name


def _rows(container: JsonObject, identifier: str, log: FeedLog) -> Iterator[Affected]:
    """From the products with their versions, and from configurations of NVD's form (schema 5.1)."""
    yield from rows_of_products(container, identifier, log)
    found = read_configurations(container.get("cpeApplicability"))
    for reason in found.odd:
        log.reject(identifier, reason)
    yield from found.rows
