"""RustSec: crates and, in the native form, the Rust toolchain.

Format: OSV (branch osv) or Markdown with a head in TOML (branch main; advisory-db README, "Advisory Format"), where `patched` and
`unaffected` are requirements of Cargo. Notices (unmaintained, unsound) are no vulnerabilities.
"""

import tomllib
from collections.abc import Iterable, Iterator

from mooring.base.errors import FeedMalformed, HostileInput
from mooring.feeds.feed import Feed, FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.documents import Document, OddRecordError, part_of, text_of, texts_of
from mooring.feeds.formats.osv import read_osv_files
from mooring.feeds.formats.osv_feed import archive_of, fetching, is_record
from mooring.feeds.formats.patched import ConstraintError, affected_ranges, fix_of
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, AdvisoryKind, Affected, FeedItem
from mooring.model.scoring.cvss import rating_of
from mooring.versions.scheme import scheme_named
from mooring.vulns.names import normal_name

_MAX_HEAD_BYTES = 256 * 1024
_TOOLCHAIN = {"std": "rust", "core": "rust", "alloc": "rust"}
"""Parts of the toolchain under the name of what is installed."""


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """Both forms, told by the names of files."""
    for file in files:
        if file.name.endswith(".md"):
            if file.name.rpartition("/")[2].startswith(("RUSTSEC-", "CVE-")):
                yield from _read_native(file, log)
        elif is_record(file.name, ("RUSTSEC-",)):
            yield from read_osv_files([file], "rustsec", log)


def _read_native(file: RawFile, log: FeedLog) -> Iterator[Advisory]:
    log.seen()
    try:
        yield _native(file.read().decode("utf-8", "replace"), is_crate="/rust/" not in f"/{file.name}")
    except (OddRecordError, tomllib.TOMLDecodeError, RecursionError) as error:
        log.reject(file.name, str(error))
    except (FeedMalformed, HostileInput, ConstraintError) as error:
        log.reject(file.name, error.message)


def _native(text: str, *, is_crate: bool) -> Advisory:
    head, mark, body = text.removeprefix("```toml").partition("\n```")
    if not text.startswith("```toml") or not mark or len(head) > _MAX_HEAD_BYTES:
        raise OddRecordError("has no head in TOML")
    document = tomllib.loads(head)
    advisory = {name: _plain(value) for name, value in part_of(document, "advisory").items()}
    package = text_of(advisory, "package")
    identifier = text_of(advisory, "id")
    if not package or not identifier:
        raise OddRecordError("lacks its id or package")
    title, _, description = body.strip().removeprefix("# ").partition("\n")
    vector = text_of(advisory, "cvss")
    return Advisory(
        id=identifier,
        feed="rustsec",
        url=f"https://rustsec.org/advisories/{identifier}.html" if is_crate else text_of(advisory, "url"),
        kind=AdvisoryKind.NOTICE if text_of(advisory, "informational") else AdvisoryKind.VULNERABILITY,
        aliases=texts_of(advisory, "aliases"),
        title=title.strip()[:500],
        description=description.strip()[:20_000],
        ratings=(rating_of("rustsec", vector),) if vector else (),
        references=tuple(one for one in (text_of(advisory, "url"), *texts_of(advisory, "references")) if one)[:100],
        published=clamped(text_of(advisory, "date")),
        withdrawn=text_of(advisory, "withdrawn"),
        affected=(_affected(package, document, is_crate=is_crate),),
    )


def _plain(value: object) -> object:
    """TOML has dates of its own."""
    return value if isinstance(value, str | list | dict | bool | int | float) else str(value)


def _affected(package: str, document: Document, *, is_crate: bool) -> Affected:
    scheme = scheme_named("semver")
    versions, limits = part_of(document, "versions"), part_of(document, "affected")
    patched = [_requirement(text) for text in texts_of(versions, "patched")]
    ranges = affected_ranges(patched, [_requirement(text) for text in texts_of(versions, "unaffected")], scheme)
    if not ranges:
        raise OddRecordError("says that no version is affected")
    return Affected(
        namespace="cargo" if is_crate else "generic",
        name=normal_name("cargo", package) if is_crate else _TOOLCHAIN.get(package, package),
        scheme="" if is_crate else "semver",
        ranges=ranges if ranges[0].low or ranges[0].high else (),
        fix=fix_of(patched, scheme),
        architectures=texts_of(limits, "arch"),
    )


def _requirement(text: str) -> str:
    """A bare version is a caret requirement to Cargo."""
    return ", ".join(f"^{part.strip()}" if part.strip()[:1].isdigit() else part.strip() for part in text.split(","))


FEED = Feed(
    name="rustsec",
    title="RustSec advisory database",
    license="CC0-1.0, imported advisories CC-BY-4.0",
    homepage="https://rustsec.org",
    fetch=fetching({"advisory-db-osv.tar.gz": archive_of("rustsec/advisory-db", "osv")}),
    parse=parse,
    is_default=False,
    covers="crates.io; in the native form the Rust toolchain too",
    note="Off because the feed osv carries the same records.",
)
