"""Comma-separated values (RFC 4180) that spreadsheets do not compute."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from mooring.model.codec import printable

_ROWS_A_PIECE = 500


def csv_pieces(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The header and the rows, some hundred a piece."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for count, row in enumerate(rows, start=1):
        writer.writerow([printable(value) for value in row])
        if count % _ROWS_A_PIECE == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def harmless(value: str) -> str:
    """The value, marked as text where a spreadsheet would compute it."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@") and set(value) & set("(|!") else value
