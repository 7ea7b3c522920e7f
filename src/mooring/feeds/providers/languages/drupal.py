"""Drupal's own advisories. Format: OSV 1.7 under the Composer names `drupal/…`."""

from mooring.feeds.feed import Feed
from mooring.feeds.formats.osv_feed import archive_of, fetching, parsing

FEED = Feed(
    name="drupal",
    title="Drupal security advisories",
    license="MIT",
    homepage="https://github.com/DrupalSecurityTeam/drupal-advisory-database",
    fetch=fetching({"drupal.tar.gz": archive_of("DrupalSecurityTeam/drupal-advisory-database", "main")}),
    parse=parsing("drupal", ("DRUPAL-", "SA-")),
    is_default=False,
    covers="Drupal core and modules (Composer)",
    note="Off because the feed osv carries the same records.",
)
