"""OCI layouts in folders."""

import pytest

from image.sources.opening import diff_ids, opened
from images.build import OCI_INDEX, as_json, blob_path, digest_of, image, layer
from mooring.base.errors import DamagedImage, ImageUnavailable
from mooring.image.sources.source import SourceOptions
from mooring.model.image import Platform

BASE = layer({"etc/os-release": b"ID=alpine\n"})
AMD64 = image(BASE, layer({"bin/a": b"amd"}, compression="zstd"))
ARM64 = image(BASE, layer({"bin/a": b"arm"}, compression=""), config={"architecture": "arm64", "variant": "v8"})


def test_a_layout_with_one_image_needs_no_tag(tmp_path):
    AMD64.oci_layout(tmp_path)

    found = opened(tmp_path)

    assert found.description.source == "oci-dir"
    assert AMD64.digest == found.description.digest
    assert found.description.index_digest == ""
    assert [one.diff_id for one in AMD64.layers] == diff_ids(found)
    assert sum(len(one.stored) for one in AMD64.layers) == found.description.size


def _many_platforms(folder):
    attestation = {"os": "unknown", "architecture": "unknown"}
    inner = as_json(
        {
            "schemaVersion": 2,
            "mediaType": OCI_INDEX,
            "manifests": [
                AMD64.descriptor(platform={"os": "linux", "architecture": "amd64"}),
                ARM64.descriptor(platform={"os": "linux", "architecture": "arm64", "variant": "v8"}),
                AMD64.descriptor(platform=attestation),
            ],
        }
    )
    outer = {
        "schemaVersion": 2,
        "manifests": [
            {
                "mediaType": OCI_INDEX,
                "digest": digest_of(inner),
                "size": len(inner),
                "annotations": {"org.opencontainers.image.ref.name": "1.0"},
            }
        ],
    }
    ARM64.oci_layout(folder)
    AMD64.oci_layout(folder, outer)
    (folder / blob_path(digest_of(inner))).write_bytes(inner)
    return digest_of(inner)


def test_the_platform_is_chosen_through_nested_indexes(tmp_path):
    index_digest = _many_platforms(tmp_path)

    found = opened(f"oci-dir:{tmp_path}:1.0", SourceOptions(platform=Platform.parse("linux/arm64")))

    assert ARM64.digest == found.description.digest
    assert index_digest == found.description.index_digest
    assert [one.diff_id for one in ARM64.layers] == diff_ids(found)
    assert found.notes == ()


def test_a_platform_that_nobody_asked_for_is_told(tmp_path):
    _many_platforms(tmp_path)

    notes = opened(f"oci-dir:{tmp_path}").notes

    assert len(notes) == 1
    assert "of 2 platforms" in notes[0]


def test_a_platform_that_is_not_there_is_named_with_those_that_are(tmp_path):
    _many_platforms(tmp_path)

    with pytest.raises(ImageUnavailable, match="has no image for linux/s390x") as error:
        opened(tmp_path, SourceOptions(platform=Platform.parse("linux/s390x")))

    assert error.value.hint == "it is there for linux/amd64, linux/arm64/v8"


def test_a_digest_chooses_a_manifest_of_an_inner_index(tmp_path):
    _many_platforms(tmp_path)

    assert ARM64.digest == opened(f"oci-dir:{tmp_path}@{ARM64.digest}").description.digest


def test_an_unknown_tag_is_named_with_those_that_are(tmp_path):
    AMD64.oci_layout(tmp_path)

    with pytest.raises(ImageUnavailable, match="has no image '9'") as error:
        opened(f"oci-dir:{tmp_path}:9")

    assert error.value.hint == "append ':' and one of 1.0"


def test_a_manifest_that_was_changed_is_refused(tmp_path):
    AMD64.oci_layout(tmp_path)
    path = tmp_path / blob_path(AMD64.digest)
    path.write_bytes(path.read_bytes().replace(b'"schemaVersion":2', b'"schemaVersion":3'))

    with pytest.raises(DamagedImage, match="is not what its digest says"):
        opened(tmp_path)


def test_a_layer_that_was_changed_is_refused_at_its_end(tmp_path):
    AMD64.oci_layout(tmp_path)
    path = tmp_path / blob_path(AMD64.layers[0].digest)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    found = opened(tmp_path)

    with pytest.raises(DamagedImage, match="is not what its digest says"):
        list(found.open_layer(found.description.layers[0]))


def test_a_layer_of_another_size_is_refused(tmp_path):
    AMD64.oci_layout(tmp_path)
    path = tmp_path / blob_path(AMD64.layers[0].digest)
    path.write_bytes(path.read_bytes()[:-1])
    found = opened(tmp_path)

    with pytest.raises(DamagedImage, match="the manifest names"):
        list(found.open_layer(found.description.layers[0]))


def test_a_link_out_of_the_layout_is_not_followed(tmp_path):
    folder = tmp_path / "layout"
    folder.mkdir()
    AMD64.oci_layout(folder)
    blob = folder / blob_path(AMD64.layers[0].digest)
    blob.rename(tmp_path / "elsewhere")
    blob.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(DamagedImage, match="is missing"):
        opened(folder)


def test_an_artifact_that_is_no_image_is_named(tmp_path):
    manifest = as_json(
        {
            "schemaVersion": 2,
            "config": {"mediaType": "application/vnd.cncf.helm.config.v1+json", "digest": AMD64.image_id, "size": 2},
            "layers": [],
        }
    )
    index = {"schemaVersion": 2, "manifests": [{"digest": digest_of(manifest), "size": len(manifest)}]}
    AMD64.oci_layout(tmp_path, index)
    (tmp_path / blob_path(digest_of(manifest))).write_bytes(manifest)

    with pytest.raises(ImageUnavailable, match=r"artifact of type 'application/vnd.cncf.helm.config.v1\+json'"):
        opened(tmp_path)


def test_a_layout_without_images_is_told(tmp_path):
    AMD64.oci_layout(tmp_path, {"schemaVersion": 2, "manifests": []})

    with pytest.raises(ImageUnavailable, match=r"index\.json lists no image"):
        opened(tmp_path)


def test_one_of_several_images_must_be_chosen(tmp_path):
    rows = [
        one.descriptor(annotations={"org.opencontainers.image.ref.name": tag})
        for one, tag in ((AMD64, "1.0"), (ARM64, "registry.example/app:2.0"))
    ]
    ARM64.oci_layout(tmp_path)
    AMD64.oci_layout(tmp_path, {"schemaVersion": 2, "manifests": rows})

    with pytest.raises(ImageUnavailable, match="holds 2 images; say which one") as error:
        opened(tmp_path)

    assert error.value.hint == "append ':' and one of 1.0, registry.example/app:2.0"
    assert opened(f"oci-dir:{tmp_path}:2.0").description.digest == ARM64.digest


def test_platforms_listed_in_the_layout_itself_are_one_image(tmp_path):
    rows = [
        one.descriptor(platform={"os": "linux", "architecture": name})
        for one, name in ((AMD64, "amd64"), (ARM64, "arm64"))
    ]
    ARM64.oci_layout(tmp_path)
    AMD64.oci_layout(tmp_path, {"schemaVersion": 2, "manifests": rows})

    assert opened(tmp_path, SourceOptions(platform=Platform.parse("arm64"))).description.digest == ARM64.digest


def test_a_folder_that_is_no_layout_is_told(tmp_path):
    with pytest.raises(ImageUnavailable, match=r"is no OCI layout: it has no index\.json"):
        opened(f"oci-dir:{tmp_path}")
