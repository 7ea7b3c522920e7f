"""Archives that `docker save`, `podman save`, kaniko and others write: `docker-archive:app.tar[:name:tag]`."""

from mooring.image.sources.archives.local import archive_kind, existing, looks_like_tar, split_path
from mooring.image.sources.archives.opened import open_archive
from mooring.image.sources.source import ImageSource, Opened, SourceOptions


def _recognises(text: str, options: SourceOptions) -> bool:
    path = split_path(text, options)[0]
    kind = archive_kind(path)
    # A tar archive that is no image, perhaps a damaged one, is taken too: opening it says what it lacks, while a single file in which
    # nothing is found would look clean.
    return kind == "docker" or (kind == "" and looks_like_tar(path))


def _open(text: str, options: SourceOptions) -> Opened:
    path, wanted = split_path(text, options)
    return open_archive(existing(path), wanted=wanted, name=text, source=SOURCE.name, options=options)


SOURCE = ImageSource(
    name="docker-archive",
    schemes=("docker-archive",),
    description="archive written by `docker save` or `podman save`, also compressed; append :NAME:TAG to choose one",
    guess_order=30,
    is_remote=False,
    recognises=_recognises,
    open=_open,
)
