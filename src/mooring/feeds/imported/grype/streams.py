"""Rows of several tables side by side, in one order: that of the provider, then of the vulnerability. Memory stays bounded."""

from collections.abc import Iterator
from itertools import islice

from mooring.base.errors import HostileInput
from mooring.feeds.imported.grype.schema import GrypeTables, Row, integer, string
from mooring.feeds.imported.grype.vulnerabilities import Handle

MAX_ROWS_OF_ONE = 500_000
"""Of one vulnerability of one provider in one table."""
_HANDLE = ("name", "status", "published_date", "modified_date", "withdrawn_date", "blob_id")


def set_order(tables: GrypeTables) -> None:
    """Make the temporary table that says which place each vulnerability has. The others refer to it."""
    provider = "provider_id" if tables.has("vulnerability_handles", "provider_id") else "''"
    tables.run("DROP TABLE IF EXISTS temp.places")
    tables.run("CREATE TEMP TABLE places(place INTEGER PRIMARY KEY, vulnerability INTEGER, provider TEXT)")
    tables.run(
        "INSERT INTO temp.places(vulnerability, provider) "  # noqa: S608 - a name of our own
        f"SELECT id, coalesce({provider}, '') FROM main.vulnerability_handles ORDER BY 2, 1"
    )
    tables.run("CREATE UNIQUE INDEX temp.place_of ON places(vulnerability)")
    _collect(tables, "aliases_of", "vulnerability_aliases", "name", "alias")
    _collect(tables, "cwes_of", "cwe_handles", "cve", "cwe")


def providers_in_order(tables: GrypeTables) -> Iterator[tuple[str, int]]:
    """Each provider with the place after its last vulnerability."""
    for provider, last in tables.select(
        "SELECT provider, max(place) FROM temp.places GROUP BY provider ORDER BY provider"
    ):
        yield string(provider), integer(last) + 1


def handles(tables: GrypeTables) -> Iterator[Handle]:
    """The vulnerabilities in order. Weaknesses go to the records of NVD, which alone are about every CVE."""
    query = (
        f"SELECT o.place, v.id, {tables.listed('vulnerability_handles', _HANDLE, 'v')}, a.found, c.found "  # noqa: S608
        "FROM temp.places o CROSS JOIN main.vulnerability_handles v ON v.id = o.vulnerability "
        "LEFT JOIN temp.aliases_of a ON a.key = v.name LEFT JOIN temp.cwes_of c ON o.provider = 'nvd' AND c.key = v.name "
        "ORDER BY o.place"
    )
    for place, key, name, status, published, modified, withdrawn, blob, aliases, cwes in tables.select(query):
        yield Handle(
            rank=integer(place),
            id=integer(key),
            name=string(name),
            status=string(status),
            published=string(published),
            modified=string(modified),
            withdrawn=string(withdrawn),
            blob=integer(blob),
            aliases=string(aliases),
            cwes=string(cwes),
        )


class Statements:
    """The rows of a table of statements, taken vulnerability by vulnerability."""

    def __init__(self, tables: GrypeTables, table: str, columns: tuple[str, ...]) -> None:
        """`columns`: what a row gives; they come first in the order, too."""
        self._table = table
        self._rows: Iterator[Row] = iter(())
        self.orphans = 0
        """Rows whose vulnerability is not there; known at once."""
        if tables.has(table, "vulnerability_id", *columns[:1]):
            listed = tables.listed(table, columns, "t")
            self._rows = tables.select(
                f"SELECT o.place, {listed} FROM main.{table} t LEFT JOIN temp.places o ON o.vulnerability = t.vulnerability_id "  # noqa: S608
                f"ORDER BY {', '.join(str(number) for number in range(1, len(columns) + 2))}"
            )
        self._next = next(self._rows, None)
        while self._next is not None and self._next[0] is None:
            self.orphans += 1
            self._next = next(self._rows, None)

    def of(self, place: int) -> list[Row]:
        """The rows of the vulnerability at this place; places are asked for in order."""
        found = list(islice(self._taken(place), MAX_ROWS_OF_ONE + 1))
        if len(found) > MAX_ROWS_OF_ONE:
            raise HostileInput(f"{self._table} has more than {MAX_ROWS_OF_ONE} rows of one vulnerability")
        return found

    def _taken(self, place: int) -> Iterator[Row]:
        while self._next is not None and integer(self._next[0]) <= place:
            row, self._next = self._next, next(self._rows, None)
            yield row[1:]


def _collect(tables: GrypeTables, target: str, table: str, key: str, value: str) -> None:
    """A temporary table of the values of each key, a line each."""
    tables.run(f"DROP TABLE IF EXISTS temp.{target}")
    tables.run(f"CREATE TEMP TABLE {target}(key TEXT PRIMARY KEY, found TEXT) WITHOUT ROWID")
    if tables.has(table, key, value):
        tables.run(
            f"INSERT OR IGNORE INTO temp.{target} SELECT {key}, group_concat({value}, char(10)) FROM "  # noqa: S608
            f"(SELECT DISTINCT {key}, {value} FROM main.{table} WHERE {key} <> '' ORDER BY 1, 2) GROUP BY 1"
        )
