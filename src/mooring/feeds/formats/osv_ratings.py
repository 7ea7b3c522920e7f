"""Severities of OSV records: vectors, words in several places, and who says them."""

import re
from collections.abc import Iterable, Iterator

from mooring.feeds.formats.osv_record import Rating, Record
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.model.scoring.cvss import rating_of
from mooring.model.severity import Severity, SeverityRating

_SOURCES = {
    "GHSA": "github", "GO": "golang", "RUSTSEC": "rustsec", "PYSEC": "pypa", "BIT": "bitnami", "MAL": "openssf", "DRUPAL": "drupal",
    "HSEC": "haskell", "RSEC": "r", "PSF": "psf", "EEF": "erlang", "OSV": "osv", "CGA": "chainguard", "MINI": "minimos",
    "UBUNTU": "ubuntu", "USN": "ubuntu", "DEBIAN": "debian", "DSA": "debian", "DLA": "debian", "ALPINE": "alpine",
    "RHSA": "redhat", "RHBA": "redhat", "RHEA": "redhat", "RLSA": "rocky", "RXSA": "rocky", "RLBA": "rocky", "ALSA": "almalinux",
    "ALBA": "almalinux", "ALEA": "almalinux", "ELSA": "oracle", "SUSE": "suse", "openSUSE": "suse", "MGASA": "mageia",
}  # fmt: skip
"""Prefix of an identifier to who publishes it."""
_OF_NVD = re.compile(r"(?:DEBIAN-|ALPINE-|UBUNTU-)?CVE-")
"""Records of distributions that take their vectors from the CVE's own record."""
_WORD_FIRST = re.compile(r"(Critical|Important|Moderate|Low):")
"""`Important: nodejs:16 security update` (AlmaLinux, Rocky, Oracle)."""


def ratings_of(record: Record, feed: str, *, is_malware: bool) -> tuple[SeverityRating, ...]:
    """Every rating that the record gives. Malware is critical where nobody says otherwise."""
    source = _SOURCES.get(record.id.partition("-")[0], feed)
    found = list(_of_vectors(record.severity or (), source, record.id))
    for entry in record.affected or ():
        found += _of_vectors(entry.severity or (), source, record.id)
    if word := _word(record):
        found.insert(0, SeverityRating(source=source, severity=word))
    if is_malware and not found:
        found.append(SeverityRating(source=source, severity=Severity.CRITICAL))
    return tuple(dict.fromkeys(found))


def _of_vectors(ratings: Iterable[Rating], source: str, identifier: str) -> Iterator[SeverityRating]:
    for rating in ratings:
        if rating.type.startswith("CVSS"):
            yield rating_of("nvd" if _OF_NVD.match(identifier) else source, rating.score)
        elif (word := severity_of_word(rating.score)) is not Severity.UNKNOWN:
            yield SeverityRating(source=rating.type.lower()[:40] or source, severity=word)


def _word(record: Record) -> Severity | None:
    specific = record.database_specific
    word = severity_of_word(specific.severity or "") if specific is not None else Severity.UNKNOWN
    if word is Severity.UNKNOWN and (found := _WORD_FIRST.match(record.summary or "")):
        word = severity_of_word(found[1])
    return None if word is Severity.UNKNOWN else word
