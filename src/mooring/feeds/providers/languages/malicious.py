"""Packages that are malicious themselves. Format: OSV 1.6, identifiers MAL-…."""

from mooring.feeds.feed import Feed
from mooring.feeds.formats.osv_feed import archive_of, fetching, parsing

FEED = Feed(
    name="malicious",
    title="OpenSSF malicious packages",
    license="Apache-2.0",
    homepage="https://github.com/ossf/malicious-packages",
    fetch=fetching({"malicious-packages.tar.gz": archive_of("ossf/malicious-packages", "main")}),
    parse=parsing("malicious", ("MAL-",)),
    is_default=False,
    covers="malware in npm, PyPI, RubyGems, crates.io, …",
    note="Off because the feed osv carries the same records.",
)
