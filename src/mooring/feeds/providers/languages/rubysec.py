"""The Ruby advisory database: gems and interpreters.

Format: YAML, one file an advisory (ruby-advisory-db README, "Advisory format"). Vulnerable is what is in none of `unaffected_versions` and
`patched_versions`; each of their items is a requirement of RubyGems. Severities are scores without vectors.
"""

from collections.abc import Iterable, Iterator

from mooring.feeds.feed import Feed, FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.documents import (
    Document,
    OddRecordError,
    cve_of,
    ghsa_of,
    part_of,
    read_documents,
    text_of,
    texts_of,
)
from mooring.feeds.formats.osv_feed import archive_of, fetching
from mooring.feeds.formats.patched import affected_ranges, fix_of
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, FeedItem
from mooring.model.scoring.cvss import severity_of_score
from mooring.model.severity import SeverityRating
from mooring.versions.scheme import scheme_named
from mooring.vulns.names import normal_name

_SCORES = (("cvss_v4", "4.0"), ("cvss_v3", "3.1"), ("cvss_v2", "2.0"))


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory a file of `gems/` and `rubies/`."""
    wanted = (file for file in files if file.name.endswith(".yml") and file.name.count("/") >= 2)
    return read_documents((file for file in wanted if file.name.split("/")[-3] in ("gems", "rubies")), log, _advisory)


def _advisory(name: str, document: Document) -> Iterator[Advisory]:
    gem, engine = text_of(document, "gem"), text_of(document, "engine")
    if not gem and not engine:
        raise OddRecordError("names neither gem nor engine")
    cve, ghsa = cve_of(text_of(document, "cve")), ghsa_of(text_of(document, "ghsa"))
    osvdb = text_of(document, "osvdb")
    identifiers = [one for one in (cve, ghsa, f"OSVDB-{osvdb}" if osvdb else "") if one]
    identifier = identifiers[0] if identifiers else name.rpartition("/")[2].removesuffix(".yml")
    affected = _affected(gem, engine, document)
    yield Advisory(
        id=identifier,
        feed="rubysec",
        url=text_of(document, "url"),
        aliases=tuple(one for one in identifiers if one != identifier),
        title=text_of(document, "title"),
        description=text_of(document, "description")[:20_000],
        ratings=tuple(_ratings(document)),
        references=texts_of(part_of(document, "related"), "url")[:100],
        published=clamped(text_of(document, "date")),
        affected=(affected,),
    )


def _affected(gem: str, engine: str, document: Document) -> Affected:
    scheme = scheme_named("gem")
    patched, unaffected = texts_of(document, "patched_versions"), texts_of(document, "unaffected_versions")
    ranges = affected_ranges(patched, unaffected, scheme)
    if not ranges:
        raise OddRecordError("says that no version is vulnerable")
    if ranges and not ranges[0].low and not ranges[0].high:
        ranges = ()
    return Affected(
        namespace="gem" if gem else "generic",
        name=normal_name("gem", gem) if gem else engine.lower(),
        scheme="" if gem else "gem",
        ranges=ranges,
        fix=fix_of(patched, scheme),
    )


def _ratings(document: Document) -> Iterator[SeverityRating]:
    for name, version in _SCORES:
        try:
            score = float(text_of(document, name))
        except ValueError:
            continue
        if 0 <= score <= 10:
            yield SeverityRating(
                source="rubysec", severity=severity_of_score(score, version), cvss_version=version, score=score
            )


FEED = Feed(
    name="rubysec",
    title="Ruby Advisory Database",
    license="public domain, with older text from OSVDB",
    homepage="https://github.com/rubysec/ruby-advisory-db",
    fetch=fetching({"ruby-advisory-db.tar.gz": archive_of("rubysec/ruby-advisory-db", "master")}),
    parse=parse,
    covers="RubyGems, Ruby, JRuby, mruby",
)
