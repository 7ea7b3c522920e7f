"""How layers of stored images are told apart between scans."""

import os

from image.sources.opening import opened
from images.build import image, layer

IMAGE = image(layer({"a": b"1"}), layer({"b": b"2"}))


def _identities(path) -> list[str]:
    found = opened(path)
    return [found.layer_identity(one) for one in found.description.layers]


def test_a_layer_with_a_digest_is_known_by_it(tmp_path):
    path = tmp_path / "app.tar"
    path.write_bytes(IMAGE.docker_archive(style="docker-25"))

    assert _identities(path) == [one.digest for one in IMAGE.layers]


def test_a_layer_without_a_digest_is_known_by_its_place_in_the_file(tmp_path):
    path = tmp_path / "app.tar"
    path.write_bytes(IMAGE.docker_archive())

    first, second = _identities(path)

    assert first != second
    assert [first, second] == _identities(path)


def test_a_file_that_was_written_to_is_another_file(tmp_path):
    path = tmp_path / "app.tar"
    path.write_bytes(IMAGE.docker_archive())
    before = _identities(path)

    os.utime(path, ns=(1, 1))

    assert not set(before) & set(_identities(path))
