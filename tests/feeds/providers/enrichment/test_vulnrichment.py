"""CVE records with CISA's container."""

import json

import pytest

from feeds.providers.enrichment.workspace import Web, parsed
from mooring.feeds.providers.enrichment.vulnrichment import ARCHIVE, FEED
from mooring.model.advisory import Advisory, FixState, VersionRange
from mooring.model.severity import Severity

V31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
V40 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:L/SC:N/SI:N/SA:N"
POINTS = [{"Exploitation": "active"}, {"Automatable": "yes"}, {"Technical Impact": "total"}]
NO_VERSION = "a product without versions that could be compared"
OF_DISTRIBUTION = "a package of a distribution, which its own feed tells of"
TOOL = "cpe:2.3:a:acme:tool:1.0:*:*:*:*:*:*:*"


def record(*, cna: object = None, cisa: object = None, **head: object) -> dict[str, object]:
    """One record with these containers."""
    own = {"providerMetadata": {"shortName": "Acme"}, **(cna if isinstance(cna, dict) else {})}
    adp = {
        "title": "CISA ADP Vulnrichment",
        "providerMetadata": {"shortName": "CISA-ADP"},
        **(cisa if isinstance(cisa, dict) else {}),
    }
    return {
        "cveMetadata": {"cveId": "CVE-2024-1234", "state": "PUBLISHED", **head},
        "containers": {"cna": own, "adp": [adp]},
    }


def read(**parts: object) -> Advisory:
    """The advisory of a record of these parts."""
    (found,), _ = parsed(FEED, {"CVE-2024-1234.json": record(**parts)})
    assert isinstance(found, Advisory)
    return found


def product(*versions: dict[str, object], **fields: object) -> dict[str, object]:
    """A container that says this of one product."""
    return {"affected": [{"vendor": "Acme", "product": "Tool", "cpes": [TOOL], "versions": list(versions), **fields}]}


def test_cisa_rates_first_and_the_others_are_called_by_their_names():
    found = read(
        cna={
            "metrics": [
                {"cvssV4_0": {"vectorString": V40}},
                {"other": {"type": "Acme rating", "content": {"value": "Important"}}},
            ]
        },
        cisa={"metrics": [{"cvssV3_1": {"vectorString": V31}}]},
    )

    expected = [("cisa", "3.1", Severity.CRITICAL), ("acme", "4.0", Severity.MEDIUM), ("acme", "", Severity.HIGH)]
    assert expected == [(rating.source, rating.cvss_version, rating.severity) for rating in found.ratings]


def test_decision_points_are_a_rating_without_a_severity():
    content = {"options": POINTS, "timestamp": "2024-07-24T17:38:21.119752Z"}

    (rating,) = read(cisa={"metrics": [{"other": {"type": "ssvc", "content": content}}]}).ratings

    assert ("cisa-ssvc", "SSVCv2/E:A/A:Y/T:T/2024-07-24T17:38:21Z/", Severity.UNKNOWN) == (
        rating.source,
        rating.vector,
        rating.severity,
    )


@pytest.mark.parametrize("options", [POINTS[:2], [{"Exploitation": "perhaps"}, *POINTS[1:]], None, "x"])
def test_decision_points_that_are_incomplete_are_none(options: object):
    assert () == read(cisa={"metrics": [{"other": {"type": "ssvc", "content": {"options": options}}}]}).ratings


def test_text_dates_weaknesses_and_references_are_kept():
    found = read(
        datePublished="2024-01-02T03:04:05",
        dateUpdated="2024-02-03T04:05:06.789Z",
        cna={
            "title": "a title",
            "descriptions": [{"lang": "en-US", "value": "text"}],
            "references": [{"url": "https://a.example/"}],
            "problemTypes": [{"descriptions": [{"description": "CWE-79: a script"}, {"description": "n/a"}]}],
        },
        cisa={"references": [{"url": "https://b.example/"}], "problemTypes": [{"descriptions": [{"cweId": "CWE-20"}]}]},
    )

    assert ("a title", "text", ("CWE-79", "CWE-20")) == (found.title, found.description, found.cwes)
    assert (("https://a.example/", "https://b.example/"), "2024-01-02T03:04:05") == (found.references, found.published)


@pytest.mark.parametrize(
    ("version", "expected", "fixes"),
    [
        ({"version": "1.0", "lessThan": "2.0", "versionType": "semver"}, VersionRange(low="1.0", high="2.0"), ("2.0",)),
        ({"version": "0", "lessThanOrEqual": "2.0"}, VersionRange(high="2.0", is_high_included=True), ()),
        ({"version": "n/a", "lessThan": "2.0"}, VersionRange(high="2.0"), ("2.0",)),
        ({"version": "1.0", "lessThan": "*"}, VersionRange(low="1.0"), ()),
        (
            {"version": "3.0", "lessThan": "3.*", "changes": [{"at": "3.0.7", "status": "unaffected"}]},
            VersionRange(low="3.0", high="3.0.7"),
            ("3.0.7",),
        ),
    ],
)
def test_versions_become_ranges(version: dict[str, object], expected: VersionRange, fixes: tuple[str, ...]):
    (row,) = read(cisa=product({"status": "affected", **version})).affected

    assert ("cpe", "acme:tool", (expected,)) == (row.namespace, row.name, row.ranges)
    assert (fixes, "cpe:2.3:a:acme:tool:*:*:*:*:*:*:*:*") == (row.fix.versions, row.cpe)
    assert (FixState.FIXED if fixes else FixState.UNKNOWN) is row.fix.state


def test_a_version_alone_is_itself_and_what_is_not_affected_is_left_out():
    (row,) = read(
        cna=product({"status": "affected", "version": "1.5"}, {"status": "unaffected", "version": "1.6"})
    ).affected

    assert (("1.5",), ()) == (row.versions, row.ranges)


@pytest.mark.parametrize(
    ("container", "reason"),
    [
        (product({"status": "affected", "version": "n/a"}), NO_VERSION),
        (product({"status": "affected", "version": "0", "lessThan": "abc", "versionType": "git"}), NO_VERSION),
        (product({"status": "affected", "version": "0", "lessThan": "1"}, packageName="tool"), OF_DISTRIBUTION),
    ],
)
def test_products_that_could_only_mislead_are_left_out_and_counted(container: object, reason: str):
    (found,), log = parsed(FEED, {"CVE-2024-1234.json": record(cna=container)})

    assert ((), {reason: 1}) == (found.affected, log.skipped)


def test_configurations_of_the_form_of_nvd_are_read_too():
    match = {"criteria": "cpe:2.3:a:acme:other:*:*:*:*:*:*:*:*", "vulnerable": True, "versionEndExcluding": "3"}

    (row,) = read(cna={"cpeApplicability": [{"nodes": [{"operator": "OR", "cpeMatch": [match]}]}]}).affected

    assert ("acme:other", ("3",)) == (row.name, row.fix.versions)


def test_rejected_and_disputed_records_are_marked():
    rejected = read(state="REJECTED", cna={"rejectedReasons": [{"lang": "en", "value": "a mistake"}]})

    assert (True, "a mistake") == (rejected.is_rejected, rejected.description)
    assert read(cna={"tags": ["disputed"]}).is_disputed


def test_a_broken_product_is_told_and_the_record_stays():
    container = product({"status": "affected", "version": "1"}, cpes=["nonsense", TOOL])

    (found,), log = parsed(FEED, {"CVE-2024-1234.json": record(cna=container)})

    assert (["acme:tool"], 1) == ([row.name for row in found.affected], log.rejects)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "{}",
        '{"cveMetadata": {"cveId": "CVE-2024-1234"}}',
        '{"cveMetadata": 7, "containers": 7}',
        "[" * 9_999,
    ],
)
def test_a_damaged_line_is_rejected_and_hides_no_other(line: str):
    items, log = parsed(FEED, {"records.jsonl": f"{line}\n{json.dumps(record())}\n"})

    assert (1, 2, 1) == (len(items), log.records, log.rejects)


@pytest.mark.parametrize(
    "odd", [7, "x", [], [7], {"metrics": 7}, {"metrics": [7]}, {"affected": [{"cpes": 7}]}, {"problemTypes": [[]]}]
)
def test_odd_containers_hide_nothing_else(odd: object):
    assert "CVE-2024-1234" == read(cna=odd, cisa=odd).id


def test_other_files_of_the_repository_are_passed_over():
    items, log = parsed(
        FEED, {"vulnrichment.tar.gz/develop/README.md": "x", "vulnrichment.tar.gz/develop/assets/a.json": "{}"}
    )

    assert ([], 0) == (items, log.rejects)


def test_the_repository_is_fetched_as_one_archive():
    web = Web({ARCHIVE: b""})

    FEED.fetch(web)

    assert ["vulnrichment.tar.gz"] == web.kept
