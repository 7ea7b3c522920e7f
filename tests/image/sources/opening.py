"""What tests of sources share: opening, and reading every layer as the pipeline would."""

import hashlib
from pathlib import Path

from mooring.base.limits import Limits
from mooring.image.decompress import decompressed
from mooring.image.open import OpenResult, open_image
from mooring.image.sources.source import OpenedImage, SourceOptions, StreamedDescription, StreamedImage

NO_LIMIT = Limits()


def opened(text: str | Path, options: SourceOptions | None = None) -> OpenedImage:
    """The image, which must be one that can be read at random."""
    found = open_image(str(text), options or SourceOptions()).opened
    assert isinstance(found, OpenedImage)
    return found


def diff_ids(image: OpenedImage) -> list[str]:
    """The diffID of each layer, computed from what the source gives."""
    return [_diff_id(image.open_layer(layer), layer.diff_id) for layer in image.description.layers]


def stream(image: StreamedImage) -> StreamedDescription:
    """Read every member, then finish."""
    return image.finish({member.name: _diff_id(member.chunks, member.name) for member in image.members()})


def stream_of(result: OpenResult) -> StreamedImage:
    """The stream that was opened."""
    assert isinstance(result.opened, StreamedImage)
    return result.opened


def _diff_id(stored, name: str) -> str:
    running = hashlib.sha256()
    for piece in decompressed(stored, NO_LIMIT, name):
        running.update(piece)
    return "sha256:" + running.hexdigest()
