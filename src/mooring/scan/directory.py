"""A folder of the host as if it were one layer. Links are never followed, devices never opened, other file systems only by name."""

import errno
import fnmatch
import os
import stat
from collections.abc import Iterator
from io import RawIOBase

from mooring.base.errors import ImageUnavailable
from mooring.base.limits import MIB, Limits
from mooring.image.capabilities import ATTRIBUTE
from mooring.image.digests import DigestColumns, algorithms_of
from mooring.image.layer import EXECUTABLE, MAGICS, SHORT_MAGICS
from mooring.image.tar import MAX_CAPABILITY_BYTES
from mooring.model.files import EntryTable, FileKind, LayerRecord, Problem
from mooring.scan.dispatch import Dispatch
from mooring.scan.read import FactCollector, printable

_SYSTEM_FOLDERS = frozenset({b"proc", b"sys", b"dev", b"run"})
"""At the root of a system these show the kernel's and the host's state, not files."""
_KINDS = {
    stat.S_IFREG: FileKind.FILE,
    stat.S_IFDIR: FileKind.FOLDER,
    stat.S_IFLNK: FileKind.SYMLINK,
    stat.S_IFCHR: FileKind.CHARACTER_DEVICE,
    stat.S_IFBLK: FileKind.BLOCK_DEVICE,
    stat.S_IFIFO: FileKind.FIFO,
    stat.S_IFSOCK: FileKind.SOCKET,
}


class DirectoryPass:
    """Walks a folder once, in the order of names."""

    def __init__(
        self,
        root: str,
        dispatch: Dispatch,
        limits: Limits,
        *,
        exclude: tuple[str, ...],
        is_system: bool,
        with_digests: bool,
        with_archive_digests: bool,
        more_digests: tuple[str, ...] = (),
    ) -> None:
        self._root = os.fsencode(root)
        self._dispatch, self._collector = dispatch, FactCollector(limits, with_digests=with_archive_digests)
        self._limits, self._is_system = limits, is_system
        self._exclude = tuple(os.fsencode(pattern.lstrip("/")) for pattern in exclude)
        self._paths: list[bytes] = []
        self._kinds, self._modes, self._headers = bytearray(), bytearray(), bytearray()
        self._digests = DigestColumns(algorithms_of(more_digests, with_digests=with_digests))
        self._overrides: dict[int, dict[str, str]] = {}
        self._links: dict[int, bytes] = {}
        self._devices: dict[int, tuple[int, int]] = {}
        self._problems: list[Problem] = []
        self.files_claimed = 0
        """Files that some reader wanted."""

    def run(self, only: str = "") -> LayerRecord:
        """Read the folder, or the one file of it named `only`. Raises ImageUnavailable where the folder itself cannot be read."""
        if only:
            self._entry(os.fsencode(only), os.lstat(os.path.join(self._root, os.fsencode(only))))
            if not self.files_claimed:
                # Nothing was found because nothing was looked for: that must not look clean.
                reason = "no reader knows files of this kind"
                self._problem(os.fsencode(only), reason)
        else:
            self._walk()
        entries = EntryTable(
            count=len(self._kinds),
            paths=b"\0".join(self._paths),
            kinds=bytes(self._kinds),
            modes=bytes(self._modes),
            headers=bytes(self._headers),
            overrides=self._overrides,
            links=self._links,
            devices=self._devices,
            digests=self._digests.primary,
            more_digests=self._digests.others,
        )
        problems = (*self._problems, *self._collector.problems)
        return LayerRecord(
            diff_id="",
            size=0,
            entries=entries,
            facts=self._collector.facts(),
            odd_paths=self._collector.odd_paths,
            problems=problems,
        )

    def _walk(self) -> None:
        waiting = [b""]
        while waiting:
            folder = waiting.pop()
            below: list[bytes] = []
            for path, status in self._listing(folder):
                self._entry(path, status)
                if stat.S_ISDIR(status.st_mode):
                    below.append(path)
                if len(self._kinds) > self._limits.max_layer_entries:
                    reason = f"more than {self._limits.max_layer_entries} entries; the rest was left out"
                    self._problems.append(Problem(path="/", reason=reason))
                    return
            waiting.extend(reversed(below))

    def _listing(self, folder: bytes) -> Iterator[tuple[bytes, os.stat_result]]:
        try:
            with os.scandir(os.path.join(self._root, folder)) as rows:
                names = sorted(row.name for row in rows)
        except OSError as error:
            if not folder:
                raise ImageUnavailable(f"{os.fsdecode(self._root)!r} could not be read: {error.strerror}") from None
            self._problem(folder, f"the folder could not be read: {error.strerror}")
            return
        for name in names:
            path = folder + b"/" + name if folder else name
            if self._is_left_out(path):
                continue
            try:
                yield path, os.lstat(os.path.join(self._root, path))
            except OSError as error:
                self._problem(path, f"could not be looked at: {error.strerror}")

    def _is_left_out(self, path: bytes) -> bool:
        if self._is_system and path in _SYSTEM_FOLDERS:
            return True
        if path.endswith(b".git/objects"):
            return True
        return any(fnmatch.fnmatchcase(path, pattern) for pattern in self._exclude)

    def _entry(self, path: bytes, status: os.stat_result) -> None:
        kind = int(_KINDS.get(stat.S_IFMT(status.st_mode), FileKind.FIFO))
        row = len(self._kinds)
        if kind == FileKind.FILE:
            head = self._file(path, status)
            if head in MAGICS or head[:2] in SHORT_MAGICS:
                kind |= EXECUTABLE
            if status.st_mode & 0o111:
                self._note_capabilities(row, path)
        else:
            self._digests.add_unknown()
        if kind == FileKind.SYMLINK:
            try:
                self._links[row] = os.readlink(os.path.join(self._root, path))
            except OSError as error:
                self._problem(path, f"the link could not be read: {error.strerror}")
        elif kind in (FileKind.CHARACTER_DEVICE, FileKind.BLOCK_DEVICE):
            self._devices[row] = (os.major(status.st_rdev), os.minor(status.st_rdev))
        self._paths.append(path)
        self._kinds.append(kind)
        self._modes += _field(status.st_mode & 0o7777, 8)
        self._headers += _header(status)

    def _file(self, path: bytes, status: os.stat_result) -> bytes:
        """Offer a regular file to the readers and add its digests; gives its first bytes."""
        if not status.st_size:
            self._digests.add(b"")
            return b""
        try:
            handle = os.open(os.path.join(self._root, path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            self._problem(path, f"could not be opened: {error.strerror}")
            self._digests.add_unknown()
            return b""
        hashes = self._digests.hashes()
        try:
            with os.fdopen(handle, "rb", buffering=0) as file:
                head = file.read(4) or b""
                self._offer(path, status, head, file)
                if hashes:
                    file.seek(0)
                while hashes and (piece := file.read(MIB)):
                    for each in hashes:
                        each.update(piece)
        except OSError as error:
            self._problem(path, f"could not be read: {error.strerror}")
            self._digests.add_unknown()
            return b""
        self._digests.add_hashes(hashes)
        return head

    def _offer(self, path: bytes, status: os.stat_result, head: bytes, file: RawIOBase) -> None:
        wanted = self._dispatch(path, head, status.st_size)
        self.files_claimed += wanted is not None
        if wanted is not None and self._collector.is_large(path, status.st_size, wanted):
            file.seek(0)
            pieces = iter(lambda: file.read(MIB) or b"", b"")
            self._collector.deliver_large(path, status.st_size, pieces, wanted)
        elif wanted is not None:
            content = head + (file.read(self._limits.max_file_bytes) or b"")
            self._collector.deliver(path, status.st_mode & 0o7777, content, wanted)

    def _note_capabilities(self, row: int, path: bytes) -> None:
        """Keep the capabilities of a program; most file systems and files have none, and some systems know no attributes."""
        if not hasattr(os, "getxattr"):
            return
        try:
            value = os.getxattr(os.path.join(self._root, path), ATTRIBUTE, follow_symlinks=False)
        except OSError as error:
            if error.errno not in (errno.ENODATA, errno.ENOTSUP):
                self._problem(path, f"the capabilities could not be read: {error.strerror}")
            return
        self._overrides[row] = {ATTRIBUTE: value[:MAX_CAPABILITY_BYTES].hex()}

    def _problem(self, path: bytes, reason: str) -> None:
        self._problems.append(Problem(path=printable(path), reason=reason))


def _header(status: os.stat_result) -> bytes:
    """Owner, size and time in the form of a tar header's fields (base-256 where octal digits do not suffice)."""
    return b"".join(
        _field(value, width)
        for value, width in ((status.st_uid, 8), (status.st_gid, 8), (status.st_size, 12), (int(status.st_mtime), 12))
    )


def _field(value: int, width: int) -> bytes:
    value = max(value, 0)
    octal = b"%0*o" % (width - 1, value)
    return octal + b"\0" if len(octal) < width else (value | 1 << (8 * width - 1)).to_bytes(width, "big")
