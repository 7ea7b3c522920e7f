"""Which image an image was built on: by comparing layers, by what the image says of itself, else by a guess from its build steps."""

from mooring.model.evidence.signature import BaseImage
from mooring.model.image import HistoryEntry, ImageConfig, ImageDescription, is_digest

NAME = "org.opencontainers.image.base.name"
DIGEST = "org.opencontainers.image.base.digest"


def base_image_of(
    description: ImageDescription, *, name: str = "", digest: str = "", diff_ids: tuple[str, ...] = ()
) -> BaseImage | None:
    """The base image, or None where nobody knows. `name`, `digest` and `diff_ids` are those of an image that the user says is the base.

    That image is taken where its layers are the lowest ones of this image; OCI annotations or labels are taken at their word; a guess is
    flagged `history`: Docker images end with a CMD, so what follows the last CMD below the top layer was added to a base.
    """
    given = _given(description, name, digest, diff_ids)
    return given or _annotated(description) or _guessed(description.config)


def _given(description: ImageDescription, name: str, digest: str, diff_ids: tuple[str, ...]) -> BaseImage | None:
    own = tuple(layer.diff_id for layer in description.layers)
    if not diff_ids or own[: len(diff_ids)] != diff_ids:
        return None
    return BaseImage(name=name, digest=digest, layer_count=len(diff_ids), known_by="given")


def _annotated(description: ImageDescription) -> BaseImage | None:
    for notes in (description.annotations, description.config.labels):
        name, digest = notes.get(NAME, ""), notes.get(DIGEST, "")
        if name or is_digest(digest):
            return BaseImage(name=name, digest=digest if is_digest(digest) else "", known_by="annotation")
    return None


def _guessed(config: ImageConfig) -> BaseImage | None:
    steps = config.history
    if sum(1 for step in steps if not step.empty_layer) != len(config.diff_ids):
        return None  # squashed or rebased: the steps do not tell which layer is whose
    top = max((at for at, step in enumerate(steps) if not step.empty_layer), default=-1)
    for at in range(top - 1, -1, -1):
        if _is_command(steps[at]):
            count = sum(1 for step in steps[:at] if not step.empty_layer)
            return BaseImage(layer_count=count, known_by="history") if count else None
    return None


def _is_command(step: HistoryEntry) -> bool:
    """Whether the step is a CMD, as the classic builder (`/bin/sh -c #(nop)  CMD …`) or BuildKit writes it."""
    words = step.created_by.partition("#(nop)")[2] or step.created_by
    return step.empty_layer and words.split(maxsplit=1)[:1] == ["CMD"]
