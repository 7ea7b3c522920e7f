"""The root of a system in a folder: `rootfs:path`. Absolute links in it lead into it, as they do in a container."""

from pathlib import Path

from mooring.base.errors import ImageUnavailable
from mooring.image.sources.source import DirectoryTree, ImageSource, Opened, SourceOptions
from mooring.model.image import ImageDescription


def _never(_text: str, _options: SourceOptions) -> bool:
    """Whether a folder is a root is for the user to say."""
    return False


def _open(text: str, _options: SourceOptions) -> Opened:
    path = Path(text).expanduser()
    if not path.is_dir():
        raise ImageUnavailable(f"{text!r} is no folder" if path.exists() else f"{text!r} does not exist")
    description = ImageDescription(kind="directory", source=SOURCE.name, name=text)
    return DirectoryTree(description=description, root=str(path.resolve()), is_root_file_system=True)


SOURCE = ImageSource(
    name="rootfs",
    schemes=("rootfs",),
    description="folder of this machine that is the root of a system",
    guess_order=21,
    is_remote=False,
    recognises=_never,
    open=_open,
)
