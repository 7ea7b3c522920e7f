"""Gentoo's advisories as XML and as JSON."""

import pytest

from feeds.providers.distributions.rpm_workspace import FakeFetcher, parsed, rows
from mooring.feeds.providers.distributions.gentoo import FEED, iso_date
from mooring.model.advisory import Advisory, FixState
from mooring.model.severity import Severity

XML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE glsa SYSTEM "http://www.gentoo.org/dtd/glsa.dtd">
<glsa id="202311-08">
  <title>GNU Libmicrohttpd: Buffer Overflow</title>
  <synopsis>A buffer overflow
    has been found.</synopsis>
  <announced>2023-11-24</announced>
  <revised count="2">November 25, 2023</revised>
  <affected>
    <package name="net-libs/libmicrohttpd" auto="yes" arch="*">
      <unaffected range="ge" slot="*">0.9.71</unaffected>
      <vulnerable range="lt" slot="*">0.9.71</vulnerable>
    </package>
  </affected>
  <impact type="high"><p>Code</p></impact>
  <references><uri link="https://nvd.nist.gov/vuln/detail/CVE-2021-3466">CVE-2021-3466</uri></references>
</glsa>
"""
JSON = {
    "ID": "202311-08",
    "Title": "GNU Libmicrohttpd: Buffer Overflow",
    "Synopsis": "\n A buffer overflow\n has been found.",
    "Announced": "2023-11-24",
    "Revised": {"Text": "2023-11-25", "Count": "02"},
    "Affected": {
        "Package": [
            {
                "Name": "net-libs/libmicrohttpd",
                "Arch": "*",
                "Unaffected": [{"Text": "0.9.71", "Range": "ge", "Slot": ""}],
                "Vulnerable": [{"Text": "0.9.71", "Range": "lt", "Slot": ""}],
            }
        ]
    },
    "Impact": {"Type": "high"},
    "References": {"URI": [{"Text": "CVE-2021-3466", "Link": "https://nvd.nist.gov/vuln/detail/CVE-2021-3466"}]},
}


@pytest.mark.parametrize(("name", "content"), [("glsa-202311-08.xml", XML), ("glsa.json", JSON)])
def test_both_forms_say_the_same(name, content):
    (advisory,), log = parsed(FEED, {name: content})

    assert isinstance(advisory, Advisory)
    assert ("GLSA-202311-08", ("CVE-2021-3466",)) == (advisory.id, advisory.fixes)
    assert ("2023-11-24", "2023-11-25") == (advisory.published, advisory.modified)
    assert ("A buffer overflow has been found.", Severity.HIGH) == (advisory.description, advisory.ratings[0].severity)
    (row,) = advisory.affected
    assert ("gentoo", "net-libs/libmicrohttpd", "0.9.71") == (row.namespace, row.name, row.ranges[0].high)
    assert (FixState.FIXED, ("0.9.71",), "2023-11-24") == (row.fix.state, row.fix.versions, row.fix.date)
    assert (1, 0) == (log.records, log.rejects)


def about(vulnerable: object, unaffected: object, arch: str = "*") -> dict[str, object]:
    """The advisory with other ranges."""
    package = {"Name": "a/b", "Arch": arch, "Vulnerable": vulnerable, "Unaffected": unaffected}
    return JSON | {"Affected": {"Package": [package]}}


def test_without_an_unaffected_version_there_is_no_fix():
    advisories, _ = parsed(FEED, {"a.json": about([{"Text": "1.2", "Range": "le"}], None)})

    assert [FixState.NOT_FIXED] == [row.fix.state for row in rows(advisories)]


def test_a_fix_that_is_only_known_to_be_newer_is_a_fix():
    advisories, _ = parsed(FEED, {"a.json": about([{"Text": "1.2", "Range": "eq"}], [{"Text": "1.2", "Range": "gt"}])})

    assert [(FixState.FIXED, (), "fixed in versions newer than 1.2")] == [
        (row.fix.state, row.fix.versions, row.fix.note) for row in rows(advisories)
    ]


@pytest.mark.parametrize("vulnerable", [None, [], 7, [{"Text": "", "Range": "lt"}], [{"Text": "1", "Range": "what"}]])
def test_a_package_without_a_vulnerable_version_has_no_row(vulnerable):
    advisories, _ = parsed(FEED, {"a.json": about(vulnerable, [{"Text": "1.2", "Range": "ge"}])})

    assert ([], 1) == (rows(advisories), len(advisories))


def test_architectures_limit_a_row():
    advisories, _ = parsed(FEED, {"a.json": about([{"Text": "1.2", "Range": "lt"}], None, "x86 amd64")})

    assert [("x86", "amd64")] == [row.architectures for row in rows(advisories)]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><glsa id="202311-08"><title>&c;</title></glsa>'


@pytest.mark.parametrize("content", ["<glsa", "<html/>", '<glsa id="1"/>', ENTITIES, "", "{", "[]", '{"ID": 7}'])
def test_a_damaged_document_hides_no_other(content):
    advisories, log = parsed(FEED, {"glsa-1.xml": content, "glsa-202311-08.xml": XML})

    assert (["GLSA-202311-08"], 2, 1) == ([advisory.id for advisory in advisories], log.records, log.rejects)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2007-12-30", "2007-12-30"),
        ("December 30, 2007", "2007-12-30"),
        ("May 22, 2006: 02", "2006-05-22"),
        ("Smarch 1, 2007", ""),
        ("", ""),
    ],
)
def test_a_date_is_read_in_every_form(written, expected):
    assert expected == iso_date(written)


def test_the_repository_is_one_archive():
    fetcher = FakeFetcher({"https://gitweb.gentoo.org/data/glsa.git/snapshot/glsa-master.tar.gz": b""})

    FEED.fetch(fetcher)

    assert ["glsa-master.tar.gz"] == sorted(fetcher.files)


def test_the_severity_of_an_advisory_is_no_rating_of_one_flaw_among_several():
    flaws = [{"Text": "CVE-2021-3466", "Link": ""}, {"Text": "CVE-2021-3467", "Link": ""}]

    (advisory,), _ = parsed(FEED, {"a.json": JSON | {"References": {"URI": flaws}}})

    assert ((), Severity.HIGH) == (advisory.ratings, advisory.affected[0].severity)
