"""The records of a workspace, as JSON, from either store."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from mooring.base.errors import FeedMalformed, HostileInput
from mooring.feeds.raw import raw_files

DATABASE = "results.db"
MAX_RECORD_BYTES = 64 << 20
_PIECE = 500


def stored_records(results: Path) -> Iterator[tuple[str, bytes]]:
    """Place and content of each record, by name. Raises FeedMalformed where there are no results, or they cannot be read."""
    if (results / DATABASE).is_file():
        yield from _of_database(results / DATABASE)
    elif results.is_dir():
        for file in raw_files(results):
            if not file.name.endswith(".json"):
                continue
            try:
                yield file.name, file.read()
            except (FeedMalformed, HostileInput):
                # What is no JSON is rejected by whoever reads it.
                yield file.name, b""
    else:
        raise FeedMalformed("the workspace has no results", path=str(results))


def count_listed(folder: Path, listing: str) -> int:
    """How many records the list of results names; 0 where there is none, and for a database, which is one file."""
    if not listing or (folder / "results" / DATABASE).is_file():
        return 0
    try:
        with (folder / listing).open("rb") as stream:
            return sum(1 for line in stream if b".json" in line)
    except OSError:
        return 0


def _of_database(path: Path) -> Iterator[tuple[str, bytes]]:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_RECORD_BYTES)
        connection.execute("PRAGMA trusted_schema=OFF")
        is_table = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'results' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        ).fetchone()[0]
        if not is_table:
            raise FeedMalformed("it has no table of results", path=str(path))
        found = connection.execute("SELECT CAST(id AS BLOB), CAST(record AS BLOB) FROM results ORDER BY id")
        while rows := found.fetchmany(_PIECE):
            for name, record in rows:
                place = name.decode("utf-8", "replace") if isinstance(name, bytes) else "?"
                yield f"{path.name}: {place}", record if isinstance(record, bytes) else b""
    except sqlite3.Error as error:
        raise FeedMalformed(f"it cannot be read: {error}", path=str(path)) from None
    finally:
        connection.close()
