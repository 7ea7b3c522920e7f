"""NVD's pages and files, and what replaces their configurations."""

import gzip
import io
import json
import tarfile
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from feeds.providers.enrichment.workspace import Web, parsed
from mooring.base.errors import FeedMalformed, FeedUnreachable, HostileInput
from mooring.feeds.feed import FeedLog
from mooring.feeds.providers.enrichment.nvd import FEED
from mooring.feeds.providers.enrichment.records.nvd_fetch import API, FEEDS, fetch_nvd, windows
from mooring.feeds.providers.enrichment.records.overrides import ARCHIVE, PROJECT
from mooring.feeds.raw import raw_files
from mooring.model.advisory import Advisory


def cve(identifier: str = "CVE-2024-1234", product: str = "tool", **fields: object) -> dict[str, dict[str, object]]:
    """One record in its envelope."""
    match = {"criteria": f"cpe:2.3:a:acme:{product}:1.0:*:*:*:*:*:*:*", "vulnerable": True}
    return {
        "cve": {"id": identifier, "configurations": [{"nodes": [{"operator": "OR", "cpeMatch": [match]}]}], **fields}
    }


def page(*records: object) -> dict[str, object]:
    """One page of the interface."""
    return {"format": "NVD_CVE", "totalResults": len(records), "vulnerabilities": list(records)}


def override(identifier: str = "CVE-2024-1234", product: str = "other") -> dict[str, object]:
    """One override."""
    remarks = {"cve_id": identifier, "description": "d", "references": ["https://a.example/"]}
    return {"_annotation": remarks, "cve": {"configurations": cve(product=product)["cve"]["configurations"]}}


def test_every_record_of_a_page_is_an_advisory():
    items, log = parsed(FEED, {"page.json": page(cve(), cve("CVE-2024-2222"))})

    assert (["CVE-2024-1234", "CVE-2024-2222"], 2, 0) == ([item.id for item in items], log.records, log.rejects)


@pytest.mark.parametrize(
    ("name", "content"),
    [("CVE-2024-1234.json", cve()["cve"]), ("CVE-2024-1234.json", cve()), ("all.jsonl", json.dumps(cve()))],
)
def test_a_record_alone_needs_no_page(name: str, content: object):
    items, _ = parsed(FEED, {name: content})

    assert [("CVE-2024-1234", ["acme:tool"])] == [(item.id, [row.name for row in item.affected]) for item in items]


def test_of_two_records_the_one_in_the_newer_file_holds():
    items, log = parsed(
        FEED, {"1-modified.json": page(cve(vulnStatus="Rejected")), "2-years/a.json": page(cve(), cve("CVE-2024-2222"))}
    )

    assert [True, False] == [item.is_rejected for item in items]
    assert {"an older record of the same CVE": 1} == log.skipped


def test_an_override_replaces_the_products_and_nothing_else():
    record = cve(descriptions=[{"lang": "en", "value": "text"}], vulnStatus="Analyzed")

    (found,), _ = parsed(FEED, {"0-overrides.tar.gz/x/data/CVE-2024-1234.json": override(), "page.json": page(record)})

    assert (["acme:other"], "text") == ([row.name for row in found.affected], found.description)
    assert PROJECT == found.references[0]


def test_an_override_that_names_no_product_takes_all_rows_away():
    (found,), _ = parsed(
        FEED, {"overrides/CVE-2024-1234.json": {**override(), "cve": {"configurations": []}}, "page.json": page(cve())}
    )

    assert () == found.affected


def test_an_override_that_was_emptied_lets_the_record_be():
    (found,), log = parsed(FEED, {"overrides/CVE-2024-1234.json": {**override(), "cve": {}}, "page.json": page(cve())})

    assert (["acme:tool"], {"an override that was taken back": 1}) == (
        [row.name for row in found.affected],
        log.skipped,
    )


def test_a_cve_that_only_an_override_knows_is_taken_from_it():
    (found,), _ = parsed(FEED, {"overrides.jsonl": json.dumps(override())})

    assert ("CVE-2024-1234", "nvd", "d", ["acme:other"]) == (
        found.id,
        found.feed,
        found.description,
        [row.name for row in found.affected],
    )


@pytest.mark.parametrize("record", [7, None, {}, {"cve": 7}, {"cve": {"id": 7}}, {"cve": {"id": "CVE-1"}}])
def test_an_odd_record_is_rejected_and_hides_no_other(record: object):
    items, log = parsed(FEED, {"page.json": page(record, cve())})

    assert (1, 2, 1) == (len(items), log.records, log.rejects)


@pytest.mark.parametrize("content", ["{", "<html>", "[]", '{"vulnerabilities": 7}', "[" * 10_000])
def test_what_is_no_page_is_refused(content: str):
    with pytest.raises(FeedMalformed, match=r"page\.json"):
        parsed(FEED, {"page.json": content})


def test_an_empty_page_is_none_too_many():
    items, log = parsed(FEED, {"page.json": {"totalResults": 0, "timestamp": "2023-11-27T04:36:56.737"}})

    assert ([], 0) == (items, log.rejects)


class Counted(Web):
    """A web whose interface has so many CVEs, and whose yearly files are of a day."""

    def __init__(self, total: int, made: str = "", secrets: dict[str, str] | None = None) -> None:
        super().__init__({ARCHIVE: b"x", f"{FEEDS}/nvdcve-2.0-modified.json.gz": b"x"}, secrets)
        year = json.dumps({"format": "NVD_CVE", "timestamp": made, "vulnerabilities": []}).encode()
        if made:
            self.pages |= {f"{FEEDS}/nvdcve-2.0-{each}.json.gz": gzip.compress(year) for each in range(2002, 2031)}
        self.answer = json.dumps({"totalResults": total}).encode()

    def get(self, url: str, name: str, **options: object) -> bytes | None:
        if url.startswith(API):
            self.pages[url] = self.answer
        return super().get(url, name, **options)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2026, 3, 1, tzinfo=UTC).timestamp())))


def test_every_year_and_the_changes_of_the_week_are_fetched():
    web, pauses = Counted(0, made="2026-02-28T00:00:00.000"), list[float]()

    fetch_nvd(web, pauses.append)

    years = [f"2-years/nvdcve-2.0-{year}.json.gz" for year in range(2002, 2027)]
    assert ["0-overrides.tar.gz", "1-modified.json.gz", *years] == web.kept == sorted(web.files)
    assert [] == pauses


def test_what_changed_since_an_old_mirror_is_asked_of_the_interface():
    web, pauses = Counted(2_001, made="2025-09-01T00:00:00.000"), list[float]()

    fetch_nvd(web, pauses.append)

    changes = [name for name in web.kept if name.startswith("1-")]
    assert [
        "1-changes/000-00000.json",
        "1-changes/000-00001.json",
        "1-changes/001-00000.json",
        "1-changes/001-00001.json",
    ] == changes
    newest = next(url for url in web.asked if "startIndex=2000" in url)
    assert "lastModStartDate=2025-12-29" in newest
    assert "lastModEndDate=2026-03-01" in newest
    assert [6.0] * 6 == pauses


def test_without_the_files_everything_is_asked_of_the_interface_with_the_key():
    web, pauses = Counted(4_001, secrets={"nvd_api_key": "k"}), list[float]()

    fetch_nvd(web, pauses.append)

    assert ["0-overrides.tar.gz", "2-all-00000.json", "2-all-00001.json", "2-all-00002.json"] == web.kept
    assert [0.6] * 4 == pauses
    assert 4 == web.headers.count({"apiKey": "k"})


@pytest.mark.parametrize(
    ("answer", "error"), [(b"<html>", FeedMalformed), (b"{}", FeedMalformed), (b'{"totalResults": 1e12}', HostileInput)]
)
def test_an_interface_that_talks_nonsense_is_not_followed(answer: bytes, error: type[Exception]):
    web = Counted(0)
    web.answer = answer

    with pytest.raises(error):
        fetch_nvd(web, lambda _: None)


def test_overrides_that_cannot_be_had_are_an_error():
    web = Counted(0, made="2026-02-28T00:00:00.000")
    del web.pages[ARCHIVE]

    with pytest.raises(FeedUnreachable):
        fetch_nvd(web, lambda _: None)


def test_windows_are_of_120_days_at_most_newest_first_without_gaps():
    since, until = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 12, 1, tzinfo=UTC)

    found = windows(since, until)

    assert (until, since, 3) == (found[0][1], found[-1][0], len(found))
    assert all((end - start).days <= 120 for start, end in found)
    assert all(newer[0] == older[1] for newer, older in pairwise(found))


def test_what_was_fetched_is_read_in_the_order_of_its_age(tmp_path: Path):
    """Overrides before changes, changes before years: names do it."""
    for name, content in {
        "0-overrides.tar.gz": _tar("main/data/2024/CVE-2024-1234.json", json.dumps(override()).encode()),
        "1-modified.json.gz": gzip.compress(
            json.dumps(page(cve(vulnStatus="Analyzed", lastModified="2026-02-02T00:00:00"))).encode()
        ),
        "2-years/nvdcve-2.0-2024.json.gz": gzip.compress(json.dumps(page(cve(), cve("CVE-2024-2222"))).encode()),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    log = FeedLog()

    items = list(FEED.parse(raw_files(tmp_path), log))

    found = [
        (item.id, item.modified, [row.name for row in item.affected]) for item in items if isinstance(item, Advisory)
    ]
    assert [("CVE-2024-1234", "2026-02-02T00:00:00", ["acme:other"]), ("CVE-2024-2222", "", ["acme:tool"])] == found
    assert 0 == log.rejects


def _tar(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()
