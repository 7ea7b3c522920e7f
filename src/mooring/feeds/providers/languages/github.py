"""Reviewed advisories of GitHub.

Format: OSV 1.4 with additions of its own. The folder advisories/unreviewed holds CVE records that nobody has tied to packages.
"""

from collections.abc import Iterable, Iterator

from mooring.feeds.feed import Feed, FeedLog
from mooring.feeds.formats.osv_feed import archive_of, fetching, parsing
from mooring.feeds.raw import RawFile
from mooring.model.advisory import FeedItem

_parse = parsing("github", ("GHSA-",))


def parse(files: Iterable[RawFile], log: FeedLog) -> Iterator[FeedItem]:
    """What is reviewed; the rest is not even unpacked."""
    return _parse((file for file in files if "/unreviewed/" not in file.name), log)


FEED = Feed(
    name="github",
    title="GitHub Advisory Database",
    license="CC-BY-4.0",
    homepage="https://github.com/github/advisory-database",
    fetch=fetching({"advisory-database.tar.gz": archive_of("github/advisory-database", "main")}),
    parse=parse,
    is_default=False,
    attribution="GitHub Advisory Database, CC-BY-4.0",
    covers="npm, PyPI, Maven, NuGet, Composer, Go, RubyGems, crates.io, Hex, Pub, Swift, GitHub Actions",
    note="Off because the feed osv carries every reviewed advisory, and the archive of the repository is many times larger.",
)
