"""Raw upstream files: whatever they are packed in, a parser sees names and streams of bytes.

Archives are read member by member and never unpacked to paths they name; members and bytes are counted against limits. Hidden files and
folders (`.git`, `.github`) are none of a feed's.
"""

import io
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast

import msgspec

from mooring.base.errors import FeedMalformed, HostileInput
from mooring.feeds.unpacking import Guarded, damages, unpacked

if TYPE_CHECKING:
    import tarfile
    import zipfile

MIB = 1024 * 1024
_SUFFIXES = (".xz", ".gz", ".bz2", ".zst", ".zstd")
_TARS = (".tar", ".tgz", ".txz", ".tbz2")
_HEADERS_BYTES = 8 * MIB
"""Of one tar member: long names and pax headers."""


class RawLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of one workspace."""

    max_file_bytes: int = 8 * 1024 * MIB
    """Unpacked bytes of one file or archive member."""
    max_record_bytes: int = 256 * MIB
    """What `read` and one line of `lines` may give."""
    max_members: int = 2_000_000
    """Members of one archive, files of one folder."""
    max_archive_bytes: int = 64 * 1024 * MIB
    """Unpacked bytes of one archive."""


class RawFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file, unpacked. Valid while the iterator that gave it stands there."""

    name: str
    """Path below the workspace, then below the archive: `alpine-secdb.tar.xz/v3.19/main.json`; without the suffix of its compression."""
    open: Callable[[], BinaryIO]
    """A stream of the unpacked bytes; may raise FeedMalformed and HostileInput, then and on reading. Call once."""
    limits: RawLimits = RawLimits()

    def read(self) -> bytes:
        """Everything. Raises HostileInput above `max_record_bytes`, FeedMalformed where it is damaged."""
        with self.open() as stream:
            content = self._guarded(lambda: stream.read(self.limits.max_record_bytes + 1))
        if len(content) > self.limits.max_record_bytes:
            raise HostileInput(f"{self.name} is larger than {_size(self.limits.max_record_bytes)}")
        return content

    def lines(self) -> Iterator[bytes]:
        """Line by line, without line ends. Raises as `read` does."""
        limit = self.limits.max_record_bytes
        with self.open() as stream:
            while line := self._guarded(lambda: stream.readline(limit + 1)):
                if len(line) > limit:
                    raise HostileInput(f"a line of {self.name} is longer than {_size(limit)}")
                yield line.rstrip(b"\r\n")

    def numbered_lines(self) -> Iterator[tuple[str, bytes]]:
        """Lines that are not empty, each after its place for messages: `NAME:NUMBER`. Raises as `read` does."""
        for number, line in enumerate(self.lines(), start=1):
            if line:
                yield f"{self.name}:{number}", line

    def _guarded(self, step: Callable[[], bytes]) -> bytes:
        try:
            return step()
        except damages() as error:
            raise FeedMalformed(f"{self.name} is damaged: {error}") from None


def raw_files(place: Path, limits: RawLimits | None = None, *, prefix: str = "") -> Iterator[RawFile]:
    """The files of a folder (sorted, recursively), an archive, or one file.

    Raises FeedMalformed at an archive that is damaged, HostileInput past a limit, OSError where the place itself cannot be read.
    """
    bounds = limits or RawLimits()
    if not place.is_dir():
        yield from _files_of(place, prefix + place.name, bounds)
        return
    found = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if _is_plain_file(path))
    for number, name in enumerate(name for name in found if not _is_hidden(name)):
        if number >= bounds.max_members:
            raise HostileInput(f"{place} holds more than {bounds.max_members} files")
        yield from _files_of(place / name, prefix + name, bounds)


def plain_name(name: str) -> str:
    """The name without the suffix of a compression."""
    return next((name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)), name)


def _is_plain_file(path: Path) -> bool:
    return not path.is_symlink() and path.is_file()


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") and part not in (".", "..") for part in name.split("/"))


def _files_of(path: Path, name: str, limits: RawLimits) -> Iterator[RawFile]:
    inner = plain_name(name)
    if inner.endswith(".zip"):
        yield from _zip_members(path, inner, limits)
    elif inner.endswith(_TARS):
        yield from _tar_members(path, name, limits)
    else:
        yield RawFile(name=inner, open=lambda: _capped(_opened(path, name), name, limits), limits=limits)


def _opened(path: Path, name: str) -> BinaryIO:
    try:
        return unpacked(path.open("rb"))
    except damages() as error:
        raise FeedMalformed(f"{name} is damaged: {error}") from None


def _tar_members(path: Path, name: str, limits: RawLimits) -> Iterator[RawFile]:
    import tarfile

    # tarfile holds pax headers and long names whole, so a header may not be a bomb either: between two members no more may be read
    # than the first one's content and a few megabytes.
    guard = Guarded(_opened(path, name), name, _HEADERS_BYTES, limits.max_archive_bytes)
    try:
        with guard, tarfile.open(fileobj=guard, mode="r|") as archive:
            for number, member in enumerate(archive):
                if number >= limits.max_members:
                    raise HostileInput(f"{name} holds more than {limits.max_members} members")
                full = f"{name}/{member.name.removeprefix('./')}"
                if member.size > limits.max_file_bytes:
                    raise HostileInput(f"{full} is larger than {_size(limits.max_file_bytes)}")
                guard.allow(member.size + _HEADERS_BYTES)
                if member.isfile() and not _is_hidden(member.name):
                    yield _tar_member(archive, member, full, limits)
                archive.members = []  # type: ignore[attr-defined]  # tarfile keeps every member of a stream otherwise
    except damages() as error:
        raise FeedMalformed(f"the archive {name} is damaged: {error}") from None


def _tar_member(archive: "tarfile.TarFile", member: "tarfile.TarInfo", name: str, limits: RawLimits) -> RawFile:
    def stream() -> BinaryIO:
        try:
            found = archive.extractfile(member)
        except damages() as error:
            raise FeedMalformed(f"{name} is damaged: {error}") from None
        assert found is not None
        return _decompressed_member(found, name, limits)

    return RawFile(name=plain_name(name), open=stream, limits=limits)


def _zip_members(path: Path, name: str, limits: RawLimits) -> Iterator[RawFile]:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if _is_wanted(one)]
            if len(members) > limits.max_members:
                raise HostileInput(f"{name} holds more than {limits.max_members} members")
            if sum(one.file_size for one in members) > limits.max_archive_bytes:
                raise HostileInput(f"{name} unpacks to more than {_size(limits.max_archive_bytes)}")
            for member in sorted(members, key=lambda one: one.filename):
                yield _zip_member(archive, member, f"{name}/{member.filename}", limits)
    except damages() as error:
        raise FeedMalformed(f"the archive {name} is damaged: {error}") from None


def _is_wanted(member: "zipfile.ZipInfo") -> bool:
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return not member.is_dir() and not is_link and not _is_hidden(member.filename)


def _zip_member(archive: "zipfile.ZipFile", member: "zipfile.ZipInfo", name: str, limits: RawLimits) -> RawFile:
    def stream() -> BinaryIO:
        try:
            return _decompressed_member(archive.open(member), name, limits)
        except (NotImplementedError, RuntimeError) as error:
            # A compression that zipfile does not know, or a password.
            raise FeedMalformed(f"{name} cannot be unpacked: {error}") from None
        except damages() as error:
            raise FeedMalformed(f"{name} is damaged: {error}") from None

    return RawFile(name=plain_name(name), open=stream, limits=limits)


def _decompressed_member(stream: IO[bytes], name: str, limits: RawLimits) -> BinaryIO:
    """A member that is itself compressed is packed as it comes; what it unpacks to is counted."""
    if plain_name(name) == name:
        return _capped(cast("BinaryIO", stream), name, limits)
    content = stream.read(limits.max_record_bytes + 1)
    if len(content) > limits.max_record_bytes:
        raise HostileInput(f"{name} is larger than {_size(limits.max_record_bytes)}")
    return _capped(unpacked(io.BytesIO(content)), name, limits)


def _capped(stream: BinaryIO, name: str, limits: RawLimits) -> BinaryIO:
    return io.BufferedReader(Guarded(stream, name, limits.max_file_bytes, limits.max_file_bytes), 256 * 1024)


def _size(count: int) -> str:
    return f"{count // MIB} MiB" if count >= MIB else f"{count} bytes"
