"""From advisories to the database file. The same items give the same bytes, in whatever order the feeds come."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self, assert_never

import msgspec

from mooring.base.errors import OutputError
from mooring.model.advisory import Advisory, Affected, ExploitScore, FeedItem, KnownExploited, ReleaseLife
from mooring.model.codec import encode
from mooring.model.match import DatabaseState, FeedState
from mooring.vulns.building.bounds import bounds_of, scheme_of_namespace
from mooring.vulns.building.encoding import KINDS, affected_row, pieces, record_row, withdrawn
from mooring.vulns.building.staging import Staging
from mooring.vulns.building.writing import write_database
from mooring.vulns.identity import MAX_ALIASES, aliases_of, direct_subjects, folded, is_cve
from mooring.vulns.leftovers import temporary_folder
from mooring.vulns.sidecar import write_sidecar

MAX_NAME_CHARACTERS = 1_000
_KEPT_REASONS = 20
_pack = msgspec.msgpack.Encoder().encode


class DatabaseBuilder:
    """Takes items feed by feed and writes one file at the end.

    Nothing is to be seen at the target before `finish`, which puts the whole file there at once; an exception, a full disk or a kill leaves
    what was there. Items go to a temporary file at once: memory stays bounded. One thread only. Raises OutputError where something cannot
    be written.
    """

    def __init__(
        self,
        target: Path,
        *,
        built: datetime,
        kind: str = "full",
        scratch: Path | None = None,
        has_packed_columns: bool = True,
    ) -> None:
        """`scratch`: an existing folder for temporary files, several times as large as the result; the target's own where None.

        Without packed columns the file is twice as large, and half as large once it is compressed as a whole.
        """
        self.reasons: list[str] = []
        """`FEED: ID: why` of statements that could not be stored, the first few."""
        self.rejects = 0
        """How many statements could not be stored."""
        self._target, self._kind, self._has_packed_columns = target, kind, has_packed_columns
        self._built = built.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._feed: FeedState | None = None
        self._open = contextlib.ExitStack()
        with _reported(target):
            self._place = self._open.enter_context(temporary_folder(target.parent))
            staging = self._place if scratch is None else self._open.enter_context(temporary_folder(scratch))
            self._staging = Staging(staging)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def begin_feed(self, feed: FeedState) -> None:
        """The items that follow are this feed's. A feed comes once."""
        assert self._feed is None, "the feed before was not ended"
        if any(feed.name == other.name for other in self._staging.feeds):
            raise ValueError(f"the feed {feed.name!r} was added before")
        self._feed = feed
        self._advisories = self._affected = self._feed_rejects = 0

    def add(self, item: FeedItem) -> None:
        """One item of the feed that was begun, whatever it says that its feed is. What cannot be stored is counted in `rejects`."""
        assert self._feed is not None, "no feed was begun"
        with _reported(self._target):
            try:
                _pack(item)
            except UnicodeEncodeError:
                item = msgspec.json.decode(encode(item), type=type(item))
            self._add(item)

    def end_feed(self, feed: FeedState) -> None:
        """The feed is complete. Its counts of advisories and rows are the builder's own; what the builder rejected is added."""
        assert self._feed is not None
        counted = msgspec.structs.replace(
            feed, advisories=self._advisories, affected=self._affected, rejects=feed.rejects + self._feed_rejects
        )
        self._staging.feeds.append(counted)
        self._feed = None

    def finish(self) -> DatabaseState:
        """Write the file and its sidecar and put them in place; the builder is closed then."""
        assert self._feed is None, "the last feed was not ended"
        with _reported(self._target):
            self._staging.complete()
            written = self._place / self._target.name
            sidecar = write_database(
                self._staging, written, kind=self._kind, built=self._built, has_packed_columns=self._has_packed_columns
            )
            os.replace(written, self._target)
            write_sidecar(self._target, sidecar)
        self.close()
        return sidecar.state(self._target)

    def close(self) -> None:
        """Forget everything that was not finished."""
        self._staging.close()
        self._open.close()

    def _add(self, item: FeedItem) -> None:
        match item:
            case Advisory():
                self._add_advisory(item)
            case ExploitScore():
                score, percentile = _millionths(item.score), _millionths(item.percentile)
                self._staging.put("predictions", (folded(item.cve), score, percentile, item.date, item.model))
            case KnownExploited():
                self._staging.put("exploited", (folded(item.cve), _pack(item)))
            case ReleaseLife():
                self._staging.put("lives", (item.product, item.release, _pack(item)))
            case _:
                assert_never(item)
        self._advisories += 1

    def _add_advisory(self, advisory: Advisory) -> None:
        """The record, what it is about and how it is called, and its rows unless it was taken back."""
        if not advisory.id.strip():
            return self._reject(advisory, "it has no identifier")
        staging, record = self._staging, self._staging.record_count
        narrowed = {folded(each) for affected in advisory.affected for each in affected.vulnerabilities}
        subjects = sorted({*direct_subjects(advisory), *narrowed})
        names = self._names(advisory, is_alias=len(subjects) == 1 and not advisory.fixes)
        details = _pack(record_row(advisory))
        content = blake2b(_pack((details, subjects, names)), digest_size=16).digest()
        staging.record_count += 1
        staging.put("records", (record, len(staging.feeds), advisory.id, _kind_mark(advisory), content, details))
        for subject in subjects:
            staging.put("subjects", (record, subject))
        for name in names:
            staging.put("names", (record, *name))
        if not advisory.fixes:
            self._link(advisory)
        is_gone = bool(withdrawn(advisory))
        for affected in advisory.affected:
            self._add_affected(record, advisory, affected, is_gone=is_gone)
        return None

    def _link(self, advisory: Advisory) -> None:
        """Remember which identifiers the advisory says to be the same; a CVE leads nowhere, so no link begins with one."""
        own = folded(advisory.id)
        for alias in aliases_of(advisory):
            if not is_cve(own):
                self._staging.put("links", (own, alias))
            if not is_cve(alias):
                self._staging.put("links", (alias, own))

    def _names(self, advisory: Advisory, *, is_alias: bool) -> list[tuple[str, str, int]]:
        """Identifiers that find what the advisory is about, how they are spelt, and whether people are told of them as aliases: a
        distribution's `UBUNTU-CVE-…` tells them nothing."""
        spelt = {folded(alias): alias for alias in sorted(advisory.aliases[:MAX_ALIASES]) if alias.strip()}
        spelt |= {advisory.id.strip().upper(): advisory.id, folded(advisory.id): advisory.id}
        names = {
            name: (name if is_cve(name) else spelling, int(is_alias and folded(name) == name))
            for name, spelling in spelt.items()
            if is_alias or not is_cve(name)
        }
        for affected in advisory.affected:
            for erratum in affected.fix.advisories:
                if erratum.strip() and not is_cve(folded(erratum)):
                    names.setdefault(folded(erratum), (erratum, 0))
        return sorted((name, spelling.strip(), mark) for name, (spelling, mark) in names.items())

    def _add_affected(self, record: int, advisory: Advisory, affected: Affected, *, is_gone: bool) -> None:
        """The rows of one statement; a withdrawn one only tells which namespaces the feed speaks in."""
        usual = scheme_of_namespace(affected.namespace)
        scheme = affected.scheme or usual
        if not (affected.namespace and 0 < len(affected.name) <= MAX_NAME_CHARACTERS):
            return self._reject(advisory, f"{affected.namespace!r}: {affected.name[:80]!r} is no name of a package")
        assert self._feed is not None
        namespace = self._staging.namespace(affected.namespace, self._feed.name)
        if is_gone:
            return None
        try:
            parts, unordered = bounds_of(affected, scheme)
        except KeyError:
            return self._reject(advisory, f"{affected.name!r}: {scheme!r} is no version scheme")
        for text in unordered[:_KEPT_REASONS]:
            self._reject(advisory, f"{affected.name!r}: {text[:80]!r} has no order, as {scheme} or otherwise")
        about = _pack([folded(each) for each in affected.vulnerabilities]) if affected.vulnerabilities else None
        for bounds in parts:
            row = affected_row(advisory, affected, bounds, "" if scheme == usual else scheme)
            self._staging.put("rows", (namespace, affected.name, record, about, pieces(row)))
            self._affected += 1
        return None

    def _reject(self, advisory: Advisory, reason: str) -> None:
        self.rejects += 1
        self._feed_rejects += 1
        if len(self.reasons) < _KEPT_REASONS:
            self.reasons.append(f"{advisory.feed}: {advisory.id}: {reason}")


def _kind_mark(advisory: Advisory) -> int:
    """The index of its kind; -1 where it was taken back."""
    return -1 if withdrawn(advisory) else KINDS[advisory.kind]


def _millionths(share: float) -> int:
    """A share of 0 to 1 as the file holds it; what is none is nothing."""
    return round(share * 1_000_000) if 0.0 <= share <= 1.0 else 0


@contextlib.contextmanager
def _reported(target: Path) -> Iterator[None]:
    """What SQLite and the system say as OutputError."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise OutputError(
            f"the vulnerability database could not be written: {error}",
            hint="make room on the disk, or give another folder; what was there before stays in use",
            path=str(target),
        ) from error
