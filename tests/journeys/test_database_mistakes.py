"""What users get wrong about databases: a message, a code, no traceback, and nothing is replaced."""

import json
import os

import pytest

from journeys.advisories import (
    KEV,
    write_feeds,
)
from journeys.databases import run
from journeys.running import mooring


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "`mooring db` needs an action: status, update, build, import"),
        (["build", "debain"], 2, "there is no feed 'debain'\nhint:  did you mean 'debian'?"),
        (["build", "--input", "debain=empty"], 2, "there is no feed 'debain'"),
        (["build", "--input", "debian"], 2, "--input is 'debian'; expected FEED=PATH"),
        (["build", "--input", "=raw"], 2, "--input is '=raw'; expected FEED=PATH"),
        (["build", "--input", "debian="], 2, "--input is 'debian='; expected FEED=PATH"),
        (["build", "--input", "debian=nope"], 2, "the input of debian does not exist: 'nope'"),
        (["build", "--input", "kev=https://a.example/x"], 2, "hint:  download it first"),
        (["build", "--input", "debian=/dev/zero"], 2, "the input of debian is neither a file nor a folder"),
        (["build", "--input", "debian=empty"], 3, "nothing was found in its files"),
        (["build", "--input", "debian=key.pem", "-q"], 3, "'debian' are refused: nothing was found in its files"),
        (["build", "--input", "kev=tracker.json", "-q"], 3, "the files given for the feed 'kev' are refused"),
        (["build", "--offline", "kev", "-q"], 3, "not one of the feeds has data to build a database of"),
        (["build", "--input", "kev=kev.json", "--output", "empty", "-q"], 2, "--output is a folder: 'empty'"),
        (["build", "--input", "kev=kev.json", "--output", "/proc/no/x.db", "-q"], 3, "/proc/no cannot be written"),
        (["build", "--input", "kev=kev.json", "--database-dir", "key.pem", "-q"], 3, "key.pem cannot be written"),
        (["import"], 2, "`mooring db import` needs FILE"),
        (["import", "https://a.example/x.db.zst"], 2, "is an address; import takes a file"),
        (["import", "nope.db"], 3, "nope.db: there is no such file"),
        (["import", "key.pem"], 3, "key.pem: is neither a database nor a compressed one"),
        (["import", "tracker.json"], 3, "tracker.json: is neither a database nor a compressed one"),
        (["import", "/dev/zero"], 3, "/dev/zero: there is no such file"),
        (
            ["import", "good.db.zst", "--database-dir", "key.pem"],
            3,
            "key.pem: the folder of databases cannot be written",
        ),
        (["import", "good.db.zst", "--database-dir", "/proc/nope"], 3, "/proc/nope: the folder of databases cannot be"),
        (["export", "x.db.zst"], 3, "no vulnerability database is installed"),
        (["verify"], 3, "no vulnerability database is installed"),
        (["search", "openssl"], 3, "no vulnerability database is installed"),
        (["status"], 3, "hint:  run `mooring db build`, `mooring db update` or `mooring db import FILE`"),
        (["status", "--database-dir", "key.pem"], 3, "no vulnerability database is installed"),
        (["update"], 2, "there is no address to update from"),
        (["update", "--url", "nonsense"], 2, "database.url is 'nonsense'; expected an https address"),
        (["update", "--url", "file:///etc/passwd"], 2, "expected an https address"),
        (["remove", "everything"], 2, "has no second argument 'everything'"),
        (["biuld"], 2, "ACTION is 'biuld'; expected one of 'status'"),
    ],
)
def test_a_mistake_gets_a_message_a_code_and_no_traceback(arguments, code, message, carried, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "key.pem").write_text("no key")
    (tmp_path / "kev.json").write_text(json.dumps(KEV))
    (tmp_path / "tracker.json").write_text('{"a": {"CVE-2024-1": {"releases": {}}}}')
    (tmp_path / "good.db.zst").write_bytes(carried.read_bytes())

    ended = run(tmp_path, *arguments)

    assert (ended.code, ended.out) == (code, "")
    assert message in ended.messages
    assert "[Errno" not in ended.messages
    assert not (tmp_path / ".cache" / "mooring" / "db").exists() or not list(
        (tmp_path / ".cache" / "mooring" / "db").glob("*.db")
    )


@pytest.mark.parametrize("key", ["key.pem", "nope.pem", "/dev/zero"])
def test_a_key_that_is_no_key_exports_nothing(key, home, tmp_path):
    (tmp_path / "key.pem").write_text("no key")
    place = key if key.startswith("/") else str(tmp_path / key)

    ended = run(home, "export", str(tmp_path / "x.db.zst"), "--key", place)

    assert (ended.code, ended.out) == (2, "")
    assert f"the key {place!r} cannot be used" in ended.messages
    assert not (tmp_path / "x.db.zst").exists()


@pytest.mark.parametrize("arguments", [["status"], ["build", "--input", "kev=kev.json", "-q"], ["remove"], ["verify"]])
def test_without_a_home_a_folder_must_be_named(arguments, tmp_path):
    (tmp_path / "kev.json").write_text(json.dumps(KEV))

    ended = run(tmp_path, *arguments, extra={"HOME": ""})

    assert (ended.code, ended.messages) == (
        2,
        "error: there is no folder for databases\nhint:  set HOME, or name a folder with --database-dir\n",
    )


def test_a_folder_can_be_named_by_flag_and_by_environment(tmp_path):
    (tmp_path / "kev.json").write_text(json.dumps(KEV))

    run(tmp_path, "build", "--input", "kev=kev.json", "-q", "--database-dir", "here")

    assert run(tmp_path, "status", "--database-dir", "here").code == 0
    assert run(tmp_path, "status", extra={"MOORING_DATABASE_DIRECTORY": str(tmp_path / "here")}).code == 0
    assert run(tmp_path, "status").code == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.parametrize("action", [["build", "--input", "kev=kev.json"], ["import", "good.db.zst"]])
def test_a_folder_that_may_not_be_written_is_said(action, carried, tmp_path):
    (tmp_path / "kev.json").write_text(json.dumps(KEV))
    (tmp_path / "good.db.zst").write_bytes(carried.read_bytes())
    (tmp_path / "locked").mkdir(0o500)

    ended = run(tmp_path, *action, "--database-dir", "locked")

    assert (ended.code, "permission denied" in ended.messages) == (3, True)


def test_the_feeds_are_listed_with_what_is_taken(home):
    rows = {row["name"]: row for row in json.loads(run(home, "feeds", "-o", "json").out)}

    assert rows["debian"]["taken"] == "yes"
    assert rows["github"]["taken"] == ""
    assert all(row["license"] and row["title"] and row["homepage"] for row in rows.values())
    assert set(rows) == {line.split()[0] for line in run(home, "feeds").out.splitlines()[1:]}


def test_the_program_itself_says_what_is_wrong_without_a_traceback(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    write_feeds(raw)

    ended = mooring("db", "build", "--input", f"debian={raw / 'all.jsonl'}", folder=tmp_path)

    assert (ended.code, ended.out) == (3, "")
    assert "Traceback" not in ended.messages
    assert (
        "error: nothing in the files of debian is one of their statements\nhint:  are they files of other"
        in ended.messages
    )
