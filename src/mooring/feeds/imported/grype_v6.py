"""A published Grype database, model 6, as a database of ours: full coverage in one download.

Every provider becomes a feed of the same name, with the time at which it was captured; the file says that it was imported. Vulnerabilities,
packages and products, what is not affected, fixes with their dates, exploitation, scores, weaknesses and ends of life are taken over.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from mooring.base.errors import DatabaseDamaged
from mooring.feeds.feed import FeedLog
from mooring.feeds.imported.grype.archive import MAX_DATABASE_BYTES, plain_database
from mooring.feeds.imported.grype.enrichment import exploited, scores
from mooring.feeds.imported.grype.reading import GrypeReading
from mooring.feeds.imported.grype.schema import GrypeTables, string
from mooring.feeds.imported.grype.streams import providers_in_order
from mooring.feeds.imported.grype.systems import lives_of
from mooring.feeds.imported.grype.vulnerabilities import moment
from mooring.model.advisory import FeedItem
from mooring.model.match import DatabaseState, FeedState
from mooring.vulns.build import DatabaseBuilder

KIND = "imported"
_STEP = 20_000
_ENRICHMENTS = ("eol", "epss", "kev")

Progress = Callable[[int, int], None]
"""Told how many statements about packages and products of how many are done."""


class GrypeImport(msgspec.Struct, frozen=True, kw_only=True):
    """What an import came to."""

    state: DatabaseState
    statements: int
    """Rows about packages and products that were read."""
    logs: dict[str, FeedLog]
    """By provider: what was rejected and what was left out."""
    orphans: int = 0
    """Rows about vulnerabilities that the file does not have."""
    reasons: tuple[str, ...] = ()
    """Why the builder could not store what it could not."""


def import_grype(
    source: Path,
    target: Path,
    *,
    scratch: Path | None = None,
    max_bytes: int = MAX_DATABASE_BYTES,
    progress: Progress | None = None,
) -> GrypeImport:
    """Read the archive as served (`.tar.zst`, `.tar.gz`, `.tar.xz`) or the database in it, and write our database to `target`.

    `scratch`: an existing folder with room for the unpacked file and as much again; the target's own where None. Nothing is to be seen at
    the target before all is done. Raises DatabaseDamaged, DatabaseTooOld and DatabaseTooNew (another model than 6), HostileInput, and
    OutputError.
    """
    folder = scratch or target.parent
    with plain_database(source, folder, max_bytes) as path, GrypeTables(path) as tables:
        built = built_at(tables)
        with DatabaseBuilder(target, built=built, kind=KIND, scratch=folder) as builder:
            reading = GrypeReading(tables)
            logs = fill(tables, reading, builder, progress)
            return GrypeImport(
                state=builder.finish(),
                statements=reading.rows_read,
                logs=logs,
                orphans=reading.orphans,
                reasons=tuple(builder.reasons),
            )


def built_at(tables: GrypeTables) -> datetime:
    """When the database was built; that is what its age is counted from. Raises DatabaseDamaged where it does not say."""
    found = next(tables.rows("db_metadata", ("build_timestamp",), "LIMIT 1"), (None,))
    written = moment(string(found[0]))
    if not written:
        raise DatabaseDamaged(f"it does not say when it was built: {string(found[0])[:80]!r}", path=str(tables.path))
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def fill(
    tables: GrypeTables, reading: GrypeReading, builder: DatabaseBuilder, progress: Progress | None = None
) -> dict[str, FeedLog]:
    """Give everything to a builder, provider by provider; what was passed over."""
    total = sum(
        tables.count(f"{kind}_{what}_handles") for kind in ("affected", "unaffected") for what in ("package", "cpe")
    )
    ends = dict(providers_in_order(tables))
    states = _states(tables, [*ends, *_ENRICHMENTS])
    logs: dict[str, FeedLog] = {}
    done = 0
    for name, state in states.items():
        log = logs[name] = FeedLog()
        builder.begin_feed(state)
        for item in _items(name, tables, reading, ends.get(name, 0), log):
            builder.add(item)
            if progress is not None and reading.rows_read >= done + _STEP:
                done = reading.rows_read
                progress(done, total)
        builder.end_feed(msgspec.structs.replace(state, rejects=log.rejects))
    if progress is not None:
        progress(reading.rows_read, total - reading.orphans)
    return logs


def _items(name: str, tables: GrypeTables, reading: GrypeReading, end: int, log: FeedLog) -> Iterator[FeedItem]:
    if name == "kev":
        yield from exploited(tables, log)
    elif name == "epss":
        yield from scores(tables, log)
    elif name == "eol":
        yield from lives_of(reading.systems)
    yield from reading.advisories(name, end, log)


def _states(tables: GrypeTables, used: list[str]) -> dict[str, FeedState]:
    """The providers by name, in order, with those that no table names."""
    found = {name: FeedState(name=name) for name in used}
    columns = ("id", "version", "date_captured", "input_digest")
    for key, version, captured, digest in tables.rows("providers", columns, "LIMIT 10000"):
        name = string(key)
        title = f"{name} as Grype's database has it" + (f", reader {string(version)}" if string(version) else "")
        found[name] = FeedState(name=name, title=title, captured=moment(string(captured)), digest=string(digest))
    return dict(sorted(found.items()))
