"""OCI layouts in a folder: `oci-dir:path[:tag]` or `oci-dir:path@sha256:…`."""

from pathlib import Path

from mooring.base.errors import ImageUnavailable
from mooring.image.sources.archives.local import existing, is_file, is_folder, split_path
from mooring.image.sources.archives.opened import StoredImage, describe
from mooring.image.sources.archives.stores import FolderStore
from mooring.image.sources.source import ImageSource, Opened, SourceOptions


def _recognises(text: str, options: SourceOptions) -> bool:
    return _is_layout(split_path(text, options)[0])


def _open(text: str, options: SourceOptions) -> Opened:
    path, wanted = split_path(text, options)
    if not _is_layout(existing(path)):
        raise ImageUnavailable(f"{str(path)!r} is no OCI layout: it has no index.json")
    store = FolderStore(path, options.limits)
    return StoredImage(store, describe(store, wanted=wanted, name=text, source=SOURCE.name, options=options))


def _is_layout(path: Path) -> bool:
    return is_file(path / "index.json") and is_folder(path / "blobs")


SOURCE = ImageSource(
    name="oci-dir",
    schemes=("oci-dir", "oci"),
    description="OCI image layout in a folder; append :TAG or @DIGEST to choose one",
    guess_order=10,
    is_remote=False,
    recognises=_recognises,
    open=_open,
)
