"""GitHub's advisories from the archive of their repository."""

from feeds.reading import downloads, osv, parsed, tar_gz
from mooring.feeds.providers.languages.github import FEED


def test_reviewed_advisories_are_read_and_the_others_not_even_opened(tmp_path):
    (name,) = downloads(FEED)
    folder = "advisories/{}/2024/01/GHSA-aaaa-bbbb-cccc/GHSA-aaaa-bbbb-cccc.json"

    items, log = parsed(
        FEED,
        tmp_path,
        {name: tar_gz({folder.format("github-reviewed"): osv("GHSA-aaaa-bbbb-cccc", "npm", "left"),
                       folder.format("unreviewed"): "{"})},
    )  # fmt: skip

    assert ["GHSA-aaaa-bbbb-cccc"] == [item.id for item in items]
    assert (log.records, log.rejects) == (1, 0)
