"""An SBOM instead of an image: `sbom:bom.json`."""

from mooring.base.errors import HostileInput, ImageUnavailable
from mooring.image.blobs import why
from mooring.image.sources.archives.local import existing, local_path, looks_like_sbom
from mooring.image.sources.source import ImageSource, Opened, SbomDocument, SourceOptions
from mooring.model.image import ImageDescription


def _recognises(text: str, options: SourceOptions) -> bool:
    return looks_like_sbom(local_path(text, options))


def _open(text: str, options: SourceOptions) -> Opened:
    path = existing(local_path(text, options))
    try:
        with path.open("rb") as file:
            content = file.read(options.limits.max_file_bytes + 1)
    except OSError as error:
        raise ImageUnavailable(f"{text!r} cannot be read: {why(error)}") from None
    if len(content) > options.limits.max_file_bytes:
        raise HostileInput(
            f"{text} is larger than {options.limits.max_file_bytes} bytes",
            hint="if you trust the document, raise scan.max_file_bytes",
        )
    description = ImageDescription(kind="sbom", source=SOURCE.name, name=text, size=len(content))
    return SbomDocument(description=description, content=content)


SOURCE = ImageSource(
    name="sbom",
    schemes=("sbom",),
    description="CycloneDX, SPDX or Syft document, decoded instead of scanned",
    guess_order=40,
    is_remote=False,
    recognises=_recognises,
    open=_open,
)
