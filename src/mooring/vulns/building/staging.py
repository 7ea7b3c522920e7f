"""The builder's temporary file: items as they come, to be read back in order. Memory stays bounded whatever their number."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec

from mooring.model.match import FeedState

_TABLES = """
CREATE TABLE records(seq INTEGER PRIMARY KEY, feed INTEGER, id TEXT, kind INTEGER, digest BLOB, details BLOB);
CREATE TABLE subjects(record INTEGER, id TEXT);
CREATE TABLE names(record INTEGER, identifier TEXT, spelling TEXT, is_alias INTEGER);
CREATE TABLE links(one TEXT, other TEXT);
CREATE TABLE rows(namespace INTEGER, name TEXT, record INTEGER, about BLOB, row BLOB);
CREATE TABLE grouped(number INTEGER PRIMARY KEY, namespace INTEGER, name TEXT, rows BLOB);
CREATE TABLE spoken(record INTEGER, package INTEGER);
CREATE TABLE exploited(cve TEXT, details BLOB);
CREATE TABLE predictions(cve TEXT, score INTEGER, percentile INTEGER, date TEXT, model TEXT);
CREATE TABLE lives(product TEXT, release TEXT, details BLOB);
"""
_WIDTHS = {
    "records": 6,
    "subjects": 2,
    "names": 4,
    "links": 2,
    "rows": 5,
    "grouped": 4,
    "spoken": 2,
    "exploited": 2,
    "predictions": 5,
    "lives": 3,
}
_WAITING, _WAITING_BLOBS = 10_000, 500
"""Rows of a table that wait to be written together; those of `grouped` can be large."""
_MEMORY_KIB = 32 * 1024

Row = tuple[object, ...]


class StagedNamespace(msgspec.Struct, kw_only=True):
    """A namespace as far as the items have named it."""

    number: int
    feeds: set[str]


class Staging:
    """Open while a database is built. SQLite sorts in files of its own, in the folder that TMPDIR names where it is set."""

    def __init__(self, folder: Path) -> None:
        """`folder`: one of its own."""
        self.connection = sqlite3.connect(folder / "staged", isolation_level=None, check_same_thread=False)
        for pragma in (
            "journal_mode=OFF",
            "synchronous=OFF",
            "locking_mode=EXCLUSIVE",
            f"cache_size=-{_MEMORY_KIB}",
            "temp_store=FILE",
        ):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.executescript(_TABLES)
        self.connection.execute("BEGIN")
        self.feeds: list[FeedState] = []
        self.namespaces: dict[str, StagedNamespace] = {}
        self.record_count = 0
        self._waiting: dict[str, list[Row]] = {table: [] for table in _WIDTHS}
        self._inserts = {
            table: f"INSERT INTO {table} VALUES({','.join('?' * width)})" for table, width in _WIDTHS.items()
        }

    def put(self, table: str, row: Row) -> None:
        """One row more."""
        waiting = self._waiting[table]
        waiting.append(row)
        if len(waiting) >= (_WAITING_BLOBS if table == "grouped" else _WAITING):
            self._write(table)

    def namespace(self, name: str, feed: str) -> int:
        """The number that stands for a namespace here, in order of appearance; `feed` speaks in it."""
        known = self.namespaces.get(name)
        if known is None:
            known = self.namespaces[name] = StagedNamespace(number=len(self.namespaces), feeds=set())
        known.feeds.add(feed)
        return known.number

    def complete(self) -> None:
        """Nothing more will come; what waits is written."""
        for table in self._waiting:
            self._write(table)

    def select(self, query: str, parameters: Row = ()) -> Iterator[Row]:
        """The rows of a query, as they come."""
        return iter(self.connection.execute(query, parameters))

    def close(self) -> None:
        """The file may be removed now."""
        self.connection.close()

    def _write(self, table: str) -> None:
        waiting = self._waiting[table]
        if waiting:
            self.connection.executemany(self._inserts[table], waiting)
            waiting.clear()
