"""The starter database: a small selection of real advisories that comes with Mooring, so that a first try needs no network.

It is facts only (identifiers, packages, ranges, fixes, severities, dates), covers a few distributions and the worst flaws of ecosystems,
and gets old: its kind is `starter`, and nothing that is matched with it counts as wholly assessed. `scripts/starter.py` makes it.
"""

import os
from pathlib import Path

import msgspec

from mooring.base.errors import DatabaseDamaged, DatabaseError, DatabaseMissing
from mooring.base.limits import MIB
from mooring.base.replacing import write_whole
from mooring.vulns.database import UPDATE_HINT, Database, open_database
from mooring.vulns.sidecar import Sidecar, sidecar_path, write_sidecar

PACKED = Path(__file__).with_name("starter.db.zst")
"""The file, packed; its sidecar is beside it, under the name without `.zst`."""
MAX_BYTES = 64 * MIB


def open_starter(folder: Path | None, packed: Path = PACKED) -> Database:
    """The starter database, unpacked into the folder once, and in memory where there is no folder or it cannot be written.

    Raises DatabaseMissing where this installation has none, DatabaseDamaged where it is not what it should be.
    """
    sidecar = _sidecar(packed)
    if folder is None:
        return _in_memory(_unpacked(packed, sidecar), packed, sidecar)
    path = folder / f"starter-{sidecar.digest.removeprefix('sha256:')[:12]}.db"
    if found := _opened(path, sidecar):
        return found
    content = _unpacked(packed, sidecar)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
        write_sidecar(path, sidecar)
        _remove_others(folder, path)
    except OSError:
        return _in_memory(content, packed, sidecar)
    return open_database(path)


def _opened(path: Path, sidecar: Sidecar) -> Database | None:
    """One that was unpacked before; None where there is none, or it is no longer what it was."""
    try:
        database = open_database(path)
    except DatabaseError:
        return None
    if database.state.digest == sidecar.digest:
        return database
    database.close()
    return None


def _sidecar(packed: Path) -> Sidecar:
    path = sidecar_path(packed.with_suffix(""))
    try:
        return msgspec.json.decode(path.read_bytes(), type=Sidecar)
    except OSError:
        raise DatabaseMissing("this installation has no starter database", hint=UPDATE_HINT, path=str(packed)) from None
    except msgspec.DecodeError as error:
        raise DatabaseDamaged(
            f"the description of the starter database cannot be read: {error}", path=str(path)
        ) from None


def _unpacked(packed: Path, sidecar: Sidecar) -> bytes:
    import hashlib

    try:
        from compression import zstd  # Python 3.14 and later
    except ImportError:  # A package of the same shape takes its place.
        from backports import zstd

    if sidecar.size_bytes > MAX_BYTES:
        raise DatabaseDamaged(f"the starter database says that it has {sidecar.size_bytes} bytes", path=str(packed))
    try:
        content: bytes = zstd.ZstdDecompressor().decompress(packed.read_bytes(), sidecar.size_bytes + 1)
    except (OSError, zstd.ZstdError, EOFError) as error:
        raise DatabaseDamaged(
            f"the starter database cannot be unpacked: {error}", hint=UPDATE_HINT, path=str(packed)
        ) from None
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != sidecar.digest:
        raise DatabaseDamaged(
            "the starter database is not the one that its description names", hint=UPDATE_HINT, path=str(packed)
        )
    return content


def _in_memory(content: bytes, packed: Path, sidecar: Sidecar) -> Database:
    import sqlite3

    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        connection.deserialize(content)
        database = Database(connection, packed)
    except sqlite3.Error as error:
        connection.close()
        raise DatabaseDamaged(f"the starter database cannot be opened: {error}", path=str(packed)) from error
    except BaseException:
        connection.close()
        raise
    database.state = msgspec.structs.replace(database.state, digest=sidecar.digest)
    return database


def _remove_others(folder: Path, path: Path) -> None:
    for other in folder.glob("starter-*.db"):
        if other.name != path.name:
            os.unlink(other)
            sidecar_path(other).unlink(missing_ok=True)
