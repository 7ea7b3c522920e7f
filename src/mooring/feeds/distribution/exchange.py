"""Moving databases: update from a server, import from a file, export to one. Whatever fails, the installed database stays in use."""

import contextlib
import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from mooring.base.config import DatabaseConfig
from mooring.base.errors import DatabaseDamaged, DatabaseMissing, DatabaseTooOld, UsageError
from mooring.base.http import HttpClient
from mooring.feeds.distribution.archive import (
    SUFFIX,
    digest_of_file,
    is_database,
    is_foreign,
    pack,
    unpacked,
    workplace,
)
from mooring.feeds.distribution.download import Tell, download, fetch_small
from mooring.feeds.distribution.listing import LISTING_NAME, MAX_LISTING_BYTES, Listing, read_listing, write_listing
from mooring.feeds.distribution.signing import check_signature, sign
from mooring.model.match import DatabaseState
from mooring.vulns.database import open_database, verify_database
from mooring.vulns.installed import current, install

_CHECKSUM = re.compile(r"sha256:[0-9a-f]{64}")
Convert = Callable[[Path, Path], None]
"""Makes a database file of ours (second path) from another tool's (first)."""


class Installed(msgspec.Struct, frozen=True, kw_only=True):
    """What an update or import came to."""

    state: DatabaseState
    is_new: bool


def update(
    config: DatabaseConfig,
    folder: Path,
    client: HttpClient,
    convert: Convert,
    *,
    now: datetime,
    tell: Tell | None = None,
) -> Installed:
    """Install what the server offers, unless what is installed is as new. Raises UsageError, FeedError, DatabaseError, HostileInput."""
    url = _listing_url(config.url)
    listing = read_listing(fetch_small(client, url, MAX_LISTING_BYTES), url)
    _check_age(listing.built, config, now, url)
    own = _installed_state(folder)
    if own is not None and own.kind != "starter" and datetime.fromisoformat(own.built) >= listing.built:
        return Installed(state=own, is_new=False)
    check_signature(listing.checksum, listing.signature, config.public_key, listing.path)
    with workplace(folder):  # What cannot be written is known before the download.
        part = folder / f".download-{listing.checksum.removeprefix('sha256:')[:12]}"
        _forget_other_parts(folder, part)
    download(
        client,
        listing.url(url),
        part,
        checksum=listing.checksum,
        size=listing.size,
        max_bytes=config.max_bytes,
        tell=tell,
    )
    state = _install(part, folder, config, convert, is_grype=listing.is_grype)
    part.unlink(missing_ok=True)
    return Installed(state=state, is_new=True)


def import_file(path: Path, folder: Path, config: DatabaseConfig, convert: Convert, *, checksum: str = "") -> Installed:
    """Install a database file, ours or Grype's, compressed or not, or a folder of vunnel's workspaces. With a listing beside a file
    (`PATH.json`), or a checksum, that is checked.

    Raises UsageError, DatabaseError, FeedError, HostileInput, OutputError.
    """
    if checksum and not _CHECKSUM.fullmatch(checksum):
        raise UsageError(f"--checksum is {checksum!r}; expected sha256: and 64 hex digits")
    if os.path.isdir(path):  # Unlike Path's, these never raise.
        _refuse_unsigned_folder(path, config, checksum)
        return Installed(state=_install(path, folder, config, convert, is_grype=True), is_new=True)
    if not os.path.isfile(path):
        raise DatabaseMissing("there is no such file", path=str(path))
    if is_database(path):
        verify_database(path)
    listing = _listing_beside(path)
    wanted = checksum or (listing.checksum if listing is not None else "")
    if wanted or config.public_key:
        found = digest_of_file(path)
        if wanted and found != wanted:
            raise DatabaseDamaged(f"has the digest {found}; expected {wanted}", hint="copy it again", path=str(path))
        check_signature(found, listing.signature if listing is not None else "", config.public_key, str(path))
    return Installed(state=_install(path, folder, config, convert, is_grype=None), is_new=True)


def export(folder: Path, target: Path, *, key: Path | None = None) -> tuple[Path, Listing]:
    """Write the installed database and its listing: into a folder as a mirror serves them (`latest.json`), or as FILE and FILE.json.

    Raises DatabaseError, OutputError, UsageError.
    """
    database = current(folder)
    if database is None:
        raise DatabaseMissing(
            "no vulnerability database is installed", hint="run `mooring db build` or `mooring db update`"
        )
    if key is not None:
        sign("", key)  # A key that cannot be used is known before anything is written.
    state = verify_database(database)
    is_mirror = target.is_dir()
    stem = f"mooring-{state.built[:10]}-{state.digest.removeprefix('sha256:')[:12]}"
    path = target / f"{stem}{SUFFIX}" if is_mirror else target
    pack(database, path)
    checksum = digest_of_file(path)
    listing = Listing(
        built=datetime.fromisoformat(state.built),
        path=path.name,
        checksum=checksum,
        schema=state.schema,
        kind=state.kind,
        size=path.stat().st_size,
        signature=sign(checksum, key) if key is not None else "",
    )
    place = target / LISTING_NAME if is_mirror else _beside(path)
    _write(place, write_listing(listing))
    return path, listing


def _refuse_unsigned_folder(path: Path, config: DatabaseConfig, checksum: str) -> None:
    if checksum or config.public_key:
        raise DatabaseDamaged(
            "is a folder, which has neither a checksum nor a signature",
            hint="build the database from it where that is not asked for, export it, and import the file here",
            path=str(path),
        )


def _install(
    path: Path, folder: Path, config: DatabaseConfig, convert: Convert, *, is_grype: bool | None
) -> DatabaseState:
    with contextlib.ExitStack() as stack:
        if is_grype or (is_grype is None and is_foreign(path)):
            database = stack.enter_context(workplace(folder)) / "mooring.db"
            convert(path, database)
        else:
            database = stack.enter_context(unpacked(path, folder, config.max_bytes))
            open_database(database).close()
        return verify_database(install(folder, database))


def _check_age(built: datetime, config: DatabaseConfig, now: datetime, url: str) -> None:
    days = (now - built).total_seconds() / 86_400
    if config.enforce_age and days > config.max_age_days:
        raise DatabaseTooOld(
            f"{url} offers a database that was built {int(days)} days ago; the limit is {config.max_age_days:g} days",
            hint="ask who runs the server, or raise database.max_age_days",
        )


def _installed_state(folder: Path) -> DatabaseState | None:
    try:
        path = current(folder)
        if path is None:
            return None
        with open_database(path) as database:
            return database.state
    except (DatabaseDamaged, DatabaseMissing, DatabaseTooOld):
        return None  # It is to be replaced.


def _listing_url(url: str) -> str:
    if not url:
        raise UsageError(
            "there is no address to update from",
            hint="set database.url to a listing document, or build a database here with `mooring db build`",
        )
    if not url.startswith(("https://", "http://")):
        raise UsageError(f"database.url is {url!r}; expected an https address")
    return url if url.endswith(".json") else f"{url.rstrip('/')}/{LISTING_NAME}"


def _listing_beside(path: Path) -> Listing | None:
    beside = _beside(path)
    if not beside.is_file():
        return None
    with beside.open("rb") as file:
        content = file.read(MAX_LISTING_BYTES + 1)
    return read_listing(content, str(beside)) if b'"path"' in content else None


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _forget_other_parts(folder: Path, part: Path) -> None:
    for old in folder.glob(".download-*"):
        if old != part:
            old.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    from mooring.base.errors import OutputError
    from mooring.base.replacing import write_whole

    try:
        write_whole(path, content)
    except OSError as error:
        raise OutputError(f"{str(path)!r} could not be written: {(error.strerror or str(error)).lower()}") from None
