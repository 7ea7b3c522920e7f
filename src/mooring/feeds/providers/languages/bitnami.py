"""Vulnerabilities of what Bitnami packs. Format: OSV 1.6; names are Bitnami's and hold for Bitnami's packages only."""

from mooring.feeds.feed import Feed
from mooring.feeds.formats.osv_feed import archive_of, fetching, parsing

FEED = Feed(
    name="bitnami",
    title="Bitnami vulnerability database",
    license="Apache-2.0",
    homepage="https://github.com/bitnami/vulndb",
    fetch=fetching({"vulndb.tar.gz": archive_of("bitnami/vulndb", "main")}),
    parse=parsing("bitnami", ("BIT-",)),
    is_default=False,
    covers="Bitnami packages",
    note="Off because the feed osv carries the same records.",
)
