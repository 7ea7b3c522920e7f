"""Advisories on R packages. Format: OSV in YAML, one file an advisory."""

from mooring.feeds.feed import Feed
from mooring.feeds.formats.osv_feed import archive_of, fetching, parsing

FEED = Feed(
    name="r",
    title="R Consortium advisory database",
    license="Apache-2.0",
    homepage="https://github.com/RConsortium/r-advisory-database",
    fetch=fetching({"r-advisory-database.tar.gz": archive_of("RConsortium/r-advisory-database", "main")}),
    parse=parsing("r", ("RSEC-",)),
    is_default=False,
    covers="CRAN, Bioconductor",
    note="Off because the feed osv carries the same records.",
)
