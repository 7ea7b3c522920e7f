"""The database file, read only."""

import os
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from mooring.base.errors import DatabaseDamaged, DatabaseError, DatabaseMissing, DatabaseTooNew, DatabaseTooOld
from mooring.model.advisory import Advisory
from mooring.vulns.database import check_age, open_database, verify_database
from mooring.vulns.sidecar import sidecar_path
from vulns.databases import BUILT, TWO_FEEDS, below, built


@pytest.fixture
def path(tmp_path):
    return built(tmp_path / "test.db", TWO_FEEDS)


@pytest.fixture
def large(tmp_path):
    """A file of many pages."""
    items = [Advisory(id=f"CVE-2024-{n}", feed="debian", description=os.urandom(300).hex(), affected=(below(f"package-{n}", f"{n}-1"),))
             for n in range(1000, 3000)]  # fmt: skip
    return built(tmp_path / "large.db", {"debian": items})


def test_opening_tells_what_it_is(path):
    with open_database(path) as found:
        assert ("2025-02-20T12:00:00Z", "1", "full", str(path)) == (
            found.state.built,
            found.state.schema,
            found.state.kind,
            found.state.path,
        )
        assert found.state.digest.startswith("sha256:")
        assert ["debian", "github"] == [feed.name for feed in found.state.feeds]
        assert {"debian:12": ("deb", 3, ("debian",)), "npm": ("semver", 1, ("github",))} == {
            name: (state.scheme, state.rows, state.feeds) for name, state in found.namespaces.items()
        }


def test_its_age_is_told_by_the_clock(path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int((BUILT + timedelta(days=9)).timestamp())))

    state = open_database(path).state

    assert 9.0 == state.age_days
    check_age(state, 9)
    with pytest.raises(DatabaseTooOld, match="was built 9 days ago; the limit is 5 days"):
        check_age(state, 5)


def test_what_is_not_there_gives_nothing(path):
    with open_database(path) as found:
        assert ((), ()) == (found.rows("debian:99", "openssl"), found.rows("debian:12", "nothing"))
        assert [] == found.find("CVE-1999-1")


def test_rows_asked_for_twice_are_the_same(path):
    with open_database(path) as found:
        assert found.rows("debian:12", "openssl") is found.rows("debian:12", "openssl")


def test_a_record_knows_where_it_speaks(path):
    with open_database(path) as found:
        (number,) = found.find("CVE-2024-1001")
        (record,) = found.vulnerability(number).records

        assert [("debian:12", "openssl")] == found.places(record)


def test_many_are_read_together_as_one_by_one(large):
    with open_database(large) as found:
        assert {number: found.record(number) for number in range(1200)} == found.records(range(1200))
        flaws = range(1, 1201)
        assert {number: found.vulnerability(number) for number in flaws} == found.vulnerabilities(flaws)


def test_one_that_is_missing_among_many_is_damage(large):
    with open_database(large) as found, pytest.raises(DatabaseDamaged, match="records has no row 9999"):
        found.records((1, 9999))


@pytest.mark.parametrize("name", ["nothing.db", "test.db/nothing.db"])
def test_a_file_that_is_not_there_is_missing(path, name):
    with pytest.raises(DatabaseMissing, match="there is no vulnerability database"):
        open_database(path.parent / name)


def test_a_folder_is_no_database(tmp_path):
    with pytest.raises(DatabaseError):
        open_database(tmp_path)


@pytest.mark.parametrize("content", [b"", b"<html>", b"SQLite format 3\x00" + bytes(84), os.urandom(10_000)])
def test_what_is_no_database_is_said(tmp_path, content):
    (tmp_path / "a.db").write_bytes(content)

    with pytest.raises(DatabaseDamaged, match="no vulnerability database|not one of Mooring's"):
        open_database(tmp_path / "a.db")


def test_a_foreign_database_is_said(tmp_path):
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("CREATE TABLE meta(key, value)")

    with pytest.raises(DatabaseDamaged, match="not one of Mooring's"):
        open_database(tmp_path / "a.db")


@pytest.mark.parametrize(("schema", "error"), [(0, DatabaseTooOld), (2, DatabaseTooNew)])
def test_another_schema_is_too_old_or_too_new(path, schema, error):
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={schema}")

    with pytest.raises(error, match=f"has schema {schema}; this version of Mooring reads 1"):
        open_database(path)


@pytest.mark.parametrize("part", [0.999, 0.5, 0.01])
def test_a_file_that_is_cut_off_is_damaged(large, part):
    os.truncate(large, int(large.stat().st_size * part))

    with pytest.raises(DatabaseDamaged, match="cut off"):
        open_database(large)


@pytest.mark.parametrize("seed", range(12))
def test_bytes_that_are_overwritten_give_one_error_and_no_other(large, seed):
    """A page of nonsense anywhere: every question is answered, or the file is said to be damaged."""
    content = bytearray(large.read_bytes())
    pages = len(content) // 4096
    for page in {1 + (seed * 7919 + step * 104_729) % (pages - 1) for step in range(pages // 3)}:
        content[page * 4096 : page * 4096 + 4096] = bytes((byte * 31 + seed * 17 + page) % 256 for byte in range(4096))
    large.write_bytes(content)

    outcomes = set()
    try:
        with open_database(large) as found:
            for number in range(1000, 3000, 50):
                outcomes.add(_outcome(lambda number=number: found.rows("debian:12", f"package-{number}")))
                outcomes.add(_outcome(lambda number=number: found.record(number - 1000)))
                outcomes.add(_outcome(lambda number=number: found.vulnerability(number - 1000 + 1)))
                outcomes.add(_outcome(lambda number=number: found.find(f"CVE-2024-{number}")))
    except DatabaseDamaged:
        outcomes.add("damaged")

    assert "damaged" in outcomes
    with pytest.raises(DatabaseDamaged):
        verify_database(large)


def test_a_number_that_nothing_has_is_damage(path):
    with open_database(path) as found:
        for ask in (found.vulnerability, found.record, found.feed):
            with pytest.raises(DatabaseDamaged):
                ask(999)


def test_verifying_reads_everything(large):
    assert verify_database(large).digest == open_database(large, verify=True).state.digest


def test_one_changed_byte_is_found_by_verifying(large):
    with large.open("r+b") as file:
        file.seek(large.stat().st_size - 4096 * 3 + 2000)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))

    with pytest.raises(DatabaseDamaged, match="its digest is sha256:"):
        open_database(large, verify=True)


def test_a_file_that_is_replaced_stays_as_it_was_for_who_has_it_open(large, tmp_path):
    other = built(tmp_path / "other.db", TWO_FEEDS)
    with open_database(large) as found:
        os.replace(other, large)

        assert all(1 == len(found.rows("debian:12", f"package-{number}")) for number in range(1000, 3000, 100))


def test_a_file_that_is_changed_in_place_is_damaged(large, tmp_path):
    other = built(tmp_path / "other.db", TWO_FEEDS)
    with open_database(large) as found:
        before = found.rows("debian:12", "package-1000")
        os.utime(large, ns=(1, 1))  # The file's clock may be too coarse for a test that is done in a moment.
        shutil.copyfile(other, large)

        assert before == found.rows("debian:12", "package-1000")
        with pytest.raises(DatabaseDamaged, match="damaged"):
            found.rows("debian:12", "package-2999")


def test_without_a_sidecar_only_the_digest_is_unknown(path):
    sidecar_path(path).unlink()

    assert "" == open_database(path).state.digest
    assert verify_database(path).digest.startswith("sha256:")


def test_a_sidecar_of_another_file_is_not_believed(path, tmp_path):
    other = built(tmp_path / "other.db", {})
    shutil.copyfile(sidecar_path(other), sidecar_path(path))

    assert "" == open_database(path).state.digest
    with pytest.raises(DatabaseDamaged, match="says sha256:"):
        verify_database(path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"digest": 1}', b"\xff\xfe"])
def test_a_sidecar_that_is_none_is_said(path, content):
    sidecar_path(path).write_bytes(content)

    with pytest.raises(DatabaseDamaged, match=r"description of the database"):
        open_database(path)


@pytest.mark.parametrize(
    "change",
    [
        "DROP TABLE packages",
        "UPDATE meta SET value = 'yesterday' WHERE key = 'built'",
        "UPDATE feeds SET state = x'00'",
        "UPDATE feeds SET state = 5",
        "UPDATE namespaces SET feeds = '{'",
        "UPDATE namespaces SET rows = 'many'",
        "UPDATE packages SET rows = NULL",
        "UPDATE packages SET rows = 'text'",
        "UPDATE packages SET rows = x'00c1'",
        "UPDATE packages SET rows = x'0091930100a5'",
    ],
)
def test_tables_that_are_not_what_they_should_be_are_damage(path, change):
    with sqlite3.connect(path) as connection:
        connection.execute(change)
    sidecar_path(path).unlink()

    with pytest.raises(DatabaseDamaged), open_database(path) as found:
        found.rows("debian:12", "openssl")


def test_a_path_with_odd_characters_is_opened(tmp_path):
    folder = tmp_path / "a ?#%20 é"
    folder.mkdir()

    with open_database(built(folder / "b c.db", TWO_FEEDS)) as found:
        assert 2 == len(found.rows("debian:12", "openssl"))


def test_the_sidecar_is_what_scripts_read(path):
    document = msgspec.json.decode(Path(f"{path}.json").read_bytes())

    assert ("1", "full", path.stat().st_size) == (document["schema"], document["kind"], document["size_bytes"])


def _outcome(ask):
    try:
        ask()
    except DatabaseDamaged:
        return "damaged"
    return "answered"


def test_a_schema_that_is_no_text_is_damage(path):
    """SQLite quotes it in its message, which is then no text either."""
    content = path.read_bytes()
    place = content.index(b"CREATE TABLE records") + 10
    path.write_bytes(content[:place] + b"\xff" + content[place + 1 :])

    with pytest.raises(DatabaseDamaged, match="cannot be opened"):
        open_database(path)


def test_a_pipe_is_no_database_and_keeps_nobody_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(DatabaseDamaged, match="this is no vulnerability database"):
        open_database(tmp_path / "pipe")
