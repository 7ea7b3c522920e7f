"""The Go vulnerability database."""

from feeds.reading import downloads, osv, parsed, zipped
from mooring.feeds.providers.languages.golang import FEED


def test_records_are_read_from_the_archive_as_it_is_published(tmp_path):
    (name,) = downloads(FEED)
    record = osv("GO-2024-0001", "Go", "example.com/Mod")

    items, log = parsed(
        FEED, tmp_path, {name: zipped({"ID/GO-2024-0001.json": record, "README.md": "no record", "index.json": "{}"})}
    )

    assert [("GO-2024-0001", "golang", "example.com/mod")] == [
        (item.id, item.affected[0].namespace, item.affected[0].name) for item in items
    ]
    assert (log.records, log.rejects) == (1, 0)


def test_records_are_read_line_by_line_too(tmp_path):
    lines = osv("GO-2024-0001", "Go", "example.com/Mod") + "\n{\n"

    items, log = parsed(FEED, tmp_path, {"records.jsonl": lines})

    assert (len(items), log.records, log.rejects) == (1, 2, 1)
