"""Mirego's advisories on Hex packages."""

from feeds.reading import downloads, parsed, tar_gz
from mooring.feeds.providers.languages.elixir import FEED
from mooring.model.advisory import FixState, VersionRange
from mooring.model.severity import Severity

RECORD = """---
id: GHSA-aaaa-bbbb-cccc
package: Left
title: Too much is padded
severity: high
disclosure_date: 2024-01-02
first_patched_versions:
  - 1.10
  -
vulnerable_version_ranges:
  - '>= 1.0.0, < 1.10.0'
  - = 2.0.0
"""


def test_any_of_the_ranges_is_vulnerable(tmp_path):
    (name,) = downloads(FEED)

    (item,), log = parsed(
        FEED, tmp_path, {name: tar_gz({"packages/left/GHSA-aaaa-bbbb-cccc.yml": RECORD, "a.yml": "x"})}
    )

    assert item.affected[0].ranges == (
        VersionRange(low="1.0.0", high="1.10.0"),
        VersionRange(low="2.0.0", high="2.0.0", is_high_included=True),
    )
    assert (item.affected[0].fix.state, item.affected[0].fix.versions) == (FixState.FIXED, ("1.10",))
    assert [Severity.HIGH] == [one.severity for one in item.ratings]
    assert (log.records, log.rejects) == (1, 0)


def test_a_record_without_ranges_is_rejected(tmp_path):
    items, log = parsed(FEED, tmp_path, {"packages/a/b.yml": "id: GHSA-aaaa-bbbb-cccc\npackage: a"})

    assert (items, log.rejects) == ([], 1)
