"""Folders: `dir:path` for a project or anything else."""

from pathlib import Path

from mooring.base.errors import ImageUnavailable
from mooring.image.sources.source import DirectoryTree, ImageSource, Opened, SourceOptions
from mooring.model.image import ImageDescription


def _recognises(text: str, _options: SourceOptions) -> bool:
    return _is_folder(Path(text).expanduser())


def _open(text: str, _options: SourceOptions) -> Opened:
    path = Path(text).expanduser()
    if not _is_folder(path):
        raise ImageUnavailable(f"{text!r} is no folder" if path.exists() else f"{text!r} does not exist")
    description = ImageDescription(kind="directory", source=SOURCE.name, name=text)
    return DirectoryTree(description=description, root=str(path.resolve()))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


SOURCE = ImageSource(
    name="dir",
    schemes=("dir",),
    description="folder of this machine",
    guess_order=20,
    is_remote=False,
    recognises=_recognises,
    open=_open,
)
