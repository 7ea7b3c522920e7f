"""containerd's storage in a folder."""

import pytest

from image.sources.opening import diff_ids, opened
from images.bolt import bolt
from images.build import BuiltImage, blob_path, image, layer
from mooring.base.errors import DamagedImage, HostileInput, ImageUnavailable

IMAGE = image(layer({"etc/os-release": b"ID=alpine\n"}), layer({"bin/a": b"a"}, compression="zstd"))
OTHER = image(layer({"bin/b": b"b"}))


@pytest.fixture
def root(tmp_path):
    """A storage with two images in two namespaces."""
    rows = {b"k8s.io": _row("docker.io/library/app:1.0", IMAGE), b"default": _row("registry.example/b:2", OTHER)}
    database = tmp_path / "io.containerd.metadata.v1.bolt" / "meta.db"
    database.parent.mkdir()
    database.write_bytes(bolt({b"v1": rows, b"unused": b""}))
    for built in (IMAGE, OTHER):
        for digest, content in built.blobs().items():
            path = tmp_path / "io.containerd.content.v1.content" / blob_path(digest)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return tmp_path


def _row(name: str, built: BuiltImage):
    target = {b"digest": built.digest.encode(), b"mediatype": b"application/vnd.oci.image.manifest.v1+json"}
    return {b"images": {name.encode(): {b"target": target, b"createdat": b""}}}


@pytest.mark.parametrize("name", ["app:1.0", "docker.io/library/app:1.0", f"app:1.0@{IMAGE.digest}"])
def test_an_image_is_found_by_its_name(root, name):
    found = opened(f"containerd:{root}:{name}")

    assert found.description.digest == IMAGE.digest
    assert found.description.tags == ("docker.io/library/app:1.0",)
    assert diff_ids(found) == [one.diff_id for one in IMAGE.layers]


def test_every_namespace_is_searched(root):
    assert opened(f"containerd:{root}:registry.example/b:2").description.digest == OTHER.digest


def test_an_image_that_is_not_there_is_named(root):
    with pytest.raises(ImageUnavailable, match="containerd has no image 'none:1'"):
        opened(f"containerd:{root}:none:1")


def test_a_layer_that_was_discarded_is_named(root):
    (root / "io.containerd.content.v1.content" / blob_path(IMAGE.layers[0].digest)).unlink()

    with pytest.raises(DamagedImage, match=r"layer 1 .* is missing"):
        opened(f"containerd:{root}:app:1.0")


def test_a_storage_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ImageUnavailable, match="no such file or directory"):
        opened(f"containerd:{tmp_path}:app:1.0")


def test_a_database_of_unlikely_size_is_not_read(root):
    with (root / "io.containerd.metadata.v1.bolt" / "meta.db").open("r+b") as file:
        file.truncate(1 << 40)

    with pytest.raises(HostileInput, match="the limit is"):
        opened(f"containerd:{root}:app:1.0")
