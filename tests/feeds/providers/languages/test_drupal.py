"""Drupal's advisories."""

from feeds.reading import downloads, osv, parsed, tar_gz
from mooring.feeds.providers.languages.drupal import FEED


def test_records_are_read_from_the_archive_as_it_is_published(tmp_path):
    (name,) = downloads(FEED)
    record = osv("DRUPAL-CONTRIB-2024-001", "Packagist:https://packages.drupal.org/8", "drupal/ai")

    items, log = parsed(
        FEED,
        tmp_path,
        {
            name: tar_gz(
                {"advisories/ai/DRUPAL-CONTRIB-2024-001.json": record, "README.md": "no record", "index.json": "{}"}
            )
        },
    )

    assert [("DRUPAL-CONTRIB-2024-001", "composer", "drupal/ai")] == [
        (item.id, item.affected[0].namespace, item.affected[0].name) for item in items
    ]
    assert (log.records, log.rejects) == (1, 0)


def test_records_are_read_line_by_line_too(tmp_path):
    lines = osv("DRUPAL-CONTRIB-2024-001", "Packagist:https://packages.drupal.org/8", "drupal/ai") + "\n{\n"

    items, log = parsed(FEED, tmp_path, {"records.jsonl": lines})

    assert (len(items), log.records, log.rejects) == (1, 2, 1)
