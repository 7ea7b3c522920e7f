"""One pass over a layer: its entries, the bytes that were asked for, its digests. Nothing is written anywhere.

Specifications: OCI image specification, layer; POSIX.1-2017, pax; the comments name the oddities met in real layers.
"""

import hashlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Generic, TypeVar

from mooring.base.errors import HostileInput
from mooring.base.limits import Limits
from mooring.image import sparse, tar
from mooring.image.digests import DigestColumns, algorithms_of
from mooring.image.tar import BLOCK, Cursor, Extended
from mooring.model.files import EntryTable, FileKind, Problem

Wanted = TypeVar("Wanted")
EXECUTABLE = 0x80
"""Added to the kind of a file that begins like an executable."""
MAGICS = frozenset(
    {
        b"\x7fELF",
        b"\xcf\xfa\xed\xfe",
        b"\xce\xfa\xed\xfe",
        b"\xfe\xed\xfa\xcf",
        b"\xfe\xed\xfa\xce",
        b"\xca\xfe\xba\xbe",
    }
)
SHORT_MAGICS = frozenset({b"MZ", b"#!"})
_KINDS = {
    ord("1"): FileKind.HARDLINK,
    ord("2"): FileKind.SYMLINK,
    ord("3"): FileKind.CHARACTER_DEVICE,
    ord("4"): FileKind.BLOCK_DEVICE,
    ord("5"): FileKind.FOLDER,
    ord("6"): FileKind.FIFO,
}
_EXTENSIONS = frozenset({tar.LONG_LINK, tar.LONG_NAME, tar.PAX, tar.PAX_GLOBAL, tar.PAX_SUN})
_REGULAR = frozenset({ord("0"), 0})
_SLASH, _FOLDER = ord("/"), ord("5")
_PREALLOCATED = 8 << 20
_WHITEOUT, _OPAQUE = b".wh.", b".wh..wh..opq"


class _Passed:
    """How much of a file has passed."""

    size = 0


class HashedStream:
    """Pieces of a stream, hashed as they pass; `digest` and `size` hold once the stream is used up."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._hash = hashlib.sha256()
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._hash.update(piece)
            self.size += len(piece)
            yield piece

    @property
    def digest(self) -> str:
        """`sha256:…` of what has passed."""
        return f"sha256:{self._hash.hexdigest()}"


class LayerPass(Generic[Wanted]):
    """Walks a tar stream once. `select(path, head, size)` says who wants a file, judged by its path and first four bytes; where
    anybody does, `deliver(path, mode, content, wanted)` gets the file whole, sparse ones with their holes filled; a file that is too
    large to be held (`is_large(path, size, wanted)`) goes to `deliver_large(path, size, pieces, wanted)` as it passes.
    """

    def __init__(
        self,
        chunks: Iterator[bytes],
        name: str,
        *,
        select: Callable[[bytes, bytes, int], Wanted | None],
        deliver: Callable[[bytes, int, bytes, Wanted], None],
        deliver_large: Callable[[bytes, int, Iterator[bytes | memoryview], Wanted], None],
        is_large: Callable[[bytes, int, Wanted], bool],
        limits: Limits,
        with_digests: bool,
        more_digests: tuple[str, ...] = (),
    ) -> None:
        self._cursor = Cursor(chunks, name)
        self._select, self._deliver, self._limits = select, deliver, limits
        self._digests = DigestColumns(algorithms_of(more_digests, with_digests=with_digests))
        self._with_digests = bool(self._digests)
        self._paths, self._kinds, self._modes, self._headers = bytearray(), bytearray(), bytearray(), bytearray()
        self._deliver_large, self._is_large = deliver_large, is_large
        self._overrides: dict[int, dict[str, str]] = {}
        self._links: dict[int, bytes] = {}
        self._devices: dict[int, tuple[int, int]] = {}
        self.whiteouts: list[bytes] = []
        self.opaque_folders: list[bytes] = []
        self.problems: list[Problem] = []

    def run(self) -> EntryTable:
        """Read the archive to its end. Raises DamagedImage and HostileInput."""
        cursor, extended, select, with_digests = self._cursor, None, self._select, self._with_digests
        paths, kinds, modes, headers = self._paths, self._kinds, self._modes, self._headers
        buffer, at, end = cursor.buffer, cursor.at, len(cursor.buffer)
        while True:
            if at + BLOCK <= end:
                header = buffer[at : at + BLOCK]
                at += BLOCK
            else:
                header, buffer, at, end = self._next_header(at)
            if (len(header) < BLOCK or not header[0]) and self._is_end(header, at):
                return self._table()
            if header[257:262] != b"ustar":
                cursor.at = at
                tar.check_header(header, cursor)
            try:
                size = int(header[124:135], 8)
            except ValueError:
                size = self._number(header, 124, 136)
            kind = header[156]
            if kind in _EXTENSIONS and size >= 0:
                cursor.at = at
                extended = tar.read_extension(kind, size, cursor, extended, self._limits)
                buffer, at, end = cursor.buffer, cursor.at, len(cursor.buffer)
                continue
            path = self._path(header, extended)
            is_plain = extended is None and path and b".wh." not in path
            if is_plain and kind in _REGULAR and 0 < size <= end - at and path[-1] != _SLASH:
                head = buffer[at : at + 4]
                paths += path + b"\0"
                kinds.append(EXECUTABLE if head in MAGICS or head[:2] in SHORT_MAGICS else 0)
                modes += header[100:108]
                headers += header[108:148]
                wanted = select(path, head, size)
                if wanted is not None or with_digests:
                    self._content(path, header, buffer[at : at + size], wanted)
                at += size + (-size % BLOCK)
                if at > end:
                    cursor.at = end
                    cursor.skip(at - end)
                    buffer, at, end = cursor.buffer, cursor.at, len(cursor.buffer)
            elif is_plain and kind == _FOLDER and not size and not with_digests:
                paths += path.rstrip(b"/") + b"\0"
                kinds.append(1)
                modes += header[100:108]
                headers += header[108:148]
            else:
                cursor.at = at
                self._other(path, header, kind, size, extended)
                buffer, at, end = cursor.buffer, cursor.at, len(cursor.buffer)
                extended = None

    def _next_header(self, at: int) -> tuple[bytes, bytes, int, int]:
        """The next block where it does not lie in this chunk; fewer bytes at the end of the stream. Then the buffer, as it stands now."""
        cursor = self._cursor
        cursor.at = at
        header = cursor.take(BLOCK)
        self._check_count()
        return header, cursor.buffer, cursor.at, len(cursor.buffer)

    def _is_end(self, header: bytes, at: int) -> bool:
        """Whether a header that begins with NUL, or is no block at all, ends the archive; if so the rest has been read.

        A second zero block belongs to the end mark, but is often missing, and so is the whole mark.
        """
        cursor = self._cursor
        cursor.at = at
        if len(header) < BLOCK:
            if header.strip(b"\0"):
                raise cursor.truncated()
            return True
        if header != tar.ZERO_BLOCK:
            return False
        following = cursor.take(BLOCK)
        if following.strip(b"\0"):
            tar.check_header(tar.ZERO_BLOCK, cursor)
        cursor.drain()
        return True

    def _path(self, header: bytes, extended: Extended | None) -> bytes:
        """The entry's path from the root, a trailing slash kept as the mark of a folder (V7 archives); empty for the root itself."""
        if extended is not None and extended.path is not None:
            path = extended.path
        else:
            stop = header.find(0, 0, 100)
            path = header[: stop if stop >= 0 else 100]
            if header[345] and header[257:263] == b"ustar\0":
                stop = header.find(0, 345, 500)
                path = header[345 : stop if stop >= 0 else 500] + b"/" + path
        if path[:2] == b"./":
            path = path[2:]
        if b"/." in path or b"//" in path or path[:1] in (b"/", b".", b""):
            return self._cleaned(path)
        return path

    def _cleaned(self, path: bytes) -> bytes:
        cleaned = tar.clean_path(path)
        if cleaned is None:
            name = path.decode("utf-8", "replace")
            self.problems.append(Problem(path=name[:200], reason="the path leaves the root; the entry was left out"))
            return b""
        return cleaned + b"/" if cleaned and path[-1:] == b"/" else cleaned

    def _add(self, path: bytes, header: bytes, kind: int, head: bytes) -> None:
        """Add a row. The hot loop does the same without the call."""
        if len(path) > self._limits.max_path_bytes:
            raise HostileInput(
                f"{self._cursor.name}: a path of {len(path)} bytes; the limit is {self._limits.max_path_bytes}",
                hint="if you trust the image, raise scan.max_path_bytes",
            )
        self._check_count()
        if head in MAGICS or head[:2] in SHORT_MAGICS:
            kind |= EXECUTABLE
        self._paths += path
        self._paths += b"\0"
        self._kinds.append(kind)
        self._modes += header[100:108]
        self._headers += header[108:148]
        if self._with_digests and kind & 0x7F != FileKind.FILE:
            self._digests.add_unknown()

    def _check_count(self) -> None:
        """Called for each row that is not plain, and at each chunk: a chunk holds few headers."""
        if len(self._kinds) > self._limits.max_layer_entries:
            raise HostileInput(
                f"{self._cursor.name} has more than {self._limits.max_layer_entries} entries; reading stopped there",
                hint="if you trust the image, raise scan.max_layer_entries",
            )

    def _content(self, path: bytes, header: bytes, content: bytes, wanted: Wanted | None) -> None:
        if self._with_digests:
            self._digests.add(content)
        if wanted is not None:
            self._deliver(path, tar.mode_of(header[100:108]), content, wanted)

    def _other(self, path: bytes, header: bytes, kind: int, size: int, extended: Extended | None) -> None:
        """Everything that is not a regular file within one chunk."""
        cursor = self._cursor
        if extended is not None and extended.size is not None:
            size = extended.size
        if size < 0:
            tar.check_header(tar.ZERO_BLOCK, cursor)
        is_folder = path[-1:] == b"/"
        path = path.rstrip(b"/")
        stored = 0 if kind in tar.NO_CONTENT else size
        if kind == tar.SPARSE:
            extended = extended or Extended(overrides={})
            extended.sparse_map, extended.real_size = sparse.read_old_map(header, cursor)
        if not path or kind in b"DMNV" or self._is_whiteout(path):
            cursor.skip(stored + -stored % BLOCK)
            return
        if extended is not None and (extended.overrides or extended.size is not None):
            sizes = {} if extended.size is None else {"size": str(extended.size)}
            self._overrides[len(self._kinds)] = {**extended.overrides, **sizes}
        if kind in _KINDS or is_folder:
            self._link_or_device(path, header, _KINDS.get(kind, FileKind.FOLDER), extended)
            cursor.skip(stored + -stored % BLOCK)
        elif extended is not None and extended.real_size is not None:
            self._sparse_file(path, header, stored, extended)
        else:
            self._file(path, header, stored)

    def _is_whiteout(self, path: bytes) -> bool:
        """Note a whiteout or an opaque folder (OCI image specification, layer, whiteouts)."""
        if _WHITEOUT not in path:
            return False
        folder, _, name = path.rpartition(b"/")
        if name == _OPAQUE:
            self.opaque_folders.append(folder)
        elif name.startswith(_WHITEOUT) and not name.startswith(b".wh..wh.") and len(name) > 4:
            self.whiteouts.append(folder + b"/" + name[4:] if folder else name[4:])
        return name.startswith(_WHITEOUT)

    def _link_or_device(self, path: bytes, header: bytes, kind: FileKind, extended: Extended | None) -> None:
        row = len(self._kinds)
        self._add(path, header, kind, b"")
        if kind in (FileKind.SYMLINK, FileKind.HARDLINK):
            target = (
                extended.link
                if extended is not None and extended.link is not None
                else header[157:257].split(b"\0", 1)[0]
            )
            if len(target) > self._limits.max_path_bytes:
                raise HostileInput(
                    f"{self._cursor.name}: a link target of {len(target)} bytes; the limit is {self._limits.max_path_bytes}"
                )
            self._links[row] = target if kind is FileKind.SYMLINK else (tar.clean_path(target) or b"")
        elif kind in (FileKind.CHARACTER_DEVICE, FileKind.BLOCK_DEVICE):
            self._devices[row] = (self._number(header, 329, 337), self._number(header, 337, 345))

    def _file(self, path: bytes, header: bytes, size: int) -> None:
        """A regular file that is empty, has an extended header or goes on in the next chunk."""
        cursor = self._cursor
        head = self._peek(min(size, 4))
        wanted = self._select(path, head, size) if size else None
        self._add(path, header, FileKind.FILE, head)
        if wanted is None and not self._with_digests:
            cursor.skip(size + -size % BLOCK)
            return
        hashes, passed = self._digests.hashes(), _Passed()
        pieces = _seen(cursor.pieces(size), hashes, passed)
        if wanted is None:
            for _ in pieces:
                pass
        elif self._is_large(path, size, wanted):
            self._deliver_large(path, size, pieces, wanted)
            for _ in pieces:
                pass
        else:
            kept = BytesIO()
            if size > _PREALLOCATED:
                # Grown bit by bit, the buffer would end an eighth too large, and its last move needs twice its size.
                kept.seek(size - 1)
                kept.write(b"\0")
                kept.seek(0)
            for piece in pieces:
                kept.write(piece)
            if passed.size == size:
                self._deliver(path, tar.mode_of(header[100:108]), kept.getvalue(), wanted)
        if passed.size < size:
            raise cursor.truncated()
        self._digests.add_hashes(hashes)
        cursor.skip(-size % BLOCK)

    def _sparse_file(self, path: bytes, header: bytes, stored: int, extended: Extended) -> None:
        """A file with holes; read only where somebody wants it, and within the limit on files held in memory."""
        cursor, real_size = self._cursor, extended.real_size or 0
        self._overrides.setdefault(len(self._kinds), {})["size"] = str(real_size)
        wanted = self._select(path, b"", real_size)
        self._add(path, header, FileKind.FILE, b"")
        content = None
        if max(stored, real_size) <= self._limits.max_file_bytes and (wanted is not None or self._with_digests):
            content = sparse.expand(cursor.take(stored), extended, self._limits.max_file_bytes)
        else:
            cursor.skip(stored)
        cursor.skip(-stored % BLOCK)
        if content is not None:
            self._content(path, header, content, wanted)
            return
        self._digests.add_unknown()
        if wanted is not None or self._with_digests:
            self.problems.append(
                Problem(
                    path="/" + path.decode("utf-8", "replace"),
                    reason="a sparse file is too large or its map is damaged",
                )
            )

    def _peek(self, count: int) -> bytes:
        """The next bytes, which stay; joins two chunks where the edge lies within them."""
        cursor = self._cursor
        while len(cursor.buffer) - cursor.at < count:
            rest = cursor.buffer[cursor.at :]
            if not cursor.more():
                raise cursor.truncated()
            cursor.buffer, cursor.at = rest + cursor.buffer, 0
            cursor.passed -= len(rest)
        return cursor.buffer[cursor.at : cursor.at + count]

    def _number(self, header: bytes, start: int, stop: int) -> int:
        try:
            return tar.number(header[start:stop])
        except ValueError:
            tar.check_header(header, self._cursor)
            return 0

    def _table(self) -> EntryTable:
        self._check_count()
        return EntryTable(
            count=len(self._kinds),
            paths=bytes(self._paths[:-1]),
            kinds=bytes(self._kinds),
            modes=bytes(self._modes),
            headers=bytes(self._headers),
            overrides=self._overrides,
            links=self._links,
            devices=self._devices,
            digests=self._digests.primary,
            more_digests=self._digests.others,
        )


def _seen(
    pieces: Iterator[bytes | memoryview], hashes: "list[hashlib._Hash]", passed: _Passed
) -> Iterator[bytes | memoryview]:
    """The pieces, counted and, where asked for, hashed as they pass."""
    for piece in pieces:
        passed.size += len(piece)
        for each in hashes:
            each.update(piece)
        yield piece
