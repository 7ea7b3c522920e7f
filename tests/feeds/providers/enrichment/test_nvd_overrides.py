"""Overrides without NVD."""

import json

import pytest

from feeds.providers.enrichment.workspace import Web, parsed
from mooring.feeds.providers.enrichment.nvd_overrides import FEED
from mooring.feeds.providers.enrichment.records.overrides import ARCHIVE

RECORD = {
    "_annotation": {"cve_id": "CVE-2023-1111", "description": "text", "modified": "2024-08-01T16:27:57.203000+00:00"},
    "cve": {
        "configurations": [
            {
                "nodes": [
                    {
                        "cpeMatch": [
                            {
                                "criteria": "cpe:2.3:a:acme:tool:*:*:*:*:*:*:*:*",
                                "vulnerable": True,
                                "versionEndExcluding": "2",
                            }
                        ]
                    }
                ]
            }
        ]
    },
}


@pytest.mark.parametrize("name", ["nvd-data-overrides.jsonl", "overrides.tar.gz/main/data/2023/CVE-2023-1111.json"])
def test_an_override_is_an_advisory_with_its_products(name: str):
    (found,), log = parsed(FEED, {name: json.dumps(RECORD)})

    assert ("CVE-2023-1111", "nvd-overrides", "text") == (found.id, found.feed, found.description)
    assert [("acme:tool", ("2",))] == [(row.name, row.fix.versions) for row in found.affected]
    assert (1, 0) == (log.records, log.rejects)


@pytest.mark.parametrize(
    "record",
    ["{", "[]", "{}", '{"_annotation": {"cve_id": "x"}, "cve": {}}', '{"_annotation": {"cve_id": "CVE-2023-1111"}}'],
)
def test_an_odd_line_is_rejected_and_hides_no_other(record: str):
    items, log = parsed(FEED, {"overrides.jsonl": f"{record}\n\n{json.dumps(RECORD)}\n"})

    assert (1, 2, 1) == (len(items), log.records, log.rejects)


def test_it_is_not_taken_by_default_because_nvd_holds_it():
    assert not FEED.is_default


def test_other_files_of_the_repository_are_passed_over():
    items, log = parsed(FEED, {"overrides.tar.gz/main/README.md": "x", "overrides.tar.gz/main/schema.json": "{}"})

    assert ([], 0, 2) == (items, log.rejects, sum(log.skipped.values()))


def test_the_repository_is_fetched_as_one_archive():
    web = Web({ARCHIVE: b""})

    FEED.fetch(web)

    assert ["overrides.tar.gz"] == web.kept
