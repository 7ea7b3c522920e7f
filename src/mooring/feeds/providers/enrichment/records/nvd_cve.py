"""One CVE as NVD's interface 2.0 describes it, without the envelope."""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.loose_json import JsonObject, inner, number, objects, text, texts
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.providers.enrichment.records.catalogue import cve_id
from mooring.feeds.providers.enrichment.records.configurations import read_configurations
from mooring.model.advisory import Advisory
from mooring.model.scoring.cvss import rating_of, severity_of_score
from mooring.model.severity import Severity, SeverityRating

PAGE = "https://nvd.nist.gov/vuln/detail/{id}"
MAX_RATINGS = 50
_METRICS = ("cvssMetricV40", "cvssMetricV31", "cvssMetricV30", "cvssMetricV2")
_SOURCES = {"nvd@nist.gov": "nvd", "134c704f-9b21-4f2e-91b3-4a467353bcc0": "cisa"}
"""NVD itself and CISA's ADP container; other sources are the CNAs, by their addresses."""
_DISPUTED = ("** DISPUTED **", "**DISPUTED**")
_NOT_IN_IMAGES = "a product that is a device"


def read_nvd_cve(record: JsonObject, feed: str, log: FeedLog) -> Advisory:
    """The advisory: primary ratings before secondary ones, newer versions of CVSS before older. Raises ReadError where it names no CVE."""
    identifier = cve_id(text(record, "id"))
    if not identifier:
        raise ReadError(f"{text(record, 'id')[:80]!r} is no CVE")
    found = read_configurations(record.get("configurations"))
    for reason in found.odd:
        log.reject(identifier, reason)
    if found.hardware:
        log.skip(_NOT_IN_IMAGES)
    description = _english(record)
    return Advisory(
        id=identifier,
        feed=feed,
        url=PAGE.format(id=identifier),
        description=description,
        ratings=tuple(_ratings(inner(record, "metrics"))),
        cwes=tuple(dict.fromkeys(_weaknesses(record))),
        references=tuple(dict.fromkeys(url for item in objects(record, "references") if (url := text(item, "url")))),
        published=clamped(text(record, "published")),
        modified=clamped(text(record, "lastModified")),
        is_rejected=text(record, "vulnStatus").lower() == "rejected",
        is_disputed="disputed" in _tags(record) or description.startswith(_DISPUTED),
        affected=found.rows,
    )


def _english(record: JsonObject) -> str:
    return next(
        (
            text(item, "value")
            for item in objects(record, "descriptions")
            if text(item, "lang").lower().startswith("en")
        ),
        "",
    )


def _tags(record: JsonObject) -> set[str]:
    """Of all sources: `disputed`, `unsupported-when-assigned`, `exclusively-hosted-service`."""
    return {tag for item in objects(record, "cveTags") for tag in texts(item, "tags")}


def _primary_first(items: Iterator[JsonObject]) -> list[JsonObject]:
    return sorted(items, key=lambda item: text(item, "type").lower() != "primary")


def _ratings(metrics: JsonObject) -> list[SeverityRating]:
    entries = _primary_first(entry for name in _METRICS for entry in objects(metrics, name))
    found = (_rating(entry) for entry in entries[:MAX_RATINGS])
    return list(dict.fromkeys(rating for rating in found if rating is not None))


def _rating(entry: JsonObject) -> SeverityRating | None:
    """As the vector says; where that cannot be read, as the record says."""
    stated = inner(entry, "cvssData")
    source = text(entry, "source")
    source = _SOURCES.get(source, source or "nvd")
    vector, score = text(stated, "vectorString"), number(stated, "baseScore")
    rating = rating_of(source, vector) if vector else None
    if rating is not None and rating.score is not None:
        return rating
    if score is None or not 0.0 <= score <= 10.0:
        return rating
    version = text(stated, "version")
    word = severity_of_word(text(stated, "baseSeverity") or text(entry, "baseSeverity"))
    return SeverityRating(
        source=source,
        severity=word if word is not Severity.UNKNOWN else severity_of_score(score, version),
        cvss_version=version,
        vector=rating.vector if rating else "",
        score=score,
    )


def _weaknesses(record: JsonObject) -> Iterator[str]:
    """CWEs; `NVD-CWE-noinfo` and the like say nothing."""
    for entry in _primary_first(objects(record, "weaknesses")):
        for item in objects(entry, "description"):
            if (name := text(item, "value")).startswith("CWE-"):
                yield name
