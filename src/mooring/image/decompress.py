"""Layer bytes as stored to layer bytes as a tar: gzip, zstd or neither, told by the first bytes and never by a declared type."""

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from mooring.base.errors import DamagedImage, HostileInput
from mooring.base.limits import GIB, Limits

PIECE = 1 << 20
"""Bytes that a decompressor may give at once; the size does not matter between 64 KiB and 4 MiB."""
GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_ZSTD_SKIPPABLE = tuple(bytes([n]) + b"\x2a\x4d\x18" for n in range(0x50, 0x60))


class Decompressor(Protocol):
    """What isal, zlib (behind a wrapper) and zstd have in common."""

    needs_input: bool

    @property
    def eof(self) -> bool:
        """Whether the stream's end mark was met."""

    @property
    def unused_data(self) -> bytes:
        """Input behind the end mark."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most `max_length` bytes; what is left of the input is kept."""


def decompressed(stored: Iterator[bytes], limits: Limits, name: str) -> Iterator[bytes]:
    """Yield the plain bytes in pieces of at most 1 MiB (as they come, where nothing is compressed).

    Concatenated gzip members and zstd frames are one stream (RFC 1952 2.2, RFC 8878 3). Zero padding behind them is passed over.
    Raises DamagedImage at a truncated or broken stream, HostileInput at a layer larger than the limits or a ratio past them.
    """
    first = b""
    for piece in stored:
        first += piece
        if len(first) >= 4:
            break
    make = _maker(first)
    if make is None:
        return _counted(_chained(first, stored), limits, name)
    return _inflate(_chained(first, stored), make, limits, name)


def _maker(first: bytes) -> Callable[[], Decompressor] | None:
    if first[:2] == GZIP_MAGIC:
        return _gzip
    if first[:4] == ZSTD_MAGIC or first[:4] in _ZSTD_SKIPPABLE:
        return _zstd
    return None


def _gzip() -> Decompressor:
    try:
        from isal import igzip_lib
    except ImportError:
        return _Zlib()
    decompressor: Decompressor = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
    return decompressor


def _zstd() -> Decompressor:
    try:
        from compression.zstd import ZstdDecompressor  # Python 3.14 and later
    except ImportError:
        from backports.zstd import ZstdDecompressor
    decompressor: Decompressor = ZstdDecompressor()
    return decompressor


class _Zlib:
    """The standard library's inflate with the interface of the others; half as fast as isal."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(31)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        out = self._inflate.decompress(self._inflate.unconsumed_tail + data, max_length)
        self.needs_input = not self._inflate.unconsumed_tail
        return out


def _inflate(stored: Iterator[bytes], make: Callable[[], Decompressor], limits: Limits, name: str) -> Iterator[bytes]:
    stream = make()
    taken = given = 0
    for piece in stored:
        taken += len(piece)
        pending = piece
        while True:
            if stream.eof:
                pending = (stream.unused_data + pending).lstrip(b"\0")
                if not pending:
                    break
                stream = make()
            try:
                plain = stream.decompress(pending, PIECE)
            except Exception as error:  # noqa: BLE001 - each library has an error class of its own and none a common parent
                raise DamagedImage(f"{name}: the compressed data is damaged after {given} bytes: {error}") from None
            pending = b""
            given += len(plain)
            if given > limits.max_layer_bytes or given > limits.ratio_floor_bytes + taken * limits.max_ratio:
                raise _too_large(name, taken, given, limits)
            if plain:
                yield plain
            if not stream.eof and stream.needs_input:
                break
            if stream.eof and not stream.unused_data:
                break
    if not stream.eof:
        raise DamagedImage(
            f"{name}: the compressed data ends after {taken} bytes without its end mark",
            hint="the layer is truncated; fetch it again",
        )


def _counted(chunks: Iterator[bytes], limits: Limits, name: str) -> Iterator[bytes]:
    given = 0
    for piece in chunks:
        given += len(piece)
        if given > limits.max_layer_bytes:
            raise _too_large(name, given, given, limits)
        yield piece


def _too_large(name: str, taken: int, given: int, limits: Limits) -> HostileInput:
    if given > limits.max_layer_bytes:
        size = f"{limits.max_layer_bytes / GIB:g} GiB"
        return HostileInput(
            f"{name} expands to more than {size}; reading stopped at {size}",
            hint="if you trust the image, raise scan.max_layer_bytes",
        )
    return HostileInput(
        f"{name}: {taken} bytes expand to more than {given}, over {limits.max_ratio} times as many; reading stopped",
        hint="if you trust the image, raise scan.max_ratio",
    )


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest
