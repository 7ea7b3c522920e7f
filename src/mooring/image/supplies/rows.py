"""Indexes of artifacts, read row by row: an odd row must not hide the others (OCI image specification, image-index.md)."""

import msgspec

from mooring.base.errors import DamagedImage
from mooring.model.image import Descriptor, is_digest


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One manifest that an index lists."""

    digest: str
    size: int
    media_type: str = ""
    artifact_type: str = ""
    annotations: dict[str, str] = {}

    @property
    def descriptor(self) -> Descriptor:
        """What is fetched."""
        return Descriptor(media_type=self.media_type, digest=self.digest, size=self.size)


class _WireRow(msgspec.Struct, frozen=True, rename="camel"):
    digest: str
    size: int = 0
    media_type: str = ""
    artifact_type: str = ""
    annotations: dict[str, str] | None = None


class _WireIndex(msgspec.Struct, frozen=True):
    manifests: list[msgspec.Raw]


def rows_of(content: bytes, name: str) -> tuple[Row, ...]:
    """The rows that make sense, in order. Raises DamagedImage where it is no index at all."""
    try:
        index = msgspec.json.decode(content, type=_WireIndex)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedImage(f"{name} is no index: {error}") from None
    found = (_row(raw) for raw in index.manifests)
    return tuple(row for row in found if row is not None)


def _row(raw: msgspec.Raw) -> Row | None:
    try:
        wire = msgspec.json.decode(raw, type=_WireRow)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not is_digest(wire.digest) or wire.size < 0:
        return None
    return Row(
        digest=wire.digest,
        size=wire.size,
        media_type=wire.media_type,
        artifact_type=wire.artifact_type,
        annotations=wire.annotations or {},
    )
