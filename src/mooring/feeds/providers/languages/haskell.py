"""Advisories on Haskell packages and the compiler. Format: OSV 1.5, branch generated/osv-export."""

from mooring.feeds.feed import Feed
from mooring.feeds.formats.osv_feed import archive_of, fetching, parsing

FEED = Feed(
    name="haskell",
    title="Haskell security advisories",
    license="CC0-1.0",
    homepage="https://github.com/haskell/security-advisories",
    fetch=fetching({"osv-export.tar.gz": archive_of("haskell/security-advisories", "generated/osv-export")}),
    parse=parsing("haskell", ("HSEC-",)),
    is_default=False,
    covers="Hackage, GHC",
    note="Off because the feed osv carries the same records.",
)
