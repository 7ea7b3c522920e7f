"""Digests of the files of a layer or folder, in columns: SHA-256, and the MD5 and SHA-1 that package databases know files by."""

import hashlib
from collections.abc import Iterable, Sequence

PRIMARY = "sha256"
"""The algorithm whose column is `EntryTable.digests`."""
SIZES = {"sha256": 32, "sha1": 20, "md5": 16}
"""Bytes of a digest, by algorithm; other algorithms are not computed."""


class DigestColumns:
    """One column for each algorithm that was asked for. Nothing is hashed where none was."""

    def __init__(self, algorithms: Iterable[str]) -> None:
        self._columns = {name: bytearray() for name in dict.fromkeys(algorithms)}

    def __bool__(self) -> bool:
        return bool(self._columns)

    def add(self, content: bytes) -> None:
        """Add the digests of a file's content."""
        for name, column in self._columns.items():
            column += hashlib.new(name, content, usedforsecurity=False).digest()

    def add_unknown(self) -> None:
        """Add a row without digests: zeros."""
        for name, column in self._columns.items():
            column += bytes(SIZES[name])

    def hashes(self) -> "list[hashlib._Hash]":
        """New hashes, to be updated with the pieces of a file and given to `add_hashes`."""
        return [hashlib.new(name, usedforsecurity=False) for name in self._columns]

    def add_hashes(self, hashes: "Sequence[hashlib._Hash]") -> None:
        """Add the digests of the pieces that `hashes` have seen."""
        for column, seen in zip(self._columns.values(), hashes, strict=True):
            column += seen.digest()

    @property
    def primary(self) -> bytes:
        """The column of SHA-256; empty where it was not asked for."""
        return bytes(self._columns.get(PRIMARY, b""))

    @property
    def others(self) -> dict[str, bytes]:
        """The columns of the other algorithms."""
        return {name: bytes(column) for name, column in self._columns.items() if name != PRIMARY}


def algorithms_of(more: Iterable[str], *, with_digests: bool) -> tuple[str, ...]:
    """The algorithms to compute: SHA-256 where digests are asked for, and those of `more` that are known here; each once."""
    asked = ((PRIMARY,) if with_digests else ()) + tuple(more)
    return tuple(dict.fromkeys(name for name in asked if name in SIZES))
