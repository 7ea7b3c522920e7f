"""The Node.js working group: core, npm, dependencies."""

import json

from feeds.reading import downloads, parsed, tar_gz
from mooring.feeds.providers.languages.nodejs import FEED
from mooring.model.advisory import Fix, FixState, VersionRange

CORE = {"cve": ["CVE-2024-1111"], "vulnerable": "18.x || 20.x", "patched": "^18.2.0 || ^20.1.0", "severity": "high"}
NPM = {"id": 7, "module_name": "Left", "cves": [], "vulnerable_versions": "<=99.999.99999", "patched_versions": "<0.0.0",
       "cvss_vector": "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}  # fmt: skip


def test_vulnerable_versions_of_node_are_those_that_are_not_patched(tmp_path):
    (name,) = downloads(FEED)
    archive = tar_gz({"vuln/core/1.json": json.dumps(CORE), "vuln/core/index.json": "{}", "package.json": "{}"})

    (item,), log = parsed(FEED, tmp_path, {name: archive})

    assert (item.id, item.aliases) == ("NSWG-COR-1", ("CVE-2024-1111",))
    assert item.affected[0].ranges == (
        VersionRange(low="18", high="18.2.0"),
        VersionRange(low="20", high="20.1.0"),
    )
    assert item.affected[0].fix == Fix(state=FixState.FIXED, versions=("18.2.0", "20.1.0"))
    assert (log.records, log.skipped) == (2, {"repeats the others": 1})


def test_a_patch_below_zero_is_none(tmp_path):
    (item,), _ = parsed(FEED, tmp_path, {"vuln/npm/7.json": json.dumps(NPM)})

    assert (item.id, item.affected[0].namespace, item.affected[0].name) == ("NSWG-ECO-7", "npm", "left")
    assert item.affected[0].fix.state is FixState.NOT_FIXED
    assert item.ratings[0].score == 9.8


def test_what_does_not_concern_node_is_said_so(tmp_path):
    (item,), _ = parsed(FEED, tmp_path, {"vuln/deps/1.json": json.dumps({"cve": ["CVE-2024-1111", "CVE-2024-2222"]})})

    assert item.fixes == ("CVE-2024-1111", "CVE-2024-2222")
    assert [True] == [one.is_negative for one in item.affected]


def test_a_record_that_says_nothing_is_rejected(tmp_path):
    files = {"vuln/npm/1.json": "{}", "vuln/deps/1.json": "{}", "vuln/core/1.json": json.dumps({"vulnerable": "<0", "patched": "*"}),
             "vuln/core/2.json": json.dumps({"vulnerable": ">>"})}  # fmt: skip

    items, log = parsed(FEED, tmp_path, files)

    assert (items, log.records, log.rejects) == ([], 4, 4)
