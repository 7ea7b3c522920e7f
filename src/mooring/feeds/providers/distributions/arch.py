"""Arch Linux: security groups (AVG), each a few CVEs of a few packages with the version that was affected and the one that is not."""

from collections.abc import Iterable, Iterator

import msgspec

from mooring.base.errors import FeedMalformed, ReadError
from mooring.feeds.feed import Feed, FeedLog, Fetcher
from mooring.feeds.formats.loose_json import JsonObject, json_object, text, texts
from mooring.feeds.formats.osv import read_osv
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, Fix, FixState, NameKind, VersionRange
from mooring.model.severity import Severity, SeverityRating

GROUPS = "https://security.archlinux.org/all.json"
MAX_PACKAGES = 2_000


def fetch(fetcher: Fetcher) -> None:
    """The list of all groups."""
    fetcher.get(GROUPS, "all.json")
    fetcher.keep_only(["all.json"])


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[Advisory]:
    """An advisory per group: of the list, of lines, or of a file each."""
    for file in files:
        if file.name.endswith(".jsonl"):
            for place, line in file.numbered_lines():
                yield from _read(line, place, log)
        elif file.name.endswith(".json"):
            content = file.read()
            if content.lstrip()[:1] == b"{" or file.name.rpartition("/")[2].startswith("AVG-"):
                yield from _read(content, file.name, log)
            else:
                yield from _read_list(content, file.name, log)
        else:
            log.skip("a file without groups")


def _read_list(content: bytes, place: str, log: FeedLog) -> Iterator[Advisory]:
    try:
        groups = msgspec.json.decode(content, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FeedMalformed(f"{place} is no list of groups: {error}") from None
    for number, group in enumerate(groups, start=1):
        yield from _read(bytes(group), f"{place}: group {number}", log)


def _read(content: bytes, place: str, log: FeedLog) -> Iterator[Advisory]:
    try:
        document = json_object(content)
        if "affected" in document and isinstance(document["affected"], list):
            yield from read_osv(content, FEED.name, log, place)
            return
        advisory = _advisory(document)
    except ReadError as error:
        log.seen()
        log.reject(place, error.message)
        return
    log.seen()
    yield advisory


def _advisory(group: JsonObject) -> Advisory:
    name, packages = text(group, "name"), texts(group, "packages")
    if not name or not packages:
        raise ReadError("names no group or no package")
    row = _row(group)
    issues = tuple(dict.fromkeys(texts(group, "issues")))
    return Advisory(
        id=name,
        feed=FEED.name,
        url=f"https://security.archlinux.org/{name}",
        fixes=issues,
        title=text(group, "type"),
        # Of the group as a whole, so no rating of one flaw among several.
        ratings=(SeverityRating(source=FEED.name, severity=row.severity),) if row.severity and len(issues) < 2 else (),
        affected=tuple(
            msgspec.structs.replace(row, name=package) for package in dict.fromkeys(packages[:MAX_PACKAGES])
        ),
    )


def _row(group: JsonObject) -> Affected:
    """What holds for each package of a group. The affected version is the one that was looked at; older ones are taken to be affected."""
    status, fixed = text(group, "status").lower(), text(group, "fixed")
    severity = severity_of_word(text(group, "severity"))
    state, note = FixState.NOT_FIXED, ""
    if status == "testing" and fixed:
        note = f"fixed in testing by {fixed}"
    elif status == "vulnerable":
        note = f"{text(group, 'affected')} is affected" if text(group, "affected") else ""
    elif fixed:
        state = FixState.FIXED
    return Affected(
        namespace="arch",
        name="",
        name_kind=NameKind.ANY,
        ranges=(VersionRange(high=fixed),) if fixed else (),
        is_negative=status == "not affected",
        fix=Fix(
            state=FixState.UNKNOWN if status in ("unknown", "not affected") else state,
            versions=(fixed,) if state is FixState.FIXED else (),
            advisories=tuple(dict.fromkeys(texts(group, "advisories"))),
            note=note,
        ),
        severity=None if severity is Severity.UNKNOWN else severity,
        is_under_investigation=status == "unknown",
    )


FEED = Feed(
    name="arch",
    title="Arch Linux security tracker",
    license="none in words; facts of the Arch Linux security team",
    homepage="https://security.archlinux.org/",
    fetch=fetch,
    parse=parse,
    covers="Arch Linux",
)
