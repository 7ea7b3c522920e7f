"""The layers of an image to their records: from the cache where they are known, else read, on all cores, and then kept."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

import msgspec

from mooring.base.errors import HostileInput
from mooring.image.sources.source import OpenedImage, StreamedDescription, StreamedImage
from mooring.model.files import LayerRecord
from mooring.model.image import Layer
from mooring.scan.cache import LayerCache
from mooring.scan.content import ContentPlan
from mooring.scan.dispatch import Dispatch
from mooring.scan.observer import Observer
from mooring.scan.options import ScanOptions
from mooring.scan.read import check_digest, read_layer
from mooring.scan.records import decode_record, encode_record

_TELL_BYTES = 4 << 20


class LayerReader:
    """Reads the layers of one image with one set of readers. The readers are imported when the first layer must be read."""

    def __init__(
        self,
        options: ScanOptions,
        plan: ContentPlan,
        cache: LayerCache | None,
        observer: Observer,
        make_dispatch: Callable[[], Dispatch],
    ) -> None:
        self._options, self._cache, self._observer, self._make_dispatch = options, cache, observer, make_dispatch
        self._plan = plan
        self._with_rows = options.with_files or options.with_file_digests or plan.needs_rows
        self.layers_read = 0
        self.layers_cached = 0

    @cached_property
    def variant(self) -> str:
        """What in the options changes a record: part of the cache's key."""
        limits = (
            msgspec.msgpack.encode(self._options.limits).hex()
            if self._options.limits != type(self._options.limits)()
            else ""
        )
        parts = (
            "m" if self._options.with_manifests else "i",
            "" if self._options.with_packages else "n",
            "d" if self._options.with_file_digests else "",
            "a" if self._options.with_archive_digests else "",
            limits and str(hash_text(limits)),
            self._plan.variant and f"c{hash_text(self._plan.variant)}",
        )
        return "".join(parts)

    def read_opened(self, image: OpenedImage) -> list[LayerRecord]:
        """The records of all layers, base first. Raises SourceError, DamagedImage and HostileInput."""
        layers = image.description.layers
        if len(layers) > self._options.limits.max_layers:
            raise HostileInput(f"the image has {len(layers)} layers; the limit is {self._options.limits.max_layers}")
        records: dict[int, LayerRecord] = {}
        missing: list[Layer] = []
        for layer in layers:
            record = self._cached(image.layer_identity(layer), layer)
            if record is None:
                missing.append(layer)
            else:
                records[layer.index] = record
        self.layers_cached = len(records)
        if missing:
            missing.sort(key=lambda layer: (-layer.size, layer.index))
            self._observer.started(len(layers), sum(layer.size for layer in missing))
            for index in records:
                self._observer.layer_done(index, was_cached=True)
            self._read_missing(image, missing, records)
        return [records[layer.index] for layer in layers]

    def known_diff_ids(self, image: OpenedImage) -> tuple[str, ...]:
        """The diffIDs of all layers, computed when each was read before; empty where one was not."""
        known = [self._known(image.layer_identity(layer), layer) for layer in image.description.layers]
        return tuple(known) if all(known) else ()

    def read_streamed(self, image: StreamedImage) -> tuple[StreamedDescription, list[LayerRecord]]:
        """Read every member that comes; which of them are layers is known at the end."""
        dispatch = self._make_dispatch()
        by_member: dict[str, LayerRecord] = {}
        self._observer.started(0, 0)
        for position, member in enumerate(image.members()):
            if position >= self._options.limits.max_layers:
                raise HostileInput(f"the archive has more than {self._options.limits.max_layers} layers")
            chunks = _told(member.chunks, lambda count, position=position: self._observer.read(position, count))  # type: ignore[misc] # default binds
            record = read_layer(
                chunks,
                member.name,
                dispatch,
                self._options.limits,
                with_digests=self._options.with_file_digests,
                with_archive_digests=self._options.with_archive_digests,
                more_digests=self._plan.digests,
            )
            self._keep("", record)
            by_member[member.name] = record
            self._observer.layer_done(position, was_cached=False)
        described = image.finish({name: record.diff_id for name, record in by_member.items()})
        self.layers_read = len(by_member)
        return described, [by_member[name] for name in described.member_names]

    def _cached(self, identity: str, layer: Layer) -> LayerRecord | None:
        diff_id = self._known(identity, layer)
        if self._cache is None or not diff_id:
            return None
        return self._cache.get(diff_id, self.variant, with_rows=self._with_rows)

    def _known(self, identity: str, layer: Layer) -> str:
        """The diffID computed when these bytes were read; empty where they never were, or the image claims another."""
        diff_id = self._cache.diff_id_of(identity) if self._cache is not None and identity else ""
        return diff_id if not layer.diff_id or diff_id == layer.diff_id else ""

    def _keep(self, identity: str, record: LayerRecord) -> None:
        if self._cache is not None and record.is_lasting:
            self._cache.put(record.diff_id, self.variant, encode_record(record))
            if identity:
                self._cache.remember(identity, record.diff_id)

    def _read_missing(self, image: OpenedImage, missing: Sequence[Layer], records: dict[int, LayerRecord]) -> None:
        dispatch = self._make_dispatch()
        by_index = {layer.index: layer for layer in missing}
        processes = min(self._options.jobs or available_processors(), len(missing))

        def read(index: int, tell: Callable[[int], None]) -> LayerRecord:
            layer = by_index[index]
            name = f"layer {layer.diff_id or layer.digest}"
            chunks = _told(image.open_layer(layer), tell)
            record = read_layer(
                chunks,
                name,
                dispatch,
                self._options.limits,
                with_digests=self._options.with_file_digests,
                with_archive_digests=self._options.with_archive_digests,
                more_digests=self._plan.digests,
            )
            check_digest(layer.diff_id, record.diff_id, f"the diffID of layer {index}")
            self._keep(image.layer_identity(layer), record)
            return record

        def work(index: int, tell: Callable[[int], None]) -> bytes:
            facts, rows = encode_record(read(index, tell))
            return len(facts).to_bytes(8, "big") + facts + (rows if self._with_rows else b"")

        def done(index: int, result: bytes) -> None:
            end = 8 + int.from_bytes(result[:8], "big")
            records[index] = decode_record(result[8:end], result[end:] if self._with_rows else None)
            self.layers_read += 1
            self._observer.layer_done(index, was_cached=False)

        if processes > 1:
            from mooring.scan.parallel import run_jobs

            run_jobs([layer.index for layer in missing], work, processes, self._observer.read, done)
            return
        for layer in missing:
            records[layer.index] = read(layer.index, lambda count, index=layer.index: self._observer.read(index, count))  # type: ignore[misc] # default binds
            self.layers_read += 1
            self._observer.layer_done(layer.index, was_cached=False)


def available_processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def hash_text(text: str) -> str:
    """A short name for a text."""
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _told(chunks: Iterable[bytes], tell: Callable[[int], None]) -> Iterator[bytes]:
    """The chunks; `tell` hears of their bytes every few MiB."""
    waiting = 0
    for chunk in chunks:
        waiting += len(chunk)
        if waiting >= _TELL_BYTES:
            tell(waiting)
            waiting = 0
        yield chunk
    if waiting:
        tell(waiting)
