"""Advisories on Python packages. Format: OSV in YAML, one file an advisory; ranges of commits stand beside those of versions."""

from mooring.feeds.feed import Feed
from mooring.feeds.formats.osv_feed import archive_of, fetching, parsing

FEED = Feed(
    name="pypa",
    title="PyPA advisory database",
    license="CC-BY-4.0",
    homepage="https://github.com/pypa/advisory-database",
    fetch=fetching({"advisory-database.tar.gz": archive_of("pypa/advisory-database", "main")}),
    parse=parsing("pypa", ("PYSEC-",)),
    is_default=False,
    attribution="PyPA advisory database, CC-BY-4.0",
    covers="PyPI",
    note="Off because the feed osv carries the same records, and reads them faster.",
)
