"""What a vulnerability's record says, as the head of an advisory."""

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from mooring.base.errors import ReadError
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.loose_json import JsonObject, json_object, objects, text, texts
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.model.advisory import Advisory
from mooring.model.scoring.cvss import rating_of
from mooring.model.severity import SeverityRating

MAX_RATINGS = 50
_CVE = re.compile(r"CVE-[0-9]{4}-[0-9]{4,19}")
_OF_ONE_FLAW = ("CVE-", "GHSA-", "GO-", "PYSEC-", "RUSTSEC-", "OSV-", "BIT-", "MAL-", "CGA-", "HSEC-", "RSEC-", "ROOT-")
"""Databases whose records are about one flaw each; others' (ALAS, ELSA, ALSA, AVG) are errata, and the CVEs they name no aliases."""
_SOURCES = {"nvd@nist.gov": "nvd", "134c704f-9b21-4f2e-91b3-4a467353bcc0": "cisa"}


class Handle(msgspec.Struct, frozen=True, gc=False):
    """One row of `vulnerability_handles`."""

    rank: int
    """Its place in the order of reading."""
    id: int
    name: str
    status: str
    published: str
    modified: str
    withdrawn: str
    blob: int
    aliases: str
    """Of the table of aliases, a line each."""
    cwes: str


def read_head(handle: Handle, content: bytes, feed: str) -> Advisory:
    """The advisory without rows. Raises ReadError where the record is none; `bare_head` has then what the row itself says."""
    record = json_object(content)
    aliases = dict.fromkeys((*texts(record, "aliases"), *handle.aliases.split("\n")))
    urls = tuple(dict.fromkeys(url for item in objects(record, "refs") if (url := text(item, "url"))))
    head = bare_head(handle, feed)
    named, fixes = split_aliases(handle.name, [alias for alias in aliases if alias and alias != handle.name])
    return msgspec.structs.replace(
        head,
        url=urls[0] if urls else "",
        aliases=named,
        fixes=fixes,
        description=text(record, "description"),
        ratings=tuple(dict.fromkeys(_ratings(record, feed))),
        references=urls[1:],
    )


def bare_head(handle: Handle, feed: str) -> Advisory:
    """The advisory as far as it is known without its record."""
    if not handle.name.strip():
        raise ReadError("has no name")
    return Advisory(
        id=handle.name,
        feed=feed,
        cwes=tuple(sorted(cwe for cwe in handle.cwes.split("\n") if cwe.startswith("CWE-"))),
        published=moment(handle.published),
        modified=moment(handle.modified),
        withdrawn=moment(handle.withdrawn),
        is_rejected=handle.status == "rejected",
        is_disputed=handle.status == "disputed",
    )


@lru_cache(maxsize=20_000)
def moment(written: str) -> str:
    """A moment as Go's driver writes it (`2025-03-14 00:00:00+00:00`, also with ` +0000 UTC`), as ISO 8601."""
    day, _, rest = written.strip().replace("T", " ").partition(" ")
    time = rest.partition(" ")[0].partition("+")[0].partition(".")[0].rstrip("Z")
    return clamped(f"{day}T{time}Z" if len(time) == 8 else day)


def split_aliases(name: str, aliases: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Aliases of a record, and what it fixes if it is an erratum."""
    if name.startswith(_OF_ONE_FLAW):
        return tuple(aliases), ()
    fixes = tuple(alias for alias in aliases if _CVE.fullmatch(alias))
    return tuple(alias for alias in aliases if alias not in fixes), fixes


def _ratings(record: JsonObject, feed: str) -> Iterator[SeverityRating]:
    for item in list(objects(record, "severities"))[:MAX_RATINGS]:
        source = text(item, "source")
        source = _SOURCES.get(source, source or feed)
        value = item.get("value")
        if isinstance(value, dict):
            value = value.get("vector")
        if not isinstance(value, str) or not value.strip():
            continue
        if text(item, "scheme").upper() == "CVSS":
            yield rating_of(source, value)
        else:
            yield SeverityRating(source=source, severity=severity_of_word(value))
