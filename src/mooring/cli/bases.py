"""The image that the user says another was built on: its layers, without reading them."""

import os

from mooring.base.errors import ReadError, UsageError
from mooring.image.sources.source import OpenedImage, SourceOptions
from mooring.model.image import ImageDescription
from mooring.scan.options import GivenBase


def given_base(reference: str, options: SourceOptions) -> GivenBase:
    """Name, digest and diffIDs of an image, or of the one that a stored report is about. Raises UsageError and SourceError."""
    description = _reported(reference, options) if os.path.isfile(reference) else None
    if description is None:
        description = _opened(reference, options)
    return GivenBase(
        name=description.name or reference,
        digest=description.digest,
        diff_ids=tuple(layer.diff_id for layer in description.layers),
    )


def _reported(name: str, options: SourceOptions) -> ImageDescription | None:
    """What a report is about; None where the file is none: it may be an archive with an image."""
    from mooring.cli.content import read_bounded
    from mooring.model.codec import from_json

    if not name.endswith(".json"):
        return None
    try:
        return from_json(read_bounded(name, "the report of the base", options.limits.max_file_bytes)).image
    except ReadError as error:
        raise UsageError(f"{name!r} {error}", hint="--base takes an image, or a report of one") from None


def _opened(reference: str, options: SourceOptions) -> ImageDescription:
    from mooring.image.open import open_image

    image = open_image(reference, options).opened
    if not isinstance(image, OpenedImage):
        raise UsageError(
            f"the base {reference!r} does not tell its layers before it is read whole",
            hint="name it in a registry, an OCI layout or an archive that is not compressed, or give a report of it",
        )
    try:
        return image.description
    finally:
        image.close()
