"""Packages that lie about as *.deb files, installed or not: read in directories only.

Format (deb(5)): an ar archive of `debian-binary`, `control.tar` (plain, gzip, xz or zstd) and `data.tar`. The stanza
`control` says all that counts; the data is not unpacked. Key: `deb-archive:<path>`.
"""

import zlib
from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.base.limits import MIB
from mooring.model.facts import Fact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.formats.deb822 import stanzas
from mooring.packages.os.stanza.package import facts_of

_AR_MAGIC = b"!<arch>\n"
_AR_HEAD = 60
_MAX_MEMBERS = 64
_BLOCK = 512
_MAX_STANZA = 4 * MIB
_MAX_CONTROL = 32 * MIB
"""Maintainer scripts and md5sums of the largest packages stay below a tenth."""


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the package of the file; raise ReadError where it has no control stanza with a name and a version."""
    control = _control(_tar(*_control_member(file.content)))
    fields = next(stanzas(control.decode("utf-8", "replace")), {})
    if not fields.get("package") or not fields.get("version"):
        raise ReadError("control has no Package or no Version")
    for fact in facts_of(fields, kind="dpkg", root="", is_multi_arch_key=False):
        if isinstance(fact, PackageFact):
            yield msgspec.structs.replace(fact, key=f"deb-archive:{file.path}", home=file.folder, is_installed=False)


def _control_member(content: bytes) -> tuple[str, bytes]:
    """Name and bytes of control.tar among the members of the ar archive."""
    if not content.startswith(_AR_MAGIC):
        raise ReadError("is not a Debian package: not an ar archive")
    at = len(_AR_MAGIC)
    for _ in range(_MAX_MEMBERS):
        head = content[at : at + _AR_HEAD]
        digits = head[48:58].strip()
        if len(head) < _AR_HEAD or head[58:] != b"`\n" or not digits.isdigit():
            break
        name, size = head[:16].decode("latin-1").rstrip(" /"), int(digits)
        at += _AR_HEAD
        if name.startswith("control.tar"):
            return name, content[at : at + size]
        at += size + size % 2
    raise ReadError("is not a Debian package: has no control.tar")


def _tar(name: str, content: bytes) -> bytes:
    """The member inflated, up to a bound: what lies behind it is not needed."""
    try:
        match name.removeprefix("control.tar"):
            case "":
                return content
            case ".gz":
                return zlib.decompressobj(31).decompress(content, _MAX_CONTROL)
            case ".xz" | ".lzma":
                return _lzma(content)
            case ".zst":
                return _zstd(content)
    except (zlib.error, EOFError, MemoryError, ValueError) as error:
        raise ReadError(f"{name} is damaged: {error}") from None
    raise ReadError(f"{name!r} is compressed in a way that is not known")


def _lzma(content: bytes) -> bytes:
    import lzma

    try:
        return lzma.LZMADecompressor(memlimit=256 * MIB).decompress(content, _MAX_CONTROL)
    except lzma.LZMAError as error:
        raise ReadError(f"control.tar is damaged: {error}") from None


def _zstd(content: bytes) -> bytes:
    try:
        from compression import zstd  # Python 3.14 and later
    except ImportError:
        from backports import zstd

    try:
        options = {zstd.DecompressionParameter.window_log_max: 27}
        inflated: bytes = zstd.ZstdDecompressor(options=options).decompress(content, _MAX_CONTROL)
        return inflated
    except zstd.ZstdError as error:
        raise ReadError(f"control.tar is damaged: {error}") from None


def _control(tar: bytes) -> bytes:
    """The bytes of `control`: a tar head has the name in front, the size in octal at 124 (tar(5), "ustar")."""
    at = 0
    while at + _BLOCK <= len(tar):
        head = tar[at : at + _BLOCK]
        name = head[:100].rstrip(b"\0").removeprefix(b"./")
        digits = head[124:136].strip(b"\0 ")
        try:
            size = int(digits or b"0", 8)
        except ValueError:
            raise ReadError("control.tar is damaged: a size is not octal") from None
        if size < 0:
            raise ReadError("control.tar is damaged: a size is negative")
        at += _BLOCK
        if name == b"control" and head[156:157] in (b"0", b"\0"):
            return tar[at : at + min(size, _MAX_STANZA)]
        at += size + -size % _BLOCK
    raise ReadError("control.tar has no file control")


READER = Reader(
    name="deb-archive",
    version=1,
    claim=Claim(suffixes=(".deb", ".udeb", ".ddeb"), in_images=False),
    read=read,
    summary="*.deb files, by their control stanza",
)
