"""Security advisories of FriendsOfPHP: Composer packages.

Format: YAML, one file an advisory (security-advisories README). `branches.*.versions` holds bounds that all apply; branches are
alternatives, and each has the time of its fix.
"""

from collections.abc import Iterable, Iterator

from mooring.feeds.feed import Feed, FeedLog
from mooring.feeds.formats.dates import clamped
from mooring.feeds.formats.documents import Document, OddRecordError, cve_of, part_of, read_documents, text_of, texts_of
from mooring.feeds.formats.osv_feed import archive_of, fetching
from mooring.feeds.raw import RawFile
from mooring.model.advisory import Advisory, Affected, FeedItem, Fix, FixState
from mooring.versions.constraint import parse_constraint
from mooring.versions.scheme import scheme_named
from mooring.vulns.names import normal_name

_MAX_BRANCHES = 200


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """An advisory a file `VENDOR/PACKAGE/NAME.yaml`."""
    return read_documents(
        (file for file in files if file.name.endswith(".yaml") and file.name.count("/") >= 2), log, _advisory
    )


def _advisory(name: str, document: Document) -> Iterator[Advisory]:
    scheme, _, package = text_of(document, "reference").partition("://")
    if scheme != "composer" or "/" not in package:
        raise OddRecordError(f"its reference is {text_of(document, 'reference')[:80]!r}")
    cve = cve_of(text_of(document, "cve"))
    branches = [branch for branch in part_of(document, "branches").values() if isinstance(branch, dict)]
    affected = [one for branch in branches[:_MAX_BRANCHES] if (one := _affected(package, branch)) is not None]
    if not affected:
        raise OddRecordError("has no branch with versions")
    times = sorted(time for branch in branches if (time := clamped(text_of(branch, "time"))))
    yield Advisory(
        id="/".join(name.removesuffix(".yaml").split("/")[-3:]),
        feed="friendsofphp",
        url=text_of(document, "link"),
        aliases=(cve,) if cve else (),
        title=text_of(document, "title"),
        published=times[0][:10] if times else "",
        affected=tuple(affected),
    )


def _affected(package: str, branch: Document) -> Affected | None:
    bounds = texts_of(branch, "versions")
    if not bounds:
        return None
    ranges = parse_constraint(", ".join(bounds), scheme_named("composer"))
    if not ranges:
        return None
    fixes = tuple(one.high for one in ranges if one.high and not one.is_high_included)
    return Affected(
        namespace="composer",
        name=normal_name("composer", package),
        ranges=ranges,
        fix=Fix(
            state=FixState.FIXED if fixes else FixState.NOT_FIXED,
            versions=fixes,
            date=clamped(text_of(branch, "time"))[:10] if fixes else "",
        ),
    )


FEED = Feed(
    name="friendsofphp",
    title="FriendsOfPHP security advisories",
    license="Unlicense",
    homepage="https://github.com/FriendsOfPHP/security-advisories",
    fetch=fetching({"security-advisories.tar.gz": archive_of("FriendsOfPHP/security-advisories", "master")}),
    parse=parse,
    covers="Packagist (Composer)",
)
