"""Retire.js's libraries by their npm names."""

import json

from feeds.reading import downloads, parsed
from mooring.feeds.providers.languages.retirejs import FEED
from mooring.model.advisory import VersionRange

LIBRARY = {
    "npmname": "Left",
    "vulnerabilities": [
        {"atOrAbove": "1.0.0", "below": "1.2.0", "severity": "high", "info": ["https://example.com/1"], "cwe": ["CWE-79"],
         "identifiers": {"CVE": ["CVE-2024-1111"], "githubID": "GHSA-aaaa-bbbb-cccc", "retid": "5", "summary": "x"}},
        {"below": "999.999.999", "severity": "low", "identifiers": {}},
    ],
}  # fmt: skip


def test_a_vulnerability_has_a_lower_and_an_upper_bound(tmp_path):
    assert {"jsrepository-v5.json", "npmrepository.json"} == set(downloads(FEED))

    (first, second), log = parsed(
        FEED,
        tmp_path,
        {"jsrepository-v5.json": json.dumps({"left.js": LIBRARY, "right.js": {"vulnerabilities": []}}),
         "jsrepository-v4.json": "{}", "README.md": "x"},
    )  # fmt: skip

    assert (first.id, first.aliases) == ("RETIREJS-left.js-5", ("GHSA-aaaa-bbbb-cccc", "CVE-2024-1111"))
    assert first.affected[0].ranges == (VersionRange(low="1.0.0", high="1.2.0"),)
    assert second.affected[0].ranges == ()
    assert log.skipped == {"another form of the same": 1, "a library without an npm name": 1}


def test_ranges_may_stand_in_a_list_and_components_be_npm_names(tmp_path):
    ranges = [{"below": "1.0"}, {"atOrAbove": "2.0", "below": "2.1"}]

    (item,), _ = parsed(
        FEED, tmp_path, {"npmrepository.json": json.dumps({"left": {"vulnerabilities": [{"ranges": ranges}]}})}
    )

    assert item.affected[0].name == "left"
    assert item.affected[0].ranges == (VersionRange(high="1.0"), VersionRange(low="2.0", high="2.1"))


def test_a_file_that_is_no_mapping_is_rejected(tmp_path):
    items, log = parsed(FEED, tmp_path, {"npmrepository.json": "[]"})

    assert (items, log.rejects) == ([], 1)
