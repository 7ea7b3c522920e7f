"""The root of a system in a folder: `rootfs:path`. Absolute links in it lead into it, as they do in a container."""

from mooring.base.errors import ImageUnavailable
from mooring.image.sources.archives.local import existing, is_folder, local_path
from mooring.image.sources.source import DirectoryTree, ImageSource, Opened, SourceOptions
from mooring.model.image import ImageDescription


def _never(_text: str, _options: SourceOptions) -> bool:
    """Whether a folder is a root is for the user to say."""
    return False


def _open(text: str, options: SourceOptions) -> Opened:
    path = existing(local_path(text, options))
    if not is_folder(path):
        raise ImageUnavailable(f"{text!r} is no folder")
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
