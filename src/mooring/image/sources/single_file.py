"""One file: `file:path`, for instance a jar, a lock file or a binary."""

from mooring.base.errors import ImageUnavailable
from mooring.image.sources.archives.local import existing, is_file, local_path
from mooring.image.sources.source import DirectoryTree, ImageSource, Opened, SourceOptions
from mooring.model.image import ImageDescription


def _recognises(text: str, options: SourceOptions) -> bool:
    return is_file(local_path(text, options))


def _open(text: str, options: SourceOptions) -> Opened:
    path = existing(local_path(text, options))
    if not is_file(path):
        raise ImageUnavailable(f"{text!r} is no file")
    resolved = path.resolve()
    description = ImageDescription(kind="file", source=SOURCE.name, name=text, size=resolved.stat().st_size)
    return DirectoryTree(description=description, root=str(resolved.parent), only=resolved.name)


SOURCE = ImageSource(
    name="file",
    schemes=("file",),
    description="one file of this machine",
    guess_order=50,
    is_remote=False,
    recognises=_recognises,
    open=_open,
)
