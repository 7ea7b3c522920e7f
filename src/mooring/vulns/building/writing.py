"""From the builder's staging to the file: numbers given, rows packed by package, tables written one after the other in order."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import cast

import msgspec

import mooring
from mooring.base.replacing import synced
from mooring.vulns.building.bounds import scheme_of_namespace
from mooring.vulns.building.encoding import joined, list_head, with_feed
from mooring.vulns.building.numbering import Numbering
from mooring.vulns.building.staging import Staging
from mooring.vulns.pack import packer, trained, unpacked
from mooring.vulns.rows import APPLICATION_ID, SCHEMA
from mooring.vulns.sidecar import Sidecar, sidecar_of

_TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE feeds(number INTEGER PRIMARY KEY, name TEXT, state BLOB);
CREATE TABLE namespaces(number INTEGER PRIMARY KEY, name TEXT, scheme TEXT, feeds BLOB, rows INTEGER);
CREATE TABLE dictionaries(name TEXT PRIMARY KEY, content BLOB) WITHOUT ROWID;
CREATE TABLE packages(number INTEGER PRIMARY KEY, namespace INTEGER, name TEXT, rows BLOB);
CREATE TABLE vulnerabilities(number INTEGER PRIMARY KEY, id TEXT, details BLOB);
CREATE TABLE records(number INTEGER PRIMARY KEY, details BLOB);
CREATE TABLE places(record INTEGER PRIMARY KEY, packages BLOB);
CREATE TABLE identifiers(identifier TEXT, vulnerability INTEGER, PRIMARY KEY(identifier, vulnerability)) WITHOUT ROWID;
CREATE TABLE exploited(cve TEXT PRIMARY KEY, details BLOB) WITHOUT ROWID;
CREATE TABLE predictions(cve TEXT PRIMARY KEY, score INTEGER, percentile INTEGER) WITHOUT ROWID;
CREATE TABLE lives(product TEXT, release TEXT, details BLOB, PRIMARY KEY(product, release)) WITHOUT ROWID;
"""
_SAMPLES, _SAMPLE_BYTES = 4_000, 1_000
"""Contents that a dictionary is trained on, and how much of each; five times as many make files 1 % smaller."""
_StagedRow = tuple[int, str, int, bytes | None, bytes]
_WIDTHS = {
    "meta": 2, "feeds": 3, "namespaces": 5, "dictionaries": 2, "packages": 4, "vulnerabilities": 3, "records": 2, "places": 2,
    "identifiers": 2, "exploited": 2, "predictions": 3, "lives": 3,
}  # fmt: skip
_GROUPING = """
CREATE TABLE namespace_numbers(seq INTEGER PRIMARY KEY, number INTEGER);
"""
_ROWS_BY_PACKAGE = """SELECT n.number, r.name, r.record, r.about, r.row FROM rows r JOIN namespace_numbers n ON n.seq = r.namespace
ORDER BY n.number, r.name"""
_RECORDS = """SELECT o.number, r.details, f.number AS feed FROM firsts o JOIN records r ON r.seq = o.seq
JOIN feed_numbers f ON f.seq = r.feed ORDER BY o.number"""
_IDENTIFIERS = (
    """SELECT id, number FROM vulnerability_ids UNION SELECT identifier, vulnerability FROM called ORDER BY 1, 2"""
)
_PREDICTIONS = "SELECT cve, max(score), max(percentile) FROM predictions GROUP BY cve ORDER BY cve"
_pack = msgspec.msgpack.Encoder().encode


def write_database(
    staging: Staging, target: Path, *, kind: str, built: str, has_packed_columns: bool = True
) -> Sidecar:
    """Write everything to a file that is not there yet, and have it on the disk. Raises sqlite3.Error and OSError."""
    tool = f"mooring {mooring.__version__}"
    numbering = Numbering(staging)
    connection = _created(target)
    try:
        writer = _Writer(staging, numbering, connection, has_packed_columns=has_packed_columns)
        writer.write({"schema": str(SCHEMA), "built": built, "kind": kind, "tool": tool})
    finally:
        connection.close()
    synced(target)
    return sidecar_of(target, kind=kind, built=built, tool=tool, feeds=tuple(numbering.feeds))


def _created(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in (
        "journal_mode=OFF",
        "synchronous=OFF",
        "locking_mode=EXCLUSIVE",
        "cache_size=-16384",
        "temp_store=FILE",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={SCHEMA}")
    connection.executescript(_TABLES)
    return connection


class _Writer:
    """Writes table after table, each in the order of its key, so that no page is split or left free."""

    def __init__(
        self, staging: Staging, numbering: Numbering, connection: sqlite3.Connection, *, has_packed_columns: bool
    ) -> None:
        self._staging, self._numbering, self._connection = staging, numbering, connection
        self._plain_packer = packer() if has_packed_columns else unpacked
        self._has_packed_columns = has_packed_columns
        self._rows_of_namespace = [0] * len(numbering.namespaces)

    def write(self, meta: dict[str, str]) -> None:
        """Everything."""
        self._connection.execute("BEGIN")
        self._group()
        self._write_heads(meta)
        self._write_packages()
        self._write_vulnerabilities()
        self._write_records()
        self._write_places()
        self._write_enrichment()
        self._connection.execute("COMMIT")

    def _write_heads(self, meta: dict[str, str]) -> None:
        dates = self._staging.select(
            "SELECT DISTINCT date, model FROM predictions ORDER BY date DESC, model DESC LIMIT 1"
        )
        for date, model in dates:
            meta |= {"epss_date": cast(str, date), "epss_model": cast(str, model)}
        self._insert("meta", sorted(meta.items()))
        self._insert("feeds", ((number, feed.name, _json(feed)) for number, feed in enumerate(self._numbering.feeds)))
        self._insert(
            "namespaces",
            (
                (
                    number,
                    name,
                    scheme_of_namespace(name),
                    _json(sorted(self._staging.namespaces[name].feeds)),
                    self._rows_of_namespace[number],
                )
                for number, name in enumerate(self._numbering.namespaces)
            ),
        )

    def _group(self) -> None:
        """Rows by package into staging, and which record speaks of which package."""
        self._staging.connection.executescript(_GROUPING + "BEGIN")
        self._staging.connection.executemany(
            "INSERT INTO namespace_numbers VALUES(?, ?)",
            ((self._staging.namespaces[name].number, number) for number, name in enumerate(self._numbering.namespaces)),
        )
        rows = cast(Iterator[_StagedRow], self._staging.select(_ROWS_BY_PACKAGE))
        for package, ((namespace, name), group) in enumerate(groupby(rows, key=itemgetter(0, 1))):
            records, blob, count = self._packed_rows(group)
            self._rows_of_namespace[namespace] += count
            self._staging.put("grouped", (package, namespace, name, blob))
            for record in records:
                self._staging.put("spoken", (record, package))
        self._staging.complete()

    def _packed_rows(self, group: Iterable[_StagedRow]) -> tuple[list[int], bytes, int]:
        """The records of a package's rows, in order, its rows as one packed list, and their number."""
        numbering = self._numbering
        found: dict[tuple[int, bytes], bytes] = {}
        for _, _, record, about, row in group:
            number = numbering.records[record]
            meant = numbering.vulnerabilities_of[number] if about is None else numbering.narrowed(about)
            known = found.setdefault((number, row), meant)
            if known != meant:
                found[number, row] = numbering.united(known, meant)
        keys = sorted(found)
        parts = [joined(key[1], found[key], _pack(key[0])) for key in keys]
        return sorted({number for number, _ in keys}), list_head(len(parts)) + b"".join(parts), len(parts)

    def _write_packages(self) -> None:
        pack = self._packer("packages", "SELECT rows FROM grouped WHERE number % ? = 0 ORDER BY number", "grouped")
        rows = self._staging.select("SELECT number, namespace, name, rows FROM grouped ORDER BY number")
        self._insert("packages", ((*row[:3], pack(cast(bytes, row[3]))) for row in rows))
        self._connection.execute("CREATE UNIQUE INDEX packages_by_name ON packages(namespace, name)")

    def _write_vulnerabilities(self) -> None:
        """Too small, and too little alike, for a dictionary to pay."""
        pack = self._plain_packer
        described = self._numbering.vulnerability_rows()
        self._insert("vulnerabilities", ((number, row.id, pack(_pack(row))) for number, row in described))
        self._insert("identifiers", self._staging.select(_IDENTIFIERS))

    def _write_records(self) -> None:
        pack = self._packer("records", f"SELECT details FROM ({_RECORDS}) WHERE number % ? = 0", "firsts")  # noqa: S608
        packed_feed = [_pack(number) for number in range(len(self._numbering.feeds))]
        rows = cast(Iterator[tuple[int, bytes, int]], self._staging.select(_RECORDS))
        self._insert(
            "records", ((number, pack(with_feed(details, packed_feed[feed]))) for number, details, feed in rows)
        )

    def _write_places(self) -> None:
        pack = self._plain_packer
        rows = cast(
            Iterator[tuple[int, int]],
            self._staging.select("SELECT record, package FROM spoken ORDER BY record, package"),
        )
        lists = ((record, [package for _, package in group]) for record, group in groupby(rows, key=itemgetter(0)))
        self._insert("places", ((record, pack(_pack(_differences(packages)))) for record, packages in lists))

    def _write_enrichment(self) -> None:
        pack = self._plain_packer
        exploited = cast(
            Iterator[tuple[str, bytes]],
            self._staging.select("SELECT DISTINCT cve, details FROM exploited ORDER BY cve, details"),
        )
        lists = ((cve, [details for _, details in group]) for cve, group in groupby(exploited, key=itemgetter(0)))
        self._insert("exploited", ((cve, pack(list_head(len(items)) + b"".join(items))) for cve, items in lists))
        self._insert("predictions", self._staging.select(_PREDICTIONS))
        lives = cast(
            Iterator[tuple[str, str, bytes]],
            self._staging.select("SELECT product, release, max(details) FROM lives GROUP BY 1, 2 ORDER BY 1, 2"),
        )
        self._insert("lives", ((product, release, pack(details)) for product, release, details in lives))

    def _packer(self, table: str, samples: str, counted: str) -> Callable[[bytes], bytes]:
        """What packs a table's column, with a dictionary trained on a sample of it."""
        if not self._has_packed_columns:
            return unpacked
        total = cast(int, next(self._staging.select(f"SELECT count(*) FROM {counted}"))[0])  # noqa: S608 - our own names
        stride = max(1, total // _SAMPLES)
        dictionary = trained(cast(bytes, row[0])[:_SAMPLE_BYTES] for row in self._staging.select(samples, (stride,)))
        self._insert("dictionaries", [(table, dictionary)])
        return packer(dictionary)

    def _insert(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        width = _WIDTHS[table]
        self._connection.executemany(f"INSERT INTO {table} VALUES({','.join('?' * width)})", rows)


def _differences(numbers: list[int]) -> list[int]:
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def _json(value: object) -> bytes:
    return msgspec.json.encode(value, order="deterministic")
