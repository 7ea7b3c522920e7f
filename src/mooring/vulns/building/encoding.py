"""Advisories as the packed types of vulns/rows.py, as far as one advisory alone decides them."""

import msgspec

from mooring.model.advisory import Advisory, AdvisoryKind, Affected, FixState, NameKind
from mooring.model.scoring.cvss import severity_of_score
from mooring.model.severity import Severity, SeverityRating
from mooring.versions.constraint import shown
from mooring.vulns.building.bounds import Bounds
from mooring.vulns.rows import (
    BINARY_NAME,
    INVESTIGATED,
    MALWARE,
    NEGATIVE,
    NOTICE,
    SOURCE_NAME,
    AffectedRow,
    Qualifiers,
    RecordRow,
)

MAX_DESCRIPTION_CHARACTERS = 600
MAX_TITLE_CHARACTERS = 300
MAX_REFERENCES = 10
_MAX_FIX_VERSIONS = 50

KINDS = {kind: index for index, kind in enumerate(AdvisoryKind)}
_FIX_STATES = {state: index for index, state in enumerate(FixState)}
_NAME_FLAGS = {NameKind.SOURCE: SOURCE_NAME, NameKind.BINARY: BINARY_NAME, NameKind.ANY: SOURCE_NAME | BINARY_NAME}
_KIND_FLAGS = {AdvisoryKind.VULNERABILITY: 0, AdvisoryKind.NOTICE: NOTICE, AdvisoryKind.MALWARE: MALWARE}
_NO_QUALIFIERS = Qualifiers()
_pack = msgspec.msgpack.Encoder().encode


def record_row(advisory: Advisory) -> RecordRow:
    """The advisory without its packages; its feed has number 0."""
    return RecordRow(
        feed=0,
        id=advisory.id,
        url=advisory.url,
        title=cut(advisory.title, MAX_TITLE_CHARACTERS),
        description=cut(advisory.description, MAX_DESCRIPTION_CHARACTERS),
        ratings=tuple(map(_rating, advisory.ratings)),
        cwes=advisory.cwes,
        references=advisory.references[:MAX_REFERENCES],
        published=advisory.published,
        modified=advisory.modified,
        is_disputed=advisory.is_disputed,
        aliases=advisory.aliases,
        withdrawn=withdrawn(advisory),
        kind=KINDS[advisory.kind],
    )


def withdrawn(advisory: Advisory) -> str:
    """When the advisory was taken back, `unknown` where nobody says when; empty where it holds."""
    if advisory.withdrawn:
        return advisory.withdrawn
    return (advisory.modified or "unknown") if advisory.is_rejected else ""


def affected_row(advisory: Advisory, affected: Affected, bounds: Bounds, scheme: str) -> AffectedRow:
    """One row; which vulnerabilities and which record it belongs to is not said yet. `scheme` is empty where it is the namespace's."""
    fix = affected.fix
    constraint = shown(bounds.ranges, bounds.texts)
    return AffectedRow(
        vulnerabilities=(),
        record=0,
        flags=bounds.flags
        | _NAME_FLAGS[affected.name_kind]
        | _KIND_FLAGS[advisory.kind]
        | (NEGATIVE if affected.is_negative else 0)
        | (INVESTIGATED if affected.is_under_investigation else 0),
        intervals=bounds.intervals,
        versions=bounds.versions,
        constraint="" if constraint == "*" else constraint,
        fix_state=_FIX_STATES[fix.state],
        fix_versions=fix.versions[:_MAX_FIX_VERSIONS],
        fix_date=fix.date,
        fix_advisories=fix.advisories[:_MAX_FIX_VERSIONS],
        severity=-1 if affected.severity is None else affected.severity.rank,
        note=cut(fix.note, MAX_TITLE_CHARACTERS),
        qualifiers=_qualifiers(affected, scheme),
    )


def pieces(row: AffectedRow) -> bytes:
    """The packed row as `joined` needs it: without vulnerabilities and record, which are not known before all items are."""
    packed = _pack(row)
    return packed[:1] + packed[3:]


def joined(row: bytes, vulnerabilities: bytes, record: bytes) -> bytes:
    """The packed row made whole, with packed numbers."""
    return row[:1] + vulnerabilities + record + row[1:]


def with_feed(record: bytes, feed: bytes) -> bytes:
    """A packed RecordRow of feed 0 with its packed number instead."""
    return record[:1] + feed + record[2:]


def cut(text: str, most: int) -> str:
    """The text, or as many whole words of it as fit, with an ellipsis."""
    if len(text) <= most:
        return text
    head = text[:most]
    whole = head.rpartition(" ")[0]
    return (whole if len(whole) * 2 > most else head).rstrip() + "…"


def list_head(count: int) -> bytes:
    """The msgpack header of an array of so many elements."""
    if count < 16:
        return bytes([0x90 | count])
    return b"\xdc" + count.to_bytes(2, "big") if count < 65_536 else b"\xdd" + count.to_bytes(4, "big")


def _rating(rating: SeverityRating) -> tuple[str, int, str, str, float]:
    """As the record holds it; a source that gives a score and no word has said the word of that score."""
    score = rating.score
    is_score = score is not None and 0.0 <= score <= 10.0
    severity = rating.severity
    if severity is Severity.UNKNOWN and is_score and score is not None:
        severity = severity_of_score(score, rating.cvss_version)
    return (
        rating.source,
        severity.rank,
        rating.cvss_version,
        rating.vector,
        float(score) if is_score and score is not None else -1.0,
    )


def _qualifiers(affected: Affected, scheme: str) -> Qualifiers | None:
    qualifiers = Qualifiers(
        module=affected.module,
        architectures=affected.architectures,
        cpe=affected.cpe,
        platforms=affected.platforms,
        symbols=affected.symbols,
        repository=affected.repository,
        scheme=scheme,
    )
    return None if qualifiers == _NO_QUALIFIERS else qualifiers
