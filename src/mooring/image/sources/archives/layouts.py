"""OCI image layouts: `index.json` and blobs by digest (OCI image specification, image-layout.md)."""

import msgspec

from mooring.base.errors import ImageUnavailable
from mooring.image.blobs import check_document
from mooring.image.manifest import Resolved, parse_index, resolve
from mooring.image.sources.archives.stores import Store
from mooring.image.sources.source import SourceOptions
from mooring.image.supplies.place import is_attachment
from mooring.model.image import Descriptor, is_digest

REF_NAME = "org.opencontainers.image.ref.name"
CONTAINERD_NAME = "io.containerd.image.name"


def blob_path(digest: str) -> str:
    """Where a layout keeps a blob."""
    return "blobs/" + digest.replace(":", "/")


def describe_layout(store: Store, *, wanted: str, name: str, source: str, options: SourceOptions) -> Resolved:
    """The image of the layout that `wanted` (a tag, a name or a digest; empty for the only one) chooses.

    Raises ImageUnavailable where nothing or too much fits, naming what there is.
    """
    rows = parse_index(store.read("index.json"), f"{name}: index.json")
    roots = _choose(rows, wanted, name)
    resolved = resolve(
        roots,
        lambda descriptor: read_blob(store, descriptor),
        name=name,
        source=source,
        platform=options.platform,
        limits=options.limits,
    )
    tags = tuple(dict.fromkeys(label for label in _labels(roots[0]) if label))
    return msgspec.structs.replace(resolved, description=msgspec.structs.replace(resolved.description, tags=tags))


def read_blob(store: Store, descriptor: Descriptor) -> bytes:
    """A small blob, compared with its digest and size."""
    path = blob_path(descriptor.digest)
    content = store.read(path)
    return check_document(content, digest=descriptor.digest, size=descriptor.size, name=f"{store.name}: {path}")


def _choose(rows: tuple[Descriptor, ...], wanted: str, name: str) -> tuple[Descriptor, ...]:
    """The manifests that are meant: one, or one a platform."""
    if not rows:
        raise ImageUnavailable(f"{name}: index.json lists no image")
    if is_digest(wanted):
        # Any manifest of the layout may be named, also one that only an inner index lists.
        found = tuple(row for row in rows if row.digest == wanted)
        return found[:1] or (Descriptor(media_type="", digest=wanted, size=0),)
    # Signatures lie beside the image that they are of; nobody means them without saying so.
    rows = tuple(row for row in rows if not is_attachment(row.annotations)) or rows
    found = tuple({row.digest: row for row in rows if not wanted or _answers_to(row, wanted)}.values())
    if not found:
        raise ImageUnavailable(f"{name} has no image {wanted!r}", hint=_offer(rows))
    if len(found) == 1 or (all(row.platform for row in found) and len({_labels(row) for row in found}) == 1):
        # Some tools list the platforms of one image in index.json itself.
        return found
    raise ImageUnavailable(f"{name} holds {len(found)} images; say which one", hint=_offer(found))


def _labels(row: Descriptor) -> tuple[str, ...]:
    return tuple(row.annotations.get(key, "") for key in (CONTAINERD_NAME, REF_NAME))


def _answers_to(row: Descriptor, wanted: str) -> bool:
    """A tag alone fits a full name with that tag: tools disagree which of the two `ref.name` holds."""
    return any(label and (label == wanted or label.rpartition(":")[2] == wanted) for label in _labels(row))


def _offer(rows: tuple[Descriptor, ...]) -> str:
    names = [next((label for label in _labels(row) if label), f"@{row.digest}") for row in rows]
    return "append ':' and one of " + ", ".join(dict.fromkeys(names[:20]))
