"""Which image an image was built on."""

import msgspec
import pytest

from mooring.image.base_image import base_image_of
from mooring.model.evidence.signature import BaseImage
from mooring.model.image import HistoryEntry, ImageConfig, ImageDescription, Layer

DIGEST = "sha256:" + "1" * 64


def layers(*names: str) -> tuple[Layer, ...]:
    return tuple(Layer(index=number, diff_id=name) for number, name in enumerate(names))


def built(*steps: str, **fields) -> ImageDescription:
    """An image of these steps: those that begin with `+` made a layer."""
    history = tuple(HistoryEntry(created_by=step.lstrip("+"), empty_layer=not step.startswith("+")) for step in steps)
    names = tuple(f"layer {number}" for number, step in enumerate(history) if not step.empty_layer)
    config = ImageConfig(history=history, diff_ids=names, labels=fields.pop("labels", {}))
    return ImageDescription(config=config, layers=layers(*names), **fields)


def test_a_given_image_whose_layers_are_the_lowest_is_the_base():
    image = ImageDescription(layers=layers("a", "b", "c"))

    expected = BaseImage(name="debian:12", digest=DIGEST, layer_count=2, known_by="given")
    assert expected == base_image_of(image, name="debian:12", digest=DIGEST, diff_ids=("a", "b"))


@pytest.mark.parametrize("others", [("a", "c"), ("b",), ("a", "b", "c", "d"), ()])
def test_a_given_image_with_other_layers_is_not(others):
    assert base_image_of(ImageDescription(layers=layers("a", "b", "c")), name="x", diff_ids=others) is None


def test_annotations_are_taken_before_labels():
    notes = {"org.opencontainers.image.base.name": "debian:12", "org.opencontainers.image.base.digest": DIGEST}
    labels = {"org.opencontainers.image.base.name": "debian:11"}

    assert BaseImage(name="debian:12", digest=DIGEST, known_by="annotation") == base_image_of(
        built("+ADD", annotations=notes, labels=labels)
    )
    assert "debian:11" == base_image_of(built("+ADD", labels=labels)).name


def test_a_digest_that_is_none_is_not_repeated():
    image = built("+ADD", annotations={"org.opencontainers.image.base.digest": "latest"})

    assert base_image_of(image) is None


@pytest.mark.parametrize(
    "command", ['CMD ["bash"]', '/bin/sh -c #(nop)  CMD ["bash"]', '/bin/sh -c #(nop) CMD ["/bin/sh"]']
)
def test_what_follows_the_command_of_a_base_was_added_to_it(command):
    image = built("+ADD rootfs", command, "ENV A=1", "+RUN make", "+COPY . .", 'CMD ["app"]')

    assert BaseImage(layer_count=1, known_by="history") == base_image_of(image)


def test_of_bases_upon_bases_the_last_is_meant():
    image = built("+ADD", "CMD a", "+RUN", "CMD b", "+RUN", "CMD c", "+RUN")

    assert 3 == base_image_of(image).layer_count


def test_a_step_that_only_mentions_the_word_is_no_command():
    assert base_image_of(built("+ADD", "LABEL x=CMD", "+RUN CMD", "+RUN")) is None


@pytest.mark.parametrize("steps", [(), ("+ADD", "CMD a"), ("CMD a", "+ADD"), ("+ADD", "+RUN")])
def test_without_a_command_below_the_top_nobody_knows(steps):
    assert base_image_of(built(*steps)) is None


def test_a_history_that_does_not_fit_the_layers_tells_nothing():
    image = built("+ADD", "CMD a", "+RUN")
    short = msgspec.structs.replace(image, config=msgspec.structs.replace(image.config, diff_ids=("a",)))

    assert base_image_of(short) is None
