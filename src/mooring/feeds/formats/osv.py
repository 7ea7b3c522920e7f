"""OSV records of any publisher as advisories.

Format: OSV schema 1.7 (https://ossf.github.io/osv-schema/), with the additions of GitHub, Go, RustSec, OpenSSF, Ubuntu and Debian.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from mooring.base.errors import FeedMalformed, HostileInput, ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.ecosystems import ecosystem_of
from mooring.feeds.formats.osv_affected import affected_of, names_only_commits
from mooring.feeds.formats.osv_ratings import ratings_of
from mooring.feeds.formats.osv_record import Record, record_of
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, AdvisoryKind, Affected

MAX_REFERENCES = 100
MAX_TEXT_CHARACTERS = 20_000
_CVE_AT_END = re.compile(r"(?:^|-)(CVE-\d{4}-\d{4,12})$")
_IDENTIFIER = re.compile(r"[!-~]{1,200}")
_ONE_EACH = ("CGA-", "MINI-", "ECHO-", "CLEANSTART-")
"""Publishers with a record for each vulnerability of a package, under identifiers of their own."""


def read_osv(content: bytes | dict[str, object], feed: str, log: FeedLog, place: str) -> Iterator[Advisory]:
    """The advisory of one OSV document, given as JSON or as the mapping that its YAML form is.

    Nothing where the record is damaged (rejected in the log) or is no use to anybody (skipped, with the reason). `place` names it. One that
    knows commits only is without statements about packages: it can be looked up, and says more of a flaw that another record matches.
    """
    log.seen()
    try:
        record, is_whole = record_of(content)
    except FeedMalformed as error:
        log.reject(place, error.message)
        return
    if not _IDENTIFIER.fullmatch(record.id):
        log.reject(place, f"its id is {record.id[:80]!r}")
        return
    if not is_whole:
        log.reject(place, f"a part of `affected` of {record.id} is not as the schema says; the rest of it is taken")
    if record.database_specific is not None and record.database_specific.github_reviewed is False:
        log.skip("not reviewed by its publisher")
        return
    if names_only_commits(record):
        yield _advisory(record, feed, ())
    elif affected := affected_of(record, log):
        yield _advisory(record, feed, affected)


def read_osv_files(files: Iterable[RawFile], feed: str, log: FeedLog) -> Iterator[Advisory]:
    """The advisories of all `.json`, `.jsonl`, `.yaml` and `.yml` files; files of other kinds are passed over.

    A document that comes again byte for byte is skipped: OSV puts a record into the archive of every ecosystem that it names.
    """
    known: set[bytes] = set()
    for file in files:
        if file.name.endswith(".jsonl"):
            for number, line in enumerate(file.lines(), start=1):
                if line and _is_new(line, known, log):
                    yield from read_osv(line, feed, log, f"{file.name}:{number}")
        elif file.name.endswith((".json", ".yaml", ".yml")):
            yield from _read_file(file, feed, log, known)


def _read_file(file: RawFile, feed: str, log: FeedLog, known: set[bytes]) -> Iterator[Advisory]:
    """The advisory of a file that holds one document, JSON or, by its name, YAML. A file that is damaged is one rejected record."""
    from mooring.feeds.formats.yaml_text import parse_text_yaml

    try:
        content = file.read()
        if not _is_new(content, known, log):
            return
        document = content if file.name.endswith(".json") else parse_text_yaml(content)
    except (FeedMalformed, HostileInput, ReadError) as error:
        log.seen()
        log.reject(file.name, error.message)
        return
    if not isinstance(document, dict | bytes):
        log.seen()
        log.reject(file.name, "is no mapping")
        return
    yield from read_osv(document, feed, log, file.name)


def _is_new(content: bytes, known: set[bytes], log: FeedLog) -> bool:
    """Whether these bytes come for the first time; a record that comes again is counted."""
    digest = blake2b(content, digest_size=12).digest()
    if digest not in known:
        known.add(digest)
        return True
    log.seen()
    log.skip("repeats another record byte for byte")
    return False


def _advisory(record: Record, feed: str, affected: tuple[Affected, ...]) -> Advisory:
    aliases, fixes = _names(record)
    kind = kind_of(record)
    return Advisory(
        id=record.id,
        feed=feed,
        url=_url(record),
        kind=kind,
        aliases=aliases,
        fixes=fixes,
        title=(record.summary or "").strip()[:500],
        description=(record.details or "").strip()[:MAX_TEXT_CHARACTERS],
        ratings=ratings_of(record, feed, is_malware=kind is AdvisoryKind.MALWARE),
        cwes=_cwes(record),
        references=tuple(dict.fromkeys(one.url for one in (record.references or ())[:MAX_REFERENCES] if one.url)),
        published=clamped(record.published),
        modified=clamped(record.modified),
        withdrawn=(record.withdrawn or "").strip(),
        affected=affected,
    )


def kind_of(record: Record) -> AdvisoryKind:
    """What the record warns of."""
    if record.id.startswith("MAL-") or _is_malware_of_github(record):
        return AdvisoryKind.MALWARE
    if any(entry.database_specific and entry.database_specific.informational for entry in record.affected or ()):
        return AdvisoryKind.NOTICE
    return AdvisoryKind.VULNERABILITY


def _is_malware_of_github(record: Record) -> bool:
    """GitHub's reviewed advisories on malicious packages have a title and a CWE to know them by."""
    specific = record.database_specific
    return bool(
        specific
        and "CWE-506" in (specific.cwe_ids or ())
        and (record.summary or "").lower().startswith(("malware in", "malicious package", "malicious code"))
    )


def _names(record: Record) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Aliases, and the vulnerabilities that an erratum fixes.

    In distributions `related` (before OSV 1.7) and `upstream` name what an advisory is about. It is an alias only where the record is
    about that one; `related` of a language's advisory is neither.
    """
    aliases = tuple(dict.fromkeys(name for name in record.aliases or () if name != record.id))
    if not _is_of_distribution(record):
        return aliases, ()
    if found := _CVE_AT_END.search(record.id):
        own = () if found[1] == record.id else (found[1],)
        return tuple(dict.fromkeys((*own, *aliases))), ()
    about = [
        name
        for names in (record.upstream, record.related, record.aliases)
        for name in names or ()
        if name.startswith(("CVE-", "GHSA-"))
    ]
    cves = {name for name in about if name.startswith("CVE-")}
    if record.id.startswith(_ONE_EACH) and len(cves) <= 1:
        return tuple(dict.fromkeys((*aliases, *about))), ()
    others = tuple(name for name in aliases if not name.startswith(("CVE-", "GHSA-")))
    return others, tuple(dict.fromkeys(about))


def _is_of_distribution(record: Record) -> bool:
    for entry in record.affected or ():
        ecosystem = ecosystem_of(entry.package.ecosystem) if entry.package else None
        if ecosystem is not None:
            return ecosystem.is_distribution
    return False


def _cwes(record: Record) -> tuple[str, ...]:
    found = list((record.database_specific.cwe_ids if record.database_specific else None) or ())
    for entry in record.affected or ():
        if entry.database_specific:
            found += [one.cwe_id for one in entry.database_specific.cwes or ()]
    return tuple(dict.fromkeys(name for name in found if name.startswith("CWE-")))


_PAGES = {
    "GHSA-": "https://github.com/advisories/{id}",
    "GO-": "https://pkg.go.dev/vuln/{id}",
    "RUSTSEC-": "https://rustsec.org/advisories/{id}.html",
    "CVE-": "https://www.cve.org/CVERecord?id={id}",
    "USN-": "https://ubuntu.com/security/notices/{id}",
    "RHSA-": "https://access.redhat.com/errata/{id}",
    "RHBA-": "https://access.redhat.com/errata/{id}",
    "RHEA-": "https://access.redhat.com/errata/{id}",
    "ELSA-": "https://linux.oracle.com/errata/{id}.html",
    "DSA-": "https://security-tracker.debian.org/tracker/{id}",
    "DLA-": "https://security-tracker.debian.org/tracker/{id}",
}


def _url(record: Record) -> str:
    """The publisher's page, else OSV's."""
    if record.database_specific and (record.database_specific.url or "").startswith("https://"):
        return record.database_specific.url or ""
    for entry in record.affected or ():
        if entry.database_specific and (entry.database_specific.human_link or "").startswith("https://"):
            return entry.database_specific.human_link or ""
    if found := re.match(r"(?:DEBIAN|UBUNTU)-CVE-", record.id):
        cve = record.id.partition("-")[2]
        is_debian = found[0].startswith("DEBIAN")
        return (
            f"https://security-tracker.debian.org/tracker/{cve}" if is_debian else f"https://ubuntu.com/security/{cve}"
        )
    for prefix, page in _PAGES.items():
        if record.id.startswith(prefix):
            return page.format(id=record.id)
    if _is_of_distribution(record):
        own = next((one.url for one in record.references or () if one.type == "ADVISORY" and one.url), "")
        if own.startswith("https://"):
            return own
    return f"https://osv.dev/vulnerability/{record.id}"
