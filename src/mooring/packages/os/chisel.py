"""Packages of images that are cut from Ubuntu packages by Chisel: `var/lib/chisel/manifest.wall`.

A manifest (Chisel, "jsonwall" 1.0) is zstd-compressed lines of JSON, a head first. `package` lines name packages, `path` lines files with
the slices (`<package>_<slice>`) that brought them; the digest is `final_sha256` where a slice changed the file. Key: `dpkg:<name>`,
since slices keep the copyright files, which have that owner.
"""

import io
from collections.abc import Iterator

import msgspec

from mooring.base.errors import ReadError
from mooring.model.facts import Fact, OwnedFilesFact, PackageFact
from mooring.model.reader import Claim, LayerFile, Reader
from mooring.packages.os.places.root import below, key_of, root_of

_MAX_WALL = 256 * 1024 * 1024
_CHUNK = 1024 * 1024
_PLACE = "chisel/manifest.wall"


class _Line(msgspec.Struct):
    """A line of any kind; what a kind does not have stays empty."""

    kind: str = ""
    name: str = ""
    version: str = ""
    arch: str = ""
    sha256: str = ""
    final_sha256: str = ""
    path: str = ""
    slices: tuple[str, ...] = ()


def read(file: LayerFile) -> Iterator[Fact]:
    """Yield the packages, then the files of each; lines that are odd are reported at the end."""
    lines = _inflated(file.content).split(b"\n")
    if b'"jsonwall"' not in lines[0]:
        raise ReadError("does not begin with the head of a Chisel manifest")
    root = root_of(file.path, f"var/lib/{_PLACE}", _PLACE)
    decoder = msgspec.json.Decoder(_Line)
    owned: dict[str, list[tuple[str, str]]] = {}
    odd = 0
    for raw in lines[1:]:
        if not raw.strip():
            continue
        try:
            line = decoder.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            odd += 1
            continue
        if line.kind == "package" and line.name:
            yield _package(line, root)
        elif line.kind == "path" and line.path.strip("/") and not line.path.endswith("/"):
            for package in {part.rpartition("_")[0] for part in line.slices}:
                owned.setdefault(package, []).append((line.path.lstrip("/"), line.final_sha256 or line.sha256))
    for package in sorted(owned):
        yield _owned(key_of("dpkg", root, package), owned[package], root)
    if odd:
        raise ReadError(f"has {odd} lines that are not JSON objects of a manifest")


def _package(line: _Line, root: str) -> PackageFact:
    properties = {name: value for name, value in (("sha256", line.sha256), ("root", root)) if value}
    return PackageFact(
        type="deb",
        name=line.name,
        version=line.version,
        key=key_of("dpkg", root, line.name),
        architecture=line.arch,
        home=root,
        properties=properties,
    )


def _owned(owner: str, rows: list[tuple[str, str]], root: str) -> OwnedFilesFact:
    paths = "\n".join(path.replace("\n", "?") for path, _ in rows).encode("utf-8", "replace")
    digests = "\n".join(digest if len(digest) == 64 and digest.isalnum() else "" for _, digest in rows)
    is_known = bool(digests.strip())
    return OwnedFilesFact(
        owner=owner,
        paths=below(root, paths),
        algorithm="sha256" if is_known else "",
        digests=digests.encode("ascii", "replace") if is_known else b"",
    )


def _inflated(content: bytes) -> bytes:
    """The text of the manifest; a bare one is taken as it is."""
    if content[:1] == b"{":
        return content
    try:
        from compression import zstd  # Python 3.14 and later
    except ImportError:
        from backports import zstd

    out = bytearray()
    try:
        with zstd.ZstdFile(io.BytesIO(content), options={zstd.DecompressionParameter.window_log_max: 27}) as stream:
            while part := stream.read(_CHUNK):
                out += part
                if len(out) > _MAX_WALL:
                    raise ReadError(f"expands to more than {_MAX_WALL} bytes")
    except (zstd.ZstdError, EOFError, OSError, ValueError) as error:
        raise ReadError(f"is not a zstd stream: {error}") from None
    return bytes(out)


READER = Reader(
    name="chisel",
    version=1,
    claim=Claim(names=("manifest.wall",)),
    read=read,
    summary="packages of chiselled Ubuntu images (Chisel manifests), with their files",
)
