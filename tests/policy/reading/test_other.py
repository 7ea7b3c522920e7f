"""Documents that are something else than a bundle."""

import pytest

from mooring.policy.reading.bundle import read_bundle
from mooring.policy.reading.other import something_else


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"schema_version": "1.2.0", "inventory": {}}, "is a report of Mooring, no policy bundle"),
        ({"schema_version": "1.0.0", "verdict": {}}, "is a verdict of Mooring, no policy bundle"),
        ({"bomFormat": "CycloneDX"}, "is an SBOM (CycloneDX), no policy bundle"),
        ({"spdxVersion": "SPDX-2.3"}, "is an SBOM (SPDX), no policy bundle"),
        ({"artifacts": [], "descriptor": {}}, "is a document of Syft or Grype, no policy bundle"),
        ({"cases": []}, "is a file of cases for `mooring policy test`, no policy bundle"),
        ({}, "has neither 'policies' nor 'mappings', so it is no policy bundle"),
        ({"name": "app", "version": "1"}, "has neither 'policies' nor 'mappings', so it is no policy bundle"),
    ],
)
def test_what_is_plainly_something_else_is_called_by_its_name(document, expected):
    assert expected == something_else(document)


@pytest.mark.parametrize("key", ["policies", "rule_sets", "mappings", "policys", "mapings", "polices"])
def test_what_may_be_a_bundle_is_read_as_one(key):
    assert something_else({key: [], "id": "b"}) == ""


def test_a_document_that_is_something_else_cannot_be_read_as_a_bundle():
    found = read_bundle(b'{"bomFormat": "CycloneDX"}', "sbom.json")

    assert (found.is_readable, len(found.problems)) == (False, 1)


def test_a_document_with_many_long_keys_is_told_quickly():
    document = {f"{at}{'x' * 1000}": 1 for at in range(100_000)}

    assert something_else(document) != ""
