"""Records in vunnel's normal form, kind by kind."""

import pytest

from mooring.feeds.feed import FeedLog
from mooring.feeds.imported.envelopes.records import read_record
from mooring.model.advisory import (
    Advisory,
    Affected,
    ExploitScore,
    FeedItem,
    FixState,
    KnownExploited,
    NameKind,
    ReleaseLife,
    VersionRange,
)
from mooring.model.severity import Severity

V31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def read(item: object, feed: str = "debian") -> tuple[list[FeedItem], FeedLog]:
    """What a record in its envelope comes to."""
    log = FeedLog()
    return list(
        read_record({"schema": "https://schema.example/1", "identifier": "x", "item": item}, feed, "place", log)
    ), log


def advisory(item: object, feed: str = "debian") -> Advisory:
    """The one advisory of a record."""
    (found,) = read(item, feed)[0]
    assert isinstance(found, Advisory)
    return found


def system(
    *packages: dict[str, object], name: str = "CVE-2024-1111", namespace: str = "debian:12", **fields: object
) -> dict[str, object]:
    """A record about a distribution."""
    return {"Vulnerability": {"Name": name, "NamespaceName": namespace, "FixedIn": list(packages), **fields}}


def package(**fields: object) -> dict[str, object]:
    """A package of it."""
    return {"Name": "tool", "NamespaceName": "debian:12", "Version": "1.2-3", "VersionFormat": "dpkg", **fields}


def row(**fields: object) -> Affected:
    """The row of a record about one package."""
    (found,) = advisory(system(package(**fields))).affected
    return found


def test_what_is_older_than_the_fix_is_affected():
    vendor = {"NoAdvisory": False, "AdvisorySummary": [{"ID": "DSA-1-1", "Link": "https://a.example/"}]}

    found = row(VendorAdvisory=vendor, Available={"Date": "2024-02-03T00:00:00Z", "Kind": "advisory"})

    assert ("debian:12", "tool", NameKind.SOURCE, (VersionRange(high="1.2-3"),)) == (
        found.namespace,
        found.name,
        found.name_kind,
        found.ranges,
    )
    assert (FixState.FIXED, ("1.2-3",), "2024-02-03", ("DSA-1-1",)) == (
        found.fix.state,
        found.fix.versions,
        found.fix.date,
        found.fix.advisories,
    )


@pytest.mark.parametrize("version", ["None", "", None])
def test_without_a_version_nothing_is_fixed(version: object):
    assert (FixState.NOT_FIXED, ()) == (row(Version=version).fix.state, row(Version=version).ranges)
    assert FixState.WONT_FIX is row(Version=version, VendorAdvisory={"NoAdvisory": True}).fix.state


def test_version_0_is_not_affected():
    assert row(Version="0").is_negative


def test_a_range_that_is_given_holds():
    assert (VersionRange(low="1.0", is_low_included=False, high="1.2-3"),) == row(
        VulnerableRange="> 1.0, < 1.2-3"
    ).ranges


@pytest.mark.parametrize(
    ("namespace", "module", "expected"),
    [
        ("rhel:8", "nodejs:16", "nodejs:16"),
        ("rhel:8", "", ""),
        ("rhel:8", None, None),
        ("ol:8", "", None),
        ("mariner:2.0", "", None),
    ],
)
def test_modules_are_kept_where_they_mean_something(namespace: str, module: object, expected: str | None):
    assert expected == row(NamespaceName=namespace, Module=module).module


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("ol:8", "oracle:8"),
        ("amzn:2", "amazon:2"),
        ("rhel:9.4+eus", "rhel:9.4+eus"),
        ("ubuntu:22.04", "ubuntu:22.04"),
        ("debian:unstable", "debian:unstable"),
        ("alpine:edge", "alpine:edge"),
        ("arch:rolling", "arch"),
        ("wolfi:rolling", "wolfi"),
        ("mariner:3.0", "azurelinux:3.0"),
        ("sles:15.5", "sles:15.5"),
    ],
)
def test_distributions_have_our_namespaces(theirs: str, ours: str):
    assert ours == advisory(system(package(NamespaceName=theirs), namespace=theirs)).affected[0].namespace


def test_an_erratum_fixes_its_cves():
    found = advisory(
        system(
            package(),
            name="ALAS-2024-1",
            namespace="amzn:2",
            Metadata={"CVE": [{"Name": "CVE-2024-1"}, {"Name": "CVE-2024-1111"}]},
        )
    )

    assert ((), ("CVE-2024-1111",)) == (tuple(a for a in found.aliases if a != "CVE-2024-1"), found.fixes)


def test_an_advisory_about_a_line_of_kernels_is_not_about_older_lines():
    found = advisory(
        system(
            package(Version="5.4.144-69.amzn2", NamespaceName="amzn:2"),
            name="ALASKERNEL-5.4-2022-007",
            namespace="amzn:2",
        )
    )

    assert (VersionRange(low="5.4", high="5.4.144-69.amzn2"),) == found.affected[0].ranges


def test_the_words_of_the_distribution_and_its_vectors_are_ratings():
    found = advisory(
        system(
            package(),
            Severity="Medium",
            CVSS=[{"vector_string": V31, "version": "3.1"}],
            Description="text",
            Link="https://a.example/",
        )
    )

    assert [("debian", Severity.MEDIUM), ("debian", Severity.CRITICAL)] == [
        (rating.source, rating.severity) for rating in found.ratings
    ]
    assert ("text", "https://a.example/") == (found.description, found.url)


@pytest.mark.parametrize("odd", [{"Name": ""}, {"VulnerableRange": "nonsense !! ( 7"}])
def test_a_broken_package_is_rejected_and_hides_no_other(odd: dict[str, object]):
    items, log = read(system(package(**odd), package()))

    assert isinstance(items[0], Advisory)
    assert (1, 1) == (len(items[0].affected), log.rejects)


def test_github_s_advisories_are_read():
    item = {
        "Vulnerability": {},
        "Advisory": {
            "ghsaId": "GHSA-1",
            "CVE": ["CVE-2024-1111"],
            "Summary": "a summary",
            "Severity": "Medium",
            "CVSS": {"vector_string": V31},
            "withdrawn": "2024-03-04T00:00:00Z",
            "FixedIn": [
                {
                    "name": "Some_Tool",
                    "ecosystem": "python",
                    "identifier": "2.0",
                    "range": ">= 1.0 < 2.0",
                    "available": {"date": "2024-05-06"},
                },
                {"name": "a/b", "ecosystem": "Packagist", "identifier": "None", "range": "<= 1.0"},
                {"name": "x", "ecosystem": "strange", "identifier": "1", "range": "< 1"},
            ],
        },
    }

    found = advisory(item, "github")

    first, second = found.affected
    assert ("pypi", "some-tool", (VersionRange(low="1.0", high="2.0"),)) == (first.namespace, first.name, first.ranges)
    assert (("2.0",), "2024-05-06", FixState.NOT_FIXED) == (first.fix.versions, first.fix.date, second.fix.state)
    assert (("CVE-2024-1111",), "2024-03-04T00:00:00Z", "composer") == (
        found.aliases,
        found.withdrawn,
        second.namespace,
    )
    assert [("github", Severity.CRITICAL), ("github", Severity.MEDIUM)] == [
        (rating.source, rating.severity) for rating in found.ratings
    ]


def test_records_of_nvd_kev_epss_and_ends_of_life_are_read():
    match = {"criteria": "cpe:2.3:a:acme:tool:*:*:*:*:*:*:*:*", "vulnerable": True, "versionEndExcluding": "2"}
    records = [
        {"cve": {"id": "CVE-2024-1111", "configurations": [{"nodes": [{"cpeMatch": [match]}]}]}},
        {"cveID": "CVE-2024-1111", "dateAdded": "2024-01-02"},
        {"cve": "CVE-2024-1111", "epss": 0.5, "percentile": 0.9, "date": "2025-02-18"},
        {"product": "amazon-linux", "name": "2", "isEol": False, "eolFrom": "2026-06-30"},
    ]

    found = [item for record in records for item in read(record)[0]]

    assert isinstance(found[0], Advisory)
    assert "acme:tool" == found[0].affected[0].name
    assert KnownExploited(cve="CVE-2024-1111", added="2024-01-02") == found[1]
    assert ExploitScore(cve="CVE-2024-1111", score=0.5, percentile=0.9, date="2025-02-18") == found[2]
    assert ReleaseLife(product="amazon", release="2", end_of_life="2026-06-30") == found[3]


def test_osv_is_read():
    affected = [
        {
            "package": {"ecosystem": "PyPI", "name": "tool"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2"}]}],
        }
    ]

    found = advisory({"schema_version": "1.7.0", "id": "PYSEC-1", "affected": affected}, "pypa")

    assert [("pypi", "tool")] == [(each.namespace, each.name) for each in found.affected]


def test_openvex_clears_builds():
    product = {"identifiers": {"purl": "pkg:pypi/urllib3@1.26.16+acme.1"}}
    document = {
        "@id": "https://a.example/vex",
        "statements": [
            {"vulnerability": {"name": "CVE-2023-45803"}, "products": [product], "status": "fixed"},
            {"vulnerability": {"name": "CVE-2023-1"}, "products": [product], "status": "affected"},
            {"vulnerability": {"name": "CVE-2023-2"}, "products": [{"@id": "nonsense"}], "status": "not_affected"},
        ],
    }

    found = advisory(document, "libraries")

    assert [("pypi", "urllib3", ("1.26.16+acme.1",), True)] == [
        (each.namespace, each.name, each.versions, each.is_negative) for each in found.affected
    ]


@pytest.mark.parametrize("item", [{"fixed_in": [], "vulnerable": []}, {"id": "CVE-1", "justification": "none"}])
def test_what_is_of_no_use_is_skipped_with_the_reason(item: object):
    items, log = read(item)

    assert ([], 0, 1) == (items, log.rejects, sum(log.skipped.values()))


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"a": 1},
        system(package(), name=""),
        system(package(), namespace="nonsense here:1"),
        {"Advisory": {"Summary": "x"}},
        {"cve": {"id": "x"}},
        {"cveID": "x"},
        {"cve": "CVE-2024-1111", "epss": 7},
        {"cve": "CVE-2024-1111", "epss": "x"},
        {"product": "", "name": "", "isEol": True},
        {"id": 7, "affected": 7},
        {"document": {}, "product_tree": {}},
    ],
)
def test_a_damaged_record_is_rejected(item: object):
    items, log = read(item)

    assert ([], 1, 1) == (items, log.records, log.rejects)


@pytest.mark.parametrize("odd", [7, "x", None, [], [7], {"a": 7}])
def test_odd_fields_hide_nothing_else(odd: object):
    found = advisory(
        system(package(VendorAdvisory=odd, Available=odd, Module=odd, Arch=odd), CVSS=odd, Metadata=odd, Severity=odd)
    )

    assert [("debian:12", "tool")] == [(each.namespace, each.name) for each in found.affected]
