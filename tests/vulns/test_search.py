"""What a database says of an identifier or of a name."""

import pytest

from mooring.model.advisory import FixState
from mooring.vulns.database import open_database
from mooring.vulns.search import packages_called, vulnerabilities_called
from vulns.databases import TWO_FEEDS, built


@pytest.fixture
def found(tmp_path):
    with open_database(built(tmp_path / "a.db", TWO_FEEDS)) as database:
        yield database


def test_an_identifier_gives_every_advisory_with_its_packages(found):
    (flaw,) = vulnerabilities_called(found, "ghsa-aaaa")

    assert ("CVE-2024-1000", ("GHSA-aaaa", "PYSEC-1")) == (flaw.id, flaw.aliases)
    assert {
        ("debian", "CVE-2024-1000"): [("debian:12", "curl", "< 7.1-2"), ("debian:12", "openssl", "< 3.0.1-1")],
        ("debian", "DSA-1-1"): [("debian:12", "openssl", "< 3.0.1-1")],
        ("github", "GHSA-aaaa"): [("npm", "openssl", "< 3.0.1")],
        ("github", "PYSEC-1"): [],
    } == {
        (advisory.feed, advisory.id): [(row.namespace, row.name, row.constraint) for row in advisory.packages]
        for advisory in flaw.advisories
    }
    assert (FixState.FIXED, ("7.1-2",)) == (
        flaw.advisories[0].packages[0].fix_state,
        flaw.advisories[0].packages[0].fix_versions,
    )


def test_an_erratum_gives_each_of_its_flaws(found):
    assert ["CVE-2024-1000", "CVE-2024-1001"] == [flaw.id for flaw in vulnerabilities_called(found, "DSA-1-1")]


def test_a_name_gives_its_rows_in_every_namespace_however_it_is_written(found):
    assert [("debian:12", "CVE-2024-1000"), ("debian:12", "DSA-1-1"), ("npm", "GHSA-aaaa")] == [
        (row.namespace, row.advisory) for row in packages_called(found, "openssl")
    ]
    assert ["npm"] == [row.namespace for row in packages_called(found, "OpenSSL")]


def test_what_nobody_knows_gives_nothing(found):
    assert ((), ()) == (vulnerabilities_called(found, "CVE-1"), packages_called(found, "nothing"))
