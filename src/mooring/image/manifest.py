"""Manifests, indexes and image configs: parsed, checked, and resolved to one image.

OCI image specification 1.1 (image-spec: descriptor.md, manifest.md, image-index.md, config.md) and Docker image
manifest version 2, schema 2 (distribution: docs/content/spec/manifest-v2-2.md).
"""

from collections.abc import Callable

import msgspec

from mooring.base.errors import DamagedImage, HostileInput, ImageUnavailable
from mooring.base.limits import Limits
from mooring.image.config import parse_config
from mooring.image.platforms import choose
from mooring.model.image import Descriptor, ImageConfig, ImageDescription, Layer, Platform, is_digest

OCI_INDEX = "application/vnd.oci.image.index.v1+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
MANIFEST_TYPES = (OCI_INDEX, DOCKER_LIST, OCI_MANIFEST, DOCKER_MANIFEST)
"""What a registry is asked for."""
SCHEMA_1_TYPES = frozenset(
    {
        "application/vnd.docker.distribution.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v1+prettyjws",
    }
)
_CONFIG_TYPES = frozenset(
    {"application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json", ""}
)
MAX_INDEX_DEPTH = 4
"""Indexes in indexes; the specification allows them and nobody nests deeper than two."""

Fetch = Callable[[Descriptor], bytes]
"""The bytes that a descriptor names, already compared with its digest and size."""


class Resolved(msgspec.Struct, frozen=True, kw_only=True):
    """An image that was found behind a descriptor."""

    description: ImageDescription
    notes: tuple[str, ...]


class _Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a walk through indexes looks for."""

    name: str
    platform: Platform | None
    limits: Limits
    fetch: Fetch


class _WirePlatform(msgspec.Struct, frozen=True):
    os: str = ""
    architecture: str = ""
    variant: str = ""


class _WireDescriptor(msgspec.Struct, frozen=True, rename="camel"):
    digest: str
    size: int
    media_type: str = ""
    platform: _WirePlatform | None = None
    annotations: dict[str, str] | None = None


class _WireManifest(msgspec.Struct, frozen=True, rename="camel"):
    """Manifest or index: `layers` or `manifests` tells which, since older tools leave out the media type."""

    schema_version: int = 0
    media_type: str = ""
    artifact_type: str = ""
    config: _WireDescriptor | None = None
    layers: list[_WireDescriptor] | None = None
    manifests: list[_WireDescriptor] | None = None
    annotations: dict[str, str] | None = None


def resolve(
    roots: tuple[Descriptor, ...], fetch: Fetch, *, name: str, source: str, platform: Platform | None, limits: Limits
) -> Resolved:
    """Follow indexes from the root to the manifest of the platform, read its config, and describe the image.

    Several roots are taken for an index without a digest.

    Without a platform the host's is taken, and the notes say so where the index offered others. Raises
    ImageUnavailable where there is no image for the platform or the descriptor names something that is no image,
    DamagedImage, HostileInput.
    """
    wanted = _Wanted(name=name, platform=platform, limits=limits, fetch=fetch)
    chosen, index_digest, notes = _descend(roots, wanted)
    content = fetch(chosen)
    manifest = _parse(content, name)
    config_descriptor = _image_config_of(manifest, name)
    _check_layers(manifest, name)
    config = parse_config(fetch(config_descriptor), name=f"{name}: the image config")
    check_platform(config.platform, platform, name)
    layers = layers_of(config, tuple(_descriptor(one) for one in manifest.layers or ()), name=name, limits=limits)
    description = ImageDescription(
        source=source,
        name=name,
        digest=chosen.digest,
        index_digest=index_digest,
        image_id=config_descriptor.digest,
        config=config,
        manifest_media_type=manifest.media_type or chosen.media_type or OCI_MANIFEST,
        annotations=manifest.annotations or {},
        layers=layers,
        size=sum(layer.size for layer in layers),
    )
    return Resolved(description=description, notes=notes)


def parse_index(content: bytes, name: str) -> tuple[Descriptor, ...]:
    """The manifests that an index lists. Raises DamagedImage where it is none."""
    parsed = _parse(content, name)
    if parsed.manifests is None:
        raise DamagedImage(f"{name} is no index: it has no 'manifests'")
    return tuple(_descriptor(one) for one in parsed.manifests)


def layers_of(
    config: ImageConfig, stored: tuple[Descriptor, ...] | None, *, name: str, limits: Limits
) -> tuple[Layer, ...]:
    """Join the config's diffIDs with the manifest's layers (None: the form of the image has no manifest) and the build
    steps.

    Raises DamagedImage where their numbers differ: no tool could run such an image.
    """
    diff_ids = config.diff_ids
    if stored is not None and len(stored) != len(diff_ids):
        raise DamagedImage(
            f"{name}: the manifest lists {len(stored)} layers; the image config has {len(diff_ids)} diff_ids"
        )
    if len(diff_ids) > limits.max_layers:
        raise HostileInput(f"{name} has {len(diff_ids)} layers; the limit is {limits.max_layers}")
    steps = [step.created_by or step.comment for step in config.history if not step.empty_layer]
    if len(steps) != len(diff_ids):
        # Squashing and rebasing tools leave a history that does not line up; a wrong build step is worse than none.
        steps = [""] * len(diff_ids)
    return tuple(
        Layer(
            index=index,
            diff_id=diff_id,
            created_by=steps[index],
            digest=stored[index].digest if stored else "",
            media_type=stored[index].media_type if stored else "",
            size=stored[index].size if stored else 0,
        )
        for index, diff_id in enumerate(diff_ids)
    )


def check_platform(found: Platform, wanted: Platform | None, name: str) -> None:
    """Raise ImageUnavailable where the image is for another platform than the one that was asked for."""
    if wanted is None or choose((found,), wanted) is not None:
        return
    raise ImageUnavailable(
        f"{name} is for {found}; {wanted} was asked for", hint="leave out --platform to scan it as it is"
    )


def _descend(roots: tuple[Descriptor, ...], wanted: _Wanted) -> tuple[Descriptor, str, tuple[str, ...]]:
    """The manifest's descriptor, the digest of the outermost index on the way (or nothing), and what was decided."""
    current, note = (roots[0], "") if len(roots) == 1 else _pick(roots, wanted)
    outermost = ""
    notes = (note,) if note else ()
    for _ in range(MAX_INDEX_DEPTH + 1):
        parsed = _parse(wanted.fetch(current), wanted.name)
        if parsed.manifests is None:
            return current, outermost, notes
        outermost = outermost or current.digest
        current, note = _pick(tuple(_descriptor(one) for one in parsed.manifests), wanted)
        notes = (*notes, note) if note else notes
    raise HostileInput(f"{wanted.name}: more than {MAX_INDEX_DEPTH} indexes within one another")


def _pick(manifests: tuple[Descriptor, ...], wanted: _Wanted) -> tuple[Descriptor, str]:
    images = tuple(one for one in manifests if not _is_attestation(one))
    if not images:
        raise ImageUnavailable(f"{wanted.name}: the index lists no image")
    if len(images) == 1 and (wanted.platform is None or images[0].platform is None):
        # Without a platform in the index the image config tells, and `check_platform` compares.
        return images[0], ""
    offered = tuple(one.platform or Platform(os="", architecture="") for one in images)
    at = choose(offered, wanted.platform)
    if at is None:
        names = ", ".join(sorted({str(one) for one in offered if str(one)}))
        raise ImageUnavailable(
            f"{wanted.name} has no image for {wanted.platform}", hint=f"it is there for {names}" if names else None
        )
    note = f"{wanted.name}: took {offered[at]} of {len(images)} platforms" if wanted.platform is None else ""
    return images[at], note


def _is_attestation(descriptor: Descriptor) -> bool:
    """BuildKit lists attestations beside images, with the platform unknown/unknown."""
    platform = descriptor.platform
    is_unknown = platform is not None and platform.os == platform.architecture == "unknown"
    return is_unknown or "vnd.docker.reference.type" in descriptor.annotations


def _parse(content: bytes, name: str) -> _WireManifest:
    try:
        parsed = msgspec.json.decode(content, type=_WireManifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedImage(f"{name}: the manifest cannot be read: {error}") from None
    if parsed.schema_version == 1 or parsed.media_type in SCHEMA_1_TYPES:
        raise ImageUnavailable(
            f"{name} has a manifest of schema 1, which has no digests of its content",
            hint="pull it and push it again with a current tool, which writes schema 2",
        )
    if parsed.manifests is None and parsed.layers is None:
        raise DamagedImage(f"{name}: the manifest has neither 'layers' nor 'manifests'")
    return parsed


def _image_config_of(manifest: _WireManifest, name: str) -> Descriptor:
    """The config's descriptor; raises ImageUnavailable where the manifest is that of another kind of artifact."""
    config = manifest.config
    if config is None:
        raise DamagedImage(f"{name}: the manifest has no 'config'")
    if config.media_type in _CONFIG_TYPES and not manifest.artifact_type:
        return _descriptor(config)
    layers = manifest.layers or ()
    if config.media_type in _CONFIG_TYPES and layers and all(".tar" in one.media_type for one in layers):
        return _descriptor(config)
    kind = manifest.artifact_type or config.media_type
    raise ImageUnavailable(f"{name} is an artifact of type {kind!r} and no image")


def _check_layers(manifest: _WireManifest, name: str) -> None:
    """Raise ImageUnavailable at layers that cannot hold files for us. What is tar inside is told by content, not here."""
    for number, layer in enumerate(manifest.layers or (), start=1):
        if layer.media_type.endswith("+encrypted"):
            raise ImageUnavailable(
                f"{name}: layer {number} is encrypted", hint="decrypt the image, as in `skopeo copy`"
            )
        if layer.media_type.endswith("+json"):
            raise ImageUnavailable(f"{name} is an attestation of type {layer.media_type!r} and no image")


def _descriptor(wire: _WireDescriptor) -> Descriptor:
    if not is_digest(wire.digest):
        raise DamagedImage(f"{wire.digest!r} in the manifest is no digest")
    if wire.size < 0:
        raise DamagedImage(f"the manifest gives {wire.digest} a size of {wire.size} bytes")
    found = wire.platform
    platform = Platform(os=found.os, architecture=found.architecture, variant=found.variant) if found else None
    return Descriptor(
        media_type=wire.media_type,
        digest=wire.digest,
        size=wire.size,
        platform=platform,
        annotations=wire.annotations or {},
    )
