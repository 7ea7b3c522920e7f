"""Bitnami's vulnerabilities."""

from feeds.reading import downloads, osv, parsed, tar_gz
from mooring.feeds.providers.languages.bitnami import FEED


def test_records_are_read_from_the_archive_as_it_is_published(tmp_path):
    (name,) = downloads(FEED)
    record = osv("BIT-nginx-2024-0001", "Bitnami", "nginx")

    items, log = parsed(
        FEED,
        tmp_path,
        {name: tar_gz({"data/nginx/BIT-nginx-2024-0001.json": record, "README.md": "no record", "index.json": "{}"})},
    )

    assert [("BIT-nginx-2024-0001", "bitnami", "nginx")] == [
        (item.id, item.affected[0].namespace, item.affected[0].name) for item in items
    ]
    assert (log.records, log.rejects) == (1, 0)


def test_records_are_read_line_by_line_too(tmp_path):
    lines = osv("BIT-nginx-2024-0001", "Bitnami", "nginx") + "\n{\n"

    items, log = parsed(FEED, tmp_path, {"records.jsonl": lines})

    assert (len(items), log.records, log.rejects) == (1, 2, 1)
