"""Debian's tracker in all its forms."""

import json

import pytest

from feeds.providers.distributions.rpm_workspace import Content, FakeFetcher, parsed
from mooring.base.errors import FeedMalformed
from mooring.feeds.feed import FeedLog
from mooring.feeds.providers.distributions.debian import FEED
from mooring.model.advisory import Advisory, AdvisoryKind, Affected, FixState, NameKind
from mooring.model.severity import Severity

DSA = """[30 Jul 2021] DSA-4900-1 putty - security update
\t{CVE-2021-36367 CVE-2021-33500}
\t[buster] - putty 0.70-6+deb10u1
\t[bullseye] - putty 0.74-1+deb11u1
[02 Aug 2021] DSA-4900-2 putty - regression update
\t[buster] - putty 0.70-6+deb10u2
"""


def tracker(**releases: dict[str, str]) -> dict[str, object]:
    """The tracker's JSON with one CVE of one package."""
    return {"putty": {"CVE-2021-36367": {"description": "PuTTY proceeds.", "releases": releases}}}


def row_of(advisories: list[Advisory], namespace: str) -> Affected:
    """The only row about a release."""
    (found,) = [row for advisory in advisories for row in advisory.affected if row.namespace == namespace]
    return found


def advisory_of(files: dict[str, Content], identifier: str) -> Advisory:
    """The only advisory of this identifier."""
    (found,) = [advisory for advisory in parsed(FEED, files)[0] if advisory.id == identifier]
    return found


def test_a_fixed_version_bounds_what_is_affected():
    status = {"status": "resolved", "fixed_version": "0.75-3", "urgency": "low**"}

    advisories, _ = parsed(FEED, {"tracker.json": tracker(bookworm=status)})

    row = row_of(advisories, "debian:12")
    assert "0.75-3" == row.ranges[0].high
    assert (FixState.FIXED, ("0.75-3",)) == (row.fix.state, row.fix.versions)
    assert (Severity.LOW, NameKind.SOURCE, "putty") == (row.severity, row.name_kind, row.name)


def test_version_0_says_that_the_release_is_not_affected():
    advisories, _ = parsed(FEED, {"tracker.json": tracker(sid={"status": "resolved", "fixed_version": "0"})})

    row = row_of(advisories, "debian:unstable")
    assert row.is_negative
    assert () == row.ranges


@pytest.mark.parametrize(
    ("status", "state", "note"),
    [
        ({"status": "open"}, FixState.NOT_FIXED, ""),
        ({"status": "open", "nodsa": "Minor", "nodsa_reason": ""}, FixState.NOT_FIXED, "no-dsa: Minor"),
        ({"status": "open", "nodsa": "Minor", "nodsa_reason": "postponed"}, FixState.NOT_FIXED, "postponed: Minor"),
        ({"status": "open", "nodsa": "Minor", "nodsa_reason": "ignored"}, FixState.WONT_FIX, "ignored: Minor"),
        ({"status": "open", "urgency": "end-of-life"}, FixState.WONT_FIX, "end of life"),
    ],
)
def test_an_open_issue_affects_every_version_and_says_why_there_is_no_fix(status, state, note):
    advisories, _ = parsed(FEED, {"tracker.json": tracker(bullseye=status)})

    row = row_of(advisories, "debian:11")
    assert () == row.ranges
    assert (state, note) == (row.fix.state, row.fix.note)


def test_an_undetermined_issue_is_not_counted():
    advisories, _ = parsed(FEED, {"tracker.json": tracker(bullseye={"status": "undetermined"})})

    assert row_of(advisories, "debian:11").is_under_investigation


def test_an_unimportant_issue_is_negligible():
    status = {"status": "open", "urgency": "unimportant"}

    advisories, _ = parsed(FEED, {"tracker.json": tracker(bullseye=status)})

    assert row_of(advisories, "debian:11").severity is Severity.NEGLIGIBLE


def test_a_release_that_is_not_known_is_left_out_and_said():
    releases = {"bullseye": {"status": "open"}, "zurg": {"status": "open"}}

    advisories, log = parsed(FEED, {"tracker.json": tracker(**releases)})

    assert ["debian:11"] == [row.namespace for advisory in advisories for row in advisory.affected]
    assert {"release 'zurg' is not known": 1} == log.skipped


def test_a_damaged_entry_hides_no_other():
    document = tracker(bullseye={"status": "open"}) | {"curl": {"CVE-2020-1": []}, "wget": 7}

    advisories, log = parsed(FEED, {"tracker.json": document})

    assert ["CVE-2021-36367"] == [advisory.id for advisory in advisories]
    assert (3, 2) == (log.records, log.rejects)


def test_half_a_tracker_is_no_tracker():
    half = json.dumps(tracker(bullseye={"status": "open"}))[:-20]

    with pytest.raises(FeedMalformed, match=r"tracker.json is not the tracker's JSON"):
        parsed(FEED, {"tracker.json": half})


def test_a_fix_names_the_erratum_that_brought_it_and_its_day():
    status = {"status": "resolved", "fixed_version": "0.74-1+deb11u1"}
    files = {"DSA/list": DSA, "tracker.json": tracker(bullseye=status)}

    fix = advisory_of(files, "CVE-2021-36367").affected[0].fix

    assert (("DSA-4900-1",), "2021-07-30") == (fix.advisories, fix.date)


def test_an_erratum_speaks_only_for_what_the_tracker_does_not():
    status = {"status": "resolved", "fixed_version": "0.73-1"}
    files = {"DSA/list": DSA, "tracker.json": tracker(bullseye=status)}

    erratum = advisory_of(files, "DSA-4900-1")

    assert [("debian:10", ()), ("debian:11", ("CVE-2021-33500",))] == [
        (row.namespace, row.vulnerabilities) for row in erratum.affected
    ]
    assert ("CVE-2021-36367", "CVE-2021-33500") == erratum.fixes


def test_a_regression_update_is_a_notice():
    assert advisory_of({"DSA/list": DSA}, "DSA-4900-2").kind is AdvisoryKind.NOTICE


def test_a_list_counts_its_records_and_rejects_those_without_a_head():
    _, log = parsed(FEED, {"data/DSA/list": DSA + "[19 Jul 2021] SOMETHING ELSE\n\t{CVE-2021-1}\n"})

    assert (3, 1) == (log.records, log.rejects)


CVES = """CVE-2021-36367 (PuTTY through 0.75 proceeds ...)
\t{DSA-4900-1}
\t- putty 0.75-3 (low; bug #990901)
\t[stretch] - putty <no-dsa> (Minor issue)
CVE-2021-0001 (Nothing that Debian has ...)
\tNOT-FOR-US: Something
CVE-2021-0002
\tREJECTED
CVE-2021-XXXX [overflow in curl]
\t- curl <unfixed> (unimportant; bug #77)
\t[jessie] - curl <not-affected> (Introduced later)
"""


def test_the_list_of_cves_speaks_for_old_releases():
    advisory = advisory_of({"CVE/list": CVES, "DSA/list": DSA}, "CVE-2021-36367")

    found = {row.namespace: (row.ranges[0].high, row.fix.state, row.fix.note) for row in advisory.affected}
    assert {
        "debian:9": ("0.75-3", FixState.NOT_FIXED, "no-dsa: Minor issue"),
        "debian:10": ("0.70-6+deb10u1", FixState.FIXED, ""),
        "debian:11": ("0.74-1+deb11u1", FixState.FIXED, ""),
        "debian:unstable": ("0.75-3", FixState.FIXED, ""),
    } == found


def test_the_list_of_cves_says_nothing_about_a_release_that_was_no_longer_looked_at():
    advisory = advisory_of({"CVE/list": CVES}, "CVE-2021-36367")

    assert "debian:8" not in {row.namespace for row in advisory.affected}


def test_releases_of_the_tracker_are_left_to_it():
    files = {"CVE/list": CVES, "tracker.json": tracker(stretch={"status": "resolved", "fixed_version": "0.67-3"})}

    advisories, _ = parsed(FEED, files)

    assert [("CVE-2021-36367", "0.67-3")] == [
        (advisory.id, row.ranges[0].high)
        for advisory in advisories
        for row in advisory.affected
        if row.namespace == "debian:9" and row.name == "putty"
    ]


def test_an_issue_without_a_cve_has_an_identifier_of_its_own():
    advisories, _ = parsed(FEED, {"CVE/list": CVES})

    (found,) = [advisory for advisory in advisories if advisory.id.startswith("TEMP-0000077-")]
    rows = {row.namespace: row for row in found.affected}
    assert rows["debian:8"].is_negative
    assert rows["debian:unstable"].severity is Severity.NEGLIGIBLE


def test_a_rejected_cve_is_kept_as_such():
    assert advisory_of({"CVE/list": CVES}, "CVE-2021-0002").is_rejected


def test_a_record_of_a_list_may_be_a_document_of_its_own():
    document = {
        "Header": {"Original": "[30 Jul 2021] DLA-1-1 curl - security update"},
        "Annotations": [{"Original": "{CVE-2021-5}"}, {"Original": "[stretch] - curl 7.52.1-5+deb9u15"}],
    }

    advisory = advisory_of({"tracker/DLA/DLA-1-1.json": document}, "DLA-1-1")

    assert ["7.52.1-5+deb9u15"] == [row.ranges[0].high for row in advisory.affected]


def osv(identifier: str, *entries: dict[str, object], **more: object) -> str:
    """A line of OSV."""
    return json.dumps({"id": identifier, "modified": "2024-01-01T00:00:00Z", "affected": list(entries), **more})


def entry(release: str, fixed: str = "", **specific: str) -> dict[str, object]:
    """An entry about putty."""
    events = [{"introduced": "0"}, *([{"fixed": fixed}] if fixed else [])]
    package = {"ecosystem": release, "name": "putty"}
    return {"package": package, "ranges": [{"type": "ECOSYSTEM", "events": events}], "ecosystem_specific": specific}


def test_rows_of_other_distributions_are_left_out_of_osv_records():
    line = osv("CVE-2021-36367", entry("Debian:11", "0.74-1", urgency="unimportant"), entry("Alpine:v3.14", "0.75-r0"))

    advisory = advisory_of({"debian.jsonl": line}, "CVE-2021-36367")

    assert [("debian:11", Severity.NEGLIGIBLE)] == [(row.namespace, row.severity) for row in advisory.affected]


def test_the_end_of_support_in_osv_is_a_decision_not_to_fix():
    line = osv("DEBIAN-CVE-2021-36367", entry("Debian:11", urgency="end-of-life"), entry("Debian:12"))

    advisory = advisory_of({"debian.jsonl": line}, "DEBIAN-CVE-2021-36367")

    assert [FixState.WONT_FIX, FixState.NOT_FIXED] == [row.fix.state for row in advisory.affected]
    assert ("CVE-2021-36367",) == advisory.aliases


def test_errata_of_osv_speak_only_for_what_its_cve_records_do_not():
    lines = [
        osv("DSA-1-1", entry("Debian:11", "0.74-2"), entry("Debian:10", "0.70-2"), upstream=["CVE-2021-36367"]),
        osv("CVE-2021-36367", entry("Debian:11", "0.74-1")),
    ]

    advisory = advisory_of({"debian.jsonl": "\n".join(lines)}, "DSA-1-1")

    assert ["debian:10"] == [row.namespace for row in advisory.affected]


def test_an_erratum_of_osv_adds_its_day_to_a_fix_of_the_same_version():
    lines = [
        osv("CVE-2021-36367", entry("Debian:11", "0.74-2")),
        osv("DSA-1-1", entry("Debian:11", "0.74-2"), upstream=["CVE-2021-36367"], published="2021-08-01T00:00:00Z"),
    ]

    (row,) = advisory_of({"debian.jsonl": "\n".join(lines)}, "DSA-1-1").affected

    assert (("DSA-1-1",), "2021-08-01") == (row.fix.advisories, row.fix.date)


@pytest.mark.parametrize("content", ['{"a":' * 100_000, "[" * 100_000, '{"putty": {"CVE-1": ' + "[" * 100_000])
def test_a_document_without_a_bottom_is_refused(content):
    with pytest.raises(FeedMalformed):
        parsed(FEED, {"tracker.json": content})


def test_what_is_fetched_lets_fixes_name_their_errata():
    pages = {
        "https://security-tracker.debian.org/tracker/data/json": b"{}",
        **{
            f"https://salsa.debian.org/security-tracker-team/security-tracker/-/raw/master/data/{name}/list": b""
            for name in ("CVE", "DSA", "DLA")
        },
    }
    fetcher = FakeFetcher(pages)

    FEED.fetch(fetcher)

    assert ["CVE/list", "DLA/list", "DSA/list", "tracker.json"] == sorted(fetcher.files)
    assert "tracker.json" == max(fetcher.kept)


def test_other_files_of_the_tracker_are_skipped():
    advisories, log = parsed(FEED, {"data/CPE/list": "x", "data/config.json": "{}", "tracker/source/a.json": "broken"})

    assert ([], 0, 3) == (advisories, log.records, sum(log.skipped.values()))


def test_an_empty_workspace_gives_nothing():
    assert [] == list(FEED.parse([], FeedLog()))
