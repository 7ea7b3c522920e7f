"""The published archive as a plain file: one member, `vulnerability.db`, in a tar that is compressed in one of several ways."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from mooring.base.errors import DatabaseDamaged, FeedMalformed, HostileInput, OutputError
from mooring.feeds.raw import RawFile, RawLimits, raw_files
from mooring.feeds.unpacking import damages

MEMBER = "vulnerability.db"
MAX_DATABASE_BYTES = 16 << 30
_MAGIC = b"SQLite format 3\x00"
_PIECE = 4 << 20
_FOLDER_PREFIX = ".mooring-import-"


@contextmanager
def plain_database(place: Path, scratch: Path, max_bytes: int = MAX_DATABASE_BYTES) -> Iterator[Path]:
    """The path of the database in an archive, or of a database that is not packed. What is unpacked goes to a folder below `scratch` that
    is gone afterwards.

    Raises DatabaseDamaged where there is no database in it, or more than that; HostileInput where it unpacks to more than `max_bytes`;
    OutputError where there is no room for it.
    """
    if _begins(place) == _MAGIC:
        yield place
        return
    try:
        folder = Path(mkdtemp(dir=scratch, prefix=_FOLDER_PREFIX))
    except OSError as error:
        raise OutputError(f"no folder for the unpacked database could be made: {error}", path=str(scratch)) from error
    try:
        yield _unpacked(place, folder / MEMBER, max_bytes)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _begins(place: Path) -> bytes:
    try:
        with place.open("rb") as stream:
            return stream.read(len(_MAGIC))
    except OSError as error:
        raise DatabaseDamaged(f"it cannot be read: {error.strerror}", path=str(place)) from error


def _unpacked(place: Path, target: Path, max_bytes: int) -> Path:
    limits = RawLimits(max_file_bytes=max_bytes, max_members=8, max_archive_bytes=max_bytes + _PIECE)
    found = False
    try:
        for file in raw_files(place, limits):
            member = file.name.removeprefix(place.name).lstrip("/")
            if found or member not in ("", MEMBER):
                raise _unexpected(place, member)
            _write(file, target)
            found = True
    except FeedMalformed as error:
        raise DatabaseDamaged(error.message, hint="download the archive again", path=str(place)) from error
    except HostileInput as error:
        raise HostileInput(error.message, hint="if you trust it, raise database.max_bytes", path=str(place)) from error
    if not found:
        raise _unexpected(place, "")
    if _begins(target) != _MAGIC:
        raise DatabaseDamaged(f"{MEMBER} in it is no SQLite file", hint="download the archive again", path=str(place))
    return target


def _write(file: RawFile, target: Path) -> None:
    with file.open() as stream, target.open("wb") as output:
        while True:
            try:
                piece = stream.read(_PIECE)
            except damages() as error:
                raise FeedMalformed(f"the archive is damaged: {error}") from None
            if not piece:
                return
            try:
                output.write(piece)
            except OSError as error:
                raise OutputError(f"the unpacked database could not be written: {error}", path=str(target)) from error


def _unexpected(place: Path, member: str) -> DatabaseDamaged:
    what = f"it holds {member[:200]!r}" if member else "it holds nothing"
    return DatabaseDamaged(
        f"it is no archive of a Grype database: {what}, where only {MEMBER} is expected",
        hint="give the .tar.zst that Grype's listing names, or the vulnerability.db in it",
        path=str(place),
    )
