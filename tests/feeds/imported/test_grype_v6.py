"""A Grype database becomes one of ours: the file, whatever its age and its packing, and what is none."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.imported.grype_database import BUILT, GrypeFile, fill_synthetic, packed, range_of
from feeds.imported.grype_imports import constraints, imported
from mooring.base.errors import DatabaseDamaged, DatabaseTooNew, DatabaseTooOld, HostileInput, MooringError
from mooring.feeds.imported.grype_v6 import import_grype


@pytest.fixture
def file(tmp_path: Path) -> GrypeFile:
    """An empty database."""
    return GrypeFile(tmp_path / "vulnerability.db")


def test_a_database_of_6_0_is_read_without_what_came_later(tmp_path: Path):
    file = GrypeFile(tmp_path / "vulnerability.db", is_old=True)
    debian = file.system("debian", "debian", "12")
    file.statement(
        file.vulnerability("CVE-2024-1111", "debian"), file.package("deb", "a"), range_of("< 2"), system=debian
    )

    with imported(file)[0] as database:
        assert ["< 2"] == constraints(database, "debian:12", "a")


def test_tables_and_columns_to_come_do_no_harm(file: GrypeFile):
    file.connection.executescript(
        "CREATE TABLE news(x); ALTER TABLE packages ADD COLUMN colour TEXT; CREATE VIEW seen AS SELECT * FROM packages"
    )
    file.statement(file.vulnerability("GHSA-1", "github"), file.package("npm", "a"), range_of("< 2"))

    with imported(file)[0] as database:
        assert ["< 2"] == constraints(database, "npm", "a")


@pytest.mark.parametrize("suffix", [".tar.zst", ".tar.gz", ".tar.xz"])
def test_the_archive_is_read_as_served(file: GrypeFile, suffix: str):
    file.statement(file.vulnerability("GHSA-1", "github"), file.package("npm", "a"), range_of("< 2"))
    archive = packed(file.close(), suffix)

    with imported(file, archive)[0] as database:
        assert ["< 2"] == constraints(database, "npm", "a")
    assert {"vulnerability.db", "ours.db", archive.name} <= {path.name for path in archive.parent.iterdir()}
    assert not list(archive.parent.glob(".mooring-*"))


def test_every_provider_comes_in_order_whatever_the_order_of_the_rows(file: GrypeFile):
    debian = file.system("debian", "debian", "12")
    for number in range(60):
        provider = ("nvd", "github", "debian")[number % 3]
        key = file.vulnerability(f"CVE-2024-{number + 1000}", provider)
        if provider == "nvd":
            file.product(key, range_of("< 2"), vendor="acme", product=f"p{number}")
        else:
            file.statement(
                key, file.package("npm", f"p{number}"), range_of("< 2"), system=debian if provider == "debian" else None
            )

    database, result = imported(file)

    with database:
        assert {"debian": 20, "github": 20, "nvd": 20} == {
            feed.name: feed.affected for feed in database.state.feeds if feed.affected
        }
    assert 60 == result.statements


def test_progress_is_told_up_to_the_end(file: GrypeFile):
    fill_synthetic(file, 500)
    told: list[tuple[int, int]] = []

    result = import_grype(
        file.close(), file.path.with_name("ours.db"), progress=lambda done, total: told.append((done, total))
    )

    assert (result.statements, result.statements) == told[-1]


def _blob(file: GrypeFile, vulnerability: int, value: object) -> None:
    file.add(
        "affected_package_handles",
        vulnerability_id=vulnerability,
        package_id=file.package("npm", "b"),
        blob_id=file.blob(value),
    )


@pytest.mark.parametrize(
    "damage",
    [
        lambda file, key: _blob(file, key, "{"),
        lambda file, key: _blob(file, key, "[]"),
        lambda file, key: _blob(file, key, {}),
        lambda file, key: _blob(file, key, {"ranges": [range_of("nonsense !! ( 7")]}),
        lambda file, key: _blob(file, key, "[" * 20_000),
        lambda file, key: file.add("affected_package_handles", vulnerability_id=key, package_id=1, blob_id=77_777),
        lambda file, key: file.add("affected_package_handles", vulnerability_id=99_999, package_id=1, blob_id=1),
        lambda file, key: file.vulnerability("GHSA-2", "github", "{"),
        lambda file, key: file.vulnerability("", "github"),
    ],
)
def test_a_damaged_record_is_rejected_and_hides_no_other(file: GrypeFile, damage: Callable[[GrypeFile, int], None]):
    ghsa = file.vulnerability("GHSA-1", "github")
    file.statement(ghsa, file.package("npm", "a"), range_of("< 2"))
    damage(file, ghsa)

    database, result = imported(file)

    with database:
        assert ["< 2"] == constraints(database, "npm", "a")
        assert 1 <= sum(log.rejects for log in result.logs.values()) + result.orphans


@pytest.mark.parametrize(("model", "error"), [(5, DatabaseTooOld), (7, DatabaseTooNew), (0, DatabaseTooOld)])
def test_another_model_is_refused_by_its_number(tmp_path: Path, model: int, error: type[MooringError]):
    file = GrypeFile(tmp_path / "vulnerability.db", model=model)

    with pytest.raises(error, match=f"model {model}; only model 6 is read"):
        imported(file)


def test_a_database_of_version_5_is_told_as_such(tmp_path: Path):
    path = tmp_path / "vulnerability.db"
    with sqlite3.connect(path) as connection:
        connection.executescript("CREATE TABLE id(build_timestamp, schema_version); INSERT INTO id VALUES('2024', 5)")
    connection.close()

    with pytest.raises(DatabaseTooOld, match="model 5 or before"):
        import_grype(path, tmp_path / "ours.db")


def test_any_other_database_is_none(tmp_path: Path):
    path = tmp_path / "vulnerability.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE x(y)")
    connection.close()

    with pytest.raises(DatabaseDamaged, match="no Grype database"):
        import_grype(path, tmp_path / "ours.db")


@pytest.mark.parametrize("table", ["blobs", "packages", "vulnerability_handles", "affected_package_handles"])
def test_a_missing_table_is_named(file: GrypeFile, table: str):
    file.connection.execute(f"DROP TABLE {table}")

    with pytest.raises(DatabaseDamaged, match=table):
        imported(file)


def test_a_view_in_the_place_of_a_table_is_not_read(file: GrypeFile):
    file.connection.executescript(
        "DROP TABLE packages; CREATE VIEW packages AS SELECT 1 AS id, 'npm' AS ecosystem, 'a' AS name"
    )

    with pytest.raises(DatabaseDamaged, match="packages"):
        imported(file)


def test_a_file_cut_short_is_damaged_and_leaves_nothing(file: GrypeFile):
    fill_synthetic(file, 2_000)
    path = file.close()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    with pytest.raises(DatabaseDamaged):
        import_grype(path, path.with_name("ours.db"))

    assert [path] == list(path.parent.iterdir())


@pytest.mark.parametrize(
    "members",
    [
        [("vulnerability.db", b"no database")],
        [("../vulnerability.db", b"SQLite format 3\x00")],
        [("etc/passwd", b"SQLite format 3\x00")],
        [("vulnerability.db", b"SQLite format 3\x00"), ("vulnerability.db", b"x")],
        [("vulnerability.db", b"SQLite format 3\x00"), ("other", b"x")],
        [("vulnerability.db", b"SQLite format 3\x00" + b"x" * 5_000)],
    ],
)
def test_an_archive_of_anything_else_is_refused(tmp_path: Path, members: list[tuple[str, bytes]]):
    archive = packed(tmp_path / "vulnerability.db", ".tar.zst", *members)

    with pytest.raises(DatabaseDamaged):
        import_grype(archive, tmp_path / "ours.db")

    assert [archive] == list(tmp_path.iterdir())


def test_an_archive_that_unpacks_without_end_is_stopped(tmp_path: Path):
    archive = packed(
        tmp_path / "vulnerability.db", ".tar.gz", ("vulnerability.db", b"SQLite format 3\x00" + bytes(3 << 20))
    )

    with pytest.raises(HostileInput, match="larger than"):
        import_grype(archive, tmp_path / "ours.db", max_bytes=1 << 20)

    assert [archive] == list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"<html>", b"\x28\xb5\x2f\xfd", b"\x1f\x8b\x08", b"SQLite format 3\x00"])
def test_a_download_that_is_none_is_damaged(tmp_path: Path, content: bytes):
    archive = tmp_path / "vulnerability-db.tar.zst"
    archive.write_bytes(content)

    with pytest.raises(DatabaseDamaged):
        import_grype(archive, tmp_path / "ours.db")


def test_a_cut_archive_is_damaged(file: GrypeFile):
    fill_synthetic(file, 500)
    archive = packed(file.close(), ".tar.xz")
    archive.write_bytes(archive.read_bytes()[:-500])

    with pytest.raises(DatabaseDamaged):
        import_grype(archive, archive.with_name("ours.db"))


def test_a_database_that_does_not_say_when_it_was_built_is_refused(file: GrypeFile):
    file.connection.execute("UPDATE db_metadata SET build_timestamp = 'never'")

    with pytest.raises(DatabaseDamaged, match="when it was built"):
        imported(file)


def test_the_age_is_counted_from_when_grype_built_it(file: GrypeFile):
    with imported(file)[0] as database:
        assert BUILT[:10] == database.state.built[:10]
