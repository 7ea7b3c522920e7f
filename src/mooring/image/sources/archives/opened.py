"""Images of archives and layouts as the contract has them: at random from a file, once from a stream."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from mooring.base.errors import DamagedImage, HostileInput, ImageUnavailable
from mooring.base.limits import GIB
from mooring.image.blobs import PIECE, SNIFF_BYTES, is_tar_header, kind_of, verified, why
from mooring.image.decompress import decompressed
from mooring.image.manifest import Resolved
from mooring.image.sources.archives.layouts import blob_path, describe_layout
from mooring.image.sources.archives.members import TarMember, walk
from mooring.image.sources.archives.saved import describe_saved
from mooring.image.sources.archives.stores import Store, StreamStore, TarStore
from mooring.image.sources.source import (
    Member,
    OpenedImage,
    SourceOptions,
    StreamedDescription,
    StreamedImage,
)
from mooring.image.supplies.layout import LayoutPlace
from mooring.image.supplies.place import SupplyPlace
from mooring.image.tar import Cursor
from mooring.model.image import Layer

MAX_DOCUMENTS_BYTES = 256 * 1024 * 1024
"""Manifests, indexes and configs kept from one stream."""


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """What the documents of a store say."""

    resolved: Resolved
    member_names: tuple[str, ...]


def describe(store: Store, *, wanted: str, name: str, source: str, options: SourceOptions) -> Described:
    """The image that the store holds, whichever way it was written."""
    has_layout = store.has("index.json")
    if store.has("manifest.json"):
        try:
            saved = describe_saved(store, wanted=wanted, name=name, source=source, options=options)
            return Described(resolved=saved.resolved, member_names=saved.member_names)
        except ImageUnavailable:
            # Docker's containerd store lists in manifest.json one platform at most; the layout beside it has the
            # others.
            if not has_layout:
                raise
    if has_layout:
        source = "oci-archive" if source == "docker-archive" else source
        resolved = describe_layout(store, wanted=wanted, name=name, source=source, options=options)
        members = tuple(blob_path(layer.digest) for layer in resolved.description.layers)
        return Described(resolved=resolved, member_names=members)
    raise ImageUnavailable(
        f"{name} holds no image: there is neither manifest.json nor index.json",
        hint="write it with `docker save` or `skopeo copy`; files of a system: unpack them and scan rootfs:FOLDER",
    )


class StoredImage(OpenedImage):
    """An image whose layers are files of a store."""

    def __init__(self, store: Store, described: Described) -> None:
        self.description = described.resolved.description
        self.notes = described.resolved.notes
        self._store = store
        self._members = described.member_names
        for layer, member in zip(self.description.layers, self._members, strict=True):
            if not store.has(member):
                raise DamagedImage(
                    f"{self.description.name}: layer {layer.index + 1} ({member}) is missing",
                    hint="the image was saved without all its layers; save it again",
                )

    def open_layer(self, layer: Layer) -> Iterator[bytes]:
        """The layer's bytes as stored, compared with its digest."""
        pieces = self._store.pieces(self._members[layer.index])
        # Uncompressed layers have their diffID for digest, which the caller compares; hashing twice would only cost
        # time.
        digest = "" if layer.digest == layer.diff_id else layer.digest
        return verified(pieces, digest=digest, size=layer.size, name=f"layer {layer.digest or layer.diff_id}")

    def layer_identity(self, layer: Layer) -> str:
        """The layer's digest; where the archive names none, its place in a file that nobody has written to since."""
        return layer.digest or self._store.identity(self._members[layer.index])

    def supply_places(self) -> tuple[SupplyPlace, ...]:
        """The layout, where there is one: `docker save` before 25 writes none."""
        return (LayoutPlace(self._store),) if self._store.has("index.json") else ()

    def close(self) -> None:
        """Nothing is open between calls."""


class StreamedArchive(StreamedImage):
    """An archive that is read once, from its beginning to its end."""

    def __init__(self, chunks: Iterator[bytes], *, wanted: str, name: str, source: str, options: SourceOptions) -> None:
        self.name = name
        self._wanted = wanted
        self._source = source
        self._options = options
        self._chunks = chunks
        self._documents: dict[str, bytes] = {}
        self._sizes: dict[str, int] = {}
        self._links: dict[str, str] = {}
        self._is_done = False

    def members(self) -> Iterator[Member]:
        """Each member that may be a layer; what else is small is kept for `finish`."""
        limits = self._options.limits
        whole = msgspec.structs.replace(limits, max_layer_bytes=max(limits.max_layer_bytes, 256 * GIB))
        cursor = Cursor(decompressed(self._chunks, whole, self.name), self.name)
        for member in walk(cursor, limits):
            if member.link:
                self._links[member.name] = member.link
                continue
            first = cursor.take(min(SNIFF_BYTES, member.size))
            if is_tar_header(first) or kind_of(first) in ("gzip", "zstd"):
                self._sizes[member.name] = member.size
                yield Member(name=member.name, size=member.size, chunks=_content(cursor, member, first))
            else:
                self._keep(member, first, cursor)
        # What follows the end mark belongs to nobody, but the sender may wait for it to be read.
        cursor.drain()
        self._is_done = True

    def finish(self, diff_ids: Mapping[str, str]) -> StreamedDescription:
        """Describe the image and compare every layer's diffID."""
        if not self._is_done:
            raise DamagedImage(f"{self.name}: the stream was not read to its end")
        store = StreamStore(self.name, self._documents, self._sizes, self._links)
        described = describe(store, wanted=self._wanted, name=self.name, source=self._source, options=self._options)
        members = tuple(store.member_of(member) for member in described.member_names)
        for layer, member in zip(described.resolved.description.layers, members, strict=True):
            found = diff_ids.get(member)
            if found is None:
                raise DamagedImage(f"{self.name}: layer {layer.index + 1} ({member}) is missing")
            if found != layer.diff_id:
                raise DamagedImage(f"{self.name}: layer {layer.index + 1} has the diffID {found}, not {layer.diff_id}")
        return StreamedDescription(
            description=described.resolved.description, member_names=members, notes=described.resolved.notes
        )

    def close(self) -> None:
        """Let the stream go."""
        close = getattr(self._chunks, "close", None)
        if close is not None:
            close()

    def _keep(self, member: TarMember, first: bytes, cursor: Cursor) -> None:
        limits = self._options.limits
        if kind_of(first) != "json" and not member.name.endswith(".json"):
            return
        if member.size > limits.max_manifest_bytes:
            return
        if member.size + sum(map(len, self._documents.values())) > MAX_DOCUMENTS_BYTES:
            raise HostileInput(f"{self.name} holds more than {MAX_DOCUMENTS_BYTES} bytes of documents")
        content = first + cursor.take(member.size - len(first))
        if len(content) < member.size:
            raise cursor.truncated()
        self._documents[member.name] = content


def _content(cursor: Cursor, member: TarMember, first: bytes) -> Iterator[bytes]:
    """The member's bytes, `first` of which were taken already."""
    left = member.size - len(first)
    if first:
        yield first
    while left:
        piece = cursor.take(min(PIECE, left))
        if not piece:
            raise cursor.truncated()
        left -= len(piece)
        yield piece


def open_archive(
    path: Path, *, wanted: str, name: str, source: str, options: SourceOptions
) -> OpenedImage | StreamedImage:
    """The image of an archive file: at random where it is not compressed, else as a stream."""
    try:
        with path.open("rb") as file:
            first = file.read(SNIFF_BYTES)
    except OSError as error:
        raise ImageUnavailable(f"{str(path)!r} cannot be read: {why(error)}") from None
    kind = kind_of(first)
    if kind == "tar":
        store = TarStore(path, options.limits)
        return StoredImage(store, describe(store, wanted=wanted, name=name, source=source, options=options))
    if kind in ("gzip", "zstd"):
        return StreamedArchive(_pieces_of(path), wanted=wanted, name=name, source=source, options=options)
    raise ImageUnavailable(f"{str(path)!r} is no archive: it is neither tar nor gzip nor zstd")


def _pieces_of(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from pieces_of_stream(file)
    except OSError as error:
        raise ImageUnavailable(f"{str(path)!r} cannot be read: {why(error)}") from None


def pieces_of_stream(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of a stream to its end."""
    while piece := stream.read(PIECE):
        yield piece
