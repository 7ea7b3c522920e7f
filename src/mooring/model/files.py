"""Entries of layers and the files of an image."""

from enum import IntEnum

import msgspec

from mooring.model.facts import Fact


class FileKind(IntEnum):
    """What an entry is."""

    FILE = 0
    FOLDER = 1
    SYMLINK = 2
    HARDLINK = 3
    CHARACTER_DEVICE = 4
    BLOCK_DEVICE = 5
    FIFO = 6
    SOCKET = 7


class FileEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One row about a file."""

    path: str
    """From the root, with leading slash."""
    kind: str = "file"
    """`file`, `folder`, `symlink`, `hardlink`, `character-device`, `block-device`, `fifo` or `socket`."""
    mode: int = 0
    """Permission bits with setuid, setgid and sticky (0o7777)."""
    uid: int = 0
    gid: int = 0
    user: str = ""
    group: str = ""
    size: int = 0
    modified: int = 0
    """Seconds since 1970-01-01 UTC."""
    link_target: str = ""
    device: str = ""
    """`major:minor` of a device."""
    capabilities: str = ""
    """File capabilities (`security.capability`), in the words of `getcap`: `cap_net_raw=ep`; `unreadable` where they are set but make no
    sense."""
    sha256: str = ""
    is_executable_format: bool = False
    """ELF, PE, Mach-O or a script with `#!`, judged by the first bytes."""
    layer: str = ""
    """DiffID of the layer that has this version of the file."""
    introduced_in: str = ""
    """DiffID of the lowest layer in which the path exists without a gap up to here."""
    owner: str = ""
    """Id of the package that owns it; empty where none does."""


class RemovedFile(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A path of a lower layer that a later one hides."""

    path: str
    introduced_in: str
    removed_in: str


class Problem(msgspec.Struct, frozen=True, kw_only=True, order=True, omit_defaults=True, gc=False):
    """Something that could not be read or was left out."""

    path: str
    reason: str
    reader: str = ""
    """Name and version of the reader (`dpkg 3`), or empty where the layer itself is meant."""
    layer: str = ""
    count: int = 1
    """How many files it holds for; they are not all named where very many have one reason."""

    def __str__(self) -> str:
        by = f" (reader {self.reader})" if self.reader else ""
        subject = self.path or ("image" if self.count == 1 else f"{self.count} more files")
        return f"{subject}: {self.reason}{by}"


class FileFacts(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What one reader found in one file."""

    path: str
    reader: str
    facts: tuple[Fact, ...]


class EntryTable(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The entries of a layer in columns, in the order of the layer.

    Rows of Python objects cost 300 bytes an entry and would pass the memory budget on an image of 250,000 files; columns cost 90 and
    compress to 8.
    """

    count: int
    paths: bytes
    """Paths joined by NUL, no leading slash, as bytes of the archive; later duplicates of a path follow earlier ones."""
    kinds: bytes
    """One FileKind a row; 0x80 is added where the content begins like an executable (ELF, PE, Mach-O, `#!`)."""
    modes: bytes
    """8 bytes a row: the mode as the tar header writes it (ustar bytes 100 to 108)."""
    headers: bytes
    """40 bytes a row: uid, gid, size, mtime as the tar header writes them (ustar bytes 108 to 148); empty when not kept."""
    overrides: dict[int, dict[str, str]]
    """Row to pax records that replace header fields (`uid`, `gid`, `size`, `mtime`, `uname`, `gname`)."""
    links: dict[int, bytes]
    """Row to link target (symlinks as written; hard links without leading slash)."""
    devices: dict[int, tuple[int, int]]
    digests: bytes
    """SHA-256, 32 bytes a row (zeros where the entry has no content); empty when not asked for."""
    more_digests: dict[str, bytes] = {}
    """`md5` (16 bytes a row) and `sha1` (20), as `digests`: package databases know files by these."""

    def path_list(self) -> list[bytes]:
        """The paths, in order."""
        return self.paths.split(b"\0") if self.count else []


class LayerRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What reading one layer gave. It depends on the layer's bytes and the readers alone, so it can be cached for ever."""

    diff_id: str
    """Computed from the bytes, never taken on trust."""
    size: int
    """Uncompressed bytes."""
    entries: EntryTable
    whiteouts: tuple[bytes, ...] = ()
    """Paths that this layer hides in the layers below (OCI image specification, layer, whiteouts)."""
    opaque_folders: tuple[bytes, ...] = ()
    """Folders whose content in the layers below is hidden."""
    facts: tuple[FileFacts, ...] = ()
    odd_paths: dict[str, bytes] = {}
    """Paths of facts that are no UTF-8: as `FileFacts.path` writes them, to the bytes that they are."""
    problems: tuple[Problem, ...] = ()
    is_lasting: bool = True
    """False where a service that a reader asks gave no answer: another reading may tell more, so it is not remembered."""
