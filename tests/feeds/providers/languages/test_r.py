"""The R Consortium's advisories."""

from feeds.reading import downloads, osv, parsed, tar_gz
from mooring.feeds.providers.languages.r import FEED


def test_records_are_read_from_the_archive_as_it_is_published(tmp_path):
    (name,) = downloads(FEED)
    record = osv("RSEC-2024-1", "CRAN", "Commonmark")

    items, log = parsed(
        FEED,
        tmp_path,
        {name: tar_gz({"vulns/commonmark/RSEC-2024-1.json": record, "README.md": "no record", "index.json": "{}"})},
    )

    assert [("RSEC-2024-1", "cran", "commonmark")] == [
        (item.id, item.affected[0].namespace, item.affected[0].name) for item in items
    ]
    assert (log.records, log.rejects) == (1, 0)


def test_records_are_read_line_by_line_too(tmp_path):
    lines = osv("RSEC-2024-1", "CRAN", "Commonmark") + "\n{\n"

    items, log = parsed(FEED, tmp_path, {"records.jsonl": lines})

    assert (len(items), log.records, log.rejects) == (1, 2, 1)
