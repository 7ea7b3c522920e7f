"""Mirego's security advisories for Elixir and Erlang packages.

Format: YAML, one file an advisory: `vulnerable_version_ranges`, of which any applies, and `first_patched_versions`, in the same order.
"""

from collections.abc import Iterable, Iterator

from mooring.feeds.feed import Feed, FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.documents import Document, OddRecordError, cve_of, ghsa_of, read_documents, text_of, texts_of
from mooring.feeds.formats.osv_feed import archive_of, fetching
from mooring.feeds.formats.patched import ranges_of
from mooring.feeds.formats.severity_words import severity_of_word
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, FeedItem, Fix, FixState
from mooring.model.severity import SeverityRating
from mooring.versions.scheme import scheme_named
from mooring.vulns.names import normal_name


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory a file of `packages/`."""
    return read_documents(
        (file for file in files if "packages/" in file.name and file.name.endswith(".yml")), log, _advisory
    )


def _advisory(name: str, document: Document) -> Iterator[Advisory]:
    package, identifier = text_of(document, "package"), text_of(document, "id")
    ranges = ranges_of(texts_of(document, "vulnerable_version_ranges"), scheme_named("semver"))
    if not package or not identifier or not ranges:
        raise OddRecordError("lacks its id, package or vulnerable versions")
    fixes = texts_of(document, "first_patched_versions")
    cve = cve_of(text_of(document, "cve"))
    yield Advisory(
        id=ghsa_of(identifier) or identifier,
        feed="elixir",
        url=text_of(document, "link"),
        aliases=(cve,) if cve else (),
        title=text_of(document, "title"),
        description=text_of(document, "description")[:20_000],
        ratings=(SeverityRating(source="elixir", severity=severity_of_word(text_of(document, "severity"))),),
        published=clamped(text_of(document, "disclosure_date")),
        affected=(
            Affected(
                namespace="hex",
                name=normal_name("hex", package),
                ranges=ranges if ranges[0].low or ranges[0].high else (),
                fix=Fix(state=FixState.FIXED if fixes else FixState.NOT_FIXED, versions=fixes),
            ),
        ),
    )


FEED = Feed(
    name="elixir",
    title="Elixir security advisories",
    license="BSD-3-Clause",
    homepage="https://github.com/mirego/elixir-security-advisories",
    fetch=fetching({"elixir-security-advisories.tar.gz": archive_of("mirego/elixir-security-advisories", "main")}),
    parse=parse,
    is_default=False,
    covers="Hex",
    note="Off because it repeats GitHub's advisories on Hex packages, which the feed osv carries.",
)
