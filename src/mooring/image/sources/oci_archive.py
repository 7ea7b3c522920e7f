"""OCI layouts packed as one tar file: `oci-archive:app.tar[:tag]` or `…@sha256:…`."""

from mooring.image.sources.archives.local import archive_kind, existing, split_path
from mooring.image.sources.archives.opened import open_archive
from mooring.image.sources.source import ImageSource, Opened, SourceOptions


def _recognises(text: str, options: SourceOptions) -> bool:
    return archive_kind(split_path(text, options)[0]) == "oci"


def _open(text: str, options: SourceOptions) -> Opened:
    path, wanted = split_path(text, options)
    return open_archive(existing(path), wanted=wanted, name=text, source=SOURCE.name, options=options)


SOURCE = ImageSource(
    name="oci-archive",
    schemes=("oci-archive",),
    description="OCI image layout in a tar file, also compressed; append :TAG or @DIGEST to choose one",
    guess_order=31,
    is_remote=False,
    recognises=_recognises,
    open=_open,
)
