"""Manifests, indexes and how an image is found in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from images.build import OCI_INDEX, as_json, digest_of, image, layer
from mooring.base.errors import DamagedImage, HostileInput, ImageUnavailable, MooringError
from mooring.base.limits import Limits
from mooring.image.manifest import parse_index, resolve
from mooring.model.image import Descriptor, Platform

IMAGE = image(layer({"a": b"1"}), layer({"b": b"2"}, compression="zstd"))


def _resolve(blobs: dict[str, bytes], root: str, *, platform: Platform | None = None, limits: Limits | None = None):
    return resolve(
        (Descriptor(media_type="", digest=root, size=0),),
        lambda descriptor: blobs[descriptor.digest],
        name="app",
        source="test",
        platform=platform,
        limits=limits or Limits(),
    )


def _with_manifest(**fields) -> tuple[dict[str, bytes], str]:
    manifest = as_json({"schemaVersion": 2, **fields})
    return {**IMAGE.blobs(), digest_of(manifest): manifest}, digest_of(manifest)


def _config_row(media_type: str = "application/vnd.oci.image.config.v1+json") -> dict[str, object]:
    return {"mediaType": media_type, "digest": IMAGE.image_id, "size": len(IMAGE.config)}


def test_an_image_is_described_wholly():
    found = _resolve(IMAGE.blobs(), IMAGE.digest).description

    assert found.digest == IMAGE.digest
    assert found.image_id == IMAGE.image_id
    assert found.size == sum(len(one.stored) for one in IMAGE.layers)
    assert [one.media_type for one in found.layers] == [one.media_type for one in IMAGE.layers]
    assert [one.created_by for one in found.layers] == ["COPY layer 1 /", "COPY layer 2 /"]


def test_a_history_that_does_not_line_up_gives_no_build_steps():
    built = image(layer({"a": b"1"}), config={"history": [{"created_by": "a"}, {"created_by": "b"}]})

    assert _resolve(built.blobs(), built.digest).description.layers[0].created_by == ""


def test_empty_steps_of_the_history_have_no_layer():
    history = [{"created_by": "ENV A=1", "empty_layer": True}, {"comment": "buildkit"}]
    built = image(layer({"a": b"1"}), config={"history": history})

    assert _resolve(built.blobs(), built.digest).description.layers[0].created_by == "buildkit"


@pytest.mark.parametrize(
    "fields",
    [
        {"schemaVersion": 1},
        {"mediaType": "application/vnd.docker.distribution.manifest.v1+prettyjws"},
    ],
)
def test_schema_1_is_explained(fields):
    blobs, root = _with_manifest(**fields)

    with pytest.raises(ImageUnavailable, match="manifest of schema 1") as error:
        _resolve(blobs, root)

    assert "push it again" in str(error.value.hint)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"config": _config_row("application/vnd.wasm.config.v0+json")}, "application/vnd.wasm.config.v0+json"),
        ({"config": _config_row("application/vnd.oci.empty.v1+json")}, "application/vnd.oci.empty.v1+json"),
        ({"config": _config_row(), "artifactType": "application/vnd.example"}, "application/vnd.example"),
    ],
)
def test_an_artifact_that_is_no_image_is_named(fields, kind):
    blobs, root = _with_manifest(layers=[], **fields)

    with pytest.raises(ImageUnavailable) as error:
        _resolve(blobs, root)

    assert error.value.message == f"app is an artifact of type {kind!r} and no image"


@pytest.mark.parametrize(
    ("media_type", "message"),
    [
        ("application/vnd.oci.image.layer.v1.tar+gzip+encrypted", "app: layer 1 is encrypted"),
        ("application/vnd.in-toto+json", "app is an attestation of type 'application/vnd.in-toto+json' and no image"),
    ],
)
def test_layers_that_hold_no_files_are_explained(media_type, message):
    row = {**IMAGE.layers[0].descriptor(), "mediaType": media_type}
    blobs, root = _with_manifest(config=_config_row(), layers=[row])

    with pytest.raises(ImageUnavailable) as error:
        _resolve(blobs, root)

    assert error.value.message == message


def test_more_layers_than_diff_ids_are_refused():
    blobs, root = _with_manifest(config=_config_row(), layers=[IMAGE.layers[0].descriptor()])

    with pytest.raises(DamagedImage, match="lists 1 layers; the image config has 2 diff_ids"):
        _resolve(blobs, root)


def test_too_many_layers_are_refused():
    with pytest.raises(HostileInput, match="has 2 layers; the limit is 1"):
        _resolve(IMAGE.blobs(), IMAGE.digest, limits=Limits(max_layers=1))


def _index(*rows: dict[str, object]) -> bytes:
    return as_json({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": list(rows)})


def test_indexes_nested_without_end_are_refused():
    blobs: dict[str, bytes] = {}
    inner = IMAGE.descriptor()
    for _ in range(9):
        content = _index(inner)
        blobs[digest_of(content)] = content
        inner = {"mediaType": OCI_INDEX, "digest": digest_of(content), "size": len(content)}

    with pytest.raises(HostileInput, match="more than 4 indexes within one another"):
        _resolve(blobs, inner["digest"])


def test_an_index_without_images_is_told():
    attestation = IMAGE.descriptor(annotations={"vnd.docker.reference.type": "attestation-manifest"})
    content = _index(attestation)

    with pytest.raises(ImageUnavailable, match="the index lists no image"):
        _resolve({digest_of(content): content}, digest_of(content))


def test_the_config_tells_the_platform_where_the_index_does_not():
    content = _index(IMAGE.descriptor())
    blobs = {**IMAGE.blobs(), digest_of(content): content}

    assert _resolve(blobs, digest_of(content), platform=Platform.parse("amd64")).description.digest == IMAGE.digest
    with pytest.raises(ImageUnavailable, match="is for linux/amd64; linux/arm64 was asked for"):
        _resolve(blobs, digest_of(content), platform=Platform.parse("arm64"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b'{"manifests": 3}',
        b'{"manifests": [{"digest": "sha256:xyz", "size": 1}]}',
        b'{"manifests": [{"digest": "sha256:' + b"a" * 64 + b'", "size": -1}]}',
        b'{"layers": []}',
        b'{"schemaVersion": 2}',
        b"[" * 100_000,
    ],
)
def test_an_index_that_cannot_be_read_is_damaged(content):
    with pytest.raises(DamagedImage):
        parse_index(content, "app")


@given(st.integers(0, 600), st.binary(min_size=1, max_size=6), st.sampled_from([IMAGE.digest, IMAGE.image_id]))
def test_mutated_documents_raise_nothing_but_our_errors(at, piece, which):
    content = bytearray(IMAGE.blobs()[which])
    content[at : at + len(piece)] = piece

    try:
        _resolve({**IMAGE.blobs(), which: bytes(content)}, IMAGE.digest)
    except MooringError:
        return
    except KeyError:
        # The mutation changed a digest, and the test has no blob of that name.
        return
