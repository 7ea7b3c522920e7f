"""Go modules and Rust crates in programs too large to be held.

The tables that name sections stand at the end of such a file and cannot be had before the rest has passed. What compilers write is
found by its own first bytes instead: Go's magic, and the start of the JSON that cargo-auditable compresses.
"""

import zlib
from collections.abc import Iterator

from mooring.model.facts import PackageFact
from mooring.model.reader import OVERLAP_BYTES, Window
from mooring.packages.binary.embedded import go, rust
from mooring.packages.formats import elf

_ZLIB_STARTS = (b"\x78\x9c", b"\x78\xda", b"\x78\x01", b"\x78\x5e")
_CRATES = b'{"packages":[{"name":'
_MAX_TRIES = 20_000
"""Two bytes occur by chance once in 65,536; a window of nothing but them must not cost more than this."""


def packages(window: Window) -> Iterator[PackageFact]:
    """What begins in this window; what lies in the overlap is left to the next one, which has it whole."""
    stop = len(window.content) if window.is_last else len(window.content) - OVERLAP_BYTES
    start = -window.offset % 16
    for info in go.build_info_in(window.content, start, stop):
        yield from go.packages(info, window.path, elf.architecture_in(window.head))
    for at in _lists_of_crates(window.content, stop):
        yield from rust.crates(window.content[at : at + OVERLAP_BYTES], window.path)


def _lists_of_crates(content: bytes, stop: int) -> Iterator[int]:
    tries = 0
    for mark in _ZLIB_STARTS:
        at = content.find(mark, 0, stop)
        while at >= 0 and tries < _MAX_TRIES:
            tries += 1
            if _begins_like_crates(content[at : at + 256]):
                yield at
            at = content.find(mark, at + 1, stop)


def _begins_like_crates(blob: bytes) -> bool:
    try:
        return zlib.decompressobj().decompress(blob, len(_CRATES)) == _CRATES
    except zlib.error:
        return False
