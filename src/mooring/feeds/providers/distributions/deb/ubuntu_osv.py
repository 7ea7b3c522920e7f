"""Canonical's OSV records (`UBUNTU-CVE-…`, `USN-…`): what the general reader of OSV does not know about Ubuntu.

A row's channel is in the ecosystem (`Ubuntu:Pro:16.04:LTS`), the repository within the channel only in the purl (`distro=esm-apps/xenial`).
A notice (USN) says of all its CVEs what the records of the CVEs say one by one, so it speaks only for those without a record, and for
those whose record names the same version: the day of the fix is in the notice only.
"""

from collections.abc import Iterable, Iterator

import msgspec

from mooring.base.errors import HostileInput
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.ecosystems import ecosystem_of
from mooring.feeds.formats.osv import read_osv
from mooring.feeds.providers.distributions.deb.releases import ubuntu_release
from mooring.feeds.providers.distributions.deb.ubuntu_status import ignored_fix, verdict_of
from mooring.feeds.providers.distributions.deb.ubuntu_tracker import notices_of
from mooring.feeds.providers.distributions.deb.ubuntu_vex import Decisions
from mooring.model.advisory import Advisory, AdvisoryKind, Affected, FixState

MAX_NOTICES = 200_000


class _Package(msgspec.Struct, gc=False):
    ecosystem: str = ""
    name: str = ""
    purl: str = ""


class _Specific(msgspec.Struct, gc=False):
    uct_status: str = ""
    uct_note: str = ""


class _Entry(msgspec.Struct, gc=False):
    package: _Package | None = None
    database_specific: _Specific | None = None


class _Record(msgspec.Struct, gc=False):
    upstream: list[str] | None = None
    affected: list[_Entry] | None = None


_decode = msgspec.json.Decoder(_Record).decode


class Notices:
    """Notices, kept until all records of CVEs were read."""

    def __init__(self) -> None:
        self._notices: list[Advisory] = []
        self._cves: set[str] = set()
        self._fixes: set[int] = set()
        """Hashes of CVE, namespace, package and version: there are half a million, and only equality is asked for."""

    def read(self, cve: str, rows: Iterable[Affected]) -> None:
        """The record of this CVE was read."""
        self._cves.add(cve)
        self._fixes.update(_fix_hash(cve, row) for row in rows if row.fix.versions)

    def add(self, notice: Advisory) -> None:
        """Keep it."""
        if len(self._notices) >= MAX_NOTICES:
            raise HostileInput(f"there are more than {MAX_NOTICES} notices of Ubuntu")
        self._notices.append(notice)

    def advisories(self) -> Iterator[Advisory]:
        """All of them. Their rows are about CVEs without a record of their own, and about those whose record has the very version: to
        these the notice adds its day."""
        for notice in self._notices:
            yield msgspec.structs.replace(notice, affected=tuple(self._rows(notice)))

    def _rows(self, notice: Advisory) -> Iterator[Affected]:
        for row in notice.affected:
            left = tuple(cve for cve in notice.fixes if cve not in self._cves or _fix_hash(cve, row) in self._fixes)
            if left == notice.fixes:
                yield row
            elif left:
                yield msgspec.structs.replace(row, vulnerabilities=left)


def _fix_hash(cve: str, row: Affected) -> int:
    return hash((cve, row.namespace, row.name, row.fix.versions))


def advisories(
    content: bytes, place: str, feed: str, log: FeedLog, notices: Notices, decisions: Decisions
) -> Iterator[Advisory]:
    """The advisory of a CVE record; a notice goes to `notices`. Rows without a fix take what `decisions` say about them."""
    for advisory in read_osv(content, feed, log, place):
        record = _record(content)
        rows = tuple(row for row in advisory.affected if row.namespace.startswith("ubuntu:"))
        if not rows:
            log.skip("a record without an Ubuntu release")
            continue
        rows = _completed(rows, record)
        if advisory.id.startswith("USN-"):
            notices.add(_notice(advisory, rows, record))
            continue
        cve = advisory.id.removeprefix("UBUNTU-")
        notices.read(cve, rows)
        named = notices_of(advisory.references)
        decided = decisions.take(cve)
        yield msgspec.structs.replace(advisory, affected=tuple(_decided(row, decided, named) for row in rows))


def _record(content: bytes) -> _Record:
    try:
        return _decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _Record()


def _completed(rows: tuple[Affected, ...], record: _Record) -> tuple[Affected, ...]:
    """The repository of each row, and what Ubuntu's status says about it where the record has it."""
    repositories: dict[tuple[str, str], set[str]] = {}
    statuses: dict[tuple[str, str], _Specific] = {}
    for entry in record.affected or ():
        package = entry.package
        ecosystem = ecosystem_of(package.ecosystem) if package is not None else None
        if package is None or ecosystem is None:
            continue
        key = (ecosystem.namespace, package.name)
        repositories.setdefault(key, set()).add(_repository(package.purl))
        if entry.database_specific is not None and entry.database_specific.uct_status:
            statuses[key] = entry.database_specific
    return tuple(
        _with_status(
            _with_repository(row, repositories.get((row.namespace, row.name), set())),
            statuses.get((row.namespace, row.name)),
        )
        for row in rows
    )


def _repository(purl: str) -> str:
    """`esm-apps` of `…&distro=esm-apps/xenial`; empty for the archive itself."""
    place = ubuntu_release(purl.partition("distro=")[2].partition("&")[0])
    return place[1] if place is not None else ""


def _with_repository(row: Affected, repositories: set[str]) -> Affected:
    if row.repository or len(repositories) != 1 or "" in repositories:
        return row
    return msgspec.structs.replace(row, repository=next(iter(repositories)))


def _with_status(row: Affected, status: _Specific | None) -> Affected:
    if status is None or row.fix.state is FixState.FIXED:
        return row
    verdict = verdict_of(status.uct_status, status.uct_note)
    fix = ignored_fix(status.uct_note) if status.uct_status == "ignored" else verdict.fix if verdict else row.fix
    return msgspec.structs.replace(row, fix=fix, is_negative=bool(verdict and verdict.is_negative))


def _notice(advisory: Advisory, rows: tuple[Affected, ...], record: _Record) -> Advisory:
    """A notice names what it fixes as `UBUNTU-CVE-…`; one without any repairs an earlier one."""
    names = [name.removeprefix("UBUNTU-") for name in record.upstream or ()]
    cves = tuple(dict.fromkeys((*advisory.fixes, *(name for name in names if name.startswith("CVE-")))))
    kind = AdvisoryKind.NOTICE if not cves and "regression" in advisory.title.lower() else advisory.kind
    return msgspec.structs.replace(advisory, fixes=cves, affected=rows, kind=kind)


def _decided(row: Affected, decided: Decisions.OfCve, notices: tuple[str, ...]) -> Affected:
    if row.fix.state is FixState.FIXED:
        if not notices:
            return row
        return msgspec.structs.replace(row, fix=msgspec.structs.replace(row.fix, advisories=notices))
    fix = decided.pop((row.namespace, row.name), None)
    return msgspec.structs.replace(row, fix=fix) if fix is not None else row
