"""Images of containerd, read from its storage: `containerd:name`, or `containerd:/var/lib/other:name`.

No socket is needed (its API is gRPC), but the right to read /var/lib/containerd is. Names are in a bbolt database,
content is by digest (containerd: docs/content-flow.md, core/metadata/buckets.go).
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from mooring.base.errors import HostileInput, ImageUnavailable, MooringError, UsageError
from mooring.base.limits import MIB
from mooring.image.blobs import why
from mooring.image.manifest import resolve
from mooring.image.sources.archives.layouts import blob_path, read_blob
from mooring.image.sources.archives.local import split_path
from mooring.image.sources.archives.opened import Described, StoredImage
from mooring.image.sources.archives.stores import FolderStore
from mooring.image.sources.source import ImageSource, Opened, SourceOptions
from mooring.model.image import Descriptor, ImageReference, is_digest

ROOT = "/var/lib/containerd"
_DATABASE = "io.containerd.metadata.v1.bolt/meta.db"
_CONTENT = "io.containerd.content.v1.content"
_MAX_DATABASE_BYTES = 512 * MIB
_FIRST_NAMESPACES = (b"default", b"k8s.io", b"moby")


class KnownImage(msgspec.Struct, frozen=True, kw_only=True):
    """A row of containerd's table of images."""

    namespace: str
    name: str
    target: Descriptor


def known_images(database: bytes, name: str) -> Iterator[KnownImage]:
    """Every image of every namespace, those that people use first. Raises DamagedImage."""
    from mooring.image.sources.daemons.bolt import Bolt

    version = Bolt(database, name).root.bucket(b"v1")
    namespaces = dict(version.buckets()) if version else {}
    order = [*(key for key in _FIRST_NAMESPACES if key in namespaces), *sorted(namespaces)]
    for namespace in dict.fromkeys(order):
        images = namespaces[namespace].bucket(b"images")
        for image_name, bucket in images.buckets() if images else ():
            target = bucket.bucket(b"target")
            values = target.values() if target else {}
            digest = values.get(b"digest", b"").decode("ascii", "replace")
            if is_digest(digest):
                yield KnownImage(
                    namespace=namespace.decode("utf-8", "replace"),
                    name=image_name.decode("utf-8", "replace"),
                    target=Descriptor(
                        media_type=values.get(b"mediatype", b"").decode("utf-8", "replace"), digest=digest, size=0
                    ),
                )


def _recognises(text: str, _options: SourceOptions) -> bool:
    try:
        return not text.startswith("/") and _find(Path(ROOT), text) is not None
    except MooringError:
        return False


def _open(text: str, options: SourceOptions) -> Opened:
    root, name = split_path(text, options) if text.startswith("/") else (Path(ROOT), text)
    if not name:
        raise UsageError(f"{text!r} names no image", hint="write it as containerd:/var/lib/containerd:NAME")
    known = _find(root, name)
    if known is None:
        raise ImageUnavailable(
            f"containerd has no image {name!r} in {str(root)!r}", hint=f"run `ctr image pull {name}`"
        )
    store = FolderStore(root / _CONTENT, options.limits)
    resolved = resolve(
        (known.target,),
        lambda descriptor: read_blob(store, descriptor),
        name=name,
        source=SOURCE.name,
        platform=options.platform,
        limits=options.limits,
    )
    found = resolved.description
    description = msgspec.structs.replace(found, tags=(known.name,))
    members = tuple(blob_path(layer.digest) for layer in found.layers)
    return StoredImage(
        store, Described(resolved=msgspec.structs.replace(resolved, description=description), member_names=members)
    )


def _find(root: Path, name: str) -> KnownImage | None:
    """The image of that name, as written or as Docker would complete it. Raises ImageUnavailable and DamagedImage."""
    reference = ImageReference.parse(name)
    wanted = {name, str(reference), str(msgspec.structs.replace(reference, digest=""))}
    path = root / _DATABASE
    for known in known_images(_read(path), str(path)):
        if known.name in wanted and (not reference.digest or reference.digest == known.target.digest):
            return known
    return None


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > _MAX_DATABASE_BYTES:
            raise HostileInput(f"{path} has {size} bytes; the limit is {_MAX_DATABASE_BYTES}")
        return path.read_bytes()
    except ValueError:
        raise ImageUnavailable(f"{str(path)!r} is no path") from None
    except OSError as error:
        raise ImageUnavailable(
            f"containerd's images cannot be read from {str(path)!r}: {why(error)}",
            hint="it takes the rights of root; or name the folder as containerd:/var/lib/containerd:NAME",
        ) from None


SOURCE = ImageSource(
    name="containerd",
    schemes=("containerd",),
    description="image in containerd's storage on this machine",
    guess_order=120,
    is_remote=False,
    recognises=_recognises,
    open=_open,
)
