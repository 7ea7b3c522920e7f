"""The contract of everything that reads files of an image.

A reader *declares* which files it wants (`Claim`, plain data, compiled to dictionary look-ups by `scan/dispatch.py`) and is
handed one file at a time. It must be pure: the same path and bytes give the same facts in the same order, whatever ran before.
"""

import re
from collections.abc import Callable, Iterator

import msgspec

from mooring.base.limits import DEFAULT_LIMITS, Limits
from mooring.model.facts import Fact


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """Which files a reader wants: any of the look-ups, and all of the filters.

    Paths have no leading slash and are compared as they stand in the layer.
    """

    names: tuple[str, ...] = ()
    """Exact base names: `METADATA`."""
    suffixes: tuple[str, ...] = ()
    """Endings of the base name that start with a dot: `.jar`, `.deps.json`. Compared without case."""
    folders: tuple[str, ...] = ()
    """Files directly in a folder of this path: `var/lib/dpkg/info`."""
    paths: tuple[str, ...] = ()
    """Exact paths: `etc/os-release`."""
    magics: tuple[bytes, ...] = ()
    """First four bytes of the content: `b"\\x7fELF"`."""
    everything: bool = False
    """Every regular file; `accepts` should then pass over most."""
    accepts: Callable[[bytes, bytes, int], bool] | None = None
    """Filter: path as it stands in the layer, first four bytes, size. Asked last, and for every file where `everything` is set: it must
    take a microsecond or two."""
    pattern: str = ""
    """Filter: a regular expression that must be found in the path (`re.search`) once a look-up has hit. Keep it linear."""
    max_bytes: int = 0
    """Filter: larger files are recorded as a problem and not handed over; 0 means the scan's `max_file_bytes`."""
    min_bytes: int = 1
    """Filter: smaller files are passed over silently."""
    none_above_bytes: int = 0
    """Filter: larger files are of another kind, and passed over silently; 0 means that none are."""
    in_images: bool = True
    """Read in images. False for lock files and manifests, which say what was wanted and not what is installed: read in directories
    (`dir:`), and in images on request."""
    in_directories: bool = True
    """Read in directories (`dir:`)."""


class LayerFile(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A regular file of a layer, whole."""

    path: str
    """From the root, no leading slash, `/` between parts. Bytes that are no UTF-8 are written as `\\xNN`."""
    content: bytes
    mode: int = 0o644
    limits: Limits = DEFAULT_LIMITS
    with_digests: bool = False
    """Digests that cost time are wanted: of archives, which an index may know them by."""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path[self.path.rfind("/") + 1 :]

    @property
    def folder(self) -> str:
        """The path without its last part; empty for a file at the root."""
        at = self.path.rfind("/")
        return self.path[:at] if at > 0 else ""

    def text(self) -> str:
        """The content as text: UTF-8, a byte order mark removed, damaged bytes replaced."""
        return self.content.decode("utf-8-sig", "replace")


class Window(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A part of a regular file that is too large to be held. Windows overlap by `OVERLAP_BYTES`, so what is shorter stands whole in one."""

    path: str
    """As in `LayerFile`."""
    size: int
    """Of the whole file."""
    head: bytes
    """The first bytes of the file, at most `HEAD_BYTES`."""
    offset: int
    content: bytes
    is_last: bool
    first_line: int = 0
    """Line of the file that the content begins in, from 1; 0 where nobody counted."""
    line_offset: int = 0
    """Where in the file that line begins."""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path[self.path.rfind("/") + 1 :]


HEAD_BYTES = 64 << 10
WINDOW_BYTES = 16 << 20
OVERLAP_BYTES = 2 << 20


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """One member of a reader family: what it wants, and the function that reads it."""

    name: str
    """Short and stable: `dpkg`, `python-wheel`. It is written in reports as what found a package."""
    version: int
    """Raised with every change of what `read` yields: it is part of the key of cached layer records."""
    claim: Claim
    read: Callable[[LayerFile], Iterator[Fact]]
    """Yields facts; raises ReadError at bytes it cannot make sense of (the facts yielded before count, the scan is then incomplete).
    Never anything else, whatever the bytes: no other exception, no unbounded loop, memory or recursion."""
    read_window: Callable[[Window], Iterator[Fact]] | None = None
    """What a part of a file larger than `max_file_bytes` tells; without it such a file is a problem. A fact that two windows tell
    counts once."""
    summary: str = ""
    """One line for the docs: what it reads."""

    def wants(self, path: str) -> bool:
        """Whether the claim's look-ups by path and its pattern accept this path (magics are not considered)."""
        claim, name = self.claim, path[path.rfind("/") + 1 :]
        folder = path[: max(path.rfind("/"), 0)]
        hit = (
            name in claim.names
            or path in claim.paths
            or folder in claim.folders
            or name.lower().endswith(claim.suffixes or ("\0",))
        )
        return hit and (not claim.pattern or re.search(claim.pattern, path) is not None)
