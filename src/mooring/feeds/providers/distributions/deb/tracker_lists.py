"""The text lists of Debian's security tracker: `data/CVE/list`, `data/DSA/list`, `data/DLA/list`, `data/DTSA/list`.

A record is a line at the margin and indented lines below it:

    [29 Mar 2023] DSA-5380-1 xorg-server - security update
        {CVE-2023-1393}
        [bullseye] - xorg-server 2:1.20.11-1+deb11u6

    CVE-2021-36367 (PuTTY through 0.75 proceeds with ...)
        - putty 0.75-3 (low; bug #990901)
        [buster] - putty <no-dsa> (Minor issue)
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from mooring.base.errors import ReadError
from mooring.feeds.feed import FeedLog

MAX_LINES = 20_000
"""Of one record."""

_CVE = re.compile(r"((?:CVE|CAN|TEMP)-[0-9A-Za-z]{4,7}-[0-9A-Za-z]{4,12})(?:\s+(.*))?")
_ERRATUM = re.compile(r"\[([^\]]{1,60})\]\s+((?:DSA|DLA|DTSA)-[0-9-]+)(?:\s+(.*))?")
_PACKAGE = re.compile(r"(?:\[([a-z0-9.-]{1,40})\]\s+)?-\s+(\S+)(?:\s+(\S+))?(?:\s+(.*))?")
_DATE = re.compile(
    r"([0-9]{1,2})\s+([A-Za-z]{3})[a-z]*\s+([0-9]{4})|([A-Za-z]{3})[a-z]*\s+([0-9]{1,2})[a-z]*,?\s+([0-9]{4})"
)
_BUG = re.compile(r"bug #([0-9]{1,7})")
_URGENCIES = ("unimportant", "low", "medium", "high")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class PackageLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a record says about a package."""

    release: str
    """Codename; empty for unstable and, where nothing else is said, for every release."""
    package: str
    kind: str
    """`fixed`, or the word in angle brackets: `unfixed`, `not-affected`, `removed`, `no-dsa`, `ignored`, `postponed`, `undetermined`, …"""
    version: str = ""
    urgency: str = ""
    bug: str = ""
    note: str = ""


class ListRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a list."""

    id: str
    text: str = ""
    """Description of a CVE, title of an erratum."""
    date: str = ""
    """ISO; errata only."""
    references: tuple[str, ...] = ()
    """Identifiers in braces: the CVEs of an erratum, the errata of a CVE."""
    packages: tuple[PackageLine, ...] = ()
    is_rejected: bool = False


def records(lines: Iterable[bytes], place: str, log: FeedLog) -> Iterator[ListRecord]:
    """Each record of a list, in order. Every one is counted in the log; one that cannot be read is rejected there."""
    header = ""
    below: list[str] = []
    for line in chain(lines, (b".",)):
        text = line.decode("utf-8", "replace")
        if not text.strip():
            continue
        if text[0].isspace():
            if len(below) < MAX_LINES:
                below.append(text.strip())
            continue
        if header:
            log.seen()
            try:
                yield record(header, below)
            except ReadError as error:
                log.reject(place, error.message)
        header, below = text.rstrip(), []


def record(header: str, below: Sequence[str]) -> ListRecord:
    """The record of a header and the lines below it. Raises ReadError where the header is none."""
    references: list[str] = []
    packages: list[PackageLine] = []
    for line in below:
        if line.startswith("{"):
            references += line.strip("{} ").split()
        elif package := _package(line):
            packages.append(package)
    if found := _ERRATUM.fullmatch(header):
        return ListRecord(
            id=found[2],
            text=found[3] or "",
            date=iso_date(found[1]),
            references=tuple(references),
            packages=tuple(packages),
        )
    if found := _CVE.fullmatch(header):
        return ListRecord(
            id=_cve_id(found[1], found[2] or "", packages),
            text=(found[2] or "").strip("()[] "),
            references=tuple(references),
            packages=tuple(packages),
            is_rejected="REJECTED" in below[:5],
        )
    raise ReadError(f"a record begins with {header[:80]!r}, which is neither a CVE nor a dated advisory")


def _cve_id(written: str, text: str, packages: Sequence[PackageLine]) -> str:
    """The identifier; for `CVE-2023-XXXX` one made of the first bug and the description, since many records share it."""
    if not written.endswith("XXXX"):
        return written.replace("CAN-", "CVE-")
    bug = next((package.bug for package in packages if package.bug), "0")
    digest = hashlib.md5(text.strip("()[] ").encode(), usedforsecurity=False).hexdigest()
    return f"TEMP-{int(bug):07}-{digest[:6].upper()}"


def iso_date(text: str) -> str:
    """`2023-03-29` for `29 Mar 2023` and `March 29th, 2023`; empty for anything else."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return ""
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
    if month.lower() not in _MONTHS or not 1 <= int(day) <= 31:
        return ""
    return f"{year}-{_MONTHS.index(month.lower()) + 1:02}-{int(day):02}"


def _package(line: str) -> PackageLine | None:
    if not line.startswith(("-", "[")):
        return None
    found = _PACKAGE.fullmatch(line)
    if not found:
        return None
    word, rest = found[3] or "", found[4] or ""
    if word.startswith("("):
        word, rest = "", f"{word} {rest}"
    kind = word[1:-1] if word.startswith("<") and word.endswith(">") else "fixed" if word else "unfixed"
    inside = rest.strip().removeprefix("(").removesuffix(")")
    parts = [part.strip() for part in inside.split(";")]
    bug = _BUG.search(inside)
    return PackageLine(
        release=found[1] or "",
        package=found[2],
        kind=kind,
        version=word if kind == "fixed" else "",
        urgency=next((part for part in parts if part in _URGENCIES), ""),
        bug=bug[1] if bug else "",
        note="; ".join(part for part in parts if part and part not in _URGENCIES and not part.startswith("bug #")),
    )
