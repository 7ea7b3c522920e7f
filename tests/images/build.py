"""Builders that make tiny images in memory, in every form that tools write; the same input gives the same bytes.

base = layer({"etc/os-release": b"ID=alpine\n", "bin/sh": Entry(kind="symlink", target="/bin/busybox")})
slim = layer({}, whiteouts=("etc/passwd",), opaque=("var/cache",))
path.write_bytes(image(base, slim, config={"config": {"User": "app"}}).docker_archive())
"""

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

OCI_INDEX = "application/vnd.oci.image.index.v1+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_CONFIG = "application/vnd.oci.image.config.v1+json"
_OCI_LAYER = "application/vnd.oci.image.layer.v1.tar"
_KINDS = {
    "file": tarfile.REGTYPE,
    "folder": tarfile.DIRTYPE,
    "symlink": tarfile.SYMTYPE,
    "hardlink": tarfile.LNKTYPE,
    "character-device": tarfile.CHRTYPE,
    "block-device": tarfile.BLKTYPE,
    "fifo": tarfile.FIFOTYPE,
}
TAR_FORMATS = {"pax": tarfile.PAX_FORMAT, "gnu": tarfile.GNU_FORMAT, "ustar": tarfile.USTAR_FORMAT}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A file in a layer; bytes alone stand for `Entry(content=...)`."""

    content: bytes = b""
    kind: str = "file"
    target: str = ""
    mode: int = 0o644
    uid: int = 0
    gid: int = 0
    user: str = ""
    group: str = ""
    modified: int = 1_700_000_000
    device: tuple[int, int] = (0, 0)
    pax: dict[str, str] = {}


class BuiltLayer(msgspec.Struct, frozen=True, kw_only=True):
    """A layer with its bytes as stored and uncompressed."""

    tar: bytes
    stored: bytes
    media_type: str

    @property
    def diff_id(self) -> str:
        """Digest of the uncompressed bytes."""
        return digest_of(self.tar)

    @property
    def digest(self) -> str:
        """Digest of the bytes as stored."""
        return digest_of(self.stored)

    def descriptor(self) -> dict[str, Any]:
        """What a manifest says of the layer."""
        return {"mediaType": self.media_type, "digest": self.digest, "size": len(self.stored)}


class BuiltImage(msgspec.Struct, frozen=True, kw_only=True):
    """An image: layers, config and manifest, and the forms it can be written in."""

    layers: tuple[BuiltLayer, ...]
    config: bytes
    manifest: bytes
    tags: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Digest of the manifest."""
        return digest_of(self.manifest)

    @property
    def image_id(self) -> str:
        """Digest of the config."""
        return digest_of(self.config)

    def descriptor(self, **fields: Any) -> dict[str, Any]:
        """What an index says of the image."""
        return {"mediaType": OCI_MANIFEST, "digest": self.digest, "size": len(self.manifest), **fields}

    def blobs(self) -> dict[str, bytes]:
        """Digest to bytes of everything the image consists of."""
        found = {self.digest: self.manifest, self.image_id: self.config}
        return found | {layer.digest: layer.stored for layer in self.layers}

    def docker_archive(self, *, style: str = "docker-24", compression: str = "") -> bytes:
        """As `docker save` writes it (`docker-24`, `docker-25` with an OCI layout inside) or `podman save`
        (`podman`).
        """
        return compressed(docker_archive(self, style=style), compression)

    def oci_files(self, index: Mapping[str, Any] | None = None) -> dict[str, bytes]:
        """The files of an OCI layout with this image."""
        tag = self.tags[0].rpartition(":")[2] if self.tags else ""
        names = {"annotations": {"org.opencontainers.image.ref.name": tag}} if tag else {}
        given = index or {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": [self.descriptor(**names)]}
        files = {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}', "index.json": as_json(given)}
        return files | {blob_path(digest): content for digest, content in self.blobs().items()}

    def oci_layout(self, folder: Path, index: Mapping[str, Any] | None = None) -> Path:
        """Write an OCI layout into the folder; returns the folder."""
        for name, content in self.oci_files(index).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        return folder

    def oci_archive(self, *, compression: str = "") -> bytes:
        """The OCI layout as a tar archive."""
        return compressed(tar_of(self.oci_files()), compression)


def layer(
    files: Mapping[str, bytes | Entry],
    whiteouts: tuple[str, ...] = (),
    opaque: tuple[str, ...] = (),
    compression: str = "gzip",
    tar_format: str = "pax",
) -> BuiltLayer:
    """A layer of the files in the order given, then the whiteouts, then the opaque folders."""
    rows: dict[str, bytes | Entry] = dict(files)
    for path in whiteouts:
        folder, _, name = path.rpartition("/")
        rows[f"{folder}/.wh.{name}" if folder else f".wh.{name}"] = b""
    for path in opaque:
        rows[f"{path}/.wh..wh..opq"] = b""
    tar = tar_of(rows, tar_format)
    suffix = f"+{compression}" if compression else ""
    return BuiltLayer(tar=tar, stored=compressed(tar, compression), media_type=_OCI_LAYER + suffix)


def image(
    *layers: BuiltLayer, config: Mapping[str, Any] | None = None, tags: tuple[str, ...] = ("app:1.0",)
) -> BuiltImage:
    """An image of the layers, base first; `config` is laid over a minimal linux/amd64 config with a step a layer."""
    document: dict[str, Any] = {
        "architecture": "amd64",
        "os": "linux",
        "created": "2024-01-02T03:04:05Z",
        "config": {},
        "rootfs": {"type": "layers", "diff_ids": [one.diff_id for one in layers]},
        "history": [{"created_by": f"COPY layer {number} /"} for number, _ in enumerate(layers, start=1)],
    } | dict(config or {})
    packed = as_json(document)
    manifest = as_json(
        {
            "schemaVersion": 2,
            "mediaType": OCI_MANIFEST,
            "config": {"mediaType": OCI_CONFIG, "digest": digest_of(packed), "size": len(packed)},
            "layers": [one.descriptor() for one in layers],
        }
    )
    return BuiltImage(layers=layers, config=packed, manifest=manifest, tags=tags)


def docker_archive(*images: BuiltImage, style: str = "docker-24") -> bytes:
    """One archive of one or several images, uncompressed, in the way the tool writes it."""
    files: dict[str, bytes | Entry] = {}
    rows = [_saved(one, style, files) for one in images]
    if style == "docker-25":
        named = [(one, {"io.containerd.image.name": tag}) for one in images for tag in one.tags]
        descriptors = [one.descriptor(annotations=names) for one, names in named]
        files["index.json"] = as_json({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": descriptors})
        files["oci-layout"] = b'{"imageLayoutVersion":"1.0.0"}'
    files["manifest.json"] = as_json(rows)
    return tar_of(files)


def _saved(built: BuiltImage, style: str, files: dict[str, bytes | Entry]) -> dict[str, Any]:
    """Add the image's members to the files; returns its row of manifest.json."""
    names = []
    for number, one in enumerate(built.layers):
        hexadecimal = one.diff_id.removeprefix("sha256:")
        if style == "docker-25":
            name = blob_path(one.digest)
            files[name] = one.stored
        elif style == "podman":
            name = f"{hexadecimal}.tar"
            files[name] = one.tar
        else:
            # Docker before 25 names the folder after its own chain of identifiers and links a layer that is there
            # already.
            folder = digest_of(f"{number}{hexadecimal}".encode()).removeprefix("sha256:")
            name = f"{folder}/layer.tar"
            first = next((path for path, content in files.items() if content == one.tar), "")
            files[f"{folder}/VERSION"] = b"1.0"
            files[f"{folder}/json"] = b'{"id":"' + folder.encode() + b'"}'
            files[name] = Entry(kind="symlink", target=f"../{first}") if first and first != name else one.tar
        names.append(name)
    is_layout = style == "docker-25"
    config_name = blob_path(built.image_id) if is_layout else f"{built.image_id.removeprefix('sha256:')}.json"
    files[config_name] = built.config
    if is_layout:
        files[blob_path(built.digest)] = built.manifest
    return {"Config": config_name, "RepoTags": list(built.tags) or None, "Layers": names}


def tar_of(files: Mapping[str, bytes | Entry], tar_format: str = "pax") -> bytes:
    """A tar archive of the files, in the order given."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=TAR_FORMATS[tar_format]) as archive:
        for path, given in files.items():
            entry = given if isinstance(given, Entry) else Entry(content=given)
            archive.addfile(_header(path, entry), io.BytesIO(entry.content))
    return out.getvalue()


def _header(path: str, entry: Entry) -> tarfile.TarInfo:
    info = tarfile.TarInfo(path)
    info.type = _KINDS[entry.kind]
    info.size = len(entry.content) if entry.kind == "file" else 0
    info.linkname = entry.target
    info.mode = 0o755 if entry.kind == "folder" and entry.mode == 0o644 else entry.mode
    info.uid, info.gid, info.uname, info.gname = entry.uid, entry.gid, entry.user, entry.group
    info.mtime = entry.modified
    info.devmajor, info.devminor = entry.device
    info.pax_headers = dict(entry.pax)
    return info


def compressed(content: bytes, compression: str) -> bytes:
    """The content as gzip or zstd, with no time in the header, or as it is."""
    match compression:
        case "gzip":
            return gzip.compress(content, mtime=0)
        case "zstd":
            from backports import zstd

            return zstd.compress(content)
        case "":
            return content
    raise ValueError(compression)


def digest_of(content: bytes) -> str:
    """`sha256:` and the digest in hexadecimal."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def blob_path(digest: str) -> str:
    """Where an OCI layout keeps a blob."""
    return "blobs/" + digest.replace(":", "/")


def as_json(value: Any) -> bytes:
    """Compact JSON with keys in the order given."""
    return json.dumps(value, separators=(",", ":")).encode()
