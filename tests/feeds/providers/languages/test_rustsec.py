"""RustSec's advisories: OSV, and Markdown with a head in TOML."""

from feeds.reading import downloads, osv, parsed, tar_gz
from mooring.feeds.providers.languages.rustsec import FEED
from mooring.model.advisory import AdvisoryKind, Fix, FixState, VersionRange

NATIVE = """```toml
[advisory]
id = "RUSTSEC-2024-0001"
package = "left_pad"
date = 2024-01-02
url = "https://example.com/1"
cvss = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
aliases = ["CVE-2024-1111"]

[versions]
patched = [">= 1.2.3", "^1.0.7"]
unaffected = ["< 0.9"]
```

# Too much is padded

More than that.
"""


def test_the_osv_form_is_read(tmp_path):
    (name,) = downloads(FEED)

    items, log = parsed(
        FEED, tmp_path, {name: tar_gz({"crates/RUSTSEC-2024-0001.json": osv("RUSTSEC-2024-0001", "crates.io", "left")})}
    )

    assert ["RUSTSEC-2024-0001"] == [item.id for item in items]
    assert (log.records, log.rejects) == (1, 0)


def test_versions_that_are_neither_patched_nor_unaffected_are_affected(tmp_path):
    (item,), _ = parsed(FEED, tmp_path, {"crates/left_pad/RUSTSEC-2024-0001.md": NATIVE})

    assert item.affected[0].name == "left-pad"
    assert item.affected[0].ranges == (VersionRange(low="0.9", high="1.0.7"),)
    assert item.affected[0].fix == Fix(state=FixState.FIXED, versions=("1.0.7",))
    assert (item.title, item.published, item.ratings[0].score) == ("Too much is padded", "2024-01-02", 9.8)


def test_what_is_unmaintained_is_a_notice_for_every_version(tmp_path):
    head = '```toml\n[advisory]\nid = "RUSTSEC-2024-0002"\npackage = "left"\ninformational = "unmaintained"\n'

    (item,), _ = parsed(
        FEED, tmp_path, {"crates/left/RUSTSEC-2024-0002.md": head + "[versions]\npatched = []\n```\n# Old"}
    )

    assert item.kind is AdvisoryKind.NOTICE
    assert (item.affected[0].ranges, item.affected[0].fix.state) == ((), FixState.NOT_FIXED)


def test_the_standard_library_is_the_toolchain(tmp_path):
    head = '```toml\n[advisory]\nid = "CVE-2024-1111"\npackage = "std"\n[versions]\npatched = [">= 1.50.0"]\n```\n# x'

    (item,), _ = parsed(FEED, tmp_path, {"rust/std/CVE-2024-1111.md": head})

    assert [("generic", "rust")] == [(one.namespace, one.name) for one in item.affected]


def test_a_file_without_a_head_is_rejected(tmp_path):
    items, log = parsed(
        FEED,
        tmp_path,
        {"RUSTSEC-2024-0001.md": "# no", "RUSTSEC-2024-0002.md": "```toml\na = [\n```", "README.md": "x"},
    )

    assert (items, log.records, log.rejects) == ([], 2, 2)
