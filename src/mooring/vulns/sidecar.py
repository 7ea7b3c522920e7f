"""The small JSON document beside a database file: its digest and what it holds, so that nobody has to hash it to know."""

from pathlib import Path

import msgspec

from mooring.base.errors import DatabaseDamaged
from mooring.base.limits import MIB
from mooring.base.replacing import write_whole
from mooring.model.match import DatabaseState, FeedState
from mooring.vulns.rows import SCHEMA

MAX_BYTES = 4 * MIB


class Sidecar(msgspec.Struct, frozen=True, kw_only=True):
    """`NAME.json` beside `NAME`."""

    digest: str
    """`sha256:…` of the file."""
    size_bytes: int
    schema: str
    built: str
    """ISO 8601."""
    kind: str
    tool: str = ""
    feeds: tuple[FeedState, ...] = ()

    def state(self, path: Path) -> DatabaseState:
        """The database as reports tell of it."""
        return DatabaseState(
            built=self.built, schema=self.schema, kind=self.kind, digest=self.digest, path=str(path), feeds=self.feeds
        )


def sidecar_path(database: Path) -> Path:
    """Where the sidecar of a database file is."""
    return database.with_name(f"{database.name}.json")


def sidecar_of(database: Path, *, built: str, kind: str, tool: str, feeds: tuple[FeedState, ...]) -> Sidecar:
    """The sidecar of a finished file: reads it whole. Raises OSError."""
    return Sidecar(
        digest=digest_of(database),
        size_bytes=database.stat().st_size,
        schema=str(SCHEMA),
        built=built,
        kind=kind,
        tool=tool,
        feeds=feeds,
    )


def write_sidecar(database: Path, sidecar: Sidecar) -> None:
    """Put the sidecar beside the file, whole or not at all. Raises OSError."""
    content = msgspec.json.format(msgspec.json.encode(sidecar, order="deterministic"), indent=2) + b"\n"
    write_whole(sidecar_path(database), content)


def read_sidecar(database: Path) -> Sidecar | None:
    """The sidecar; None where there is none. Raises DatabaseDamaged where it is no such document, and OSError."""
    path = sidecar_path(database)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    try:
        return msgspec.json.decode(content, type=Sidecar)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DatabaseDamaged(
            f"the description of the database cannot be read: {error}",
            hint="run `mooring db update`, or remove this file",
            path=str(path),
        ) from None


def digest_of(path: Path) -> str:
    """`sha256:…` of a file. Raises OSError."""
    import hashlib

    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
