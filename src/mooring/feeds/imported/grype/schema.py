"""A database of Grype's model 6, opened read only, whatever its revision: tables and columns that it lacks are empty.

The published file has no indexes but those of primary keys, and a file that belongs to somebody gets none: what has to be in order is
sorted by SQLite into temporary files. Nothing the file says is run: views and virtual tables count as missing.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from mooring.base.errors import DatabaseDamaged, DatabaseTooNew, DatabaseTooOld

MODEL = 6
MAX_VALUE_BYTES = 64 << 20
"""Of one column of one row."""
_REQUIRED = {
    "vulnerability_handles": ("id", "name"),
    "blobs": ("id", "value"),
    "packages": ("id", "ecosystem", "name"),
    "affected_package_handles": ("vulnerability_id", "package_id", "blob_id"),
}
_CACHE_KIB = 32 * 1024
_HINT = "download the archive again"

Row = tuple[object, ...]


class GrypeTables:
    """The tables of an open file. Close it."""

    def __init__(self, path: Path) -> None:
        """Raises DatabaseDamaged, DatabaseTooOld and DatabaseTooNew."""
        self.path = path
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None
        )
        try:
            with self.reported():
                self._prepare()
                self._columns = self._found_columns()
            self._check_model()
            self._check_tables()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """The file may be removed now."""
        self._connection.close()

    def __enter__(self) -> "GrypeTables":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def has(self, table: str, *columns: str) -> bool:
        """Whether there is such a table, with these columns."""
        return set(columns) <= self._columns.get(table, frozenset()) and table in self._columns

    def listed(self, table: str, columns: Sequence[str], alias: str = "") -> str:
        """The columns for a SELECT, with NULL for those that the table lacks."""
        prefix = f"{alias}." if alias else ""
        known = self._columns.get(table, frozenset())
        return ", ".join(f"{prefix}{column}" if column in known else f"NULL AS {column}" for column in columns)

    def rows(self, table: str, columns: Sequence[str], rest: str = "") -> Iterator[Row]:
        """The columns of a table, NULL for those it lacks; nothing where there is no such table."""
        if table not in self._columns:
            return iter(())
        return self.select(f"SELECT {self.listed(table, columns)} FROM {table} {rest}")  # noqa: S608 - names of our own

    def select(self, query: str, parameters: Row = ()) -> Iterator[Row]:
        """The rows of a query, as they come."""
        with self.reported():
            found = self._connection.execute(query, parameters)
            while piece := found.fetchmany(2_000):
                yield from piece

    def run(self, statement: str) -> None:
        """A statement about tables of our own."""
        with self.reported():
            self._connection.execute(statement)

    def finder(self, query: str) -> Callable[[object], Row | None]:
        """What gives the row of a query for one value, or None."""
        execute = self._connection.execute

        def found(value: object) -> Row | None:
            try:
                row: Row | None = execute(query, (value,)).fetchone()
            except (sqlite3.Error, UnicodeError) as error:
                raise self._damaged(error) from error
            return row

        return found

    def count(self, table: str) -> int:
        """How many rows a table has; 0 where there is none."""
        if table not in self._columns:
            return 0
        return integer(next(self.select(f"SELECT count(*) FROM {table}"))[0])  # noqa: S608 - a name of our own

    @contextlib.contextmanager
    def reported(self) -> Iterator[None]:
        """What SQLite says as DatabaseDamaged."""
        try:
            yield
        except (sqlite3.Error, UnicodeError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> DatabaseDamaged:
        return DatabaseDamaged(f"it cannot be read as a Grype database: {error}", hint=_HINT, path=str(self.path))

    def _prepare(self) -> None:
        connection = self._connection
        connection.text_factory = lambda content: content.decode("utf-8", "replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)
        for pragma in (
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "temp_store=FILE",
            f"cache_size=-{_CACHE_KIB}",
            "mmap_size=0",
        ):
            connection.execute(f"PRAGMA {pragma}")

    def _found_columns(self) -> dict[str, frozenset[str]]:
        tables = self._connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchmany(1_000)
        plain = [
            name
            for name, sql in tables
            if isinstance(sql, str) and not sql.lstrip().upper().startswith("CREATE VIRTUAL")
        ]
        found = {}
        for name in plain:
            columns = self._connection.execute("SELECT name FROM pragma_table_info(?)", (name,)).fetchall()
            found[str(name)] = frozenset(str(column) for (column,) in columns)
        return found

    def _check_model(self) -> None:
        found = (
            next(self.rows("db_metadata", ("model",), "LIMIT 1"), None) if self.has("db_metadata", "model") else None
        )
        if found is None:
            is_older = self.has("id", "schema_version")
            raise (DatabaseTooOld if is_older else DatabaseDamaged)(
                f"it is {'a Grype database of model 5 or before' if is_older else 'no Grype database'}; only model {MODEL} is read",
                hint="take the archive that Grype's listing for version 6 names",
                path=str(self.path),
            )
        model = integer(found[0])
        if model != MODEL:
            raise (DatabaseTooNew if model > MODEL else DatabaseTooOld)(
                f"it is a Grype database of model {model}; only model {MODEL} is read",
                hint=f"take the archive that Grype's listing for version {MODEL} names",
                path=str(self.path),
            )

    def _check_tables(self) -> None:
        for table, columns in _REQUIRED.items():
            if not self.has(table, *columns):
                missing = ", ".join(column for column in columns if not self.has(table, column))
                raise DatabaseDamaged(f"it lacks {missing} in the table {table}", hint=_HINT, path=str(self.path))


def integer(value: object) -> int:
    """The number that a column holds; 0 where it is none."""
    return (
        value
        if isinstance(value, int)
        else int(value)
        if isinstance(value, str) and value.isdecimal() and len(value) < 18
        else 0
    )


def string(value: object) -> str:
    """The text that a column holds; empty for NULL and for bytes."""
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""
