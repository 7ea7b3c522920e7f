"""rpmdb.sqlite, rpm's database since 4.16 (rpm, lib/backend/sqlite.c).

The table `Packages(hnum INTEGER PRIMARY KEY, blob BLOB)` holds a header in each row. Its other tables are indexes over
the same headers.
"""

from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.packages.formats.sqlite import MAGIC, open_database, rows

__all__ = ["MAGIC", "sqlite_headers"]


def sqlite_headers(content: bytes) -> Iterator[bytes | ReadError]:
    """Each header blob in the order of its number, and an error for each that is damaged."""
    for row in rows(open_database(content), "Packages"):
        if isinstance(row, ReadError):
            yield row
        elif len(row[1]) > 1 and isinstance(row[1][1], bytes):
            yield row[1][1]
        else:
            yield ReadError(f"rpm database: row {row[0]} holds no header")
