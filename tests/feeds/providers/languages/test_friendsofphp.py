"""FriendsOfPHP's advisories."""

from feeds.reading import downloads, parsed, tar_gz
from mooring.feeds.providers.languages.friendsofphp import FEED
from mooring.model.advisory import VersionRange

RECORD = """title: Too much is padded
link: https://example.com/1
cve: {cve}
branches:
    1.x:
        time: 2024-01-02 03:04:05
        versions: ['>=1.0.0', '<1.5.10']
    master:
        time: ~
        versions: ['>=2.0', '<=2.1']
reference: composer://Left/Pad
"""


def test_bounds_of_a_branch_all_apply_and_branches_are_alternatives(tmp_path):
    (name,) = downloads(FEED)
    archive = tar_gz({"left/pad/CVE-2024-1111.yaml": RECORD.format(cve="CVE-2024-1111"), "README.md": "x"})

    (item,), log = parsed(FEED, tmp_path, {name: archive})

    assert (item.id, item.aliases) == ("left/pad/CVE-2024-1111", ("CVE-2024-1111",))
    assert [one.ranges for one in item.affected] == [
        (VersionRange(low="1.0.0", high="1.5.10"),),
        (VersionRange(low="2.0", high="2.1", is_high_included=True),),
    ]
    assert [(one.fix.versions, one.fix.date) for one in item.affected] == [(("1.5.10",), "2024-01-02"), ((), "")]
    assert (log.records, log.rejects) == (1, 0)


def test_an_advisory_may_have_no_cve(tmp_path):
    (item,), _ = parsed(FEED, tmp_path, {"left/pad/2024-01-02.yaml": RECORD.format(cve="~")})

    assert (item.id, item.aliases) == ("left/pad/2024-01-02", ())


def test_a_record_of_something_else_is_rejected(tmp_path):
    items, log = parsed(
        FEED, tmp_path, {"a/b/c.yaml": "reference: pear://x", "a/b/d.yaml": "reference: composer://a/b\nbranches: 3"}
    )

    assert (items, log.records, log.rejects) == ([], 2, 2)
