"""Haskell's advisories."""

from feeds.reading import downloads, osv, parsed, tar_gz
from mooring.feeds.providers.languages.haskell import FEED


def test_records_are_read_from_the_archive_as_it_is_published(tmp_path):
    (name,) = downloads(FEED)
    record = osv("HSEC-2024-0001", "Hackage", "aeson")

    items, log = parsed(
        FEED,
        tmp_path,
        {name: tar_gz({"2024/HSEC-2024-0001.json": record, "README.md": "no record", "index.json": "{}"})},
    )

    assert [("HSEC-2024-0001", "hackage", "aeson")] == [
        (item.id, item.affected[0].namespace, item.affected[0].name) for item in items
    ]
    assert (log.records, log.rejects) == (1, 0)


def test_records_are_read_line_by_line_too(tmp_path):
    lines = osv("HSEC-2024-0001", "Hackage", "aeson") + "\n{\n"

    items, log = parsed(FEED, tmp_path, {"records.jsonl": lines})

    assert (len(items), log.records, log.rejects) == (1, 2, 1)
