"""OSV records as typed structures: only the fields that are used, decoded in one step.

Format: OSV schema 1.7. `null` is read as "not given", since several exporters write it. Where a record does not fit, it is decoded
again field by field, and what does not fit is left out: one odd field must not hide a record.
"""

import types
import typing
from collections.abc import Mapping

import msgspec

from mooring.base.errors import FeedMalformed


class Package(msgspec.Struct, gc=False):
    """What an entry is about."""

    ecosystem: str = ""
    name: str = ""
    purl: str | None = None


class Event(msgspec.Struct, gc=False):
    """A version at which something begins or ends; one of them is given."""

    introduced: str | None = None
    fixed: str | None = None
    last_affected: str | None = None
    limit: str | None = None


class Range(msgspec.Struct, gc=False):
    """Events on one line of versions."""

    type: str = ""
    events: list[Event] | None = None


class Rating(msgspec.Struct, gc=False):
    """A CVSS vector, or a word under the name of who says it."""

    type: str = ""
    score: str = ""


class Import(msgspec.Struct, gc=False):
    """Go: what of a package is affected."""

    path: str = ""
    symbols: list[str] | None = None


class Weakness(msgspec.Struct, gc=False, rename="camel"):
    """OpenSSF's form of a CWE."""

    cwe_id: str = ""


class EntrySpecific(msgspec.Struct, gc=False):
    """`ecosystem_specific` and `database_specific` of an affected entry, of all publishers together."""

    imports: list[Import] | None = None
    custom_ranges: list[Range] | None = None
    urgency: str | None = None
    arch: list[str] | None = None
    module: str | None = None
    last_known_affected_version_range: str | None = None
    informational: str | None = None
    severity: str | None = None
    cwes: list[Weakness] | None = None
    human_link: str | None = None
    uct_status: str | None = None
    uct_note: str | None = None


class Entry(msgspec.Struct, gc=False):
    """One of `affected`."""

    package: Package | None = None
    ranges: list[Range] | None = None
    versions: list[str] | None = None
    severity: list[Rating] | None = None
    ecosystem_specific: EntrySpecific | None = None
    database_specific: EntrySpecific | None = None


class Reference(msgspec.Struct, gc=False):
    """A link."""

    type: str = ""
    url: str = ""


class RecordSpecific(msgspec.Struct, gc=False):
    """`database_specific` of a record, of all publishers together."""

    severity: str | None = None
    github_reviewed: bool | None = None
    review_status: str | None = None
    url: str | None = None
    cwe_ids: list[str] | None = None


class Record(msgspec.Struct, gc=False):
    """One OSV document."""

    id: str = ""
    summary: str | None = None
    details: str | None = None
    aliases: list[str] | None = None
    related: list[str] | None = None
    upstream: list[str] | None = None
    published: str | None = None
    modified: str | None = None
    withdrawn: str | None = None
    severity: list[Rating] | None = None
    affected: list[Entry] | None = None
    references: list[Reference] | None = None
    database_specific: RecordSpecific | None = None


_decode = msgspec.json.Decoder(Record).decode
_decode_any = msgspec.json.Decoder().decode


def record_of(content: bytes | dict[str, object]) -> tuple[Record, bool]:
    """The record of a JSON document, or of a mapping that YAML gave, and whether all of `affected` could be read.

    Raises FeedMalformed where it is none.
    """
    try:
        if isinstance(content, dict):
            return msgspec.convert(content, Record), True
        return _decode(content), True
    except (msgspec.ValidationError, UnicodeEncodeError):
        pass  # UnicodeEncodeError: half of a surrogate pair, in a mapping that another parser let through.
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FeedMalformed(f"is not JSON: {error}") from None
    try:
        document = content if isinstance(content, dict) else _decode_any(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FeedMalformed(f"is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise FeedMalformed(f"is a {type(document).__name__} where an object is expected")
    given = document.get("affected") or []
    if not isinstance(given, list):
        raise FeedMalformed("its `affected` is no list")
    record = _lenient({name: value for name, value in document.items() if name != "affected"}, Record)
    # An entry that lost a bound would say more than its publisher did.
    record.affected = [
        entry for raw in given if isinstance(raw, dict) and _has_kept(raw, entry := _lenient(raw, Entry))
    ]
    return record, len(record.affected) == len(given)


def _has_kept(raw: Mapping[str, object], entry: Entry) -> bool:
    """Whether the entry has its package, ranges and versions."""
    ranges = raw.get("ranges") or []
    if raw.get("package") and (entry.package is None or not entry.package.name):
        return False
    if not isinstance(ranges, list) or len(ranges) != len(entry.ranges or ()):
        return False
    for given, read in zip(ranges, entry.ranges or (), strict=True):
        events = given.get("events") or [] if isinstance(given, dict) else None
        if not isinstance(events, list) or len(events) != len(read.events or ()):
            return False
        if any(_is_blank(event) for event in read.events or ()):
            return False
    versions = raw.get("versions") or []
    return isinstance(versions, list) and len(versions) == len(entry.versions or ())


def _is_blank(event: Event) -> bool:
    return event.introduced is None and event.fixed is None and event.last_affected is None and event.limit is None


_Kind = typing.TypeVar("_Kind", bound=msgspec.Struct)


def _lenient(document: Mapping[str, object], kind: type[_Kind]) -> _Kind:
    """The structure with those fields that fit. Structures are nested six deep at most, and so is this."""
    values: dict[str, object] = {}
    for field in msgspec.structs.fields(kind):
        if field.encode_name not in document:
            continue
        try:
            values[field.name] = _lenient_value(document[field.encode_name], field.type)
        except (msgspec.ValidationError, UnicodeEncodeError):
            continue
    return kind(**values)


def _lenient_value(value: object, kind: object) -> object:
    if typing.get_origin(kind) is types.UnionType:
        if value is None:
            return None
        kind = typing.get_args(kind)[0]
    if typing.get_origin(kind) is list and isinstance(value, list):
        (inner,) = typing.get_args(kind)
        found = []
        for item in value:
            try:
                found.append(_lenient_value(item, inner))
            except (msgspec.ValidationError, UnicodeEncodeError):
                continue
        return found
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(value, dict):
        return _lenient(value, kind)
    return msgspec.convert(value, kind)
