"""Bytes of blobs as they are stored: read in pieces, compared with the size and digest that were promised."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from mooring.base.errors import DamagedImage, ImageUnavailable
from mooring.image.decompress import GZIP_MAGIC, ZSTD_MAGIC

PIECE = 256 * 1024
"""Bytes of a piece: larger ones are no faster and push the decompressor's tables out of the cache."""
SNIFF_BYTES = 512


def verified(pieces: Iterator[bytes], *, digest: str, size: int, name: str) -> Iterator[bytes]:
    """The pieces unchanged; raises DamagedImage once they are more or fewer than `size` (unless 0) or differ from
    `digest`
    (unless empty)."""
    algorithm, _, expected = digest.partition(":")
    running = hashlib.new(algorithm) if digest else None
    passed = 0
    for piece in pieces:
        passed += len(piece)
        if size and passed > size:
            raise DamagedImage(f"{name} has more than the {size} bytes that the manifest names")
        if running:
            running.update(piece)
        yield piece
    if size and passed != size:
        raise DamagedImage(
            f"{name} has {passed} bytes; the manifest names {size}", hint="the image is truncated; fetch it again"
        )
    if running and running.hexdigest() != expected:
        raise DamagedImage(
            f"{name} is not what its digest says: its bytes have {algorithm}:{running.hexdigest()}",
            hint="the blob was damaged or exchanged; fetch it again and find out where it came from",
        )


def check_document(content: bytes, *, digest: str, size: int, name: str) -> bytes:
    """The content; raises DamagedImage where it is not what the descriptor says."""
    for _ in verified(iter((content,)), digest=digest, size=size, name=name):
        pass
    return content


def file_pieces(path: Path, offset: int, size: int) -> Iterator[bytes]:
    """`size` bytes of a file from `offset`; opens the file at the first piece, so it may be made before a fork."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            while size > 0:
                piece = file.read(min(PIECE, size))
                if not piece:
                    raise DamagedImage(
                        f"{path} ends {size} bytes early", hint="the file was truncated while it was read"
                    )
                size -= len(piece)
                yield piece
    except OSError as error:
        raise ImageUnavailable(f"{str(path)!r} cannot be read: {why(error)}") from None


def kind_of(first: bytes) -> str:
    """`gzip`, `zstd`, `tar`, `json`, `xml` or nothing, told by the first 512 bytes of a file.

    A tar header is known by its magic (POSIX ustar, byte 257), older ones by a checksum that fits.
    """
    if first.startswith(GZIP_MAGIC):
        return "gzip"
    if first.startswith(ZSTD_MAGIC):
        return "zstd"
    if is_tar_header(first):
        return "tar"
    text = first.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"{", b"["):
        return "json"
    return "xml" if text[:1] == b"<" else ""


def is_tar_header(block: bytes) -> bool:
    """Whether a tar archive begins with the block; an empty archive is nothing but zeros."""
    if len(block) < SNIFF_BYTES:
        return False
    header = block[:SNIFF_BYTES]
    if header[257:262] == b"ustar" or not any(header):
        return True
    digits = header[148:156].strip(b"\0 ")
    if not digits or digits.strip(b"01234567"):
        return False
    return int(digits, 8) == sum(header) - sum(header[148:156]) + 8 * 32


def why(error: OSError) -> str:
    """The operating system's reason, in lower case for the middle of a sentence."""
    reason = error.strerror or str(error) or type(error).__name__
    return reason[:1].lower() + reason[1:]
