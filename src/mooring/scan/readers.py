"""Which readers there are, and a fingerprint of them that is known without importing one."""

import hashlib
import os
from pathlib import Path

from mooring.base.families import collect
from mooring.model.reader import Reader

FAMILIES = (
    "apple",
    "beam",
    "binary",
    "dotnet",
    "functional",
    "golang",
    "infrastructure",
    "java",
    "javascript",
    "language",
    "mobile",
    "native",
    "os",
    "other",
    "python",
    "rust",
    "web",
)
"""Folders of `mooring.packages` whose modules each offer a reader."""


def all_readers() -> tuple[Reader, ...]:
    """Every package reader, ordered by family and module. Importing them costs some 60 ms: not for a scan that reads nothing."""
    return tuple(reader for family in FAMILIES for reader in collect(f"mooring.packages.{family}", Reader))


def chosen_readers(*, in_directory: bool, with_manifests: bool) -> tuple[Reader, ...]:
    """The readers for an image or a directory; `with_manifests` adds those of lock files and manifests to an image's."""
    return tuple(
        reader
        for reader in all_readers()
        if (reader.claim.in_directories if in_directory else reader.claim.in_images or with_manifests)
    )


def fingerprint() -> str:
    """Sixteen hex digits that change whenever code that makes layer records may have changed.

    It covers name, size and modification time of the source files of `base`, `content`, `model`, `image`, `packages`
    and `scan`, which takes a millisecond; importing the readers to ask for their versions would take sixty.
    """
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for folder in ("base", "content", "image", "model", "packages", "scan"):
        for path in sorted(_files(root / folder)):
            status = os.stat(path)
            digest.update(
                f"{path[len(str(root)) :]}\0{status.st_size}\0{status.st_mtime_ns}\n".encode("utf-8", "surrogateescape")
            )
    return digest.hexdigest()[:16]


def _files(folder: Path) -> list[str]:
    found: list[str] = []
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                else:
                    found.append(entry.path)
    return found
