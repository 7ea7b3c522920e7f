"""The vulnerability database as a user gets it, carries it, looks into it and looks into it."""

import json
import subprocess
from pathlib import Path

import pytest

from feeds.upstream import Reply
from journeys.advisories import (
    AT_THE_TIME,
    FIXED_BELOW,
    KEV,
    LANGUAGE_ADVISORY,
    LATER,
    build,
    debian,
    osv,
)
from journeys.databases import left, run, state
from journeys.running import inside

ADVISORIES = {"debian": 8, "eol": 2, "epss": 2, "github": 3, "kev": 1}


# Building.


def test_a_build_tells_what_each_feed_gave_and_where_the_database_is(tmp_path):
    """Once as a process of its own; the other tests of this file run the program inside."""
    ended = build(tmp_path)

    lines = ended.out.splitlines()
    assert ended.code == 0
    assert lines[0].split() == ["feed", "advisories", "statements", "rejected", "of", "problem"]
    assert {line.split()[0]: int(line.split()[1]) for line in lines[1:6]} == ADVISORIES
    assert lines[6].startswith(f"wrote {tmp_path}/.cache/mooring/db/mooring-")
    assert ended.messages.splitlines()[-1] == "writing the database"


def test_the_same_raw_files_give_the_same_bytes(home, tmp_path):
    build(tmp_path, "--output", str(tmp_path / "again.db"))

    assert (tmp_path / "again.db").read_bytes() == Path(state(home)["path"]).read_bytes()


def test_a_build_leaves_nothing_but_the_database(home):
    name = Path(state(home)["path"]).name

    assert left(home) == sorted(["current.json", "lock", name, f"{name}.json"])


def test_a_build_of_fewer_feeds_replaces_the_database_and_keeps_the_one_before(tmp_path):
    build(tmp_path)
    before = Path(state(tmp_path)["path"])
    (tmp_path / "kev.json").write_text(json.dumps(KEV))

    ended = run(tmp_path, "build", "--input", "kev=kev.json", "-q")

    assert (ended.code, ended.out, ended.messages) == (0, "", "")
    assert [feed["name"] for feed in state(tmp_path)["feeds"]] == ["kev"]
    assert before.exists()


def test_records_that_cannot_be_read_are_counted_and_said(tmp_path):
    odd = {"id": "GHSA-xxxx-yyyy-zzzz", "affected": "everything"}
    good = [osv(f"GHSA-aaaa-bbbb-{number:04}", "npm", f"package-{number}", "1.0.0") for number in range(60)]
    (tmp_path / "all.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in [*good, odd]))

    ended = run(tmp_path, "build", "--input", "github=all.jsonl")

    assert ended.code == 0
    assert [line.split()[:4] for line in ended.out.splitlines()[1:2]] == [["github", "60", "60", "1"]]
    assert "github: 60 records, 1 could not be read" in ended.messages
    assert [feed["rejects"] for feed in state(tmp_path)["feeds"]] == [1]


def test_input_that_is_mostly_unreadable_is_refused_and_nothing_is_replaced(tmp_path):
    build(tmp_path)
    before = state(tmp_path)
    (tmp_path / "all.jsonl").write_text('{"id": 3}\n' * 100)

    ended = run(tmp_path, "build", "--input", "github=all.jsonl", "-q")

    assert ended.code == 3
    assert ended.messages.startswith("error: the files given for the feed 'github' are refused: ")
    assert state(tmp_path) == before


def test_a_feed_is_fetched_from_its_publisher(server, tmp_path):
    server.files["/sites/default/files/feeds/known_exploited_vulnerabilities.json"] = json.dumps(KEV).encode()
    settings = {"MOORING_FEEDS_MIRRORS": f"kev={server.base}"}

    first = run(tmp_path, "build", "kev", extra=settings)
    again = run(tmp_path, "build", "kev", extra=settings)

    assert (first.code, again.code) == (0, 0)
    assert "kev: 1 new files" in first.messages
    assert "kev: 0 new files" in again.messages
    assert "if-none-match" in server.seen[-1].headers


def test_a_feed_that_cannot_be_had_keeps_its_last_good_data(server, tmp_path):
    server.files["/sites/default/files/feeds/known_exploited_vulnerabilities.json"] = json.dumps(KEV).encode()
    settings = {"MOORING_FEEDS_MIRRORS": f"kev={server.base}"}
    run(tmp_path, "build", "kev", "-q", extra=settings)
    server.always(Reply(403, b"<html>no"))

    ended = run(tmp_path, "build", "kev", extra=settings)

    assert ended.code == 0
    assert "kev: not fetched: " in ended.messages
    assert "it answered with HTTP 403; the last good data stay in use" in ended.messages
    assert state(tmp_path)["feeds"][0]["advisories"] == 1
    assert "HTTP 403" in ended.out


def test_without_a_network_what_was_fetched_before_is_built(server, tmp_path):
    server.files["/sites/default/files/feeds/known_exploited_vulnerabilities.json"] = json.dumps(KEV).encode()
    run(tmp_path, "build", "kev", "-q", extra={"MOORING_FEEDS_MIRRORS": f"kev={server.base}"})
    server.seen.clear()

    ended = run(tmp_path, "build", "kev", "--offline", "-q")

    assert (ended.code, server.seen) == (0, [])


# Looking.


def test_the_status_tells_age_feeds_and_digest(home):
    ended = run(home, "status")

    assert ended.code == 0
    assert "built    2025-02-19T21:20:00Z (0 hours ago)\nkind     full\nschema   1\n" in ended.out
    assert "digest   sha256:" in ended.out
    assert {feed["name"]: feed["advisories"] for feed in state(home)["feeds"]} == ADVISORIES


def test_a_database_past_its_age_is_no_success(home):
    ended = run(home, "status", extra=LATER)

    assert ended.code == 3
    assert "(30 days ago, past the limit of 5 days: run `mooring db update` or `mooring db build`)" in ended.out


def test_a_longer_age_can_be_allowed(home):
    assert run(home, "status", extra=LATER | {"MOORING_DATABASE_MAX_AGE_DAYS": "60"}).code == 0


@pytest.mark.parametrize("name", [FIXED_BELOW, FIXED_BELOW.lower(), "DSA-5999-1"])
def test_a_vulnerability_is_found_by_every_name(name, home):
    ended = run(home, "search", name)

    assert ended.code == 0
    assert FIXED_BELOW in ended.out
    assert "debian:12  openssl  < 3.0.15-1~deb12u1  3.0.15-1~deb12u1 (2025-02-01, DSA-5999-1)" in ended.out


def test_a_package_is_found_with_every_statement_about_it(home):
    ended = run(home, "search", "openssl", "--namespace", "debian:12")

    assert len(ended.out.splitlines()) == 5
    assert "not affected: every version" in ended.out


def test_what_is_found_is_there_for_programs(home):
    found = json.loads(run(home, "search", LANGUAGE_ADVISORY, "-o", "json").out)

    assert [one["id"] for one in found] == ["CVE-2024-90005"]
    assert found[0]["aliases"] == [LANGUAGE_ADVISORY]


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["CVE-2020-1"], "has neither a vulnerability nor a package 'CVE-2020-1'", "identifiers are written in full"),
        (["opensll"], "has neither a vulnerability nor a package 'opensll'", "identifiers are written in full"),
        (
            ["openssl", "--namespace", "debian12"],
            "the database has no namespace 'debian12'",
            "did you mean 'debian:12'",
        ),
        (["openssl", "--namespace", "rhel:9"], "the database has no namespace 'rhel:9'", "debian:12"),
        ([""], "has neither a vulnerability nor a package ''", "identifiers"),
    ],
)
def test_what_the_database_does_not_know_is_an_error_with_a_hint(arguments, message, hint, home):
    ended = run(home, "search", *arguments)

    assert (ended.code, ended.out) == (3, "")
    assert message in ended.messages
    assert hint in ended.messages


def test_a_whole_database_is_verified(home):
    ended = run(home, "verify")

    assert ended.code == 0
    assert ended.out == f"{state(home)['path']} is whole: {state(home)['digest']}\n"


def test_a_database_that_was_tampered_with_is_found_out(carried, tmp_path):
    run(tmp_path, "import", str(carried))
    path = Path(state(tmp_path)["path"])
    content = bytearray(path.read_bytes())
    content[-50] ^= 1
    path.write_bytes(content)

    ended = run(tmp_path, "verify")

    assert (ended.code, ended.out) == (3, "")
    assert "its digest is sha256:" in ended.messages


# Carrying.


def test_a_database_is_carried_to_a_machine_without_a_network(home, carried, tmp_path):
    ended = run(tmp_path, "import", str(carried))

    assert (ended.code, ended.out) == (0, "installed the database of 2025-02-19 21:20 (5 feeds, 16 advisories)\n")
    assert state(tmp_path)["digest"] == state(home)["digest"]
    (tmp_path / "app.tar").write_bytes(debian().docker_archive())
    scanned = [
        inside("scan", str(tmp_path / "app.tar"), "-q", "-o", "json", folder=one, extra=AT_THE_TIME)
        for one in (home, tmp_path)
    ]
    assert scanned[0].out == scanned[1].out


def test_a_bare_database_file_can_be_imported_and_stays(home, tmp_path):
    copy = tmp_path / "copied.db"
    copy.write_bytes(Path(state(home)["path"]).read_bytes())

    assert run(tmp_path, "import", "copied.db").code == 0
    assert copy.exists()


def test_a_checksum_is_held_against_the_file(carried, tmp_path):
    right = json.loads(Path(f"{carried}.json").read_text())["checksum"]
    wrong = f"sha256:{'0' * 64}"
    alone = tmp_path / "alone.db.zst"
    alone.write_bytes(carried.read_bytes())

    assert run(tmp_path, "import", "alone.db.zst", "--checksum", right).code == 0
    ended = run(tmp_path, "import", "alone.db.zst", "--checksum", wrong)
    assert (ended.code, "hint:  copy it again" in ended.messages) == (3, True)
    ended = run(tmp_path, "import", "alone.db.zst", "--checksum", "sha256:00")
    assert (ended.code, ended.messages) == (
        2,
        "error: --checksum is 'sha256:00'; expected sha256: and 64 hex digits\n",
    )


def test_the_listing_beside_the_file_is_held_against_it(carried, tmp_path):
    (tmp_path / "a.db.zst").write_bytes(carried.read_bytes() + b"more")
    (tmp_path / "a.db.zst.json").write_bytes(Path(f"{carried}.json").read_bytes())

    ended = run(tmp_path, "import", "a.db.zst")

    assert ended.code == 3
    assert "a.db.zst: has the digest sha256:" in ended.messages


def test_a_signed_database_is_installed_where_a_signature_is_asked_for(home, tmp_path):
    private, public = tmp_path / "key.pem", tmp_path / "key.pub"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", private], check=True, capture_output=True)
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True, capture_output=True)
    asked = {"MOORING_DATABASE_PUBLIC_KEY": str(public)}
    run(home, "export", str(tmp_path / "signed.db.zst"), "--key", str(private))
    run(home, "export", str(tmp_path / "unsigned.db.zst"))

    signed = run(tmp_path, "import", "signed.db.zst", extra=asked)
    unsigned = run(tmp_path, "import", "unsigned.db.zst", extra=asked)
    wrong = run(tmp_path, "import", "signed.db.zst", extra={"MOORING_DATABASE_PUBLIC_KEY": str(private)})

    assert signed.code == 0
    assert (unsigned.code, wrong.code) == (3, 2)
    assert "is not signed, and database.public_key asks for a signature" in unsigned.messages
    assert "cannot be used" in wrong.messages


def test_removing_takes_all_databases_and_nothing_else(carried, tmp_path):
    run(tmp_path, "import", str(carried))
    folder = tmp_path / ".cache" / "mooring" / "db"
    (folder / "notes.txt").write_text("mine")
    (tmp_path / "app.tar").write_bytes(debian().docker_archive())

    ended = run(tmp_path, "remove")

    assert ended.out == f"removed 1 database from {folder}\n"
    assert left(tmp_path) == ["lock", "notes.txt"]
    assert run(tmp_path, "status").code == 3
    assert "starter" in inside("scan", "app.tar", "-q", folder=tmp_path, extra=AT_THE_TIME).out
