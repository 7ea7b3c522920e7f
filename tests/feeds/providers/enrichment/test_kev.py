"""The catalogue of exploited vulnerabilities, in all its forms."""

import pytest

from feeds.providers.enrichment.workspace import Web, parsed
from mooring.base.errors import FeedMalformed
from mooring.feeds.providers.enrichment.kev import CATALOGUE, FEED
from mooring.model.advisory import KnownExploited

ENTRY = {
    "cveID": "CVE-2021-44228",
    "vendorProject": "Apache",
    "product": "Log4j2",
    "dateAdded": "2021-12-10",
    "requiredAction": "Update.",
    "dueDate": "2021-12-24",
    "knownRansomwareCampaignUse": "Known",
    "cwes": ["CWE-20"],
}
KNOWN = KnownExploited(
    cve="CVE-2021-44228",
    added="2021-12-10",
    due="2021-12-24",
    used_by_ransomware=True,
    product="Apache Log4j2",
    required_action="Update.",
)


def test_an_entry_keeps_its_dates_and_what_has_to_be_done():
    items, log = parsed(FEED, {"kev.json": {"catalogVersion": "2021.12.10", "vulnerabilities": [ENTRY]}})

    assert [KNOWN] == items
    assert (1, 0) == (log.records, log.rejects)


def test_the_table_says_the_same_as_the_json():
    table = (
        "cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,knownRansomwareCampaignUse,cwes\r\n"
        'CVE-2021-44228,Apache,Log4j2,"a ""name"", quoted",2021-12-10,"two\r\nlines",Update.,2021-12-24,Known,"CWE-20, CWE-400"\r\n'
    )

    items, _ = parsed(FEED, {"kev.csv": table})

    assert [KNOWN] == items


def test_a_list_of_identifiers_is_enough_and_gives_way_to_an_entry():
    ids = "CVE,EPSS,Vendor,Product\nCVE-2021-44228,0.9,Apache,Log4j2\nCVE-2025-1111,0.1,Acme,Acme Box\n"

    items, log = parsed(FEED, {"ids.csv": ids, "kev.json": {"vulnerabilities": [ENTRY]}})

    assert [KNOWN, KnownExploited(cve="CVE-2025-1111", product="Acme Box")] == items
    assert 3 == log.records


def test_entries_of_2022_know_nothing_of_ransomware():
    items, _ = parsed(FEED, {"kev.json": {"vulnerabilities": [{"cveID": "CVE-2014-0160", "dateAdded": "2022-05-04"}]}})

    assert [KnownExploited(cve="CVE-2014-0160", added="2022-05-04")] == items


def test_a_lone_entry_and_the_schema_beside_it_are_told_apart():
    items, log = parsed(FEED, {"one.json": ENTRY, "schema.json": {"$schema": "x", "properties": {}}})

    assert ([KNOWN], 1) == (items, sum(log.skipped.values()))


@pytest.mark.parametrize("entry", ["text", None, {}, {"cveID": 7}, {"cveID": "CVE-1"}, {"cveID": ["CVE-2021-44228"]}])
def test_an_odd_entry_is_rejected_and_hides_no_other(entry: object):
    items, log = parsed(FEED, {"kev.json": {"vulnerabilities": [entry, ENTRY]}})

    assert ([KNOWN], 1) == (items, log.rejects)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("kev.json", "{"),
        ("kev.json", "[]"),
        ("kev.json", {"title": "x"}),
        ("kev.csv", ""),
        ("kev.csv", "<html>"),
        ("kev.csv", "a,b\n1,2\n"),
    ],
)
def test_what_is_no_catalogue_is_refused_as_a_whole(name: str, content: object):
    with pytest.raises(FeedMalformed, match="kev"):
        parsed(FEED, {name: content})


def test_a_quote_that_never_ends_is_no_table():
    with pytest.raises(FeedMalformed, match="no table"):
        parsed(FEED, {"kev.csv": 'cveID,product\nCVE-2021-44228,"' + "x" * 200_000})


def test_one_file_is_fetched():
    web = Web({CATALOGUE: b"{}"})

    FEED.fetch(web)

    assert (["known_exploited_vulnerabilities.json"], web.kept) == (web.kept, sorted(web.files))
