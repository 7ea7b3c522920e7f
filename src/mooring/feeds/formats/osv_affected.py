"""`affected` of an OSV record as statements about packages."""

import re
from collections.abc import Iterator

import msgspec

from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.ecosystems import Ecosystem, ecosystem_of
from mooring.feeds.formats.osv_custom import joined
from mooring.feeds.formats.osv_ranges import Interval, fix_versions, intervals_of, outside
from mooring.feeds.formats.osv_record import Entry, EntrySpecific, Range, Record
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.model.advisory import Affected, Fix, FixState
from mooring.model.severity import Severity
from mooring.versions.scheme import scheme_named
from mooring.vulns.names import normal_name

MAX_ENTRIES = 200_000
"""Of one record; the largest that is published has 30,000."""
MAX_SYMBOLS = 5_000
_NOTHING = EntrySpecific()
_CVE_RECORD = re.compile(r"(?:^|-)CVE-\d{4}-\d+$")
_STREAM = re.compile(r"\b([A-Za-z][\w.+-]{0,60}):([\w.+-]{1,40})(?=[\s,)]|$)")
_UBUNTU_STATES = {"ignored": FixState.WONT_FIX, "needs-triage": FixState.UNKNOWN}


def affected_of(record: Record, log: FeedLog) -> tuple[Affected, ...]:
    """A statement for each entry and way of ending, in their order and each once; what is left out is counted in the log."""
    entries = record.affected or []
    if not entries:
        log.skip("names no package")
        return ()
    found: list[Affected] = []
    reasons: list[str] = []
    for entry in entries[:MAX_ENTRIES]:
        found += _statements(record, entry, reasons, log)
    if len(entries) > MAX_ENTRIES:
        log.reject(record.id, f"has more than {MAX_ENTRIES} entries; the rest is left out")
    for reason in reasons[:1] if not found else dict.fromkeys(f"{reason} (a part of a record)" for reason in reasons):
        log.skip(reason)
    return tuple(dict.fromkeys(found))


def names_only_commits(record: Record) -> bool:
    """Whether all entries are about packages that readers find, and give commits where versions would be: the record describes its flaw
    and says nothing about what is installed."""
    entries = record.affected or []
    return bool(entries) and len(entries) <= MAX_ENTRIES and all(map(_names_only_commits, entries))


def _names_only_commits(entry: Entry) -> bool:
    if entry.package is None or not entry.package.name or entry.versions or not entry.ranges:
        return False
    return all(one.type == "GIT" for one in entry.ranges) and ecosystem_of(entry.package.ecosystem) is not None


def _statements(record: Record, entry: Entry, reasons: list[str], log: FeedLog) -> Iterator[Affected]:
    ranges, versions = entry.ranges or [], [version for version in entry.versions or () if _has_order(version)]
    if len(versions) < len(entry.versions or ()):
        reasons.append("lists a version such as `trunk`, which has no order")
    if ranges and not versions and all(one.type == "GIT" for one in ranges):
        reasons.append("says commits, not versions")
        return
    if entry.package is None or not entry.package.name:
        reasons.append("names no package")
        return
    ecosystem = ecosystem_of(entry.package.ecosystem)
    if ecosystem is None:
        reasons.append(f"ecosystem {entry.package.ecosystem.partition(':')[0][:60] or 'not given'} is not matched")
        return
    own, database = entry.ecosystem_specific or _NOTHING, entry.database_specific or _NOTHING
    last_known = database.last_known_affected_version_range or ""
    intervals = intervals_of(_ranges(ranges, own), ecosystem.scheme, last_known)
    if own.custom_ranges:
        intervals = joined(intervals, intervals_of(own.custom_ranges, ecosystem.scheme), ecosystem.scheme)
    if not intervals and not versions and entry.versions and not ranges:
        return
    if ranges and not intervals and not versions:
        log.reject(record.id, f"a range of {entry.package.name[:80]!r} has no events")
        return
    base = _base(record, entry, ecosystem, own)
    listed = outside(versions, intervals, ecosystem.scheme)
    fixed = [one for one in intervals if one.is_fixed]
    others = [one for one in intervals if not one.is_fixed]
    if fixed:
        fix = _fixed(record, ecosystem, fixed)
        yield _with(base, fixed, () if others else listed, fix, own.module or _module(record, ecosystem, fixed))
    if others or not fixed:
        yield _with(base, others, listed, _not_fixed(record, others, database), own.module)


def _has_order(version: str) -> bool:
    """Whether a listed version could ever be equal to an installed one."""
    return version[:1].isdigit() or scheme_named("loose").is_valid(version)


def _ranges(ranges: list[Range], own: EntrySpecific) -> list[Range]:
    """Go writes the versions of modules without SemVer tags aside, and `introduced: 0` where others would be misled by them."""
    if not own.custom_ranges:
        return ranges
    is_bare = all(event.introduced == "0" and event.fixed is None for one in ranges for event in one.events or ())
    return own.custom_ranges if is_bare else ranges


def _base(record: Record, entry: Entry, ecosystem: Ecosystem, own: EntrySpecific) -> Affected:
    assert entry.package is not None
    urgency = severity_of_word(own.urgency or own.severity or "")
    return Affected(
        namespace=ecosystem.namespace,
        name=normal_name(ecosystem.namespace, entry.package.name),
        name_kind=ecosystem.name_kind,
        severity=None if urgency is Severity.UNKNOWN else urgency,
        architectures=tuple(own.arch or ()),
        symbols=_symbols(own),
        repository=ecosystem.repository,
    )


def _with(
    base: Affected, intervals: list[Interval], versions: tuple[str, ...], fix: Fix, module: str | None
) -> Affected:
    return msgspec.structs.replace(
        base, ranges=tuple(one.range for one in intervals), versions=versions, fix=fix, module=module
    )


def _fixed(record: Record, ecosystem: Ecosystem, intervals: list[Interval]) -> Fix:
    """An erratum appears with the packages that it brings; other records do not say when."""
    is_erratum = ecosystem.is_distribution and not _CVE_RECORD.search(record.id)
    return Fix(
        state=FixState.FIXED,
        versions=fix_versions(intervals, ecosystem.scheme),
        date=clamped(record.published)[:10] if is_erratum else "",
        advisories=(record.id,) if is_erratum else (),
    )


def _not_fixed(record: Record, intervals: list[Interval], database: EntrySpecific) -> Fix:
    """Without an end nothing is fixed. An end without a fix says that a later version is well, though not which; GitHub writes it where
    no fix is known."""
    if database.uct_status:
        state = _UBUNTU_STATES.get(database.uct_status, FixState.NOT_FIXED)
        return Fix(state=state, note=f"{database.uct_status}: {database.uct_note or ''}".rstrip(": ")[:300])
    is_open = all(not one.range.high for one in intervals)
    return Fix(state=FixState.NOT_FIXED if is_open or record.id.startswith("GHSA-") else FixState.UNKNOWN)


def _symbols(own: EntrySpecific) -> tuple[str, ...]:
    """`import/path#Symbol`, or `import/path` where all of it is meant."""
    found: list[str] = []
    for one in own.imports or ():
        if one.path:
            found += [f"{one.path}#{symbol}" for symbol in one.symbols] if one.symbols else [one.path]
    return tuple(found[:MAX_SYMBOLS])


def _module(record: Record, ecosystem: Ecosystem, fixed: list[Interval]) -> str | None:
    """The module stream of an erratum of the Red Hat family: its packages have `.module` in their versions and its title the stream."""
    family, _, release = ecosystem.namespace.partition(":")
    if family not in ("rhel", "almalinux", "rocky", "oracle") or release.partition(".")[0].partition("+")[0] in _EARLY:
        return None
    if not any(".module" in one.range.high for one in fixed):
        return ""
    streams = {":".join(found) for found in _STREAM.findall(record.summary or "")}
    return streams.pop() if len(streams) == 1 else None


_EARLY = ("3", "4", "5", "6", "7")
"""Releases before there were modules."""
