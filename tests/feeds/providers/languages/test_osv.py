"""OSV's archives, one an ecosystem."""

from feeds.reading import downloads, osv, parsed, zipped
from mooring.feeds.providers.languages.osv import FEED


def test_an_archive_is_fetched_for_each_ecosystem():
    found = downloads(FEED)

    assert {"npm.zip", "pypi.zip", "maven.zip", "go.zip", "crates.io.zip", "github-actions.zip"} <= set(found)
    assert found["github-actions.zip"].endswith("/GitHub%20Actions/all.zip")


def test_records_of_every_publisher_are_read(tmp_path):
    npm = {"GHSA-aaaa-bbbb-cccc.json": osv("GHSA-aaaa-bbbb-cccc", "npm", "left"),
           "MAL-2024-1.json": osv("MAL-2024-1", "npm", "evil")}  # fmt: skip

    items, log = parsed(FEED, tmp_path, {"npm.zip": zipped(npm), "go.zip": zipped({"GO-2024-0001.json": "{"})})

    assert ["GHSA-aaaa-bbbb-cccc", "MAL-2024-1"] == [item.id for item in items]
    assert {"osv"} == {item.feed for item in items}
    assert (log.records, log.rejects) == (3, 1)
