"""Files that are compressed as a whole: bounded, by their magic."""

import zlib

from mooring.base.errors import ReadError

MAX_BYTES = 256 << 20
"""Kernel modules with debug information are below 100 MiB."""


def inflated(content: bytes) -> bytes:
    """The content of a gzip, xz or zstd file; other content as it is. Raises ReadError at damage and past the limit."""
    if content[:2] == b"\x1f\x8b":
        return _gzip(content)
    if content[:6] == b"\xfd7zXZ\0":
        return _xz(content)
    if content[:4] == b"\x28\xb5\x2f\xfd":
        return _zstd(content)
    return content


def _gzip(content: bytes) -> bytes:
    inflater = zlib.decompressobj(31)
    try:
        plain = inflater.decompress(content, MAX_BYTES)
    except zlib.error as error:
        raise ReadError(f"is not gzip data: {error}") from None
    return _checked(plain, is_whole=inflater.eof)


def _xz(content: bytes) -> bytes:
    import lzma

    inflater = lzma.LZMADecompressor(memlimit=MAX_BYTES)
    try:
        plain = inflater.decompress(content, MAX_BYTES)
    except (lzma.LZMAError, EOFError) as error:
        raise ReadError(f"is not xz data: {error}") from None
    return _checked(plain, is_whole=inflater.eof)


def _zstd(content: bytes) -> bytes:
    try:
        from compression import zstd
    except ImportError:  # Before Python 3.14 a package of the same shape takes its place.
        from backports import zstd

    inflater = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 27})
    try:
        plain: bytes = inflater.decompress(content, MAX_BYTES)
    except (zstd.ZstdError, EOFError) as error:
        raise ReadError(f"is not zstd data: {error}") from None
    return _checked(plain, is_whole=inflater.eof)


def _checked(plain: bytes, *, is_whole: bool) -> bytes:
    if not is_whole:
        raise ReadError(f"is cut off, or larger than {MAX_BYTES} bytes once decompressed")
    return plain
