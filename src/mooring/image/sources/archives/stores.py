"""Where the files of an archive or OCI layout are: in a folder, in a tar file, or already in memory."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from mooring.base.errors import DamagedImage, HostileInput, ImageUnavailable
from mooring.base.limits import Limits
from mooring.image.blobs import file_pieces
from mooring.image.sources.archives.members import FileCursor, TarMember, walk

MAX_LINKS = 8
"""Links from link to link in an archive; tools write one."""


class Store(Protocol):
    """Files by name. All raise SourceError."""

    name: str
    """For messages."""

    def has(self, name: str) -> bool:
        """Whether there is such a file."""

    def size(self, name: str) -> int:
        """Bytes of the file."""

    def read(self, name: str) -> bytes:
        """A document of at most `limits.max_manifest_bytes`; HostileInput where it is larger."""

    def pieces(self, name: str) -> Iterator[bytes]:
        """The file's bytes. Opens the file anew."""

    def identity(self, name: str) -> str:
        """A name that the bytes keep until somebody writes to them; empty where there is none."""


class FolderStore:
    """Files in a folder. Links are followed only while they stay in it: no image may name files of the host."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.name = str(folder)
        self._folder = folder.resolve()
        self._limits = limits

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return self._path(name) is not None

    def size(self, name: str) -> int:
        """Bytes of the file."""
        return self._existing(name).stat().st_size

    def read(self, name: str) -> bytes:
        """A document, bounded."""
        path = self._existing(name)
        _check_size(path.stat().st_size, f"{self.name}: {name}", self._limits)
        return b"".join(file_pieces(path, 0, path.stat().st_size))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The file's bytes."""
        path = self._existing(name)
        return file_pieces(path, 0, path.stat().st_size)

    def identity(self, name: str) -> str:
        """Device, inode, size and times of the file."""
        return _identity(self._existing(name).stat())

    def _existing(self, name: str) -> Path:
        path = self._path(name)
        if path is None:
            raise ImageUnavailable(f"{self.name} has no file {name!r}")
        return path

    def _path(self, name: str) -> Path | None:
        try:
            path = (self._folder / name).resolve()
            return path if path.is_file() and path.is_relative_to(self._folder) else None
        except (OSError, ValueError, RuntimeError):
            return None


class TarStore:
    """Files of an uncompressed tar file, found by one pass over its headers."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.name = str(path)
        self._path = path
        self._limits = limits
        with path.open("rb", buffering=0) as file:
            cursor = FileCursor(file, path.stat().st_size, self.name)
            self._members = {member.name: member for member in walk(cursor, limits)}
            self._identity = _identity(os.fstat(file.fileno()))

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return self._find(name) is not None

    def size(self, name: str) -> int:
        """Bytes of the file."""
        return self._existing(name).size

    def read(self, name: str) -> bytes:
        """A document, bounded."""
        member = self._existing(name)
        _check_size(member.size, f"{self.name}: {name}", self._limits)
        return b"".join(file_pieces(self._path, member.offset, member.size))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The file's bytes."""
        member = self._existing(name)
        return file_pieces(self._path, member.offset, member.size)

    def identity(self, name: str) -> str:
        """Device, inode, size and times of the archive, and the place in it."""
        member = self._existing(name)
        return f"{self._identity}:{member.offset}+{member.size}"

    def _existing(self, name: str) -> TarMember:
        member = self._find(name)
        if member is None:
            raise DamagedImage(
                f"{self.name} has no member {name!r}", hint="the archive is incomplete; save the image again"
            )
        return member

    def _find(self, name: str) -> TarMember | None:
        final = follow(name, {link: one.link for link, one in self._members.items() if one.link})
        return self._members.get(final)


class StreamStore:
    """What a stream left behind: its documents, and the sizes of what was handed on."""

    def __init__(
        self, name: str, documents: Mapping[str, bytes], sizes: Mapping[str, int], links: Mapping[str, str]
    ) -> None:
        self.name = name
        self._documents = documents
        self._sizes = sizes
        self._links = links

    def member_of(self, name: str) -> str:
        """The member behind a name, links followed."""
        return follow(name, self._links)

    def has(self, name: str) -> bool:
        """Whether there was such a file."""
        final = self.member_of(name)
        return final in self._documents or final in self._sizes

    def size(self, name: str) -> int:
        """Bytes of the file."""
        final = self.member_of(name)
        if final in self._documents:
            return len(self._documents[final])
        if final not in self._sizes:
            raise DamagedImage(
                f"{self.name} has no member {name!r}", hint="the archive is incomplete; save the image again"
            )
        return self._sizes[final]

    def read(self, name: str) -> bytes:
        """A document that was kept."""
        content = self._documents.get(self.member_of(name))
        if content is None:
            raise DamagedImage(f"{self.name} has no document {name!r}")
        return content

    def pieces(self, name: str) -> Iterator[bytes]:
        """A stream cannot be read again."""
        raise ImageUnavailable(f"{self.name}: {name!r} has passed by")

    def identity(self, name: str) -> str:
        """Nothing."""
        return ""


def follow(name: str, links: Mapping[str, str]) -> str:
    """Where a name leads to through links."""
    for _ in range(MAX_LINKS):
        if name not in links:
            return name
        name = links[name]
    return ""


def _identity(stat: os.stat_result) -> str:
    return f"file:{stat.st_dev}:{stat.st_ino}:{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ctime_ns}"


def _check_size(size: int, name: str, limits: Limits) -> None:
    if size > limits.max_manifest_bytes:
        raise HostileInput(
            f"{name} has {size} bytes; a manifest or config may have {limits.max_manifest_bytes}",
            hint="if you trust the image, raise scan.max_manifest_bytes",
        )
