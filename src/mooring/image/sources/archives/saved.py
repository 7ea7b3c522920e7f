"""`docker save` and `podman save` archives: `manifest.json` lists images by config and layer members.

Written down in moby's image/spec (v1.2) and docker-archive of containers/image. Docker 25 and later puts an OCI layout
beside it, which has the digests that manifest.json lacks.
"""

import hashlib

import msgspec

from mooring.base.errors import DamagedImage, ImageUnavailable
from mooring.image.config import parse_config
from mooring.image.manifest import Resolved, check_platform, layers_of
from mooring.image.sources.archives.layouts import describe_layout
from mooring.image.sources.archives.stores import Store
from mooring.image.sources.source import SourceOptions
from mooring.model.image import ImageDescription


class SavedImage(msgspec.Struct, frozen=True, kw_only=True):
    """An image of the archive and the member that holds each layer."""

    resolved: Resolved
    member_names: tuple[str, ...]


class _Row(msgspec.Struct, frozen=True, rename="pascal"):
    """One image of manifest.json."""

    config: str
    layers: list[str] | None = None
    repo_tags: list[str] | None = None


def describe_saved(store: Store, *, wanted: str, name: str, source: str, options: SourceOptions) -> SavedImage:
    """The image that `wanted` (a tag as `docker images` shows it, a config digest, or empty for the only one) chooses.

    Raises ImageUnavailable where nothing or too much fits, naming what there is.
    """
    row = _choose(_rows(store, name), wanted, name)
    content = store.read(row.config)
    config = parse_config(content, name=f"{name}: {row.config}")
    check_platform(config.platform, options.platform, name)
    image_id = "sha256:" + hashlib.sha256(content).hexdigest()
    _check_config_name(row.config, image_id, name)
    members = tuple(row.layers or ())
    if len(members) != len(config.diff_ids):
        raise DamagedImage(
            f"{name}: manifest.json lists {len(members)} layers; the image config has {len(config.diff_ids)} diff_ids"
        )
    layers = tuple(
        msgspec.structs.replace(layer, size=store.size(member))
        for layer, member in zip(layers_of(config, None, name=name, limits=options.limits), members, strict=True)
    )
    description = ImageDescription(
        source=source,
        name=name,
        image_id=image_id,
        tags=tuple(row.repo_tags or ()),
        config=config,
        layers=layers,
        size=sum(layer.size for layer in layers),
    )
    resolved = Resolved(description=_with_digests(description, store, options), notes=())
    return SavedImage(resolved=resolved, member_names=members)


def _rows(store: Store, name: str) -> list[_Row]:
    try:
        return msgspec.json.decode(store.read("manifest.json"), type=list[_Row])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedImage(f"{name}: manifest.json cannot be read: {error}") from None


def _choose(rows: list[_Row], wanted: str, name: str) -> _Row:
    if not rows:
        raise ImageUnavailable(f"{name}: manifest.json lists no image")
    if not wanted:
        if len(rows) == 1:
            return rows[0]
        raise ImageUnavailable(f"{name} holds {len(rows)} images; say which one", hint=_offer(rows))
    found = [row for row in rows if _answers_to(row, wanted)]
    if not found:
        raise ImageUnavailable(f"{name} has no image {wanted!r}", hint=_offer(rows))
    return found[0]


def _answers_to(row: _Row, wanted: str) -> bool:
    if wanted.removeprefix("sha256:") in row.config:
        return wanted.startswith("sha256:") or len(wanted) >= 12
    return any(tag in (wanted, f"{wanted}:latest") or tag.endswith("/" + wanted) for tag in row.repo_tags or ())


def _offer(rows: list[_Row]) -> str:
    names = [(row.repo_tags or [row.config.removesuffix(".json")])[0] for row in rows[:20]]
    return "append ':' and one of " + ", ".join(names)


def _check_config_name(member: str, image_id: str, name: str) -> None:
    """Every tool names the config after its digest; a name that is another digest shows a damaged archive."""
    stem = member.rpartition("/")[2].removesuffix(".json")
    if len(stem) == 64 and not stem.strip("0123456789abcdef") and stem != image_id.removeprefix("sha256:"):
        raise DamagedImage(f"{name}: {member} is not what its name says: its bytes have {image_id}")


def _with_digests(description: ImageDescription, store: Store, options: SourceOptions) -> ImageDescription:
    """Add manifest digest and layer digests from the OCI layout in the archive, where it tells of the same image."""
    if not store.has("index.json"):
        return description
    for wanted in (*description.tags, ""):
        try:
            layout = describe_layout(
                store, wanted=wanted, name=description.name, source=description.source, options=options
            ).description
        except (ImageUnavailable, DamagedImage):
            # podman and old Docker leave the layout out or incomplete; manifest.json alone describes the image.
            continue
        if layout.image_id == description.image_id:
            return msgspec.structs.replace(layout, tags=description.tags)
    return description
