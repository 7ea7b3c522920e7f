"""One file that carries a database: `NAME.db.zst`, with its listing beside it or given by the server.

The file is the database, compressed. What came out is checked against the digest before anybody opens it.
"""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from mooring.base.errors import DatabaseDamaged, DatabaseMissing, HostileInput, OutputError
from mooring.base.limits import GIB, MIB
from mooring.base.replacing import replacing
from mooring.vulns.leftovers import temporary_folder

CHUNK = 1 * MIB
MAX_RATIO = 400
"""Unpacked bytes per byte; databases compress 3 to 8 times."""
SUFFIX = ".db.zst"
_MAGICS = {b"\x28\xb5\x2f\xfd": "zstd", b"\x1f\x8b": "gzip", b"\xfd7zX": "xz", b"SQLi": "sqlite"}


def kind_of(path: Path) -> str:
    """`zstd`, `gzip`, `xz`, `sqlite`, or empty. Raises DatabaseMissing where it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise DatabaseMissing(f"cannot be read: {(error.strerror or str(error)).lower()}", path=str(path)) from None
    return next((kind for magic, kind in _MAGICS.items() if head.startswith(magic)), "")


def digest_of_file(path: Path) -> str:
    """`sha256:…` of a file. Raises OSError."""
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def pack(database: Path, target: Path) -> None:
    """Write the database compressed; the target is there whole or not at all. Raises OutputError."""
    from backports import zstd

    try:
        with replacing(target, f".{target.name}.", is_lasting=True) as out, database.open("rb") as source:
            options: dict[int, int] = {
                zstd.CompressionParameter.compression_level: 12,
                zstd.CompressionParameter.checksum_flag: 1,
            }
            with zstd.open(out, "wb", options=options) as packed:
                while piece := source.read(CHUNK):
                    packed.write(piece)
    except OSError as error:
        raise OutputError(f"the database could not be written to {str(target)!r}: {_why(error)}") from None


@contextmanager
def unpacked(archive: Path, folder: Path, max_bytes: int = 16 * GIB) -> Iterator[Path]:
    """The database inside, as a file below `folder` that is gone afterwards. Raises DatabaseDamaged, HostileInput, OutputError."""
    with workplace(folder) as place:
        target = place / "mooring.db"
        _unpack(archive, target, max_bytes)
        yield target


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """A folder below `folder` that is gone afterwards, and if we are killed, when the next one is made. Raises OutputError."""
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            place = stack.enter_context(temporary_folder(folder))
        except OSError as error:
            raise OutputError(
                f"the folder of databases cannot be written: {_why(error)}",
                hint="name another with --database-dir, or database.directory",
                path=str(folder),
            ) from None
        yield place


def is_database(path: Path) -> bool:
    """Whether it is a database of ours, not compressed."""
    return kind_of(path) == "sqlite" and not is_foreign(path)


def is_foreign(path: Path) -> bool:
    """Whether it is another tool's: a tar archive by its name, or a SQLite file without our mark."""
    if kind_of(path) == "sqlite":
        with path.open("rb") as file:
            return file.read(72)[68:72] == b"\0\0\0\0"
    return ".tar" in path.name or path.name.endswith((".tgz", ".txz"))


def _unpack(archive: Path, target: Path, max_bytes: int) -> None:
    bound = min(max_bytes, max(archive.stat().st_size, MIB) * MAX_RATIO)
    size = 0
    try:
        with _opened(archive) as source, target.open("wb") as out:
            while piece := _read(source, archive):
                size += len(piece)
                if size > bound:
                    raise HostileInput(
                        f"{archive} unpacks to more than {bound // MIB} MiB",
                        hint="if you trust it, raise database.max_bytes",
                    )
                out.write(piece)
    except OSError as error:
        raise OutputError(f"the database could not be unpacked to {str(target.parent)!r}: {_why(error)}") from None


def _opened(archive: Path) -> BinaryIO:
    kind = kind_of(archive)
    if kind == "sqlite":
        return archive.open("rb")
    if kind == "zstd":
        from backports import zstd

        return cast("BinaryIO", zstd.open(archive))
    if kind == "gzip":
        import gzip

        return cast("BinaryIO", gzip.open(archive))
    if kind == "xz":
        import lzma

        return cast("BinaryIO", lzma.open(archive))
    raise DatabaseDamaged("is neither a database nor a compressed one", path=str(archive))


def _read(source: BinaryIO, archive: Path) -> bytes:
    import lzma
    import zlib

    from backports import zstd

    try:
        return source.read(CHUNK)
    except (EOFError, zlib.error, lzma.LZMAError, zstd.ZstdError, OSError) as error:
        raise DatabaseDamaged(f"is damaged: {str(error).lower()}", path=str(archive)) from None


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
