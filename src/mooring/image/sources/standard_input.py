"""Standard input: `-` takes an image archive, also compressed, or an SBOM."""

from collections.abc import Iterator
from typing import BinaryIO

from mooring.base.errors import HostileInput, ImageUnavailable, UsageError
from mooring.image.blobs import SNIFF_BYTES, kind_of
from mooring.image.sources.archives.opened import StreamedArchive, pieces_of_stream
from mooring.image.sources.source import ImageSource, Opened, SbomDocument, SourceOptions
from mooring.model.image import ImageDescription


def _recognises(text: str, _options: SourceOptions) -> bool:
    return text == "-" or text.startswith("-:")


def _open(text: str, options: SourceOptions) -> Opened:
    """`-` or, from `stdin:`, nothing; `-:name:tag` chooses among several images."""
    stream = options.standard_input
    if stream is None:
        raise UsageError("standard input is not at hand")
    wanted = text.removeprefix("-").removeprefix(":")
    first = _read_up_to(stream, SNIFF_BYTES)
    if not first:
        raise ImageUnavailable(
            "standard input is empty", hint="pipe an image archive or an SBOM, as in `docker save app | …`"
        )
    if kind_of(first) in ("tar", "gzip", "zstd"):
        chunks = _chained(first, stream)
        return StreamedArchive(chunks, wanted=wanted, name=wanted or "-", source=SOURCE.name, options=options)
    limit = options.limits.max_file_bytes
    content = first + _read_up_to(stream, limit + 1 - len(first))
    if len(content) > limit:
        raise HostileInput(f"standard input is no archive and larger than {limit} bytes")
    description = ImageDescription(kind="sbom", source=SOURCE.name, name="-", size=len(content))
    return SbomDocument(description=description, content=content)


def _read_up_to(stream: BinaryIO, count: int) -> bytes:
    """As many bytes, or all there are: one read of a pipe gives what happens to be in it."""
    pieces = []
    while count > 0 and (piece := stream.read(count)):
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def _chained(first: bytes, stream: BinaryIO) -> Iterator[bytes]:
    yield first
    yield from pieces_of_stream(stream)


SOURCE = ImageSource(
    name="stdin",
    schemes=("stdin",),
    description="standard input (also written `-`): an image archive or an SBOM",
    guess_order=0,
    is_remote=False,
    recognises=_recognises,
    open=_open,
)
