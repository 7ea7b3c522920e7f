"""OSV: the records of every publisher, an archive for each ecosystem. Format: OSV schema 1.7, https://google.github.io/osv.dev/data/.

Distributions have feeds of their own, which know more (states without a fix, channels), so only the ecosystems of languages are taken.
"""

from urllib.parse import quote

from mooring.feeds.feed import Feed, Fetcher
from mooring.feeds.formats.osv_feed import parsing

_BUCKET = "https://osv-vulnerabilities.storage.googleapis.com"
_ECOSYSTEMS = ("npm", "PyPI", "Maven", "Go", "crates.io", "RubyGems", "Packagist", "NuGet")
_SMALL_ONES = (
    "Hex", "Pub", "SwiftURL", "CRAN", "Bioconductor", "Bitnami", "GitHub Actions", "Hackage", "GHC", "ConanCenter", "Julia", "opam",
)  # fmt: skip
"""Folders of the bucket that come and go."""


def fetch(fetcher: Fetcher) -> None:
    """One archive an ecosystem. Those of the large ones must be there."""
    for ecosystem in (*_ECOSYSTEMS, *_SMALL_ONES):
        fetcher.get(f"{_BUCKET}/{quote(ecosystem)}/all.zip", _file_of(ecosystem), optional=ecosystem in _SMALL_ONES)
    fetcher.keep_only(_file_of(ecosystem) for ecosystem in (*_ECOSYSTEMS, *_SMALL_ONES))


def _file_of(ecosystem: str) -> str:
    return f"{ecosystem.lower().replace(' ', '-')}.zip"


FEED = Feed(
    name="osv",
    title="OSV",
    license="CC-BY-4.0 and others, by record: GitHub, PyPA, Go CC-BY-4.0; RustSec, Haskell CC0-1.0; OpenSSF, Bitnami, R Apache-2.0",
    homepage="https://osv.dev",
    fetch=fetch,
    parse=parsing("osv", ("",)),
    attribution="OSV, https://osv.dev, with the publisher that a record's identifier names",
    covers="npm, PyPI, Maven, Go, crates.io, RubyGems, Packagist, NuGet, Hex, Pub, Swift, CRAN, Bitnami, GitHub Actions, Hackage, malware",
    note="Carries the records of GitHub, PyPA, Go, RustSec, OpenSSF, Bitnami, Drupal, Haskell and R.",
)
