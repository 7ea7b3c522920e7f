"""What a path on this machine is, told by its content, and what a text after it chooses."""

from pathlib import Path

from mooring.base.errors import ImageUnavailable, MooringError
from mooring.base.limits import GIB, KIB, MIB, Limits
from mooring.image.blobs import SNIFF_BYTES, file_pieces, kind_of
from mooring.image.decompress import decompressed
from mooring.image.sources.archives.members import walk
from mooring.image.sources.archives.stores import TarStore
from mooring.image.sources.source import SourceOptions
from mooring.image.tar import Cursor

_SBOM_MARKS = (
    b'"bomFormat"',
    b'"spdxVersion"',
    b"SPDXVersion:",
    b"cyclonedx.org/schema/bom",
    b"spdx.org/rdf",
    b'"predicateType"',
    b'"payloadType"',
    b"anchore/syft",
)
_TAR_ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.zst", ".tzst")
_SBOM_SNIFF_BYTES = 256 * KIB
_PEEK_LIMITS = Limits(max_layer_bytes=8 * GIB, max_archive_members=1_000_000)
_PEEK_MEMBERS = 4
_MAX_TEXT = 8 * KIB


def local_path(text: str, options: SourceOptions) -> Path:
    """The path that the text means; a leading `~/` is the user's home, since no shell replaces it after `dir:`."""
    home = options.environment.get("HOME", "")
    return Path(home, text[2:]) if home and text.startswith("~/") else Path(text)


def split_path(text: str, options: SourceOptions) -> tuple[Path, str]:
    """The longest beginning of the text that exists as a path, and what follows its `:` or `@`.

    Where nothing exists, the whole text is the path.
    """
    path = local_path(text, options)
    if exists(path):
        return path, ""
    for at in range(min(len(text), _MAX_TEXT) - 1, 0, -1):
        if text[at] in ":@" and exists(head := local_path(text[:at], options)):
            return head, text[at + 1 :].removeprefix("@")
    return path, ""


def existing(path: Path) -> Path:
    """The path; raises ImageUnavailable where there is nothing."""
    if not exists(path):
        raise ImageUnavailable(f"{str(path)!r} does not exist")
    return path


def exists(path: Path) -> bool:
    """Whether there is something; false for a text that cannot be a path (NUL, too long)."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether there is a folder."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Whether there is a regular file."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def archive_kind(path: Path) -> str:
    """`docker`, `oci` or nothing: what image archive the file is. Compressed ones are judged by their first members."""
    first = first_bytes(path, SNIFF_BYTES)
    kind = kind_of(first)
    try:
        if kind == "tar":
            store = TarStore(path, _PEEK_LIMITS)
            if store.has("manifest.json"):
                return "docker"
            return "oci" if store.has("index.json") and store.has("oci-layout") else ""
        if kind in ("gzip", "zstd"):
            return _peek(path)
    except (MooringError, OSError):
        return ""
    return ""


def looks_like_tar(path: Path) -> bool:
    """Whether the file begins like a tar archive, or is called like one."""
    return is_file(path) and (
        kind_of(first_bytes(path, SNIFF_BYTES)) == "tar" or path.name.lower().endswith(_TAR_ENDINGS)
    )


def is_sbom(content: bytes) -> bool:
    """Whether the beginning of a file looks like a CycloneDX, SPDX, Syft or in-toto document."""
    head = content[:_SBOM_SNIFF_BYTES]
    if kind_of(head) not in ("json", "xml") and not head.lstrip(b"\xef\xbb\xbf \r\n").startswith(
        (b"SPDXVersion", b"#")
    ):
        return False
    return any(mark in head for mark in _SBOM_MARKS)


def first_bytes(path: Path, count: int) -> bytes:
    """The beginning of a file; empty where it cannot be read or is no regular file."""
    if not is_file(path):
        return b""
    try:
        with path.open("rb") as file:
            return file.read(count)
    except OSError:
        return b""


def looks_like_sbom(path: Path) -> bool:
    """Whether the file is somebody's inventory."""
    return is_sbom(first_bytes(path, _SBOM_SNIFF_BYTES))


def _peek(path: Path) -> str:
    size = min(path.stat().st_size, 512 * MIB)
    cursor = Cursor(decompressed(file_pieces(path, 0, size), _PEEK_LIMITS, str(path)), str(path))
    for count, member in enumerate(walk(cursor, _PEEK_LIMITS)):
        if member.name in ("oci-layout", "index.json"):
            return "oci"
        if _is_saved_name(member.name):
            return "docker"
        if member.name.startswith("blobs/sha"):
            # Docker 25 sorts its blobs before its documents, as does every OCI archive; opening tells them apart.
            return "docker"
        if count >= _PEEK_MEMBERS:
            break
    return ""


def _is_saved_name(name: str) -> bool:
    stem = name.partition("/")[0].removesuffix(".json").removesuffix(".tar").removesuffix(".gz")
    is_hexadecimal = len(stem) == 64 and not stem.strip("0123456789abcdef")
    return name == "manifest.json" or is_hexadecimal or stem.startswith("sha256:")
