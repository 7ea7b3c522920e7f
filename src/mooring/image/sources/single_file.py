"""One file: `file:path`, for instance a jar, a lock file or a binary."""

from pathlib import Path

from mooring.base.errors import ImageUnavailable
from mooring.image.sources.source import DirectoryTree, ImageSource, Opened, SourceOptions
from mooring.model.image import ImageDescription


def _recognises(text: str, _options: SourceOptions) -> bool:
    try:
        return Path(text).expanduser().is_file()
    except (OSError, ValueError):
        return False


def _open(text: str, _options: SourceOptions) -> Opened:
    path = Path(text).expanduser()
    if not path.is_file():
        raise ImageUnavailable(f"{text!r} is no file" if path.exists() else f"{text!r} does not exist")
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
