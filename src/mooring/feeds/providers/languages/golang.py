"""The Go vulnerability database. Format: OSV 1.3, https://go.dev/doc/security/vuln/database; its archive also has indexes."""

from mooring.feeds.feed import Feed
from mooring.feeds.formats.osv_feed import fetching, parsing

FEED = Feed(
    name="golang",
    title="Go vulnerability database",
    license="CC-BY-4.0",
    homepage="https://go.dev/security/vuln/database",
    fetch=fetching({"vulndb.zip": "https://vuln.go.dev/vulndb.zip"}),
    parse=parsing("golang", ("GO-",)),
    is_default=False,
    attribution="Go vulnerability database, https://vuln.go.dev, CC-BY-4.0",
    covers="Go modules, standard library and toolchain",
    note="Off because the feed osv carries the same records.",
)
