"""Files that are there whole or not at all."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


@contextlib.contextmanager
def replacing(path: Path, prefix: str, *, is_lasting: bool = False) -> Iterator[BinaryIO]:
    """A file beside `path`, its name beginning with `prefix`, that takes its place once it is written; nothing is left where that fails.

    With `is_lasting` it is on the disk, and others may read it, before it takes the place: a crash of the machine leaves the old file or
    the new one. Raises OSError.
    """
    import tempfile

    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=prefix)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            if is_lasting:
                file.flush()
                os.fsync(file.fileno())
                os.fchmod(file.fileno(), 0o644)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def write_whole(path: Path, content: bytes) -> None:
    """The file has this content, or keeps the one it had; it survives a crash of the machine. Raises OSError."""
    with replacing(path, f".{path.name}.", is_lasting=True) as file:
        file.write(content)
    synced(path.parent)


def synced(path: Path) -> None:
    """What was written to a file, or into a folder, is on the disk. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
