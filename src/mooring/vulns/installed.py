"""The folder of databases: which one is in use, and how another takes its place.

    current.json                which file is in use, and which was before
    mooring-3c1f0a….db          named after its digest; with its sidecar, mooring-3c1f0a….db.json
    lock                        held by whoever writes here

A file that has its name never changes. The pointer is renamed into place, so that a reader sees the old database or the new one; what it
has open stays as it is. A writer that is killed leaves the old pointer, and files that the next one removes.
"""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec

from mooring.base.errors import DatabaseDamaged, DatabaseMissing, OutputError
from mooring.base.replacing import synced, write_whole
from mooring.model.match import DatabaseState
from mooring.vulns.database import UPDATE_HINT, Database, open_database
from mooring.vulns.leftovers import locked, remove_leftovers, temporary_folder
from mooring.vulns.sidecar import (
    Sidecar,
    digest_of,
    read_sidecar,
    sidecar_of,
    sidecar_path,
    write_sidecar,
)

POINTER, LOCK = "current.json", "lock"
_NAME = re.compile(r"mooring-[0-9a-f]{12}\.db")
_OWN = re.compile(r"mooring-[0-9a-f]{12}\.db(?:\.json)?")
_MAX_POINTER_BYTES = 64 * 1024
_ATTEMPTS = 5


class Pointer(msgspec.Struct, frozen=True, kw_only=True):
    """What current.json says."""

    file: str
    digest: str
    previous: str = ""
    """The file before, which is kept until the next one comes; empty where there was none."""


def current(folder: Path) -> Path | None:
    """The database in use; None where none was ever installed. Where its file is gone, the one before. Raises DatabaseDamaged."""
    pointer = _pointer(folder)
    return _file(folder, pointer) if pointer is not None else None


def open_current(folder: Path) -> Database:
    """The database in use, open. Raises as `open_database` does; DatabaseMissing where none was ever installed."""
    for attempt in range(1, _ATTEMPTS + 1):
        pointer = _pointer(folder)
        if pointer is None:
            break
        try:
            database = open_database(path := _file(folder, pointer))
        except (DatabaseMissing, DatabaseDamaged):  # Perhaps it was replaced twice since we looked.
            if attempt == _ATTEMPTS or pointer == _pointer(folder):
                raise
            continue
        if (
            not database.state.digest and path.name == pointer.file
        ):  # Its sidecar was removed with it after we had it open.
            database.state = msgspec.structs.replace(database.state, digest=pointer.digest)
        return database
    raise DatabaseMissing("there is no vulnerability database", hint=UPDATE_HINT, path=str(folder))


def install(folder: Path, built: Path) -> Path:
    """Put a finished file into the folder, where it is in use from then on; gives its new place. `built` is moved, and its sidecar with it.

    It is read whole first: raises what `open_database` raises where it is no good, and nothing changes then. One older database stays.
    Raises OutputError where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder / LOCK):
            sidecar = _checked(built)
            name = f"mooring-{sidecar.digest.removeprefix('sha256:')[:12]}.db"
            _move(built, folder / name, sidecar)
            before = _used(folder)
            if before is None or before.file != name:
                pointer = Pointer(file=name, digest=sidecar.digest, previous=before.file if before else "")
                write_whole(folder / POINTER, msgspec.json.encode(pointer) + b"\n")
            _tidy(folder)
    except (OSError, sqlite3.Error) as error:
        raise OutputError(f"the vulnerability database could not be installed: {error}", path=str(folder)) from error
    return folder / name


def installed(folder: Path) -> Iterator[DatabaseState]:
    """The databases of the folder as their sidecars describe them, the one in use first. Raises DatabaseDamaged."""
    pointer = _pointer(folder)
    for name in (pointer.file, pointer.previous) if pointer is not None else ():
        sidecar = read_sidecar(folder / name) if name else None
        if sidecar is not None:
            yield sidecar.state(folder / name)


def _pointer(folder: Path) -> Pointer | None:
    path = folder / POINTER
    try:
        with path.open("rb") as file:
            pointer = msgspec.json.decode(file.read(_MAX_POINTER_BYTES), type=Pointer)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise DatabaseDamaged(f"it cannot be read: {error.strerror}", path=str(path)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DatabaseDamaged(
            f"it does not say which database is in use: {error}", hint=UPDATE_HINT, path=str(path)
        ) from None
    for name in filter(None, (pointer.file, pointer.previous)):
        if not _NAME.fullmatch(name):
            raise DatabaseDamaged(f"{name!r} is no name of a database", hint=UPDATE_HINT, path=str(path))
    return pointer


def _file(folder: Path, pointer: Pointer) -> Path:
    for name in (pointer.file, pointer.previous):
        if name and (folder / name).is_file():
            return folder / name
    raise DatabaseDamaged(
        f"the database {pointer.file!r} that {POINTER} names is gone", hint=UPDATE_HINT, path=str(folder / POINTER)
    )


def _used(folder: Path) -> Pointer | None:
    """What a writer may go on from: a pointer that is damaged is replaced like one that was never there."""
    try:
        pointer = _pointer(folder)
    except DatabaseDamaged:
        return None
    return pointer if pointer is not None and (folder / pointer.file).is_file() else None


def _checked(built: Path) -> Sidecar:
    """The sidecar of a file that was read whole."""
    with open_database(built) as database:
        database.check()
        state = database.state
    sidecar = sidecar_of(built, built=state.built, kind=state.kind, tool=database.tool, feeds=state.feeds)
    if state.digest and state.digest != sidecar.digest:
        raise DatabaseDamaged(
            f"its digest is {sidecar.digest}; {sidecar_path(built).name} says {state.digest}", path=str(built)
        )
    return sidecar


def _move(built: Path, target: Path, sidecar: Sidecar) -> None:
    """The sidecar first: a database that is there has its own. A file that is there already has the same content by its name."""
    write_sidecar(target, sidecar)
    if not (target.is_file() and digest_of(target) == sidecar.digest):
        synced(built)
        try:
            os.replace(built, target)
        except OSError:  # Another file system.
            with temporary_folder(target.parent) as place:
                shutil.copyfile(built, place / target.name)
                synced(place / target.name)
                os.replace(place / target.name, target)
        synced(target.parent)
    if built.resolve() != target.resolve():
        built.unlink(missing_ok=True)
        sidecar_path(built).unlink(missing_ok=True)


def _tidy(folder: Path) -> None:
    pointer = _pointer(folder)
    assert pointer is not None
    kept = {name + end for name in (pointer.file, pointer.previous) for end in ("", ".json") if name}
    for path in folder.iterdir():
        is_temporary = path.name.startswith(".") and ".json." in path.name
        if is_temporary or (_OWN.fullmatch(path.name) and path.name not in kept):
            path.unlink(missing_ok=True)
    remove_leftovers(folder)
