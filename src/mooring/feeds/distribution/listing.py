"""The small document that says which database a server offers: ours, or Grype's `latest.json`.

    {"schema": "1", "kind": "full", "built": "2026-08-22T06:00:00Z", "path": "mooring-3c1f….db.zst", "size": 61234567,
     "checksum": "sha256:…", "signature": "…", "tool": "mooring 0.1.0"}

`path` is relative to the document's folder; `checksum` is of the file as served; `signature` is Ed25519 over the text of the checksum
(feeds/distribution/signing.py). Grype's has `schemaVersion`, `status`, `built`, `path`, `checksum`.
"""

from datetime import datetime
from urllib.parse import urljoin, urlsplit

import msgspec

from mooring.base.errors import FeedMalformed
from mooring.vulns.rows import SCHEMA

MAX_LISTING_BYTES = 256 * 1024
LISTING_NAME = "latest.json"
GRYPE_MODEL = "6"


class Listing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a server offers."""

    built: datetime
    path: str
    checksum: str
    """`sha256:…` of the file as served."""
    schema: str = ""
    kind: str = ""
    size: int = 0
    signature: str = ""
    tool: str = ""
    is_grype: bool = False

    def url(self, listing_url: str) -> str:
        """Where the file is. Raises FeedMalformed where it would be on another server."""
        url = urljoin(listing_url, self.path)
        if urlsplit(url)[:2] != urlsplit(listing_url)[:2]:
            raise FeedMalformed(f"the listing {listing_url} names a file on another server, {self.path!r}")
        return url


class _Ours(msgspec.Struct, kw_only=True):
    schema: str
    built: datetime
    path: str
    checksum: str
    kind: str = "full"
    size: int = 0
    signature: str = ""
    tool: str = ""


class _Grype(msgspec.Struct, kw_only=True, rename={"schema_version": "schemaVersion"}):
    schema_version: str
    built: datetime
    path: str
    checksum: str
    status: str = ""


def read_listing(content: bytes, place: str) -> Listing:
    """The listing; raises FeedMalformed at what is none, or names what this version cannot use."""
    try:
        if b'"schemaVersion"' in content:
            found = _of_grype(msgspec.json.decode(content, type=_Grype), place)
        else:
            found = _of_ours(msgspec.json.decode(content, type=_Ours), place)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        shown = "an HTML page" if content.lstrip()[:1] == b"<" else f"no listing of databases: {error}"
        raise FeedMalformed(
            f"{place} is {shown}", hint="database.url names a listing document (see docs/database.md)"
        ) from None
    digest = found.checksum.removeprefix("sha256:")
    if (
        not found.checksum.startswith("sha256:")
        or len(digest) != 64
        or not all(one in "0123456789abcdef" for one in digest)
    ):
        raise FeedMalformed(f"{place} has the checksum {found.checksum!r}; expected sha256: and 64 hex digits")
    if found.built.tzinfo is None:
        raise FeedMalformed(f"{place} says when the database was built without a time zone")
    return found


def write_listing(listing: Listing) -> bytes:
    """The document, in our form."""
    ours = {name: getattr(listing, name) for name in _Ours.__struct_fields__ if getattr(listing, name)}
    return msgspec.json.format(msgspec.json.encode(ours, order="deterministic"), indent=2) + b"\n"


def _of_ours(found: _Ours, place: str) -> Listing:
    if found.schema != str(SCHEMA):
        raise FeedMalformed(
            f"{place} offers a database of schema {found.schema}; this version reads schema {SCHEMA}",
            hint="upgrade Mooring" if found.schema.isdigit() and int(found.schema) > SCHEMA else None,
        )
    return Listing(
        built=found.built,
        path=found.path,
        checksum=found.checksum,
        schema=found.schema,
        kind=found.kind,
        size=found.size,
        signature=found.signature,
        tool=found.tool,
    )


def _of_grype(found: _Grype, place: str) -> Listing:
    model = found.schema_version.removeprefix("v").partition(".")[0]
    if model != GRYPE_MODEL:
        raise FeedMalformed(f"{place} offers Grype's schema {found.schema_version}; model {GRYPE_MODEL} can be read")
    if found.status.lower() == "eol":
        raise FeedMalformed(f"{place} says that this database has ended and is no longer kept")
    return Listing(built=found.built, path=found.path, checksum=found.checksum, kind="imported", is_grype=True)
