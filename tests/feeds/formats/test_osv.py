"""OSV records as advisories: ranges, names, kinds, severities, damage."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.osv import read_osv, read_osv_files
from mooring.feeds.raw import raw_files
from mooring.model.advisory import AdvisoryKind, Fix, FixState, VersionRange
from mooring.model.severity import Severity

NAMES = [
    "id", "affected", "package", "ranges", "events", "versions", "severity", "score", "type", "aliases", "ecosystem", "name",
    "introduced", "fixed", "database_specific", "ecosystem_specific", "imports", "custom_ranges", "withdrawn", "github_reviewed",
]  # fmt: skip


def record(*affected, **more):
    """A record about the npm package `left` unless told otherwise."""
    return {"id": "GHSA-aaaa-bbbb-cccc", "modified": "2024-01-02T03:04:05Z", "affected": list(affected), **more}


def entry(*events, ecosystem="npm", name="left", kind="SEMVER", **more):
    return {
        "package": {"ecosystem": ecosystem, "name": name},
        "ranges": [{"type": kind, "events": list(events)}] if events else [],
        **more,
    }


def read(document, log=None):
    """The advisories of one record; a log may be given."""
    return list(read_osv(json.dumps(document).encode(), "osv", log or FeedLog(), "x.json"))


def only(document):
    (advisory,) = read(document)
    return advisory


def ranges(*events, **more):
    return [one for part in only(record(entry(*events, **more))).affected for one in part.ranges]


def test_a_fix_is_outside_of_its_range():
    assert ranges({"introduced": "1.0.0"}, {"fixed": "1.2.0"}) == [VersionRange(low="1.0.0", high="1.2.0")]


def test_introduced_zero_is_before_every_version():
    assert ranges({"introduced": "0"}, {"fixed": "1.2.0"}) == [VersionRange(high="1.2.0")]


def test_the_last_affected_version_is_inside():
    assert ranges({"introduced": "0"}, {"last_affected": "1.2.0"}) == [
        VersionRange(high="1.2.0", is_high_included=True)
    ]


def test_events_are_walked_in_the_order_of_versions():
    found = ranges({"fixed": "1.10.0"}, {"introduced": "1.9.0"}, {"fixed": "1.2.0"}, {"introduced": "0"})

    assert found == [VersionRange(high="1.2.0"), VersionRange(low="1.9.0", high="1.10.0")]


def test_the_first_fix_ends_a_range_and_the_first_introduction_begins_it():
    found = ranges({"introduced": "1.0.0"}, {"introduced": "1.1.0"}, {"fixed": "2.0.0"}, {"fixed": "2.1.0"})

    assert found == [VersionRange(low="1.0.0", high="2.0.0")]


def test_a_limit_ends_a_range_without_being_a_fix():
    advisory = only(record(entry({"introduced": "1.0.0"}, {"limit": "2.0.0"})))

    assert advisory.affected[0].ranges == (VersionRange(low="1.0.0", high="2.0.0"),)
    assert advisory.affected[0].fix.state is not FixState.FIXED


def test_events_without_an_introduction_hold_from_the_beginning():
    assert ranges({"fixed": "2.0.0"}) == [VersionRange(high="2.0.0")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<= 1.2.3", VersionRange(high="1.2.3", is_high_included=True)),
        ("< 2.0", VersionRange(high="2.0")),
        ("nonsense", VersionRange()),
    ],
)
def test_the_last_known_version_of_github_bounds_an_open_range(text, expected):
    one = entry({"introduced": "0"}, database_specific={"last_known_affected_version_range": text})

    assert only(record(one)).affected[0].ranges == (expected,)


def test_a_fix_and_a_branch_without_one_are_two_statements():
    fixed, unfixed = only(record(entry({"introduced": "1.0.0"}, {"fixed": "1.2.0"}, {"introduced": "2.0.0"}))).affected

    assert fixed.fix == Fix(state=FixState.FIXED, versions=("1.2.0",))
    assert unfixed.fix == Fix(state=FixState.NOT_FIXED)
    assert unfixed.ranges == (VersionRange(low="2.0.0"),)


def test_fixes_of_several_ranges_are_named_lowest_first():
    parts = [
        [{"introduced": low}, {"fixed": high}]
        for low, high in (("2.0.0", "2.10.0"), ("2.0.0", "2.9.0"), ("0", "1.2.0"))
    ]
    one = {**entry(), "ranges": [{"type": "SEMVER", "events": events} for events in parts]}

    assert only(record(one)).affected[0].fix.versions == ("1.2.0", "2.9.0", "2.10.0")


def test_listed_versions_stay_where_no_range_holds_them():
    one = entry({"introduced": "1.0.0"}, {"fixed": "1.2.0"}, versions=["0.9.0", "1.0.0", "1.1.0", "trunk"])

    assert only(record(one)).affected[0].versions == ("0.9.0",)


def test_listed_versions_alone_are_enough():
    assert only(record(entry(versions=["1.0.0", "1.1.0"]))).affected[0].versions == ("1.0.0", "1.1.0")


def test_a_record_of_commits_is_kept_without_statements():
    assert () == only(record(entry({"introduced": "0"}, {"fixed": "4df1b6d4"}, kind="GIT"))).affected


def test_commits_of_what_no_reader_finds_are_passed_over_and_said():
    log = FeedLog()

    found = read(record(entry({"introduced": "0"}, {"fixed": "4df1b6d4"}, kind="GIT", ecosystem="OSS-Fuzz")), log)

    assert found == []
    assert log.skipped == {"says commits, not versions": 1}


def test_entries_of_several_distributions_stand_side_by_side():
    """Records of before 2025 hold Debian, Alpine and commits together; the id says nothing."""
    document = record(
        entry({"introduced": "0"}, {"fixed": "1.1-2"}, ecosystem="Debian:12", kind="ECOSYSTEM"),
        entry({"introduced": "0"}, {"fixed": "1.1-r0"}, ecosystem="Alpine:v3.19", kind="ECOSYSTEM"),
        {"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]},
        id="CVE-2024-1111",
    )

    assert [one.namespace for one in only(document).affected] == ["debian:12", "alpine:3.19"]


def test_an_erratum_names_what_it_fixes_and_has_no_aliases():
    advisory = only(
        record(
            entry({"introduced": "0"}, {"fixed": "1.1-2.el9"}, ecosystem="AlmaLinux:9"),
            id="ALSA-2024:0001",
            summary="Important: left security update",
            related=["CVE-2024-1111", "CVE-2024-2222"],
            published="2024-01-01T00:00:00Z",
        )
    )

    assert advisory.aliases == ()
    assert advisory.fixes == ("CVE-2024-1111", "CVE-2024-2222")
    assert advisory.affected[0].fix.advisories == ("ALSA-2024:0001",)
    assert advisory.affected[0].fix.date == "2024-01-01"
    assert [rating.severity for rating in advisory.ratings] == [Severity.HIGH]


@pytest.mark.parametrize("prefix", ["UBUNTU", "DEBIAN", "ALPINE"])
def test_a_distribution_s_record_of_a_cve_has_it_as_alias(prefix):
    ecosystem = {"UBUNTU": "Ubuntu:22.04:LTS", "DEBIAN": "Debian:12", "ALPINE": "Alpine:v3.19"}[prefix]
    advisory = only(
        record(
            entry({"introduced": "0"}, ecosystem=ecosystem),
            id=f"{prefix}-CVE-2024-1111",
            upstream=["CVE-2024-1111"],
            related=["USN-1-1"],
        )
    )

    assert (advisory.aliases, advisory.fixes) == (("CVE-2024-1111",), ())


def test_related_advisories_of_a_language_are_no_aliases():
    advisory = only(
        record(entry(versions=["1.0.0"]), aliases=["CVE-2024-1111"], related=["CVE-2024-2222"], upstream=["X-1"])
    )

    assert (advisory.aliases, advisory.fixes) == (("CVE-2024-1111",), ())


def test_the_module_of_an_erratum_is_that_of_its_title():
    document = record(
        entry({"introduced": "0"}, {"fixed": "1:16.1-1.module_el8.6.0+1"}, ecosystem="AlmaLinux:8", name="nodejs"),
        entry({"introduced": "0"}, {"fixed": "1.1-2.el8"}, ecosystem="AlmaLinux:8", name="other"),
        entry({"introduced": "0"}, {"fixed": "1.1-2.el7"}, ecosystem="Oracle Linux:7", name="old"),
        id="ALSA-2024:0001",
        summary="Moderate: nodejs:16 security update",
    )

    assert [one.module for one in only(document).affected] == ["nodejs:16", "", None]


def test_an_advisory_that_was_taken_back_is_kept_with_its_date():
    assert only(record(entry(versions=["1"]), withdrawn="2024-02-02T00:00:00Z")).withdrawn == "2024-02-02T00:00:00Z"


def test_what_github_has_not_reviewed_is_left_out():
    log = FeedLog()

    found = read(record(entry(versions=["1"]), database_specific={"github_reviewed": False}), log)

    assert (found, log.skipped) == ([], {"not reviewed by its publisher": 1})


def test_malware_is_critical_and_of_its_own_kind():
    advisory = only(record(entry({"introduced": "0"}), id="MAL-2024-1"))

    assert advisory.kind is AdvisoryKind.MALWARE
    assert [rating.severity for rating in advisory.ratings] == [Severity.CRITICAL]


def test_an_unmaintained_crate_is_a_notice():
    one = entry({"introduced": "0"}, ecosystem="crates.io", database_specific={"informational": "unmaintained"})

    assert only(record(one, id="RUSTSEC-2024-0001")).kind is AdvisoryKind.NOTICE


def test_severities_are_kept_with_their_source():
    advisory = only(
        record(
            entry(versions=["1"]),
            severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
            database_specific={"severity": "MODERATE"},
        )
    )

    assert [(one.source, one.severity, one.score) for one in advisory.ratings] == [
        ("github", Severity.MEDIUM, None),
        ("github", Severity.CRITICAL, 9.8),
    ]


def test_ubuntu_s_word_is_a_severity():
    advisory = only(
        record(
            entry({"introduced": "0"}, ecosystem="Ubuntu:22.04:LTS"),
            id="UBUNTU-CVE-2024-1111",
            severity=[{"type": "Ubuntu", "score": "negligible"}],
        )
    )

    assert [(one.source, one.severity) for one in advisory.ratings] == [("ubuntu", Severity.NEGLIGIBLE)]


def test_go_s_own_ranges_take_the_place_of_a_bare_beginning():
    one = entry(
        {"introduced": "0"},
        ecosystem="Go",
        name="Example.com/Mod",
        ecosystem_specific={
            "custom_ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.4.0"}]}],
            "imports": [{"path": "example.com/mod/a", "symbols": ["F", "T.M"]}, {"path": "example.com/mod/b"}],
        },
    )
    (affected,) = only(record(one, id="GO-2024-0001")).affected

    assert affected.ranges == (VersionRange(high="1.4.0"),)
    assert affected.symbols == ("example.com/mod/a#F", "example.com/mod/a#T.M", "example.com/mod/b")
    assert affected.name == "example.com/mod"


def test_dates_of_the_future_and_of_year_one_do_not_pass(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1740000000")  # 2025-02-19

    advisory = only(
        record(entry(versions=["1"]), published="0001-01-01T00:00:00Z", modified="2027-07-01T00:00:00.123Z")
    )

    assert (advisory.published, advisory.modified) == ("", "2025-02-19")


def test_an_odd_field_does_not_hide_a_record():
    log = FeedLog()

    (advisory,) = read(
        record(entry({"introduced": "0"}), severity="high", aliases=["CVE-1", 7], references=[3], summary=None), log
    )

    assert advisory.aliases == ("CVE-1",)
    assert log.rejects == 0


def test_an_odd_entry_does_not_hide_the_others_but_is_said():
    log = FeedLog()

    (advisory,) = read(record({"package": "left"}, entry({"introduced": "0"}), {**entry(), "ranges": [7]}), log)

    assert [one.name for one in advisory.affected] == ["left"]
    assert (log.records, log.rejects) == (1, 1)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"id": 3}', b'{"id": ""}', b'{"id": "a b"}', b"[" * 100_000, b"\xff\xfe"]
)
def test_a_damaged_record_is_rejected_and_counted(content):
    log = FeedLog()

    assert list(read_osv(content, "osv", log, "x.json")) == []
    assert (log.records, log.rejects) == (1, 1)
    assert log.reasons[0].startswith("x.json: ")


def test_a_range_without_events_is_said_rather_than_read_as_every_version():
    log = FeedLog()

    found = read(record({**entry(), "ranges": [{"type": "SEMVER", "events": []}]}), log)

    assert (found, log.rejects) == ([], 1)


def test_json_lines_and_yaml_give_the_same_advisory(tmp_path):
    document = record(entry({"introduced": "0"}, {"fixed": "1.10"}, ecosystem="PyPI", kind="ECOSYSTEM"), id="PYSEC-1")
    (tmp_path / "a.json").write_text(json.dumps(document))
    (tmp_path / "b.jsonl").write_text(json.dumps(document, indent=None, separators=(",", ":")) + "\n\n")
    (tmp_path / "c.yaml").write_text(
        "id: PYSEC-1\nmodified: 2024-01-02T03:04:05Z\naffected:\n- package:\n    ecosystem: PyPI\n    name: left\n"
        "  ranges:\n  - type: ECOSYSTEM\n    events:\n    - introduced: 0\n    - fixed: 1.10\n"
    )
    (tmp_path / "d.txt").write_text("not read")
    (tmp_path / "e.yaml").write_text("a: &x [1]\nb: *x\n")
    log = FeedLog()

    first, second, third = read_osv_files(raw_files(tmp_path), "osv", log)

    assert first == second == third
    assert (log.records, log.rejects) == (4, 1)


def test_a_record_that_comes_again_byte_for_byte_is_read_once(tmp_path):
    """It is in the archive of every ecosystem that it names."""
    text = json.dumps(record(entry({"introduced": "0"})))
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(text)
    (tmp_path / "c.jsonl").write_text(text + "\n")
    log = FeedLog()

    found = list(read_osv_files(raw_files(tmp_path), "osv", log))

    assert (len(found), log.records, log.skipped) == (1, 3, {"repeats another record byte for byte": 2})


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(["0", "1.0", "*"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=15,
)


@given(st.dictionaries(st.sampled_from(NAMES), ODD, max_size=6), ODD)
def test_no_record_however_odd_is_lost_without_a_word(fields, odd):
    """It is an advisory, a reject or a skip."""
    log = FeedLog()
    document = record(entry({"introduced": "0"}, {"fixed": "1.0.0"}, database_specific=odd), **fields)

    found = list(read_osv(json.dumps(document).encode(), "osv", log, "x.json"))

    assert log.records == 1
    assert found or log.rejects or log.skipped
