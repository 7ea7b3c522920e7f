"""Configurations that replace NVD's, CVE by CVE: those of the project nvd-data-overrides."""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.loose_json import JsonObject, inner, json_object, text, texts
from mooring.feeds.providers.enrichment.records.catalogue import cve_id
from mooring.feeds.providers.enrichment.records.configurations import read_configurations
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory

PROJECT = "https://github.com/anchore/nvd-data-overrides"
ARCHIVE = f"{PROJECT}/archive/refs/heads/main.tar.gz"


def is_override(name: str) -> bool:
    """Whether a file of a workspace holds overrides, by its name."""
    base = name.rpartition("/")[2]
    return "overrides" in name and (base.endswith(".jsonl") or (base.startswith("CVE-") and base.endswith(".json")))


def read_overrides(file: RawFile, log: FeedLog) -> Iterator[tuple[str, JsonObject]]:
    """The CVEs of a file with their records; those that were emptied, so that NVD's own word holds, are skipped."""
    contents = file.lines() if file.name.endswith(".jsonl") else iter([file.read()])
    for line, content in enumerate(contents, start=1):
        if not content.strip():
            continue
        log.seen()
        try:
            record = json_object(content)
        except ReadError as error:
            log.reject(f"{file.name}:{line}", error.message)
            continue
        identifier = cve_id(text(inner(record, "_annotation"), "cve_id"))
        if not identifier or not isinstance(record.get("cve"), dict):
            log.reject(f"{file.name}:{line}", "is no override: it names no CVE, or has no record of it")
        elif not isinstance(inner(record, "cve").get("configurations"), list):
            log.skip("an override that was taken back")
        else:
            yield identifier, record


def advisory_of_override(identifier: str, record: JsonObject, feed: str, log: FeedLog) -> Advisory:
    """What an override alone says: products, and the remarks that came with them. It has no severity."""
    found = read_configurations(inner(record, "cve").get("configurations"))
    for reason in found.odd:
        log.reject(identifier, reason)
    remarks = inner(record, "_annotation")
    return Advisory(
        id=identifier,
        feed=feed,
        url=f"https://nvd.nist.gov/vuln/detail/{identifier}",
        description=text(remarks, "description"),
        references=tuple(dict.fromkeys((PROJECT, *texts(remarks, "references")))),
        published=clamped(text(remarks, "published")),
        modified=clamped(text(remarks, "modified")),
        affected=found.rows,
    )
