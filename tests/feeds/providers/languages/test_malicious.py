"""OpenSSF's malicious packages."""

from feeds.reading import downloads, osv, parsed, tar_gz
from mooring.feeds.providers.languages.malicious import FEED
from mooring.model.advisory import AdvisoryKind


def test_records_are_read_from_the_archive_as_it_is_published(tmp_path):
    (name,) = downloads(FEED)
    record = osv("MAL-2024-1", "npm", "Evil")

    items, log = parsed(
        FEED,
        tmp_path,
        {
            name: tar_gz(
                {"osv/malicious/npm/evil/MAL-2024-1.json": record, "README.md": "no record", "index.json": "{}"}
            )
        },
    )

    assert [("MAL-2024-1", "npm", "evil")] == [
        (item.id, item.affected[0].namespace, item.affected[0].name) for item in items
    ]
    assert (log.records, log.rejects) == (1, 0)


def test_records_are_read_line_by_line_too(tmp_path):
    lines = osv("MAL-2024-1", "npm", "Evil") + "\n{\n"

    items, log = parsed(FEED, tmp_path, {"records.jsonl": lines})

    assert (len(items), log.records, log.rejects) == (1, 2, 1)


def test_what_is_malicious_is_malware(tmp_path):
    items, _ = parsed(FEED, tmp_path, {"a.jsonl": osv("MAL-2024-1", "npm", "evil", {"introduced": "0"})})

    assert [AdvisoryKind.MALWARE] == [item.kind for item in items]
