"""The Ruby advisory database."""

from feeds.reading import downloads, parsed, tar_gz
from mooring.feeds.providers.languages.rubysec import FEED
from mooring.model.advisory import Fix, FixState, VersionRange
from mooring.model.severity import Severity

GEM = """---
gem: Left_pad
cve: 2024-1111
ghsa: aaaa-bbbb-cccc
url: https://example.com/1
title: Too much is padded
date: 2024-01-02
cvss_v3: 9.8
unaffected_versions:
  - "< 1.0"
patched_versions:
  - "~> 1.5.9, >= 1.5.9.1"
  - ">= 2.10"
"""


def test_versions_that_are_neither_patched_nor_unaffected_are_affected(tmp_path):
    (name,) = downloads(FEED)

    (item,), log = parsed(FEED, tmp_path, {name: tar_gz({"gems/left_pad/CVE-2024-1111.yml": GEM, ".rubocop.yml": "x"})})

    assert (item.id, item.aliases, item.published) == ("CVE-2024-1111", ("GHSA-aaaa-bbbb-cccc",), "2024-01-02")
    assert item.affected[0].name == "left_pad"
    assert item.affected[0].ranges == (
        VersionRange(low="1.0", high="1.5.9.1"),
        VersionRange(low="1.6.a", high="2.10"),
    )
    assert item.affected[0].fix == Fix(state=FixState.FIXED, versions=("1.5.9.1", "2.10"))
    assert [Severity.CRITICAL] == [one.severity for one in item.ratings]
    assert (log.records, log.rejects) == (1, 0)


def test_without_a_patch_every_version_is_affected(tmp_path):
    (item,), _ = parsed(FEED, tmp_path, {"gems/left/OSVDB-7.yml": "gem: left\nosvdb: 7\ntitle: x\n"})

    assert item.id == "OSVDB-7"
    assert (item.affected[0].ranges, item.affected[0].fix.state) == ((), FixState.NOT_FIXED)


def test_an_interpreter_is_no_gem(tmp_path):
    (item,), _ = parsed(
        FEED, tmp_path, {"rubies/jruby/CVE-2024-1.yml": "engine: jruby\ncve: 2024-1111\npatched_versions: ['>= 9.4']\n"}
    )

    assert [("generic", "jruby", "gem")] == [(one.namespace, one.name, one.scheme) for one in item.affected]


def test_a_file_that_names_nothing_is_rejected(tmp_path):
    items, log = parsed(FEED, tmp_path, {"gems/a/b.yml": "title: x", "gems/a/c.yml": "gem: a\npatched_versions: ['%']"})

    assert (items, log.records, log.rejects) == ([], 2, 2)
