"""What an image shows at the paths that somebody asks about: the row of each, links followed, layers applied.

Of the hundreds of thousands of files of an image only the paths asked about and the symbolic links are kept (OCI image specification,
layer, whiteouts).
"""

from collections.abc import Iterator, Sequence, Set
from itertools import compress

import msgspec

from mooring.model.files import FileKind, LayerRecord

_KIND = 0x7F
_MAX_HOPS = 40
"""Hard links of hard links, which no archive should have."""
_MAX_PARTS = 512
"""Of a path on its way over links."""
_IS_NO_FOLDER = bytes((kind & _KIND) != FileKind.FOLDER for kind in range(256))


class Row(msgspec.Struct, frozen=True, gc=False):
    """The row of a path: which layer has it, and where in the layer."""

    path: bytes
    """No leading slash; where the file really lies."""
    layer: int
    row: int


class ShownTree:
    """Answers what the image shows. `wanted` are the paths (no leading slash) that will be asked about."""

    def __init__(self, records: Sequence[LayerRecord], wanted: Set[bytes]) -> None:
        self._records = records
        self._real_folders: dict[bytes, bytes | None] = {}
        self._links = _links(records)
        real = {path: self._real_path(path) for path in wanted}
        self._rows = _shown(records, {path for path in real.values() if path is not None})
        self._by_layer: dict[int, dict[bytes, int]] = {}

    def at(self, path: bytes) -> Row | None:
        """What lies at the path, which may be a link itself; links among its folders are followed. None where nothing does."""
        real = self._real_path(path)
        place = self._rows.get(real) if real is not None else None
        if real is None or place is None:
            return None
        return Row(real, *place)

    def file(self, path: bytes) -> Row | None:
        """The regular file that the path leads to, over links of both kinds; None where it leads to none."""
        row = self._end(path)
        return self.behind(row) if row is not None else None

    def behind(self, row: Row) -> Row | None:
        """The regular file that a row is or is a hard link to; None where it is neither.

        A hard link means the file of this name in its own layer, whatever later layers did to that name.
        """
        for _ in range(_MAX_HOPS):
            kind = self.kind(row)
            if kind == FileKind.FILE:
                return row
            if kind != FileKind.HARDLINK:
                return None
            entries = self._records[row.layer].entries
            if row.layer not in self._by_layer:
                self._by_layer[row.layer] = {path: number for number, path in enumerate(entries.path_list())}
            target = entries.links.get(row.row, b"")
            number = self._by_layer[row.layer].get(target)
            if number is None or number == row.row:
                return None
            row = Row(target, row.layer, number)
        return None

    def target(self, path: bytes) -> bytes:
        """Where a symbolic link at this real path leads, as it is written; empty where there is none."""
        return self._links.get(path, b"")

    def has_folder(self, path: bytes) -> bool:
        """Whether the image shows a folder there; only asked about paths that were wanted."""
        row = self._end(path)
        return row is not None and self.kind(row) == FileKind.FOLDER

    def kind(self, row: Row) -> int:
        """The FileKind."""
        return self._records[row.layer].entries.kinds[row.row] & _KIND

    def mode(self, row: Row) -> int | None:
        """Permission bits with setuid, setgid and sticky; None where the header has no number."""
        try:
            return int(self._records[row.layer].entries.modes[8 * row.row : 8 * row.row + 7], 8) & 0o7777
        except ValueError:
            return None

    def digest(self, row: Row, column: bytes, size: int) -> bytes:
        """The digest of a row in a column of the layer; empty where it was not computed."""
        digest = column[size * row.row : size * row.row + size]
        return digest if digest.strip(b"\0") else b""

    def _end(self, path: bytes) -> Row | None:
        """Where all links lead. A path that was not wanted costs a walk of its own: ask so about few."""
        real = self._followed(path)
        if real is None:
            return None
        if real not in self._rows:
            self._rows.update(_shown(self._records, {real}))
        place = self._rows.get(real)
        return Row(real, *place) if place is not None else None

    def _real_path(self, path: bytes) -> bytes | None:
        """The path with the links among its folders followed; None where they never end."""
        at = path.rfind(b"/")
        if at <= 0:
            return path
        folder = path[:at]
        if folder not in self._real_folders:
            self._real_folders[folder] = self._followed(folder)
        real = self._real_folders[folder]
        return None if real is None else real + path[at:] if real else path[at + 1 :]

    def _followed(self, path: bytes) -> bytes | None:
        """The path with every link in it followed; None where they never end."""
        if path not in self._links and not any(up in self._links for up in _ancestors(path)):
            return path
        done: list[bytes] = []
        parts = path.split(b"/")[::-1]
        for _ in range(_MAX_PARTS):
            if not parts:
                return b"/".join(done)
            part = parts.pop()
            if part == b"..":
                del done[-1:]
            elif part not in (b"", b"."):
                target = self._links.get(b"/".join((*done, part)))
                if target is None:
                    done.append(part)
                else:
                    done = [] if target.startswith(b"/") else done
                    parts += target.split(b"/")[::-1]
        return None


def text(path: bytes) -> str:
    """A path as `FileEntry.path` writes it: leading slash, damaged bytes replaced."""
    return "/" + path.decode("utf-8", "replace")


def _links(records: Sequence[LayerRecord]) -> dict[bytes, bytes]:
    """The symbolic links that the image shows, with their targets as written."""
    found: dict[bytes, bytes] = {}
    for path, (layer, row) in _shown(records, frozenset(), with_links=True).items():
        found[path] = records[layer].entries.links.get(row, b"")
    return found


def _shown(
    records: Sequence[LayerRecord], wanted: Set[bytes], *, with_links: bool = False
) -> dict[bytes, tuple[int, int]]:
    """Layer and row of the wanted paths that the image shows, and of all symbolic links where asked for."""
    places: dict[bytes, tuple[int, int]] = {}
    folders: set[bytes] = set()
    for index, record in enumerate(records):
        entries = record.entries
        rows = entries.path_list()
        if places:
            _hide(places, folders, record, rows)
        links = {row for row in entries.links if entries.kinds[row] & _KIND == FileKind.SYMLINK} if with_links else ()
        for row, path in enumerate(rows):
            if path in wanted or row in links:
                places[path] = (index, row)
                _note_folders(folders, path)
            elif path in places:
                del places[path]
    return places


def _hide(
    places: dict[bytes, tuple[int, int]], folders: set[bytes], record: LayerRecord, rows: Sequence[bytes]
) -> None:
    """Drop what a layer hides: by whiteout, under an opaque folder, or below what is no folder any more."""
    if b"" in record.opaque_folders:
        places.clear()
        return
    gone = folders.intersection(compress(rows, record.entries.kinds.translate(_IS_NO_FOLDER)))
    gone |= folders.intersection(record.whiteouts) | folders.intersection(record.opaque_folders)
    for path in record.whiteouts:
        places.pop(path, None)
    if gone:
        for path in [path for path in places if any(up in gone for up in _ancestors(path))]:
            del places[path]


def _note_folders(folders: set[bytes], path: bytes) -> None:
    for folder in _ancestors(path):
        if folder in folders:
            return
        folders.add(folder)


def _ancestors(path: bytes) -> Iterator[bytes]:
    """The folders that a path lies in, the nearest first, without the root."""
    at = path.rfind(b"/")
    while at > 0:
        yield path[:at]
        at = path.rfind(b"/", 0, at)
