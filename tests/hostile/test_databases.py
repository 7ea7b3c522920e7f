"""Databases that are damaged, foreign, swapped or no databases at all: an error with a hint, never a clean-looking report."""

import json
import os
import signal
import sqlite3
import struct
import subprocess
import time
from pathlib import Path

import hypothesis
import hypothesis.strategies as st
import pytest

from journeys.advisories import AT_THE_TIME, FIXED_BELOW, build, debian, osv
from journeys.running import PROGRAM, environment, inside

NO_DATABASE = "this is no vulnerability database"
SECONDS = 30


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A home with a database and an image."""
    place = tmp_path_factory.mktemp("hostile")
    assert build(place).code == 0
    (place / "app.tar").write_bytes(debian().docker_archive())
    return place


@pytest.fixture(scope="module")
def good(folder) -> bytes:
    """The bytes of the database."""
    (path,) = (folder / ".cache" / "mooring" / "db").glob("mooring-*.db")
    return path.read_bytes()


@pytest.fixture(scope="module")
def expected(folder) -> str:
    """The report against it."""
    return run(folder, "scan", "app.tar", "-q", "-o", "csv").out


def run(folder, *arguments, extra=AT_THE_TIME):
    return inside(*arguments, folder=folder, extra=extra)


def scanned(folder, content: bytes):
    """A scan against a database file of these bytes."""
    (folder / "given.db").write_bytes(content)
    return run(folder, "scan", "app.tar", "-q", "-o", "csv", "--db", "given.db")


def marked(good: bytes, offset: int, content: bytes) -> bytes:
    return good[:offset] + content + good[offset + len(content) :]


def foreign(folder) -> bytes:
    path = folder / "foreign.db"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    connection.close()
    return path.read_bytes()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda good, _: b"", NO_DATABASE),
        (lambda good, _: b"SQLite format 3\0", NO_DATABASE),
        (lambda good, _: b"<!doctype html><title>Log in</title>" * 100, NO_DATABASE),
        (lambda good, _: good[:100], "is cut off: 100 of"),
        (lambda good, _: good + b"x" * 4096, "is cut off"),
        (lambda good, folder: foreign(folder), "this is a database, but not one of Mooring's"),
        (lambda good, _: marked(good, 68, b"XXXX"), "this is a database, but not one of Mooring's"),
        (lambda good, _: marked(good, 60, struct.pack(">I", 99)), "has schema 99; this version of Mooring reads"),
        (lambda good, _: marked(good, 60, struct.pack(">I", 0)), "has schema 0; this version of Mooring reads"),
        (lambda good, folder: marked(marked(foreign(folder), 68, good[68:72]), 60, good[60:64]), "is damaged: "),
        (lambda good, _: good[:4096] + bytes(len(good) - 4096), "is damaged: "),
    ],
    ids=["empty", "head", "page", "cut", "longer", "foreign", "mark", "newer", "older", "disguised", "zeros"],
)
def test_what_is_no_database_of_ours_is_refused(make, message, folder, good):
    ended = scanned(folder, make(good, folder))

    assert (ended.code, ended.out) == (3, "")
    assert ended.messages.startswith("error: given.db: ")
    assert message in ended.messages
    assert "hint: " in ended.messages


def test_a_database_that_is_cut_off_anywhere_is_refused(folder, good):
    for size in [*range(0, 200, 7), *range(200, len(good), 1009), len(good) - 1]:
        ended = scanned(folder, good[:size])

        assert (ended.code, ended.out) == (3, "")


@hypothesis.given(data=st.data())
@hypothesis.settings(max_examples=150, database=None, suppress_health_check=list(hypothesis.HealthCheck))
def test_a_flipped_byte_is_an_error_or_tells_something_and_is_always_found_by_verifying(data, folder, good, expected):
    """Opening hashes nothing, so that a flip in a text is not seen; but every finding's look-up either works or is an error."""
    place = data.draw(st.integers(0, len(good) - 1))
    flipped = marked(good, place, bytes([good[place] ^ data.draw(st.integers(1, 255))]))

    ended = scanned(folder, flipped)

    assert ended.code in (0, 3)
    assert ended.out if ended.code == 0 else not ended.out and ended.messages.startswith("error: given.db: ")
    (path,) = (folder / ".cache" / "mooring" / "db").glob("mooring-*.db")
    try:
        path.write_bytes(flipped)
        assert run(folder, "db", "verify").code == 3
    finally:
        path.write_bytes(good)


@pytest.mark.parametrize("place", ["folder", "/dev/zero", "/dev/null", "pipe", "missing.db", "app.tar", "loop"])
def test_a_place_that_holds_no_database_is_refused_at_once(place, folder):
    (folder / "folder").mkdir(exist_ok=True)
    if not (folder / "pipe").exists():
        os.mkfifo(folder / "pipe")
        (folder / "loop").symlink_to("loop")

    before = time.monotonic()
    ended = run(folder, "scan", "app.tar", "-q", "--db", place)

    assert (ended.code, ended.out) == (3, "")
    assert ended.messages.startswith(f"error: {place}: ")
    assert time.monotonic() - before < 5


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_database_that_may_not_be_read_is_refused(folder, good):
    (folder / "secret.db").write_bytes(good)
    (folder / "secret.db").chmod(0)

    ended = run(folder, "scan", "app.tar", "-q", "--db", "secret.db")

    assert (ended.code, "permission denied" in ended.messages) == (3, True)


POINTERS = (
    b"",
    b"{",
    b"[]",
    b"[" * 100_000,
    b'{"file": "../../etc/passwd", "digest": "x"}',
    b'{"file": "mooring-000000000000.db", "digest": "x"}',
    b'{"file": 3, "digest": "x"}',
    b"\xff\xfe",
)


@pytest.mark.parametrize("pointer", POINTERS)
def test_a_damaged_pointer_is_an_error_and_never_the_starter(pointer, folder):
    """Where something was installed and cannot be found, falling back would look like a scan with all that is known."""
    path = folder / ".cache" / "mooring" / "db" / "current.json"
    before = path.read_bytes()
    try:
        path.write_bytes(pointer)
        for words in (["scan", "app.tar", "-q"], ["db", "status"], ["db", "verify"], ["db", "search", "x"]):
            ended = run(folder, *words)

            assert (ended.code, ended.out) == (3, "")
            assert "current.json: " in ended.messages
            assert "hint: " in ended.messages
    finally:
        path.write_bytes(before)


def test_a_build_heals_a_damaged_pointer(folder, good):
    path = folder / ".cache" / "mooring" / "db" / "current.json"
    path.write_bytes(b"{")

    assert build(folder).code == 0
    assert run(folder, "scan", "app.tar", "-q", "--fail-on", "kev").code == 1


@pytest.mark.parametrize("sidecar", [b"", b"{}", b"[" * 100_000, b"\xff", b'{"digest": 1}'])
def test_a_damaged_description_is_an_error_or_without_effect(sidecar, folder, expected):
    (path,) = (folder / ".cache" / "mooring" / "db").glob("mooring-*.db.json")
    before = path.read_bytes()
    try:
        path.write_bytes(sidecar)
        ended = run(folder, "scan", "app.tar", "-q", "-o", "csv")
    finally:
        path.write_bytes(before)

    assert (ended.code, ended.out) in ((0, expected), (3, ""))
    assert bool(ended.code) == ("hint:  run `mooring db update`" in ended.messages)


def in_use(folder: Path, good: bytes):
    """A copy of the database that is open, as scans have it."""
    from mooring.vulns.database import open_database

    path = folder / "open.db"
    path.write_bytes(good)
    return path, open_database(path)


def test_a_database_that_is_cut_off_while_it_is_open_is_an_error(folder, good):
    from mooring.base.errors import DatabaseDamaged

    path, database = in_use(folder, good)
    with database, path.open("r+b") as file:
        file.truncate(len(good) // 2)

        with pytest.raises(DatabaseDamaged, match="damaged"):
            database.rows("debian:12", "openssl")


def test_a_database_that_is_replaced_while_it_is_open_stays_as_it_was(folder, good):
    path, database = in_use(folder, good)
    with database:
        (folder / "other.db").write_bytes(b"something else")
        os.replace(folder / "other.db", path)

        assert len(database.rows("debian:12", "openssl")) == 4
        assert database.find(FIXED_BELOW)


def started(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*PROGRAM, *words],
        cwd=folder,
        env=environment(folder, AT_THE_TIME),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_for(folder: Path, pattern: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS
    while not list(folder.glob(pattern)):
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < end
        time.sleep(0.002)


def killed(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(SECONDS)


@pytest.fixture
def many(tmp_path) -> Path:
    """Enough records to be killed among, in a home with a database."""
    assert build(tmp_path).code == 0
    lines = (json.dumps(osv(f"GHSA-{n:04}-aaaa-bbbb", "npm", f"package-{n}", "1.0.0")) for n in range(8_000))
    (tmp_path / "many.jsonl").write_text("\n".join(lines))
    (tmp_path / "app.tar").write_bytes(debian().docker_archive())
    return tmp_path


def test_a_build_that_was_killed_leaves_the_last_database_in_use_and_the_next_one_tidies_up(many):
    databases = many / ".cache" / "mooring" / "db"
    before = sorted(path.name for path in databases.iterdir())
    process = started(many, "db", "build", "--input", "github=many.jsonl")
    wait_for(databases, ".mooring-building-*/.mooring-building-*", process)

    killed(process)

    assert run(many, "scan", "app.tar", "-q", "--fail-on", "kev").code == 1
    assert run(many, "db", "verify").code == 0
    assert [path.name for path in databases.iterdir() if path.name.startswith(".")]
    assert build(many).code == 0
    assert sorted(path.name for path in databases.iterdir()) == before


def test_an_import_that_was_killed_leaves_the_last_database_in_use_and_the_next_one_tidies_up(many):
    assert run(many, "db", "build", "--input", "github=many.jsonl", "--output", "large.db", "-q").code == 0
    databases = many / ".cache" / "mooring" / "db"
    process = started(many, "db", "import", "large.db")
    wait_for(databases, ".mooring-building-*", process)

    killed(process)

    assert run(many, "db", "verify").code == 0
    assert run(many, "db", "import", "large.db").code == 0
    assert not [path.name for path in databases.iterdir() if path.name.startswith(".")]


def test_a_full_disk_costs_the_new_database_and_not_the_old(many):
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    def limited(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*PROGRAM, *words],
            cwd=many,
            env=environment(many, AT_THE_TIME),
            capture_output=True,
            timeout=60,
            preexec_fn=limit,
        )

    assert run(many, "db", "build", "--input", "github=many.jsonl", "--output", "large.db", "-q").code == 0
    ends = [
        limited("db", "build", "--input", "github=many.jsonl", "-q"),
        limited("db", "import", "large.db"),
        limited("db", "build", "--input", "github=many.jsonl", "-q", "--output", "again.db"),
    ]

    for ended in ends:
        assert (ended.returncode, ended.stdout) == (3, b"")
        assert ended.stderr.startswith(b"error: ")
        assert b"Traceback" not in ended.stderr
        assert b"too large" in ended.stderr.lower()
    assert not (many / "again.db").exists()
    assert run(many, "db", "verify").code == 0
    assert run(many, "scan", "app.tar", "-q", "--fail-on", "kev").code == 1
