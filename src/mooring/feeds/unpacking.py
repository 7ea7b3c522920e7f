"""Compressed streams as plain ones, told by their first bytes, with bounds on what they may cost."""

import io
from typing import TYPE_CHECKING, BinaryIO, cast

from mooring.base.errors import HostileInput

if TYPE_CHECKING:
    import lzma

MIB = 1024 * 1024
_XZ_MEMORY = 512 * MIB
"""A dictionary of 64 MiB is the largest that `xz -9` makes; a header may ask for 4 GiB."""


def unpacked(stream: BinaryIO) -> BinaryIO:
    """The stream, through the decompressor (xz, gzip, bzip2, zstd) that its first bytes ask for; it must be one that can seek."""
    magic = stream.read(6)
    stream.seek(0)
    if magic.startswith(b"\xfd7zXZ"):
        return io.BufferedReader(_Xz(stream), 256 * 1024)
    if magic.startswith(b"\x1f\x8b"):
        import gzip

        return cast("BinaryIO", _Over(gzip.GzipFile(fileobj=stream, mode="rb"), stream))
    if magic.startswith(b"BZh"):
        import bz2

        return cast("BinaryIO", _Over(bz2.BZ2File(stream), stream))
    if magic.startswith(b"\x28\xb5\x2f\xfd"):
        from backports import zstd

        return cast("BinaryIO", _Over(zstd.ZstdFile(stream), stream))
    return stream


def damages() -> tuple[type[Exception], ...]:
    """What the standard library raises at damaged input."""
    import lzma
    import tarfile
    import zipfile
    import zlib

    from backports import zstd

    return (
        EOFError,
        ValueError,
        OSError,
        lzma.LZMAError,
        tarfile.TarError,
        zipfile.BadZipFile,
        zlib.error,
        zstd.ZstdError,
    )


class Guarded(io.RawIOBase):
    """A stream that raises HostileInput once it has given more than was allowed since `allow`, or more than `total` in all."""

    def __init__(self, stream: BinaryIO, name: str, allowed: int, total: int) -> None:
        self._stream = stream
        self._name = name
        self._allowed = allowed
        self._total = total

    def allow(self, count: int) -> None:
        """So many bytes may come from here on."""
        self._allowed = count

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill what there is; the bytes are counted."""
        view = memoryview(cast("bytearray", buffer))
        # One byte more than allowed, so that a stream of just that length passes.
        piece = self._stream.read(min(len(view), max(min(self._allowed, self._total), 0) + 1))
        self._allowed -= len(piece)
        self._total -= len(piece)
        if self._allowed < 0 or self._total < 0:
            raise HostileInput(
                f"{self._name} unpacks to more than is allowed for it; reading stopped",
                hint="if you trust it, raise feeds.max_file_bytes",
            )
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Close what is below, too."""
        self._stream.close()
        super().close()


class _Over(io.BufferedIOBase):
    """A decompressor together with the stream below it, which is closed with it."""

    def __init__(self, decompressor: io.BufferedIOBase, stream: BinaryIO) -> None:
        self._decompressor = decompressor
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self._decompressor.read(size)

    def readline(self, size: int | None = -1) -> bytes:
        return self._decompressor.readline(size)

    def close(self) -> None:
        self._decompressor.close()
        self._stream.close()
        super().close()


class _Xz(io.RawIOBase):
    """xz with a bound on memory, which `lzma.LZMAFile` has not. Streams may follow one another (xz format 1.2, 2.2)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decompressor = self._new()
        self._waiting = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        while True:
            if self._decompressor.eof and not self._next_stream():
                return 0
            if self._decompressor.needs_input and not self._waiting:
                self._waiting = self._stream.read(256 * 1024)
                if not self._waiting:
                    raise EOFError("it ends before its end mark")
            piece = self._decompressor.decompress(self._waiting, max_length=len(view))
            self._waiting = b""
            if piece:
                view[: len(piece)] = piece
                return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()

    def _next_stream(self) -> bool:
        """Whether another stream follows; padding of zeros is passed over."""
        rest = self._decompressor.unused_data.lstrip(b"\0")
        while not rest:
            piece = self._stream.read(256 * 1024)
            if not piece:
                return False
            rest = piece.lstrip(b"\0")
        self._decompressor = self._new()
        self._waiting = rest
        return True

    def _new(self) -> "lzma.LZMADecompressor":
        import lzma

        return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
