"""Signatures and attestations of an image, fetched from where the image came from. They are kept as they are: the policy verifies."""

from mooring.base.errors import MooringError
from mooring.base.limits import MIB
from mooring.image.sources.source import OpenedImage, StreamedImage
from mooring.image.supplies.materials import materials_of
from mooring.image.supplies.place import SupplyPlace
from mooring.model.evidence.signature import SignatureMaterial, Supply
from mooring.model.image import Descriptor, ImageDescription

MAX_MATERIALS = 512
MAX_TOTAL_BYTES = 64 * MIB
_MAX_PROBLEMS = 5


def supply_of(image: OpenedImage | StreamedImage, description: ImageDescription) -> Supply:
    """All that lies beside the image, by its manifest and the index that it was chosen from. Never raises: what could not be asked or
    read is the problem of the supply, and nothing found is none.
    """
    subjects = tuple(dict.fromkeys(digest for digest in (description.digest, description.index_digest) if digest))
    places = image.supply_places() if isinstance(image, OpenedImage) else ()
    if not places or not subjects:
        where = description.source or "this source"
        return Supply(
            problem=f"{where} brings no signatures; scan the image from its registry or from an OCI layout that has them"
        )
    found = Supply()
    for place in places:
        found = _Collection(place).of(subjects)
        if found.materials:
            break
    return found


class _Collection:
    """What one place has, within bounds."""

    def __init__(self, place: SupplyPlace) -> None:
        self._place = place
        self._materials: dict[SignatureMaterial, None] = {}
        self._problems: dict[str, None] = {}
        self._bytes = 0

    def of(self, subjects: tuple[str, ...]) -> Supply:
        """The materials, each once, and what went wrong."""
        for attached in self._place.attached(subjects):
            if attached.problem:
                self._problems[f"{attached.source}: {attached.problem}"] = None
                continue
            try:
                for material in materials_of(attached, self._fetch):
                    self._materials[material] = None
            except MooringError as error:
                self._problems[f"{attached.source}: {error.message}"] = None
            if len(self._materials) > MAX_MATERIALS or self._bytes > MAX_TOTAL_BYTES:
                self._problems["there are more signatures than are read; the rest was left out"] = None
                break
        return Supply(
            materials=tuple(self._materials)[:MAX_MATERIALS],
            problem="; ".join(list(self._problems)[:_MAX_PROBLEMS]),
        )

    def _fetch(self, descriptor: Descriptor) -> bytes:
        content = self._place.blob(descriptor)
        self._bytes += len(content)
        return content
