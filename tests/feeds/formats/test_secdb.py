"""Entries of security databases of apk distributions."""

import pytest

from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.secdb import SecDb, names_of
from mooring.model.advisory import FixState, VersionRange

ENTRIES = [
    ("CVE-2019-2708", ("CVE-2019-2708",), (), ""),
    ("CVE-2019-2708 CVE-2020-1111", ("CVE-2019-2708", "CVE-2020-1111"), (), ""),
    ("CVE-2023-34320  XSA-433", ("CVE-2023-34320",), ("XSA-433",), ""),
    ("GNUTLS-SA-2021-03-10 CVE-2021-20231", ("CVE-2021-20231",), ("GNUTLS-SA-2021-03-10",), ""),
    ("CVE-????-????? XSA-401", ("XSA-401",), (), ""),
    ("CVE-2017-2616 (+ regression fix)", ("CVE-2017-2616",), (), "+ regression fix"),
    ("CVE_2019-2426", ("CVE-2019-2426",), (), ""),
    ("CVE 2018-16859", ("CVE-2018-16859",), (), ""),
    ("CVE-2017-17434-1", ("CVE-2017-17434",), (), ""),
    ("CVE-2021-35940.patch", ("CVE-2021-35940",), (), ""),
    ("CAN-2004-1111", ("CVE-2004-1111",), (), ""),
    ("CVE N/A ZBX-11023", ("ZBX-11023",), (), ""),
    ("wnpa-sec-2017-18", ("wnpa-sec-2017-18",), (), ""),
    ("VSV00010", ("VSV00010",), (), ""),
    ("XPTI", (), (), ""),
    ("", (), (), ""),
]


@pytest.mark.parametrize(("entry", "ids", "others", "remark"), ENTRIES)
def test_an_entry_names_its_vulnerabilities(entry, ids, others, remark):
    named = names_of(entry)

    assert (ids, others, remark) == (named.ids, named.others, named.remark)


def collected(fixes: dict[str, object], *, has_parallel_versions: bool = False) -> list:
    """Advisories of a document with one package."""
    database = SecDb("test", page="https://x.example/{id}", has_parallel_versions=has_parallel_versions)
    document = {"packages": [{"pkg": {"name": "glibc", "secfixes": fixes}}]}
    database.add(document, "secureos", "secdb.json", FeedLog())
    return list(database.advisories())


def test_a_denial_in_parentheses_is_a_denial():
    (advisory,) = collected({"1.2-r0": ["CVE-2019-1234 (Not affected, requires --with-systemd)"]})

    assert advisory.affected[0].is_negative


def test_a_fix_outweighs_a_denial():
    (advisory,) = collected({"0": ["CVE-2019-1234"], "1.2-r0": ["CVE-2019-1234"]})

    assert (False, ("1.2-r0",)) == (advisory.affected[0].is_negative, advisory.affected[0].fix.versions)


def test_an_identifier_of_the_same_flaw_is_an_alias_and_an_erratum_is_not():
    (advisory,) = collected({"1.2-r0": ["CVE-2019-1234 GHSA-h5c8-rqwp-cp95", "CVE-2019-1234 XSA-1"]})

    assert (("GHSA-h5c8-rqwp-cp95",), ("XSA-1",)) == (advisory.aliases, advisory.affected[0].fix.advisories)


def test_lines_kept_side_by_side_are_bounded_each():
    fixes = {"2.41-60": ["CVE-2025-5702"], "2.39-209": ["CVE-2025-5702"], "2.40-136": ["CVE-2025-5702"]}
    fixes["2.40-139"] = ["CVE-2025-5702"]

    (advisory,) = collected(fixes, has_parallel_versions=True)

    expected = [("", "2.39-209"), ("2.40", "2.40-139"), ("2.41", "2.41-60")]
    assert [VersionRange(low=low, high=high) for low, high in expected] == list(advisory.affected[0].ranges)


def test_a_version_that_is_none_loses_against_one_that_is():
    (advisory,) = collected({"1.2-r0": ["CVE-2019-1234"], "???": ["CVE-2019-1234"]})

    assert ("1.2-r0",) == advisory.affected[0].fix.versions


@pytest.mark.parametrize(
    ("fixes", "versions"),
    [({"None": ["CVE-2025-0001"]}, ()), ({"None": ["CVE-2025-0001"], "1-r0": ["CVE-2025-0001"]}, ("1-r0",))],
)
def test_no_version_says_that_there_is_no_fix_yet(fixes, versions):
    (advisory,) = collected(fixes)

    (row,) = advisory.affected
    assert (versions, bool(versions), False) == (row.fix.versions, bool(row.ranges), row.is_negative)
    assert row.fix.state is (FixState.FIXED if versions else FixState.NOT_FIXED)


def test_an_entry_without_an_identifier_is_no_damage():
    log = FeedLog()
    document = {"packages": [{"pkg": {"name": "glibc", "secfixes": {"1-r0": ["XPTI", "CVE-????-?????"]}}}]}

    SecDb("test", page="").add(document, "wolfi", "security.json", log)

    assert (0, {"an entry that names no vulnerability": 2}) == (log.rejects, log.skipped)
