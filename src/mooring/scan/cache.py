"""Layer records on disk, so that no layer is read twice.

    DIRECTORY/v1/FINGERPRINT/DIFFID.VARIANT.facts   what scans need
    DIRECTORY/v1/FINGERPRINT/DIFFID.VARIANT.rows    what file lists need besides
    DIRECTORY/v1/known/KEY                          diffID of a blob, by a hash of its digest or of a file's identity

A diffID that an image merely declares is never used as a key: an image could name a clean layer's over other content. `known` leads
from what was verified (the digest of the bytes as stored; a local file's device, inode, size and times) to the diffID that was
computed when those bytes were read. Files are written under another name and renamed, so several processes may share the folder;
what is damaged counts as missing. A write that fails (full disk) costs the entry, never the scan.
"""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from mooring.base.errors import ReadError
from mooring.base.replacing import replacing
from mooring.model.files import LayerRecord
from mooring.scan.records import decode_record

VERSION = "v1"
_KEEP_SHARE = 0.9
"""Pruning goes below the bound by a tenth, so that it is not due again at once."""


class CacheEntry(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One file of the cache."""

    used: float
    """When it was last used, seconds since 1970."""
    size: int
    path: str


class LayerCache:
    """A folder of layer records of one set of readers (`fingerprint`)."""

    def __init__(self, directory: Path, fingerprint: str, max_bytes: int) -> None:
        self.directory = directory
        self._root = directory / VERSION
        self._folder = self._root / fingerprint
        self._max_bytes = max_bytes
        self.write_error = ""
        """Why the last write failed; empty where none did."""

    def diff_id_of(self, identity: str) -> str:
        """The diffID computed when the bytes of this identity were read; empty where they never were."""
        try:
            text = (self._root / "known" / _key(identity)).read_text("ascii")
        except (OSError, ValueError):
            return ""
        return text if text.startswith("sha256:") and len(text) == 71 else ""

    def remember(self, identity: str, diff_id: str) -> None:
        """Note the diffID of bytes that were just read and verified."""
        self._write(self._root / "known" / _key(identity), diff_id.encode())

    def get(self, diff_id: str, variant: str, *, with_rows: bool) -> LayerRecord | None:
        """The record of a layer, or None."""
        path = self._path(diff_id, variant)
        try:
            facts = path.with_suffix(".facts").read_bytes()
            rows = path.with_suffix(".rows").read_bytes() if with_rows else None
            record = decode_record(facts, rows)
        except (OSError, ReadError):
            return None
        if record.diff_id != diff_id:
            return None
        with contextlib.suppress(OSError):
            os.utime(path.with_suffix(".facts"))
            if with_rows:
                os.utime(path.with_suffix(".rows"))
        return record

    def put(self, diff_id: str, variant: str, parts: tuple[bytes, bytes]) -> None:
        """Keep an encoded record (`encode_record`)."""
        path = self._path(diff_id, variant)
        self._write(path.with_suffix(".rows"), parts[1])
        self._write(path.with_suffix(".facts"), parts[0])

    def get_document(self, key: str) -> bytes | None:
        """A result kept under a key of its own, or None."""
        path = self._folder / f"{_key(key)}.result"
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        digest, content = content[:32], content[32:]
        return content if hashlib.sha256(content).digest() == digest else None

    def put_document(self, key: str, content: bytes) -> None:
        """Keep a result under a key of its own."""
        self._write(self._folder / f"{_key(key)}.result", hashlib.sha256(content).digest() + content)

    def prune_if_large(self) -> int:
        """Drop the least recently used entries where the bound is passed; gives the bytes freed."""
        return prune(self.directory, self._max_bytes)

    def _path(self, diff_id: str, variant: str) -> Path:
        return self._folder / f"{diff_id.replace(':', '-')}.{variant}.facts"

    def _write(self, path: Path, content: bytes) -> None:
        if self.write_error:
            return
        try:
            self.directory.parent.mkdir(parents=True, exist_ok=True)
            for folder in (self.directory, self._root, path.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            with replacing(path, ".new-") as file:
                file.write(content)
        except OSError as error:
            self.write_error = f"{path.parent}: {error.strerror or error}"


def entries_of(directory: Path) -> Iterator[CacheEntry]:
    """Every file of the cache, of whatever fingerprint."""
    waiting = [directory / VERSION]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as folder:
                rows = list(folder)
        except OSError:
            continue
        for row in rows:
            with contextlib.suppress(OSError):
                if row.is_dir(follow_symlinks=False):
                    waiting.append(Path(row.path))
                elif row.is_file(follow_symlinks=False):
                    status = row.stat(follow_symlinks=False)
                    yield CacheEntry(used=status.st_mtime, size=status.st_size, path=row.path)


def prune(directory: Path, max_bytes: int) -> int:
    """Drop the least recently used entries until the rest is well within `max_bytes`; gives the bytes freed.

    Nothing happens while the cache is within the bound. Another process that prunes at the same time does no harm.
    """
    entries = sorted(entries_of(directory))
    total = sum(entry.size for entry in entries)
    if total <= max_bytes:
        return 0
    freed = 0
    for entry in entries:
        if total - freed <= max_bytes * _KEEP_SHARE:
            break
        with contextlib.suppress(OSError):
            os.unlink(entry.path)
            freed += entry.size
    return freed


def _key(identity: str) -> str:
    return hashlib.sha256(identity.encode("utf-8", "surrogateescape")).hexdigest()[:40]
