"""Tables of comma-separated values, as rows by column name."""

import csv
from collections.abc import Iterator
from itertools import chain

from mooring.base.errors import FeedMalformed
from mooring.feeds.raw import RawFile

MAX_COLUMNS = 100


class Table:
    """The rows of one file. Lines before the column names that begin with `#` are `remarks`."""

    def __init__(self, file: RawFile) -> None:
        """Reads up to the column names. Raises FeedMalformed where there are none."""
        self._name = file.name
        self.remarks: list[str] = []
        lines = (line.decode("utf-8", "replace").replace("\0", "") for line in file.lines())
        first = ""
        for first in lines:
            first = first.removeprefix("\ufeff")
            if not first.startswith("#"):
                break
            self.remarks.append(first)
        self._rows = csv.reader(chain([first], lines))
        self.columns = tuple(cell.strip() for cell in next(self._read(), [])[:MAX_COLUMNS])
        if not any(self.columns):
            raise FeedMalformed(f"{file.name} is empty; a table begins with the names of its columns")

    def rows(self) -> Iterator[dict[str, str]]:
        """Each row with the columns that it has; blank lines are left out. Raises FeedMalformed where no row can be told from the next."""
        for cells in self._read():
            if cells:
                yield {name: cell.strip() for name, cell in zip(self.columns, cells, strict=False)}

    def _read(self) -> Iterator[list[str]]:
        try:
            yield from self._rows
        except csv.Error as error:
            raise FeedMalformed(f"{self._name} is no table: line {self._rows.line_num}: {error}") from None
