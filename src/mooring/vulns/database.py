"""The database file, read only. Opening reads a few pages and hashes nothing; `verify_database` does."""

import os
import sqlite3
import stat
import struct
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar, cast

import msgspec

from mooring.base.clock import now
from mooring.base.errors import DatabaseDamaged, DatabaseError, DatabaseMissing, DatabaseTooNew, DatabaseTooOld
from mooring.model.advisory import KnownExploited, ReleaseLife
from mooring.model.match import DatabaseState, FeedState
from mooring.model.severity import ExploitPrediction
from mooring.vulns.advisories import NamespaceState
from mooring.vulns.identity import folded
from mooring.vulns.pack import Unpacker
from mooring.vulns.recent import Recent
from mooring.vulns.rows import APPLICATION_ID, SCHEMA, AffectedRow, RecordRow, VulnerabilityRow
from mooring.vulns.sidecar import digest_of, read_sidecar, sidecar_path

UPDATE_HINT = "run `mooring db update`"
_MAGIC = b"SQLite format 3\x00"
_HEADER = struct.Struct(">16sH10xI28xI4xI28x")
"""Of SQLite's file format: magic, page size, pages, user version, application id."""
_CACHE_KIB = 4096
_ROWS_SEEN = 8_000
"""For those who ask row by row; matching keeps its own."""
_PORTION = 500
"""Asked for in one query; SQLite before 3.32 takes 999."""
_T = TypeVar("_T")
_Row = tuple[object, ...]


def open_database(path: Path, *, verify: bool = False) -> "Database":
    """The database at a path; with `verify` after reading all of it (`verify_database`).

    Raises DatabaseMissing, DatabaseTooNew, DatabaseTooOld (a schema that is no longer read) and DatabaseDamaged.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)  # A pipe would keep us waiting.
    except (FileNotFoundError, NotADirectoryError):
        raise DatabaseMissing("there is no vulnerability database", hint=UPDATE_HINT, path=str(path)) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DatabaseMissing(f"the vulnerability database cannot be read: {reason}", path=str(path)) from error
    try:
        _check_header(handle, path)
        if verify:
            verify_database(path)
        connection = _connected(f"{path.resolve().as_uri()}?mode=ro&immutable=1", path)
        try:
            return Database(connection, path, handle)
        except BaseException:
            connection.close()
            raise
    except OSError as error:
        os.close(handle)
        raise DatabaseDamaged(f"the vulnerability database cannot be read: {error}", path=str(path)) from error
    except BaseException:
        os.close(handle)
        raise


def verify_database(path: Path) -> DatabaseState:
    """Read the whole file: its digest is the sidecar's, and SQLite finds nothing wrong in it. The same errors as `open_database`."""
    sidecar = read_sidecar(path)
    with open_database(path) as database:
        digest = _hashed(path)
        if sidecar is not None and digest != sidecar.digest:
            raise DatabaseDamaged(
                f"its digest is {digest}; {sidecar_path(path).name} says {sidecar.digest}",
                hint=UPDATE_HINT,
                path=str(path),
            )
        database.check()
        return msgspec.structs.replace(database.state, digest=digest)


def check_age(state: DatabaseState, max_age_days: float) -> None:
    """Raise DatabaseTooOld where the database was built longer ago."""
    if state.age_days > max_age_days:
        raise DatabaseTooOld(
            f"the vulnerability database was built {state.age_days:g} days ago; the limit is {max_age_days:g} days",
            hint=f"{UPDATE_HINT}, or raise database.max_age_days",
            path=state.path,
        )


class Database:
    """Implements `advisories.Advisories` over one file.

    For one thread at a time: give each thread its own, or hold a lock. Every method raises DatabaseDamaged where the file turns out to be
    damaged or is changed in place meanwhile. A file that is replaced (renamed over) stays as it was for those who have it open.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, handle: int | None = None) -> None:
        """`handle`: a descriptor of the same file, which is closed with the database; None for one that is only in memory."""
        self._connection, self._path, self._handle = connection, path, handle
        self._identity = self._stamp()
        self._rows_seen: Recent[tuple[int, str], tuple[AffectedRow, ...]] = Recent(_ROWS_SEEN)
        self._vulnerabilities_seen: Recent[int, VulnerabilityRow] = Recent(2_000)
        self._records_seen: Recent[int, RecordRow] = Recent(2_000)
        self._unpackers: dict[str, Unpacker] = {}
        self._exploited: frozenset[object] | None = None
        self._meta = dict(cast("list[tuple[str, str]]", self._select("SELECT key, value FROM meta")))
        self._feeds = tuple(
            self._json(row[0], FeedState) for row in self._select("SELECT state FROM feeds ORDER BY number")
        )
        self._namespaces = {state.name: state for state in self._read_namespaces()}
        self.tool = self._meta.get("tool", "")
        """What built it: `mooring 0.1.0`."""
        self.state = self._read_state()
        """What reports tell of the database; its age is that at opening."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        self._connection.close()
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    @property
    def namespaces(self) -> dict[str, NamespaceState]:
        """By name; in order."""
        return self._namespaces

    def rows(self, namespace: str, name: str) -> Sequence[AffectedRow]:
        """Every statement about the package, in order of record."""
        state = self._namespaces.get(namespace)
        if state is None:
            return ()
        key = (state.number, name)
        found = self._rows_seen.get(key)
        if found is None:
            found = self._read_rows(*key)
            self._rows_seen.put(key, found, 1 + len(found))
        return found

    def vulnerability(self, number: int) -> VulnerabilityRow:
        """The vulnerability of this number, as rows and `find` give it."""
        found = self._vulnerabilities_seen.get(number)
        if found is None:
            found = self._numbered("vulnerabilities", number, _VULNERABILITY)
            self._vulnerabilities_seen.put(number, found)
        return found

    def record(self, number: int) -> RecordRow:
        """The advisory of this number, as rows and vulnerabilities give it."""
        found = self._records_seen.get(number)
        if found is None:
            found = self._numbered("records", number, _RECORD)
            self._records_seen.put(number, found)
        return found

    def vulnerabilities(self, numbers: Collection[int]) -> dict[int, VulnerabilityRow]:
        """The vulnerabilities of these numbers, read together and not kept here."""
        return self._many("vulnerabilities", numbers, _VULNERABILITY)

    def records(self, numbers: Collection[int]) -> dict[int, RecordRow]:
        """The advisories of these numbers, read together and not kept here."""
        return self._many("records", numbers, _RECORD)

    def feed(self, number: int) -> FeedState:
        """The feed of this number, as records give it."""
        if not 0 <= number < len(self._feeds):
            raise self._damaged(f"there is no feed {number}")
        return self._feeds[number]

    def find(self, identifier: str) -> Sequence[int]:
        """Numbers of the vulnerabilities that an identifier (CVE, GHSA, DSA, …; any case) means."""
        names = {identifier.strip().upper(), folded(identifier)}
        query = "SELECT vulnerability FROM identifiers WHERE identifier = ?"
        return sorted({cast(int, row[0]) for name in names for row in self._select(query, (name,))})

    def exploited(self, cve: str) -> Sequence[KnownExploited]:
        """What catalogues of exploited vulnerabilities say of a CVE."""
        if self._exploited is None:  # Few are; knowing which saves a look-up for each of the others.
            self._exploited = frozenset(row[0] for row in self._select("SELECT cve FROM exploited"))
        if cve not in self._exploited:
            return ()
        rows = self._select("SELECT details FROM exploited WHERE cve = ?", (cve,))
        return tuple(item for row in rows for item in self._unpacked("exploited", row[0], _EXPLOITED))

    def prediction(self, cve: str) -> ExploitPrediction | None:
        """What EPSS says of a CVE."""
        return self.predictions((cve,)).get(cve)

    def predictions(self, cves: Collection[str]) -> dict[str, ExploitPrediction]:
        """What EPSS says of those CVEs that it speaks of."""
        date = self._meta.get("epss_date", "")
        found = {}
        for some in _portions(tuple(cves)):
            marks = ",".join("?" * len(some))
            query = f"SELECT cve, score, percentile FROM predictions WHERE cve IN ({marks})"  # noqa: S608 - only marks
            for cve, score, percentile in cast("list[tuple[str, int, int]]", self._select(query, some)):
                found[cve] = ExploitPrediction(score=score / 1e6, percentile=percentile / 1e6, date=date)
        return found

    def lives(self, product: str) -> Sequence[ReleaseLife]:
        """Every release of a product of which the end is known, in order of their names."""
        rows = self._select("SELECT details FROM lives WHERE product = ? ORDER BY release", (product,))
        return tuple(self._unpacked("lives", row[0], _LIFE) for row in rows)

    def check(self) -> None:
        """Raise DatabaseDamaged where SQLite finds something wrong in any page."""
        for (answer,) in self._select("PRAGMA quick_check(1)"):
            if answer != "ok":
                raise self._damaged(str(answer))

    def places(self, record: int) -> list[tuple[str, str]]:
        """Namespace and name of every package that an advisory has rows of, in order."""
        names = tuple(self._namespaces)
        found: list[tuple[str, str]] = []
        for (packed,) in self._select("SELECT packages FROM places WHERE record = ?", (record,)):
            number = 0
            for step in self._unpacked("places", packed, _NUMBERS):
                number += step
                rows = self._select("SELECT namespace, name FROM packages WHERE number = ?", (number,))
                found.extend((names[cast(int, row[0])], cast(str, row[1])) for row in rows)
        return found

    def _read_rows(self, namespace: int, name: str) -> tuple[AffectedRow, ...]:
        found = self._select("SELECT rows FROM packages WHERE namespace = ? AND name = ?", (namespace, name))
        return self._unpacked("packages", found[0][0], _ROWS) if found else ()

    def _numbered(self, table: str, number: int, decode: Callable[[bytes], _T]) -> _T:
        return self._many(table, (number,), decode)[number]

    def _many(self, table: str, numbers: Collection[int], decode: Callable[[bytes], _T]) -> dict[int, _T]:
        found = {}
        for some in _portions(tuple(numbers)):
            marks = ",".join("?" * len(some))
            query = f"SELECT number, details FROM {table} WHERE number IN ({marks})"  # noqa: S608 - our own names
            for number, packed in cast("list[tuple[int, bytes]]", self._select(query, some)):
                found[number] = self._unpacked(table, packed, decode)
        for number in numbers:
            if number not in found:
                raise self._damaged(f"{table} has no row {number}")
        return found

    def _read_namespaces(self) -> Iterator[NamespaceState]:
        rows = self._select("SELECT number, name, scheme, feeds, rows FROM namespaces ORDER BY number")
        for number, name, scheme, feeds, count in rows:
            try:
                yield msgspec.convert(
                    {
                        "number": number,
                        "name": name,
                        "scheme": scheme,
                        "rows": count,
                        "feeds": self._json(feeds, tuple[str, ...]),
                    },
                    NamespaceState,
                )
            except msgspec.ValidationError as error:
                raise self._damaged(f"namespace {name!r}: {error}") from None

    def _read_state(self) -> DatabaseState:
        built = self._meta.get("built", "")
        try:
            age = now() - datetime.fromisoformat(built).astimezone(UTC)
            sidecar = read_sidecar(self._path) if self._handle is not None else None
        except (ValueError, OverflowError):
            raise self._damaged(f"it says that it was built on {built!r}, which is no date") from None
        except OSError:
            sidecar = None
        ours = (built, self._identity[0], self._feeds)
        is_ours = sidecar is not None and (sidecar.built, sidecar.size_bytes, sidecar.feeds) == ours
        return DatabaseState(
            built=built,
            schema=self._meta.get("schema", ""),
            kind=self._meta.get("kind", ""),
            digest=sidecar.digest if sidecar is not None and is_ours else "",
            path=str(self._path),
            age_days=round(max(age.total_seconds(), 0) / 86_400, 1),
            feeds=self._feeds,
        )

    def _select(self, query: str, parameters: _Row = ()) -> list[_Row]:
        """The rows of a query, all read before the file is looked at: one that was changed in place gives no rows but an error."""
        try:
            found: list[_Row] = self._connection.execute(query, parameters).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self._damaged(str(error)) from error
        if self._stamp() != self._identity:
            raise self._damaged("it was changed while it was read")
        return found

    def _unpacked(self, table: str, packed: object, decode: Callable[[bytes], _T]) -> _T:
        unpacker = self._unpackers.get(table)
        if unpacker is None:
            rows = self._select("SELECT content FROM dictionaries WHERE name = ?", (table,))
            unpacker = self._unpackers[table] = Unpacker(cast(bytes, rows[0][0]) if rows else b"")
        try:
            return decode(unpacker.unpack(cast(bytes, packed)))
        except DatabaseError as error:
            raise self._damaged(f"{table}: {error.message}") from None
        except (msgspec.DecodeError, UnicodeDecodeError, TypeError) as error:
            raise self._damaged(f"{table}: {error}") from None

    def _json(self, content: object, kind: type[_T]) -> _T:
        try:
            return msgspec.json.decode(cast(bytes, content), type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, TypeError) as error:
            raise self._damaged(str(error)) from None

    def _stamp(self) -> tuple[int, int]:
        if self._handle is None:
            return (0, 0)
        found = os.fstat(self._handle)
        return (found.st_size, found.st_mtime_ns)

    def _damaged(self, why: str) -> DatabaseDamaged:
        return DatabaseDamaged(f"the vulnerability database is damaged: {why}", hint=UPDATE_HINT, path=str(self._path))


_ROWS = msgspec.msgpack.Decoder(tuple[AffectedRow, ...]).decode
_RECORD = msgspec.msgpack.Decoder(RecordRow).decode
_VULNERABILITY = msgspec.msgpack.Decoder(VulnerabilityRow).decode
_EXPLOITED = msgspec.msgpack.Decoder(tuple[KnownExploited, ...]).decode
_LIFE = msgspec.msgpack.Decoder(ReleaseLife).decode
_NUMBERS = msgspec.msgpack.Decoder(list[int]).decode


def _portions(asked: tuple[_T, ...]) -> Iterator[tuple[_T, ...]]:
    return (asked[begin : begin + _PORTION] for begin in range(0, len(asked), _PORTION))


def _check_header(handle: int, path: Path) -> None:
    """What the first 100 bytes tell, before SQLite sees the file."""
    content = os.pread(handle, _HEADER.size, 0) if stat.S_ISREG(os.fstat(handle).st_mode) else b""
    if len(content) < _HEADER.size or not content.startswith(_MAGIC):
        raise DatabaseDamaged("this is no vulnerability database", hint=UPDATE_HINT, path=str(path))
    _, page, pages, schema, application = _HEADER.unpack(content)
    if application != APPLICATION_ID:
        raise DatabaseDamaged("this is a database, but not one of Mooring's", hint=UPDATE_HINT, path=str(path))
    if schema > SCHEMA:
        raise DatabaseTooNew(
            f"the vulnerability database has schema {schema}; this version of Mooring reads {SCHEMA}",
            hint="install a newer Mooring, or run `mooring db update`",
            path=str(path),
        )
    if schema < SCHEMA:
        raise DatabaseTooOld(
            f"the vulnerability database has schema {schema}; this version of Mooring reads {SCHEMA}",
            hint=UPDATE_HINT,
            path=str(path),
        )
    expected, size = pages * (page if page > 1 else 65_536), os.fstat(handle).st_size
    if size != expected:
        raise DatabaseDamaged(
            f"the vulnerability database is cut off: {size} of {expected} bytes", hint=UPDATE_HINT, path=str(path)
        )


def _connected(address: str, path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
    except (
        sqlite3.Error,
        UnicodeDecodeError,
    ) as error:  # The latter where damage lies in a text that the former quotes.
        raise DatabaseDamaged(
            f"the vulnerability database cannot be opened: {error}", hint=UPDATE_HINT, path=str(path)
        ) from error
    return connection


def _hashed(path: Path) -> str:
    try:
        return digest_of(path)
    except OSError as error:
        raise DatabaseDamaged(f"the vulnerability database cannot be read: {error}", path=str(path)) from error
