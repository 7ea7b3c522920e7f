"""What is wrong with an image, from raw advisories to every report and exit code, as a user meets it."""

import csv
import json

import pytest

from images.build import image, layer
from journeys.advisories import (
    AT_THE_TIME,
    BOOKWORM,
    BUILT,
    FIXED_BELOW,
    IN_LANGUAGE,
    LANGUAGE_ADVISORY,
    STATUS,
    WITHOUT_FIX,
    debian,
)
from journeys.matching import EVERYTHING, ZLIB, counted, document, run, scanned
from journeys.running import debian_image, mooring

NO_CONDA = "no feed in the database speaks about conda packages"
FINDINGS = (
    *("table", "json", "cyclonedx-json", "cyclonedx-xml", "spdx-json", "spdx-tag-value", "csv", "markdown", "html"),
    *("sarif", "grype-json", "junit", "gitlab", "openvex", "csaf-vex", "cyclonedx-vex"),
)
SILENT_ON_ASSESSMENT = ("openvex",)
"""OpenVEX has no place for what was not assessed (docs/reports.md)."""
AFTER_BOOKWORM = {"SOURCE_DATE_EPOCH": "1790000000"}
"""2026-09-21; bookworm ended in June."""


def test_the_findings_of_the_image_are_those_of_the_advisories(folder):
    assert counted(document(folder)) == EVERYTHING


def test_the_program_itself_gives_the_table_of_updates(folder):
    """Once as a process of its own; the other tests of this file run it inside."""
    ended = mooring("scan", "known.tar", folder=folder, extra=AT_THE_TIME)

    assert (ended.code, ended.messages) == (0, "note: read 'known.tar' as docker-archive\n")
    assert "3 vulnerabilities in 3 packages: 2 high, 1 low\n2 fixable · 1 exploited · 2 suppressed\n" in ended.out
    assert " 82.5  high      openssl   3.0.11-1~deb12u1  3.0.15-1~deb12u1     2      1  CVE-2024-90001" in ended.out
    assert "  1  openssl 3.0.11-1~deb12u1 → 3.0.15-1~deb12u1: cures 2 findings" in ended.out


@pytest.mark.parametrize("name", FINDINGS)
def test_every_format_tells_the_findings(name, folder):
    ended = scanned(folder, "-o", name)

    assert (ended.code, ended.messages) == (0, "")
    assert FIXED_BELOW in ended.out
    assert IN_LANGUAGE in ended.out or LANGUAGE_ADVISORY in ended.out


@pytest.mark.parametrize("name", sorted(set(FINDINGS) - {*SILENT_ON_ASSESSMENT}))
def test_every_format_tells_what_was_not_assessed_and_why(name, folder):
    assert NO_CONDA in scanned(folder, "-o", name).out


@pytest.mark.parametrize("name", FINDINGS)
def test_a_format_is_the_same_bytes_each_time(name, folder):
    assert scanned(folder, "-o", name).out == scanned(folder, "-o", name, "--no-cache").out


def test_several_reports_are_written_at_once(folder):
    ended = scanned(folder, "-o", "csv=out.csv", "-o", "sarif=out.sarif", "-o", "junit")

    assert ended.out.startswith("<?xml")
    assert json.loads((folder / "out.sarif").read_text())["version"] == "2.1.0"
    rows = list(csv.DictReader((folder / "out.csv").read_text().splitlines()))
    assert len([row for row in rows if row["id"]]) == 7


@pytest.mark.parametrize(
    ("conditions", "code", "said"),
    [
        ([], 0, ""),
        (["critical"], 0, ""),
        (["high"], 1, "3 findings for --fail-on high, first CVE-2024-90001 (high, risk 82.5)"),
        (["medium"], 1, "3 findings for --fail-on medium"),
        (["low"], 1, "5 findings for --fail-on low"),
        (["negligible"], 1, "5 findings for --fail-on negligible"),
        (["unknown"], 1, "5 findings for --fail-on unknown"),
        (["any"], 1, "5 findings for --fail-on any"),
        (["HIGH"], 1, "3 findings for --fail-on high"),
        (["risk=82.5"], 1, "2 findings for --fail-on risk=82.5"),
        (["risk=83"], 0, ""),
        (["risk=0"], 1, "5 findings for --fail-on risk=0"),
        (["kev"], 1, "2 findings for --fail-on kev"),
        (["malware"], 0, ""),
        (["not-assessed"], 3, "conda was not assessed: no feed in the database speaks about conda packages"),
        (["partly-assessed"], 3, "conda was not assessed"),
        (["malware,risk=83, kev"], 1, "2 findings for --fail-on kev"),
        (["malware", "critical", "not-assessed"], 3, "conda was not assessed"),
        (["not-assessed", "high"], 1, "3 findings for --fail-on high"),
    ],
)
def test_a_condition_ends_the_pipeline_with_its_code_and_its_reason(conditions, code, said, folder):
    words = [word for condition in conditions for word in ("--fail-on", condition)]

    ended = scanned(folder, "-o", "json", *words)

    assert ended.code == code
    assert ended.messages.startswith(f"stop: {said}") if said else not ended.messages
    assert json.loads(ended.out)["findings"]


@pytest.mark.parametrize(
    ("condition", "hint"), [("hihg", "did you mean 'high'?"), ("risk=101x", ""), ("risk", ""), ("", ""), ("high,", "")]
)
def test_a_condition_with_a_typo_is_refused_before_anything_is_read(condition, hint, folder):
    ended = scanned(folder, "--fail-on", condition, image="no-such-image.tar")

    assert ended.code == 2
    assert "expected one of unknown, negligible, low, medium, high, critical, risk=N, kev, malware" in ended.messages
    assert hint in ended.messages


def test_where_all_is_assessed_the_condition_holds_nothing_up(folder):
    assert scanned(folder, "--fail-on", "partly-assessed", image="known.tar").code == 0


def test_only_what_has_a_fix_counts_when_asked_and_the_rest_stays_visible(folder):
    report = document(folder, "--only-fixed")

    assert counted(report) == [pair for pair in EVERYTHING if pair[0] != WITHOUT_FIX]
    left_out = [match for match in report["findings"]["matches"] if match["vulnerability"]["id"] == WITHOUT_FIX]
    assert [match["suppressions"] for match in left_out] == [
        [{"by": "option", "statement": "--only-fixed", "reason": "there is no fix"}]
    ] * 2


def test_the_same_report_has_nothing_new(folder):
    ended = scanned(folder, "-o", "json", "--new-since", "app.json", "--fail-on", "any")

    report = json.loads(ended.out)
    assert (ended.code, counted(report)) == (0, [])
    assert report["findings"]["compared_with"] == "app.json"
    assert {
        match["is_new"] for match in report["findings"]["matches"] if match["vulnerability"]["id"] == WITHOUT_FIX
    } == {False}


def test_a_package_that_was_added_brings_its_findings_alone(folder):
    status = STATUS.replace("Package: libssl3", "Package: libssl-dev", 1)
    (folder / "before.tar").write_bytes(debian(status=status).docker_archive())
    scanned(folder, "-o", "json=before.json", image="before.tar")

    ended = scanned(folder, "-o", "json", "--new-since", "before.json", "--fail-on", "kev", image="known.tar")

    assert counted(json.loads(ended.out)) == [(FIXED_BELOW, "libssl3"), (WITHOUT_FIX, "libssl3")]
    assert ended.code == 1


def test_a_newer_version_of_the_same_package_has_no_new_findings(folder):
    """The id of a finding does not change with the version: an update that does not cure is nothing new."""
    status = STATUS.replace("3.0.11-1~deb12u1", "3.0.12-1~deb12u1")
    (folder / "newer.tar").write_bytes(debian(status=status).docker_archive())

    assert counted(document(folder, "--new-since", "app.json", image="newer.tar")) == []


def test_a_report_can_be_compared_without_the_image(folder):
    ended = run(folder, "match", "app.json", "-q", "--new-since", "app.json", "--fail-on", "any", "-o", "json")

    assert (ended.code, counted(json.loads(ended.out))) == (0, [])


def write_exceptions(folder, **more):
    fields = {"id": "EX-1", "vulnerability": FIXED_BELOW, "reason": "not reachable", "owner": "ada@example.com"} | more
    (folder / "exceptions.yaml").write_text(json.dumps({"exceptions": [fields]}))


def test_an_exception_takes_a_finding_out_of_the_count_and_not_out_of_the_report(folder):
    write_exceptions(folder, expires="2025-12-31")

    ended = scanned(folder, "-o", "json", "--exceptions", "exceptions.yaml", "--fail-on", "kev")

    report = json.loads(ended.out)
    assert (ended.code, ended.messages) == (0, "")
    assert (FIXED_BELOW, "openssl") not in counted(report)
    (suppression,) = next(
        match["suppressions"] for match in report["findings"]["matches"] if match["vulnerability"]["id"] == FIXED_BELOW
    )
    assert suppression["by"] == "exception"
    assert (suppression["statement"], suppression["author"]) == ("EX-1", "ada@example.com")
    assert (suppression["reason"], suppression["expires"]) == ("not reachable", "2025-12-31")


def test_an_exception_that_has_expired_counts_again_and_is_said(folder):
    write_exceptions(folder, expires="2025-02-01")

    ended = scanned(folder, "-o", "json", "--exceptions", "exceptions.yaml", "--fail-on", "kev")
    table = scanned(folder, "--exceptions", "exceptions.yaml")

    assert (ended.code, counted(json.loads(ended.out))) == (1, EVERYTHING)
    (note,) = json.loads(ended.out)["findings"]["exceptions"]
    assert note["statement"] == "EX-1"
    assert "expired on 2025-02-01" in note["problem"]
    assert "expired on 2025-02-01" in table.out


def test_an_exception_that_fits_nothing_is_said(folder):
    write_exceptions(folder, vulnerability="CVE-2024-99999")

    notes = document(folder, "--exceptions", "exceptions.yaml")["findings"]["exceptions"]

    assert {(note["statement"], note["origin"]) for note in notes} == {("EX-1", "exceptions.yaml")}
    assert [note["problem"].partition(" ")[0] for note in notes] == ["matches", "never"]


def test_a_finding_whose_exception_has_expired_is_new(folder):
    write_exceptions(folder, expires="2025-02-20")
    scanned(folder, "--exceptions", "exceptions.yaml", "-o", "json=accepted.json")
    tomorrow = {"SOURCE_DATE_EPOCH": str(BUILT + 2 * 86_400)}

    report = document(folder, "--exceptions", "exceptions.yaml", "--new-since", "accepted.json", extra=tomorrow)

    assert counted(report) == [(FIXED_BELOW, "libssl3"), (FIXED_BELOW, "openssl")]


@pytest.mark.parametrize("name", ["openvex", "csaf-vex", "cyclonedx-vex"])
def test_vex_that_we_write_is_vex_that_we_read(name, folder):
    """An exception with a justification becomes a statement; who gets the statement gets the same count."""
    write_exceptions(folder, justification="vulnerable_code_not_in_execute_path")
    scanned(folder, "--exceptions", "exceptions.yaml", "-o", f"{name}=statements.json")

    ended = scanned(folder, "-o", "json", "--vex", "statements.json", "--fail-on", "kev")

    assert ended.code == 0
    assert counted(json.loads(ended.out)) == [pair for pair in EVERYTHING if pair[0] != FIXED_BELOW]
    assert json.loads(ended.out)["findings"]["matches"]


@pytest.mark.parametrize(
    ("release", "subject", "reason"),
    [
        (b'ID=solus\nVERSION_ID="4"\n', "solus 4", "no feed in the database speaks about packages of solus"),
        (b"ID=debian\n", "debian", "of an unknown release; it has debian:11, debian:12"),
        (b'ID=debian\nVERSION_ID="9"\n', "debian 9", "speaks about debian 9; it has debian:11, debian:12"),
        (b"", "deb", "the image names no distribution"),
    ],
    ids=["another distribution", "no release", "another release", "no distribution"],
)
@pytest.mark.parametrize("name", ["table", "json", "sarif", "csv", "cyclonedx-json", "junit"])
def test_a_distribution_that_nobody_speaks_about_is_said_and_never_looks_clean(release, subject, reason, name, folder):
    (folder / "odd.tar").write_bytes(debian(release).docker_archive())

    ended = scanned(folder, "-o", name, "--fail-on", "not-assessed", image="odd.tar")

    assert ended.code == 3
    assert ended.messages.startswith(f"stop: {subject} was not assessed: ")
    assert reason in ended.messages
    assert reason in ended.out


@pytest.mark.parametrize("name", sorted(set(FINDINGS) - {*SILENT_ON_ASSESSMENT}))
def test_a_release_that_has_ended_is_said_in_every_format(name, folder):
    ended = scanned(folder, "-o", name, "--fail-on", "not-assessed", image="known.tar", extra=AFTER_BOOKWORM)

    reason = "debian 12 ended on 2026-06-10: nobody tells of what was found since; what was known until then is matched"
    assert (ended.code, ended.messages) == (3, f"stop: debian 12 was not assessed: {reason}\n")
    assert reason in ended.out


def test_without_a_database_the_starter_is_used_and_said(tmp_path):
    (tmp_path / "app.tar").write_bytes(debian_image().docker_archive())

    ended = run(tmp_path, "scan", "app.tar", "-o", "json", "--fail-on", "partly-assessed")

    assert ended.code == 3
    assert "note: no vulnerability database is installed; matched with the starter database of " in ended.messages
    report = json.loads(ended.out)
    assert report["findings"]["database"]["kind"] == "starter"
    assert {one["state"] for one in report["findings"]["assessments"]} <= {"partly-assessed", "not-assessed"}
    assert "starter" in run(tmp_path, "scan", "app.tar", "-q").out


def test_without_a_cache_nothing_is_left_behind(tmp_path):
    (tmp_path / "app.tar").write_bytes(debian_image().docker_archive())

    ended = run(tmp_path, "scan", "app.tar", "--no-cache", "-o", "json")

    assert ended.code == 0
    assert json.loads(ended.out)["findings"]["database"]["kind"] == "starter"
    assert [path.name for path in tmp_path.iterdir()] == ["app.tar"]


def test_what_a_scan_leaves_is_in_the_cache_folder(folder):
    scanned(folder)

    assert {path.name for path in folder.iterdir() if path.name.startswith(".")} == {".cache"}


def test_without_matching_no_database_is_needed(tmp_path):
    (tmp_path / "app.tar").write_bytes(debian_image().docker_archive())

    ended = run(tmp_path, "scan", "app.tar", "-q", "--no-match", "--db", "nope.db", "-o", "json", "--no-cache")

    assert (ended.code, json.loads(ended.out)["findings"]) == (0, None)


def test_an_image_that_was_not_wholly_read_is_no_success(folder):
    damaged = {"app/node_modules/broken/package.json": b'{"name":'}
    (folder / "damaged.tar").write_bytes(debian(more=damaged).docker_archive())

    assert scanned(folder, "--fail-on", "critical", image="damaged.tar").code == 3
    assert scanned(folder, "--fail-on", "high", image="damaged.tar").code == 1


def test_an_old_database_is_said_and_can_be_refused(folder):
    later = {"SOURCE_DATE_EPOCH": str(BUILT + 6 * 86_400 + 80_000)}

    said = run(folder, "scan", "known.tar", "-o", "purls", extra=later)
    refused = run(folder, "scan", "known.tar", extra=later | {"MOORING_DATABASE_ENFORCE_AGE": "true"})

    text = "the vulnerability database was built 6 days ago; the limit is 5 days"
    assert (said.code, text in said.messages) == (0, True)
    assert (refused.code, refused.out) == (3, "")
    assert refused.messages.startswith(f"error: {text}\nhint:  run `mooring db update` or `mooring db build`")


def test_a_clean_image_says_so_only_where_all_was_assessed(folder):
    clean_status = "Package: base-files\nStatus: install ok installed\nVersion: 12.4\nArchitecture: amd64\n\n"
    files = {"etc/os-release": BOOKWORM, "var/lib/dpkg/status": clean_status.encode()}
    (folder / "clean.tar").write_bytes(image(layer(files)).docker_archive())
    (folder / "unclear.tar").write_bytes(image(layer(files), layer(ZLIB)).docker_archive())

    assert "\nNo known vulnerability\n" in scanned(folder, image="clean.tar").out
    assert "\nNo known vulnerability in what could be assessed\n" in scanned(folder, image="unclear.tar").out
