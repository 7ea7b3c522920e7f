"""Exploitation and its likelihood in a Grype database."""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.loose_json import JsonObject, json_object, text
from mooring.feeds.imported.grype.schema import GrypeTables, integer, string
from mooring.feeds.providers.enrichment.records.catalogue import cve_id, exploited_of
from mooring.model.advisory import ExploitScore, KnownExploited

_FIELDS = {
    "cve": "cveID",
    "vendor_project": "vendorProject",
    "product": "product",
    "required_action": "requiredAction",
    "known_ransomware_campaign_use": "knownRansomwareCampaignUse",
}


def exploited(tables: GrypeTables, log: FeedLog) -> Iterator[KnownExploited]:
    """CISA's catalogue. An entry whose record is damaged counts with its identifier alone: that it is exploited is what matters."""
    record = tables.finder("SELECT CAST(value AS BLOB) FROM main.blobs WHERE id = ?")
    for cve, blob in tables.rows("known_exploited_vulnerability_handles", ("cve", "blob_id"), "ORDER BY 1, 2"):
        log.seen()
        found = record(integer(blob))
        try:
            entry = json_object(found[0]) if found is not None and isinstance(found[0], bytes) else {}
        except ReadError as error:
            log.reject(f"kev: {string(cve)}", error.message)
            entry = {}
        try:
            yield exploited_of(_renamed(entry, string(cve)))
        except ReadError as error:
            log.reject("kev", error.message)


def scores(tables: GrypeTables, log: FeedLog) -> Iterator[ExploitScore]:
    """EPSS of the day that the database names."""
    day = next(tables.rows("epss_metadata", ("date",), "LIMIT 1"), (None,))
    date = clamped(string(day[0])[:10])
    for cve, score, percentile in tables.rows("epss_handles", ("cve", "epss", "percentile"), "ORDER BY 1"):
        log.seen()
        name = cve_id(string(cve))
        if not name or not _is_share(score) or not _is_share(percentile):
            log.reject("epss", f"{string(cve)[:40]!r} with {score!r} is no CVE with numbers from 0 to 1")
            continue
        yield ExploitScore(cve=name, score=_number(score), percentile=_number(percentile), date=date)


def _renamed(entry: JsonObject, cve: str) -> JsonObject:
    """The record with the names of the catalogue; dates are moments of which the day counts."""
    found: JsonObject = {theirs: entry[ours] for ours, theirs in _FIELDS.items() if ours in entry}
    return {**found, "cveID": cve, "dateAdded": text(entry, "date_added")[:10], "dueDate": text(entry, "due_date")[:10]}


def _is_share(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and 0 <= value <= 1)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
