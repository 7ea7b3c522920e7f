"""References, digests, platforms, manifests, layers, images."""

import re
from typing import NewType

import msgspec

from mooring.base.errors import BadReference

Digest = NewType("Digest", str)
"""`sha256:` and 64 hex digits (or sha512 and 128): of bytes as stored."""

DiffId = NewType("DiffId", str)
"""A digest of a layer *uncompressed*."""

DOCKER_HUB = "docker.io"
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}")
_COMPONENT = re.compile(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]{1,5})?")


def is_digest(text: str) -> bool:
    """Whether the text is a digest as the OCI image specification writes it (sha256 or sha512)."""
    return _DIGEST.fullmatch(text) is not None


class Platform(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Operating system, architecture and variant, in Go's words (`linux`, `amd64`, `v8`)."""

    os: str = "linux"
    architecture: str = ""
    variant: str = ""

    def __str__(self) -> str:
        return "/".join(part for part in (self.os, self.architecture, self.variant) if part)

    @classmethod
    def parse(cls, text: str) -> "Platform":
        """`os/arch[/variant]`, or an architecture alone; raises BadReference."""
        parts = text.strip().lower().split("/")
        if not all(parts) or len(parts) > 3:
            raise BadReference(
                f"{text!r} is not a platform", hint="write it as os/architecture[/variant], for instance linux/arm64/v8"
            )
        if len(parts) == 1:
            parts.insert(0, "linux")
        return cls(os=parts[0], architecture=parts[1], variant=parts[2] if len(parts) == 3 else "")


class ImageReference(msgspec.Struct, frozen=True, kw_only=True):
    """Registry, repository, tag and digest of an image, normalised as Docker does (distribution/reference grammar)."""

    registry: str
    repository: str
    tag: str = ""
    digest: str = ""

    def __str__(self) -> str:
        tag = f":{self.tag}" if self.tag else ""
        digest = f"@{self.digest}" if self.digest else ""
        return f"{self.registry}/{self.repository}{tag}{digest}"

    @property
    def familiar(self) -> str:
        """The shortest text that means the same: `nginx:1.27` for `docker.io/library/nginx:1.27`."""
        text = str(self)
        for prefix in (f"{DOCKER_HUB}/library/", f"{DOCKER_HUB}/"):
            text = text.removeprefix(prefix) if text.startswith(prefix) else text
        return text

    @classmethod
    def parse(cls, text: str) -> "ImageReference":
        """Parse and normalise; a reference without tag and digest gets `latest`. Raises BadReference."""
        name, _, digest = text.partition("@")
        if "@" in text and not is_digest(digest):
            raise BadReference(
                f"{text!r} has no valid digest after '@'", hint="a digest is sha256: and 64 hex digits in lower case"
            )
        head, slash, rest = name.partition("/")
        if slash and (
            "." in head or ":" in head or head == "localhost" or head.lower() != head or head.startswith("[")
        ):
            registry, path = head, rest
        else:
            registry, path = DOCKER_HUB, name
        path, colon, tag = path.partition(":")
        if registry in ("index.docker.io", "registry-1.docker.io"):
            registry = DOCKER_HUB
        if registry == DOCKER_HUB and "/" not in path:
            path = f"library/{path}"
        _check_parts(text, registry, path, tag, has_tag=bool(colon))
        if not tag and not digest:
            tag = "latest"
        return cls(registry=registry, repository=path, tag=tag, digest=digest)


def _check_parts(text: str, registry: str, path: str, tag: str, *, has_tag: bool) -> None:
    if not _HOST.fullmatch(registry):
        raise BadReference(f"{text!r}: {registry!r} is not a registry host")
    if path != path.lower():
        raise BadReference(
            f"{text!r}: the repository {path!r} has capital letters",
            hint=f"did you mean {text.replace(path, path.lower())!r}?",
        )
    if len(path) > 255 or not all(_COMPONENT.fullmatch(part) for part in path.split("/")):
        raise BadReference(f"{text!r}: {path!r} is not a repository name")
    if has_tag and not _TAG.fullmatch(tag):
        raise BadReference(f"{text!r}: {tag!r} is not a tag")


class Descriptor(msgspec.Struct, frozen=True, kw_only=True):
    """What a manifest says of a blob (OCI image specification, descriptor)."""

    media_type: str
    digest: str
    size: int
    """Bytes as stored."""
    platform: Platform | None = None
    annotations: dict[str, str] = {}


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One build step of the image config."""

    created_by: str = ""
    comment: str = ""
    created: str = ""
    empty_layer: bool = False


class ImageConfig(msgspec.Struct, frozen=True, kw_only=True):
    """The part of the image config that is used (OCI image specification, config)."""

    platform: Platform = Platform()
    created: str = ""
    author: str = ""
    user: str = ""
    working_directory: str = ""
    environment: tuple[str, ...] = ()
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    exposed_ports: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    labels: dict[str, str] = {}
    healthcheck: tuple[str, ...] = ()
    onbuild: tuple[str, ...] = ()
    """Instructions that run where another image is built on this one."""
    shell: tuple[str, ...] = ()
    stop_signal: str = ""
    diff_ids: tuple[str, ...] = ()
    history: tuple[HistoryEntry, ...] = ()


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """A layer as an image names it: base layer first, `index` from 0."""

    index: int
    diff_id: str
    digest: str = ""
    """Digest of the bytes as stored; empty where the source does not compress or does not say."""
    media_type: str = ""
    size: int = 0
    """Bytes as stored; 0 where unknown."""
    created_by: str = ""
    """The build step that made it, from the history; empty where the history does not tell."""


class ImageDescription(msgspec.Struct, frozen=True, kw_only=True):
    """Which image this is: everything about it but its files."""

    kind: str = "image"
    """`image`, `directory`, `file` or `sbom`."""
    source: str = ""
    """The scheme it came by: `registry`, `docker-archive`, `oci-dir`, `dir`, …"""
    name: str = ""
    """What the user asked for, without the scheme and without credentials."""
    digest: str = ""
    """Digest of the manifest; empty where the source has none (docker-archive, directory)."""
    index_digest: str = ""
    """Digest of the index that the manifest was chosen from."""
    image_id: str = ""
    """Digest of the image config."""
    tags: tuple[str, ...] = ()
    repo_digests: tuple[str, ...] = ()
    config: ImageConfig = ImageConfig()
    manifest_media_type: str = ""
    annotations: dict[str, str] = {}
    layers: tuple[Layer, ...] = ()
    size: int = 0
    """Sum of the layers' bytes as stored."""
