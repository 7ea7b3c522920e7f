"""Runs the layer pass over bytes, for tests."""

from collections.abc import Iterator

import msgspec

from mooring.base.limits import DEFAULT_LIMITS, Limits
from mooring.image.layer import LayerPass
from mooring.model.files import EntryTable


class Walked(msgspec.Struct):
    """What a pass gave."""

    entries: EntryTable
    delivered: dict[str, bytes]
    whiteouts: list[bytes]
    opaque_folders: list[bytes]
    problems: list

    @property
    def paths(self) -> list[str]:
        """The paths as text."""
        return [path.decode("utf-8", "surrogateescape") for path in self.entries.path_list()]

    def kind(self, path: str) -> int:
        """The kind of a path, without the mark of executables."""
        return self.entries.kinds[self.paths.index(path)] & 0x7F


def in_chunks(content: bytes, size: int) -> Iterator[bytes]:
    """The content in chunks of one size."""
    return (content[at : at + size] for at in range(0, len(content), size))


def walk(
    content: bytes,
    chunk: int = 1 << 20,
    *,
    limits: Limits = DEFAULT_LIMITS,
    with_digests: bool = False,
    more_digests: tuple[str, ...] = (),
) -> Walked:
    """One pass that asks for every file."""
    delivered: dict[str, bytes] = {}

    def deliver(path: bytes, mode: int, given: bytes, wanted: bool) -> None:
        delivered[path.decode("utf-8", "surrogateescape")] = bytes(given)

    def deliver_large(path: bytes, size: int, pieces: Iterator[bytes], wanted: bool) -> None:
        delivered[path.decode("utf-8", "surrogateescape")] = b"large:" + b"".join(map(bytes, pieces))

    layer_pass = LayerPass(
        in_chunks(content, chunk),
        "layer",
        select=lambda path, head, size: True,
        deliver=deliver,
        deliver_large=deliver_large,
        is_large=lambda path, size, wanted: size > limits.max_file_bytes,
        limits=limits,
        with_digests=with_digests,
        more_digests=more_digests,
    )
    entries = layer_pass.run()
    return Walked(entries, delivered, layer_pass.whiteouts, layer_pass.opaque_folders, layer_pass.problems)
