"""Single-file applications of .NET (dotnet/designs, "single-file/bundler.md").

The host program holds a marker: the offset of a header, then the SHA-256 of `.net core bundle` and a line feed. The
files of the application follow the program, and the header says where its deps.json lies, which is never compressed.
"""

import hashlib
import struct
from collections.abc import Iterator

from mooring.base.errors import ReadError
from mooring.model.facts import Fact
from mooring.packages.dotnet.projects.dependencies import dependencies
from mooring.packages.formats.sections import Layout

MARKER = hashlib.sha256(b".net core bundle\n").digest()
MAX_FILES = 100_000
MAX_MARKERS = 16
_DEPS_JSON = 3


def bundled_dependencies(layout: Layout, path: str) -> Iterator[Fact]:
    """What the deps.json inside a single-file application names; nothing for every other program."""
    if layout.end >= len(layout.content):
        return
    for header in _headers(layout):
        place = _deps_json(layout.content, header)
        if place is not None:
            yield from dependencies(layout.content[place[0] : place[0] + place[1]], path, folder=None)
            return


def _headers(layout: Layout) -> Iterator[int]:
    """Offsets of bundle headers. A host that carries no application has the marker with offset 0."""
    for piece in layout.writable:
        at = layout.content.find(MARKER, piece.offset, piece.end)
        for _ in range(MAX_MARKERS):
            if at < 8:
                break
            header = struct.unpack_from("<q", layout.content, at - 8)[0]
            if 0 < header <= len(layout.content) - 12:
                yield header
            at = layout.content.find(MARKER, at + 1, piece.end)


def _deps_json(content: bytes, header: int) -> tuple[int, int] | None:
    """Offset and size of the deps.json; None where the application has none."""
    try:
        major, _, count = struct.unpack_from("<IIi", content, header)
        after = _after_text(content, header + 12)
        found = struct.unpack_from("<qq", content, after) if major >= 2 else _listed(content, after, count)
    except struct.error:
        raise ReadError("its .NET bundle is cut off") from None
    if found is None or found == (0, 0):
        return None
    offset, size = found
    if offset <= 0 or size < 0 or offset + size > len(content):
        raise ReadError(f"its .NET bundle has a deps.json at {offset}, but the file ends at {len(content)}")
    return offset, size


def _listed(content: bytes, at: int, count: int) -> tuple[int, int] | None:
    """The first version of the format (.NET Core 3) says it in the list of files only."""
    for _ in range(min(max(count, 0), MAX_FILES)):
        offset, size, kind = struct.unpack_from("<qqB", content, at)
        if kind == _DEPS_JSON:
            return offset, size
        at = _after_text(content, at + 17)
    return None


def _after_text(content: bytes, at: int) -> int:
    """The offset after a text whose length stands ahead of it in one or two groups of seven bits."""
    first: int
    second: int
    first, second = struct.unpack_from("<BB", content, at)
    return at + 1 + first if first < 0x80 else at + 2 + (first & 0x7F) + (second << 7)
