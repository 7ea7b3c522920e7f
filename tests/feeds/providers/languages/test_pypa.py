"""PyPA's advisories: OSV in YAML."""

from feeds.reading import downloads, parsed, tar_gz
from mooring.feeds.providers.languages.pypa import FEED
from mooring.model.advisory import VersionRange

RECORD = """id: PYSEC-2024-1
details: a text
modified: 2024-01-02T03:04:05Z
aliases: [CVE-2024-1111]
affected:
- package: {ecosystem: PyPI, name: Left_Pad}
  ranges:
  - type: GIT
    repo: https://example.com/left
    events: [{introduced: "0"}, {fixed: 4df1b6d4}]
  - type: ECOSYSTEM
    events:
    - introduced: "0"
    - fixed: 1.10
  versions: [0.9, "1.2", 1.10rc1]
"""


def test_yaml_versions_stay_text(tmp_path):
    (name,) = downloads(FEED)

    (item,), log = parsed(FEED, tmp_path, {name: tar_gz({"vulns/left-pad/PYSEC-2024-1.yaml": RECORD, "a.yaml": "x"})})

    assert item.affected[0].name == "left-pad"
    assert item.affected[0].ranges == (VersionRange(high="1.10"),)
    assert item.affected[0].versions == ()
    assert (log.records, log.rejects) == (1, 0)


def test_a_damaged_file_does_not_hide_the_others(tmp_path):
    files = {"vulns/PYSEC-2024-1.yaml": RECORD, "vulns/PYSEC-2024-2.yaml": "a: [", "vulns/PYSEC-2024-3.yaml": "- 1"}

    items, log = parsed(FEED, tmp_path, files)

    assert (len(items), log.records, log.rejects) == (1, 3, 2)
