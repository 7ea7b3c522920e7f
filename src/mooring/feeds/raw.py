"""Raw upstream files: whatever they are packed in, a parser sees names and streams of bytes.

Archives are read member by member and never unpacked to paths they name; members and bytes are counted against limits.
"""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, BinaryIO, cast

import msgspec

from mooring.base.errors import FeedMalformed, HostileInput

MIB = 1024 * 1024
_SUFFIXES = (".xz", ".gz", ".bz2", ".zst", ".zstd")
_ARCHIVES = (".tar", ".tgz", ".txz", ".zip")
_DAMAGES = (EOFError, ValueError, OSError)


class RawLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of one workspace."""

    max_file_bytes: int = 8 * 1024 * MIB
    """Unpacked bytes of one file or archive member."""
    max_record_bytes: int = 256 * MIB
    """What `read` and one line of `lines` may give."""
    max_members: int = 2_000_000
    """Members of one archive, files of one folder."""


class RawFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file, unpacked. Valid while the iterator that gave it stands there."""

    name: str
    """Path below the workspace, then below the archive: `alpine-secdb.tar.xz/v3.19/main.json`; without the suffix of its compression."""
    open: Callable[[], BinaryIO]
    """A stream of the unpacked bytes; may raise FeedMalformed on reading. Call once."""
    limits: RawLimits = RawLimits()

    def read(self) -> bytes:
        """Everything. Raises HostileInput above `max_record_bytes`, FeedMalformed where it is damaged."""
        with self.open() as stream:
            content = self._guarded(stream, lambda: stream.read(self.limits.max_record_bytes + 1))
        if len(content) > self.limits.max_record_bytes:
            raise HostileInput(f"{self.name} is larger than {self.limits.max_record_bytes // MIB} MiB")
        return content

    def lines(self) -> Iterator[bytes]:
        """Line by line, without line ends. Raises as `read` does."""
        with self.open() as stream:
            while line := self._guarded(stream, lambda: stream.readline(self.limits.max_record_bytes + 1)):
                if len(line) > self.limits.max_record_bytes:
                    raise HostileInput(
                        f"a line of {self.name} is longer than {self.limits.max_record_bytes // MIB} MiB"
                    )
                yield line.rstrip(b"\r\n")

    def _guarded(self, stream: BinaryIO, step: Callable[[], bytes]) -> bytes:
        try:
            return step()
        except (HostileInput, FeedMalformed):
            raise
        except Exception as error:
            if isinstance(error, _damages()):
                raise FeedMalformed(f"{self.name} is damaged: {error}") from None
            raise


def raw_files(place: Path, limits: RawLimits | None = None, *, prefix: str = "") -> Iterator[RawFile]:
    """The files of a folder (sorted, recursively), an archive, or one file. Raises FeedMalformed at an archive that is damaged."""
    bounds = limits or RawLimits()
    if place.is_dir():
        for number, path in enumerate(
            sorted(path for path in place.rglob("*") if path.is_file() and not path.is_symlink())
        ):
            if number >= bounds.max_members:
                raise HostileInput(f"{place} holds more than {bounds.max_members} files")
            yield from _files_of(path, prefix + path.relative_to(place).as_posix(), bounds)
        return
    yield from _files_of(place, prefix + place.name, bounds)


def plain_name(name: str) -> str:
    """The name without the suffix of a compression."""
    return next((name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)), name)


def _files_of(path: Path, name: str, limits: RawLimits) -> Iterator[RawFile]:
    inner = plain_name(name)
    if inner.endswith(".zip"):
        yield from _zip_members(path, inner, limits)
    elif inner.endswith((".tar", ".tgz", ".txz")):
        yield from _tar_members(path, name, limits)
    else:
        yield RawFile(name=inner, open=lambda: _capped(_unpacked(path, path.name), name, limits), limits=limits)


def _unpacked(path: Path, name: str) -> BinaryIO:
    """The file as a stream, through the decompressor that its first bytes ask for."""
    with path.open("rb") as file:
        magic = file.read(6)
    if magic.startswith(b"\xfd7zXZ"):
        import lzma

        return cast("BinaryIO", lzma.open(path))
    if magic.startswith(b"\x1f\x8b"):
        import gzip

        return cast("BinaryIO", gzip.open(path))
    if magic.startswith(b"BZh"):
        import bz2

        return cast("BinaryIO", bz2.open(path))
    if magic.startswith(b"\x28\xb5\x2f\xfd"):
        from backports import zstd

        return cast("BinaryIO", zstd.open(path))
    return path.open("rb")


def _tar_members(path: Path, name: str, limits: RawLimits) -> Iterator[RawFile]:
    import tarfile

    try:
        with _unpacked(path, name) as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
            for number, member in enumerate(archive):
                if number >= limits.max_members:
                    raise HostileInput(f"{name} holds more than {limits.max_members} members")
                if member.isfile():
                    yield _tar_member(archive, member, name, limits)
    except _damages() as error:
        raise FeedMalformed(f"the archive {name} is damaged: {error}") from None


def _tar_member(archive: object, member: object, name: str, limits: RawLimits) -> RawFile:
    import tarfile

    assert isinstance(archive, tarfile.TarFile)
    assert isinstance(member, tarfile.TarInfo)
    full = f"{name}/{member.name.removeprefix('./')}"
    if member.size > limits.max_file_bytes:
        raise HostileInput(f"{full} is larger than {limits.max_file_bytes // MIB} MiB")

    def stream() -> BinaryIO:
        found = archive.extractfile(member)
        assert found is not None
        return _decompressed_member(found, full, limits)

    return RawFile(name=plain_name(full), open=stream, limits=limits)


def _zip_members(path: Path, name: str, limits: RawLimits) -> Iterator[RawFile]:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted((one for one in archive.infolist() if not one.is_dir()), key=lambda one: one.filename)
            if len(members) > limits.max_members:
                raise HostileInput(f"{name} holds more than {limits.max_members} members")
            for member in members:
                full = f"{name}/{member.filename}"
                yield RawFile(
                    name=plain_name(full),
                    open=lambda member=member, full=full: _decompressed_member(archive.open(member), full, limits),  # type: ignore[misc]  # bound now
                    limits=limits,
                )
    except _damages() as error:
        raise FeedMalformed(f"the archive {name} is damaged: {error}") from None


def _decompressed_member(stream: IO[bytes], name: str, limits: RawLimits) -> BinaryIO:
    """A member that is itself compressed is unpacked in memory, within the limit of a record."""
    if plain_name(name) == name:
        return _capped(cast("BinaryIO", stream), name, limits)
    content = stream.read(limits.max_record_bytes + 1)
    if len(content) > limits.max_record_bytes:
        raise HostileInput(f"{name} is larger than {limits.max_record_bytes // MIB} MiB")
    return _capped(_unpacked_bytes(content), name, limits)


def _unpacked_bytes(content: bytes) -> BinaryIO:
    buffer = io.BytesIO(content)
    if content.startswith(b"\xfd7zXZ"):
        import lzma

        return cast("BinaryIO", lzma.open(buffer))
    if content.startswith(b"\x1f\x8b"):
        import gzip

        return cast("BinaryIO", gzip.open(buffer))
    if content.startswith(b"BZh"):
        import bz2

        return cast("BinaryIO", bz2.open(buffer))
    if content.startswith(b"\x28\xb5\x2f\xfd"):
        from backports import zstd

        return cast("BinaryIO", zstd.open(buffer))
    return buffer


class _Capped(io.RawIOBase):
    """A stream that raises HostileInput once it has given more than the limit."""

    def __init__(self, stream: BinaryIO, name: str, limit: int) -> None:
        self._stream = stream
        self._name = name
        self._limit = limit
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        piece = self._stream.read(len(view))
        self._given += len(piece)
        if self._given > self._limit:
            raise HostileInput(f"{self._name} unpacks to more than {self._limit // MIB} MiB")
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _capped(stream: BinaryIO, name: str, limits: RawLimits) -> BinaryIO:
    return io.BufferedReader(_Capped(stream, name, limits.max_file_bytes), 256 * 1024)


def _damages() -> tuple[type[Exception], ...]:
    """What the standard library raises at damaged archives."""
    import lzma
    import tarfile
    import zipfile
    import zlib

    return (*_DAMAGES, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile, zlib.error)
