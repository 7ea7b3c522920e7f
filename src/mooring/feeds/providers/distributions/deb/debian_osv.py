"""Debian through OSV: CVE records (`CVE-…` before 2025, `DEBIAN-CVE-…` since), DSA, DLA and DTSA records."""

from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.feeds.feed import FeedLog
from mooring.feeds.formats.loose_json import inner, json_object, objects, text
from mooring.feeds.formats.osv import read_osv
from mooring.feeds.providers.distributions.deb.errata import Errata, Erratum, ErratumFix
from mooring.feeds.providers.distributions.deb.statements import unfixed
from mooring.model.advisory import Advisory, Affected

_ERRATA = ("DSA-", "DLA-", "DTSA-")


def advisories(content: bytes, place: str, feed: str, log: FeedLog, errata: Errata) -> Iterator[Advisory]:
    """The advisory of a CVE record, its rows of other distributions left out. An erratum goes to `errata` instead."""
    for advisory in read_osv(content, feed, log, place):
        rows = tuple(row for row in advisory.affected if row.namespace.startswith("debian:"))
        if not rows:
            log.skip("a record without a Debian release")
            continue
        if advisory.id.startswith(_ERRATA):
            errata.add(_erratum(advisory, rows))
            continue
        if b"end-of-life" in content:
            rows = _ended(content, rows)
        for row in rows:
            errata.cover(_cve(advisory), row.namespace, row.name, row.fix.versions[-1] if row.fix.versions else "")
        page = f"https://security-tracker.debian.org/tracker/{_cve(advisory)}"
        yield msgspec.structs.replace(advisory, url=page, affected=rows)


def _cve(advisory: Advisory) -> str:
    return advisory.id.removeprefix("DEBIAN-")


def _erratum(advisory: Advisory, rows: tuple[Affected, ...]) -> Erratum:
    return Erratum(
        id=advisory.id,
        title=advisory.title,
        date=advisory.published[:10],
        modified=advisory.modified,
        cves=advisory.fixes,
        fixes=tuple(
            ErratumFix(
                namespace=row.namespace,
                package=row.name,
                version=row.fix.versions[-1] if row.fix.versions else "",
                kind="fixed" if row.fix.versions else "unfixed",
            )
            for row in rows
        ),
    )


def _ended(content: bytes, rows: tuple[Affected, ...]) -> tuple[Affected, ...]:
    """Rows whose urgency says that the package's support ended will not be fixed."""
    try:
        document = json_object(content)
    except ReadError:
        return rows
    ended = set()
    for entry in objects(document, "affected"):
        if text(inner(entry, "ecosystem_specific"), "urgency").rstrip("*") == "end-of-life":
            package = inner(entry, "package")
            ended.add((text(package, "ecosystem").lower(), text(package, "name")))
    return tuple(
        msgspec.structs.replace(row, fix=unfixed("end-of-life", ""))
        if (row.namespace, row.name) in ended and not row.fix.versions
        else row
        for row in rows
    )
