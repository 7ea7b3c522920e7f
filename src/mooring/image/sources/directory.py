"""Folders: `dir:path` for a project or anything else."""

from mooring.base.errors import ImageUnavailable
from mooring.image.sources.archives.local import existing, is_folder, local_path
from mooring.image.sources.source import DirectoryTree, ImageSource, Opened, SourceOptions
from mooring.model.image import ImageDescription


def _recognises(text: str, options: SourceOptions) -> bool:
    return is_folder(local_path(text, options))


def _open(text: str, options: SourceOptions) -> Opened:
    path = existing(local_path(text, options))
    if not is_folder(path):
        raise ImageUnavailable(f"{text!r} is no folder")
    description = ImageDescription(kind="directory", source=SOURCE.name, name=text)
    return DirectoryTree(description=description, root=str(path.resolve()))


SOURCE = ImageSource(
    name="dir",
    schemes=("dir",),
    description="folder of this machine",
    guess_order=20,
    is_remote=False,
    recognises=_recognises,
    open=_open,
)
