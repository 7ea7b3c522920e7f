"""OCI layouts in tar files."""

import pytest

from image.sources.opening import diff_ids, opened, stream, stream_of
from images.build import image, layer
from mooring.base.errors import ImageUnavailable
from mooring.image.open import open_image
from mooring.image.sources.source import SourceOptions

IMAGE = image(layer({"etc/os-release": b"ID=alpine\n"}), layer({"bin/a": b"a"}, compression=""))


def test_an_archive_is_recognised_and_read(tmp_path):
    path = tmp_path / "app.tar"
    path.write_bytes(IMAGE.oci_archive())

    found = opened(path)

    assert found.description.source == "oci-archive"
    assert found.description.digest == IMAGE.digest
    assert found.description.source == "oci-archive"
    assert diff_ids(found) == [one.diff_id for one in IMAGE.layers]


def test_a_tag_chooses(tmp_path):
    path = tmp_path / "app.tar"
    path.write_bytes(IMAGE.oci_archive())

    assert opened(f"oci-archive:{path}:1.0").description.digest == IMAGE.digest
    with pytest.raises(ImageUnavailable, match="has no image '2.0'"):
        opened(f"oci-archive:{path}:2.0")


def test_a_compressed_archive_is_told_to_be_one_when_it_was_guessed(tmp_path):
    path = tmp_path / "app.tar.gz"
    path.write_bytes(image(layer({"a": b"1"}), tags=()).oci_archive(compression="gzip"))

    assert stream(stream_of(open_image(str(path), SourceOptions()))).description.source == "oci-archive"


def test_a_compressed_archive_is_streamed(tmp_path):
    path = tmp_path / "app.tar.gz"
    path.write_bytes(IMAGE.oci_archive(compression="gzip"))

    found = stream(stream_of(open_image(f"oci-archive:{path}", SourceOptions())))

    assert found.description.digest == IMAGE.digest
    assert found.description.source == "oci-archive"
