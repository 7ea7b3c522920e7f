"""What files hold, as sections: counted without what is accepted, and never clean where nobody looked."""

import msgspec

from mooring.model.evidence.content import Content, ContentSearch, MalwareScan, Need, Secret
from mooring.reports.sections.content import content_sections, place_of
from mooring.reports.sections.section import State
from reports.contents import CONTENT, FULL, SPOTLESS, UNKNOWN
from reports.worlds import CLEAN


def sections(report):
    return {section.title: section for section in content_sections(report)}


def with_content(content):
    return msgspec.structs.replace(CLEAN, inventory=msgspec.structs.replace(CLEAN.inventory, content=content))


def test_a_kind_that_nobody_asked_for_has_no_section():
    assert sections(CLEAN) == {}


def test_accepted_secrets_are_kept_and_not_counted():
    secrets = sections(FULL)["Secrets"]

    assert secrets.summary == "3 found (1 critical, 2 high) · 1 accepted"
    assert len(secrets.rows) == 3
    assert secrets.accepted[0][4] == "accepted by the baseline secrets.json"


def test_a_secret_says_what_where_and_whether_a_later_layer_hides_it():
    rows = sections(FULL)["Secrets"].rows

    assert rows[0] == (
        *("critical", "npm access token", "/root/.npmrc:1", "in layer 0, deleted by layer 1"),
        *("checksum holds", "npm-token"),
    )
    assert rows[2][2:4] == ("environment API_TOKEN", "image config")


def test_places_outside_files_are_told_in_words():
    places = ("history:4", "dockerfile:7", "config:label/a/b", "config:command")

    assert [place_of(Secret(place=place, rule="r")) for place in places] == [
        *("build step 4", "Dockerfile line 7", "label a/b", "command"),
    ]


def test_an_engine_that_did_not_run_is_a_gap_beside_what_another_found():
    malware = sections(FULL)["Malware"]

    assert (malware.state, malware.summary) == (State.FOUND, "1 finding in 1 file")
    assert malware.gaps == ("yara: yara-x is not installed",)


def test_what_was_not_searched_wholly_is_not_known():
    assert {section.state for section in sections(UNKNOWN).values()} == {State.UNKNOWN}
    assert {section.summary for section in sections(UNKNOWN).values()} == {"NOT KNOWN"}


def test_what_was_searched_wholly_and_not_found_is_clean():
    assert {section.state for section in sections(SPOTLESS).values()} == {State.CLEAN, State.TOLD}


def test_malware_that_no_engine_looked_for_is_not_known():
    content = Content(searches=(ContentSearch(need=Need.MALWARE),))

    assert sections(with_content(content))["Malware"].gaps == ("no engine has looked",)


def test_findings_without_a_search_are_shown_as_incomplete():
    content = Content(malware=(MalwareScan(scanner="clamav", problem="away"),), secrets=CONTENT.secrets[:1])

    found = sections(with_content(content))

    assert found["Secrets"].gaps == ("it was not searched for",)
    assert found["Malware"].state is State.UNKNOWN


def test_changed_files_are_counted_by_what_happened_to_them():
    changed = sections(FULL)["Files that differ from their packages' records"]

    assert changed.summary == "1 changed, 1 missing"
    assert changed.rows[0][:3] == ("libssl3", "/usr/lib/libssl.so.3", "changed (digest)")
