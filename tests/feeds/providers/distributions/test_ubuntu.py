"""Ubuntu's archives and tracker in all their forms."""

import json

import pytest

from feeds.providers.distributions.rpm_workspace import Content, FakeFetcher, parsed, rows
from mooring.feeds.providers.distributions.ubuntu import FEED
from mooring.model.advisory import Advisory, AdvisoryKind, Affected, FixState, NameKind
from mooring.model.severity import Severity

TEXT = """Candidate: CVE-2020-13112
PublicDate: 2020-05-21 16:15:00 UTC
References:
 https://usn.ubuntu.com/usn/usn-4396-1
Description:
 An issue was discovered
 in libexif.
Priority: medium
Priority_libexif/xenial: low
CVSS:
 nvd: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H [9.1 CRITICAL]

Patches_libexif:
 upstream: https://example.com/435e21f (0.6.22)
Tags_libexif: universe
upstream_libexif: needs-triage
trusty/esm_libexif:needed
xenial_libexif: released (0.6.21-2ubuntu0.5)
bionic_libexif: DNE
#focal_libexif: needed
devel_libexif: not-affected (0.6.22-1)
"""


def tracked(release: str, status: str, note: str = "", **more: str) -> str:
    """A line of the tracker with one status of one package."""
    packages = {release: {"curl": {"status": status, "note": note, **more}}}
    return json.dumps({"candidate": "CVE-2020-0001", "description": "x", "priority": "high", "packages": packages})


def only(files: dict[str, Content]) -> Affected:
    """The only row."""
    (row,) = rows(parsed(FEED, files)[0])
    return row


def advisory_of(files: dict[str, Content], identifier: str) -> Advisory:
    """The only advisory of this identifier."""
    (found,) = [advisory for advisory in parsed(FEED, files)[0] if advisory.id == identifier]
    return found


STATUSES = [
    ("released", "7.1-2", False, "7.1-2", FixState.FIXED, ""),
    ("released", "7.1-2, 7.2-1", False, "7.1-2", FixState.FIXED, ""),
    ("needed", "", False, "", FixState.NOT_FIXED, "needed"),
    ("needs-triage", "", False, "", FixState.NOT_FIXED, "needs-triage"),
    ("pending", "7.1-3", False, "7.1-3", FixState.NOT_FIXED, "pending: 7.1-3"),
    ("deferred", "2020-01-01", False, "", FixState.NOT_FIXED, "deferred: 2020-01-01"),
    ("ignored", "changes too intrusive", False, "", FixState.WONT_FIX, "ignored: changes too intrusive"),
    ("ignored", "", False, "", FixState.WONT_FIX, "ignored"),
    ("ignored", "end of life, was needed", False, "", FixState.NOT_FIXED, "ignored: end of life, was needed"),
    ("ignored", "end of life, was ignored [x]", False, "", FixState.WONT_FIX, "ignored: end of life, was ignored [x]"),
    ("ignored", "end of standard support", False, "", FixState.UNKNOWN, "ignored: end of standard support"),
    ("ignored", "end of life, was not-affected", True, "", FixState.UNKNOWN, "ignored: end of life, was not-affected"),
    ("not-affected", "code not present", True, "", FixState.UNKNOWN, "code not present"),
    ("not-affected", "8.x only", True, "", FixState.UNKNOWN, "8.x only"),
]


@pytest.mark.parametrize(("status", "note", "is_negative", "bound", "state", "said"), STATUSES)
def test_a_status_says_what_is_affected_and_what_is_known_of_a_fix(status, note, is_negative, bound, state, said):
    row = only({"uct.jsonl": tracked("jammy", status, note)})

    assert (is_negative, bound) == (row.is_negative, row.ranges[0].high if row.ranges else "")
    assert (state, said) == (row.fix.state, row.fix.note)
    assert ("ubuntu:22.04", NameKind.SOURCE) == (row.namespace, row.name_kind)


def test_not_affected_with_a_version_holds_from_that_version_on():
    row = only({"uct.jsonl": tracked("jammy", "not-affected", "7.81.0-1")})

    assert (True, "7.81.0-1", "") == (row.is_negative, row.ranges[0].low, row.ranges[0].high)


@pytest.mark.parametrize("status", ["DNE", "", "whatever"])
def test_a_release_without_the_package_says_nothing(status):
    assert () == advisory_of({"uct.jsonl": tracked("jammy", status)}, "CVE-2020-0001").affected


def test_a_fix_of_a_version_that_is_not_named_is_not_counted():
    assert only({"uct.jsonl": tracked("jammy", "released")}).is_under_investigation


def test_a_channel_of_pro_is_a_namespace_and_a_repository():
    row = only({"uct.jsonl": tracked("esm-apps/jammy", "released", "7.1+esm1")})

    assert ("ubuntu:22.04+esm", "esm-apps") == (row.namespace, row.repository)


def test_the_priority_of_a_package_outweighs_that_of_the_cve():
    assert Severity.LOW is only({"uct.jsonl": tracked("jammy", "needed", priority="low")}).severity
    assert Severity.HIGH is only({"uct.jsonl": tracked("jammy", "needed")}).severity


def test_a_text_file_of_the_tracker_says_the_same():
    advisory = advisory_of({"retired/CVE-2020-13112": TEXT}, "CVE-2020-13112")

    assert "An issue was discovered in libexif." == advisory.description
    assert "2020-05-21T16:15:00Z" == advisory.published
    assert [("ubuntu", Severity.MEDIUM), ("nvd", Severity.CRITICAL)] == [
        (rating.source, rating.severity) for rating in advisory.ratings
    ]
    assert [
        ("ubuntu:14.04+esm", Severity.MEDIUM, FixState.NOT_FIXED, ()),
        ("ubuntu:16.04", Severity.LOW, FixState.FIXED, ("USN-4396-1",)),
    ] == [(row.namespace, row.severity, row.fix.state, row.fix.advisories) for row in advisory.affected]


def test_packages_may_stand_above_releases():
    document = {
        "Candidate": "CVE-2020-1234",
        "Priority": "medium",
        "PublicDate": "2021-06-09T20:15:00Z",
        "Patches": {"xen": {"jammy": {"Status": "pending", "Note": "1.2.4"}, "upstream": {"Status": "released"}}},
    }

    row = only({"ubuntu/CVE-2020-1234.json": document})

    assert ("ubuntu:22.04", "xen", "1.2.4") == (row.namespace, row.name, row.ranges[0].high)


def test_an_odd_field_hides_no_status():
    line = json.loads(tracked("jammy", "needed")) | {"references": 7, "priority": None, "cvss": []}

    assert FixState.NOT_FIXED is only({"uct.jsonl": json.dumps(line)}).fix.state


@pytest.mark.parametrize("line", ["{", '{"candidate": 7}', '{"candidate": ""}', '{"candidate": "x y"}', "[]", "7"])
def test_a_damaged_line_hides_no_other(line):
    advisories, log = parsed(FEED, {"uct.jsonl": line + "\n" + tracked("jammy", "needed")})

    assert (["CVE-2020-0001"], 2, 1) == ([advisory.id for advisory in advisories], log.records, log.rejects)


def osv(identifier: str, *entries: dict[str, object], **more: object) -> str:
    """A record of OSV."""
    return json.dumps({"schema_version": "1.7.0", "id": identifier, "affected": list(entries), **more})


def entry(ecosystem: str, distro: str, fixed: str = "", **specific: str) -> dict[str, object]:
    """An entry about curl."""
    events = [{"introduced": "0"}, *([{"fixed": fixed}] if fixed else [])]
    return {
        "package": {"ecosystem": ecosystem, "name": "curl", "purl": f"pkg:deb/ubuntu/curl?arch=source&distro={distro}"},
        "ranges": [{"type": "ECOSYSTEM", "events": events}],
        "database_specific": specific,
    }


def vex(status: str, distro: str, **more: str) -> str:
    """A document of OpenVEX with one statement about curl."""
    purls = [
        f"pkg:deb/ubuntu/{name}@7.1-2?arch={arch}&distro={distro}"
        for name, arch in (("curl", "source"), ("libcurl4", "amd64"))
    ]
    statement = {
        "vulnerability": {"name": "CVE-2020-0001"},
        "products": [{"@id": purl} for purl in purls],
        "status": status,
        **more,
    }
    return json.dumps({"@context": "https://openvex.dev/ns/v0.2.0", "statements": [statement]})


def test_osv_rows_have_the_repository_of_their_channel():
    advisory = advisory_of(
        {"osv/a.json": osv("UBUNTU-CVE-2020-0001", entry("Ubuntu:Pro:16.04:LTS", "esm-apps/xenial", "7.1+esm1"))},
        "UBUNTU-CVE-2020-0001",
    )

    assert [("ubuntu:16.04+esm", "esm-apps", "7.1+esm1")] == [
        (row.namespace, row.repository, row.ranges[0].high) for row in advisory.affected
    ]
    assert ("CVE-2020-0001",) == advisory.aliases


def test_osv_fixes_name_the_notices_that_the_record_refers_to():
    reference = {"type": "ADVISORY", "url": "https://ubuntu.com/security/notices/USN-1-1"}
    record = osv("UBUNTU-CVE-2020-0001", entry("Ubuntu:22.04:LTS", "jammy", "7.1-2"), references=[reference])

    assert ("USN-1-1",) == only({"osv/a.json": record}).fix.advisories


def test_a_status_of_the_tracker_in_an_osv_record_is_understood():
    records = osv(
        "UBUNTU-CVE-2020-0001",
        entry("Ubuntu:22.04:LTS", "jammy", uct_status="ignored", uct_note="end of life, was needed"),
        entry("Ubuntu:20.04:LTS", "focal", uct_status="ignored", uct_note="too intrusive"),
    )

    advisories, _ = parsed(FEED, {"osv.jsonl": records})

    assert [FixState.NOT_FIXED, FixState.WONT_FIX] == [row.fix.state for row in rows(advisories)]


@pytest.mark.parametrize(
    ("statement", "state"),
    [
        ("the Ubuntu Security Team decided to not fix it. CVE Notes / justification: too hard", FixState.WONT_FIX),
        ("is no longer supported. Please upgrade your system.", FixState.UNKNOWN),
        ("is vulnerable to the CVE and needs fixing.", FixState.NOT_FIXED),
    ],
)
def test_openvex_says_why_there_is_no_fix(statement, state):
    files = {
        "openvex-all/a.json": vex("affected", "jammy", action_statement=statement),
        "osv-all/a.json": osv("UBUNTU-CVE-2020-0001", entry("Ubuntu:22.04:LTS", "jammy")),
    }

    row = only(files)

    assert ("ubuntu:22.04", state) == (row.namespace, row.fix.state)


def test_what_only_openvex_knows_is_kept():
    row = only({"vex/a.json": vex("affected", "esm-infra/xenial", action_statement="decided to not fix it")})

    assert ("ubuntu:16.04+esm", "esm-infra", FixState.WONT_FIX) == (row.namespace, row.repository, row.fix.state)


def test_openvex_denies_for_source_packages_only():
    row = only({"vex/a.json": vex("not_affected", "jammy", impact_statement="x CVE Notes / justification: other code")})

    assert ("curl", True, (), "other code") == (row.name, row.is_negative, row.ranges, row.fix.note)


def test_a_package_that_the_archive_does_not_have_is_not_denied():
    advisories, _ = parsed(
        FEED, {"vex/a.json": vex("not_affected", "jammy", impact_statement="does not exist in the archive")}
    )

    assert [] == rows(advisories)


def test_fixed_in_openvex_denies_from_the_version_that_the_release_has():
    row = only({"vex/a.json": vex("fixed", "jammy")})

    assert (True, "7.1-2") == (row.is_negative, row.ranges[0].low)


def test_what_is_under_investigation_is_not_counted():
    assert only({"vex/a.json": vex("under_investigation", "jammy")}).is_under_investigation


def test_a_damaged_statement_is_said():
    document = json.loads(vex("affected", "jammy"))
    document["statements"] += [7, {"vulnerability": {}}]

    advisories, log = parsed(FEED, {"vex/a.json": document})

    assert (1, 1, 2) == (len(rows(advisories)), log.records, log.rejects)


def test_a_notice_speaks_only_for_cves_without_a_record():
    notice = osv(
        "USN-1-1",
        entry("Ubuntu:22.04:LTS", "jammy", "7.1-2"),
        upstream=["UBUNTU-CVE-2020-0001", "UBUNTU-CVE-2020-0002"],
        summary="curl vulnerabilities",
    )
    record = osv("UBUNTU-CVE-2020-0001", entry("Ubuntu:22.04:LTS", "jammy", "7.1-1"))

    advisory = advisory_of({"osv/usn/a.json": notice, "osv/cve/b.json": record}, "USN-1-1")

    assert ("CVE-2020-0001", "CVE-2020-0002") == advisory.fixes
    assert [("CVE-2020-0002",)] == [row.vulnerabilities for row in advisory.affected]


def test_a_notice_about_known_cves_speaks_only_where_it_has_the_very_version():
    entries = [entry("Ubuntu:22.04:LTS", "jammy", "7.1-2"), entry("Ubuntu:20.04:LTS", "focal", "6.1-2")]
    notice = osv("USN-1-1", *entries, upstream=["CVE-2020-0001"], published="2020-05-06T00:00:00Z")
    record = osv(
        "UBUNTU-CVE-2020-0001",
        entry("Ubuntu:22.04:LTS", "jammy", "7.1-2"),
        entry("Ubuntu:20.04:LTS", "focal", "6.1-1"),
    )

    rows = advisory_of({"osv/cve/b.json": record, "osv/usn/a.json": notice}, "USN-1-1").affected

    assert [("ubuntu:22.04", "2020-05-06", ("USN-1-1",))] == [
        (row.namespace, row.fix.date, row.fix.advisories) for row in rows
    ]


def test_a_notice_about_a_regression_is_no_vulnerability():
    notice = osv("USN-1-2", entry("Ubuntu:22.04:LTS", "jammy", "7.1-3"), summary="curl regression")

    assert AdvisoryKind.NOTICE is advisory_of({"osv/usn/a.json": notice}, "USN-1-2").kind


def test_both_archives_are_fetched_openvex_first():
    pages = {
        "https://security-metadata.canonical.com/osv/osv-all.tar.xz": b"",
        "https://security-metadata.canonical.com/vex/vex-all.tar.xz": b"",
    }
    fetcher = FakeFetcher(pages)

    FEED.fetch(fetcher)

    assert ["openvex-all.tar.xz", "osv-all.tar.xz"] == sorted(fetcher.files)


def test_notes_beside_the_tracker_are_skipped():
    advisories, log = parsed(FEED, {"README.md": "x", "active/00boilerplate.linux": "x"})

    assert ([], 0, 2) == (advisories, log.records, sum(log.skipped.values()))
