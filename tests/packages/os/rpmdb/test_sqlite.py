"""rpmdb.sqlite gives its header blobs."""

import sqlite3

import pytest

from mooring.base.errors import ReadError
from mooring.packages.os.rpmdb.sqlite import sqlite_headers
from packages.os.rpmdb.builders import package, sqlite_database


def test_each_row_of_packages_is_a_header():
    blobs = [package(), package("big") + bytes(20_000)]

    assert list(sqlite_headers(sqlite_database(*blobs))) == blobs


def test_a_database_without_packages_gives_nothing():
    assert list(sqlite_headers(sqlite_database())) == []


def test_a_row_that_holds_no_bytes_is_an_error_among_the_others():
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob)")
        connection.execute("INSERT INTO Packages (blob) VALUES ('text'), (x'4142')")
        connection.commit()
        found = list(sqlite_headers(connection.serialize()))
    connection.close()

    assert isinstance(found[0], ReadError)
    assert found[1] == b"AB"


def test_another_database_is_a_read_error():
    with pytest.raises(ReadError, match="not a database"):
        list(sqlite_headers(b"SQLite format 2" + bytes(500)))
