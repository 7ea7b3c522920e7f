"""Temporary folders that do not outlive the process that made them for long, even where it was killed."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

PREFIX = ".mooring-building-"
_LOCK, _UNNAMED = "lock", "lock.new"


@contextlib.contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """A folder in `parent`, removed at the end; so are those that killed processes left there. Raises OSError."""
    remove_leftovers(parent)
    folder = Path(tempfile.mkdtemp(dir=parent, prefix=PREFIX))
    try:
        with locked(folder / _UNNAMED):  # Locked before it has the name that others look for.
            os.rename(folder / _UNNAMED, folder / _LOCK)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers(parent: Path) -> None:
    """Remove temporary folders of processes that are no more: nobody holds the lock in them."""
    for folder in sorted(parent.glob(f"{PREFIX}*")):
        with contextlib.suppress(OSError):
            handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CLOEXEC)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock that a file stands for, waiting until another process lets go of it. It dies with the process. Raises OSError."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
