"""Images that say one thing and are another: every lie is found, and none gives a report."""

import json

import pytest

from hostile.worlds import raw_layer, rewritten, scan_archive, scan_built, scan_layout, scan_saved
from images.build import OCI_INDEX, as_json, blob_path, digest_of, image, layer, tar_of
from mooring.base.errors import HostileInput, MooringError, SourceError
from mooring.base.limits import Limits

BASE = layer({"etc/os-release": b"ID=debian\n"})
UPPER = layer({"etc/hostname": b"x\n"})
OTHER = layer({"evil": b"1"})
BUILT = image(BASE, UPPER)
FORMS = {"oci": scan_built, "docker": scan_saved}
LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip"


@pytest.mark.parametrize(
    "what", [BASE.digest, UPPER.digest, BUILT.image_id, BUILT.digest], ids=["layer", "last layer", "config", "manifest"]
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_blob_that_is_not_what_its_digest_says_is_refused(what, jobs, tmp_path):
    layout = BUILT.oci_layout(tmp_path / "layout")
    blob = layout / blob_path(what)
    blob.write_bytes(blob.read_bytes()[:-1] + b" ")

    with pytest.raises(SourceError):
        scan_layout(layout, jobs=jobs)


@pytest.mark.parametrize("what", [BASE.digest, BUILT.image_id, BUILT.digest], ids=["layer", "config", "manifest"])
def test_a_blob_that_is_missing_is_said(what, tmp_path):
    layout = BUILT.oci_layout(tmp_path / "layout")
    (layout / blob_path(what)).unlink()

    with pytest.raises(SourceError):
        scan_layout(layout)


@pytest.mark.parametrize("size", [1, 10**15, -1, 2**70])
@pytest.mark.parametrize("what", ["layers", "config"])
def test_a_manifest_that_lies_about_a_size_is_refused(what, size, tmp_path):
    document = json.loads(BUILT.manifest)
    given = document[what]
    (given[0] if what == "layers" else given)["size"] = size
    built = rewritten(BUILT, **{what: given})

    with pytest.raises(MooringError):
        scan_built(built, tmp_path)


@pytest.mark.parametrize(
    "diff_ids",
    [[], [BASE.diff_id], [UPPER.diff_id, BASE.diff_id], [BASE.diff_id, BASE.diff_id], [BASE.diff_id, UPPER.diff_id, OTHER.diff_id],
     [BASE.diff_id, "sha256:12"],
     [BASE.diff_id, "md5:" + "0" * 32], [BASE.diff_id, ""], [BASE.diff_id, None], ["", ""], "x", {"a": 1}, None],
    ids=["none", "too few", "swapped", "twice", "too many", "short", "md5", "empty", "null", "all empty", "text", "table", "null list"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["oci", "docker"])
def test_diff_ids_that_do_not_fit_the_layers_are_refused(form, diff_ids, tmp_path):
    built = image(BASE, UPPER, config={"rootfs": {"type": "layers", "diff_ids": diff_ids}})

    with pytest.raises(SourceError):
        FORMS[form](built, tmp_path)


@pytest.mark.parametrize(
    "digest",
    [
        "",
        "sha256:",
        "sha256:../../../etc/passwd",
        "../../x",
        "sha256:" + "0" * 63,
        "md5:" + "0" * 32,
        "sha256:" + "g" * 64,
    ],
)
def test_a_digest_that_is_none_never_becomes_a_path(digest, tmp_path):
    built = rewritten(BUILT, layers=[{"mediaType": LAYER_TYPE, "digest": digest, "size": 10}])

    with pytest.raises(MooringError):
        scan_built(built, tmp_path)


@pytest.mark.parametrize(
    "manifest",
    [b"", b"[]", b"null", b"{", b"[" * 100_000, b'{"a":' * 100_000, b'{"schemaVersion":2}', b'{"schemaVersion":2,"layers":{},"config":[]}',
     b'{"layers":[null],"config":null}', b'{"layers":[{"digest":1}],"config":{"digest":[]}}', b"\xff\xfe", b'{"manifests":"x"}'],
    ids=range(12),
)  # fmt: skip
@pytest.mark.parametrize("place", ["manifest", "index", "config"])
def test_a_document_that_is_none_is_refused(place, manifest, tmp_path):
    layout = tmp_path / "layout"
    if place == "index":
        BUILT.oci_layout(layout)
        (layout / "index.json").write_bytes(manifest)
    elif place == "manifest":
        index = {
            "schemaVersion": 2,
            "mediaType": OCI_INDEX,
            "manifests": [BUILT.descriptor() | {"digest": digest_of(manifest), "size": len(manifest)}],
        }
        BUILT.oci_layout(layout, index)
        (layout / blob_path(digest_of(manifest))).write_bytes(manifest)
    else:
        built = rewritten(
            BUILT,
            config={
                "mediaType": "application/vnd.oci.image.config.v1+json",
                "digest": digest_of(manifest),
                "size": len(manifest),
            },
        )
        built.oci_layout(layout)
        (layout / blob_path(digest_of(manifest))).write_bytes(manifest)

    with pytest.raises(SourceError):
        scan_layout(layout)


def test_an_index_that_holds_itself_is_refused(tmp_path):
    """It cannot name its own digest, but a chain of indexes may be as long as one likes."""
    layout = BUILT.oci_layout(tmp_path / "layout")
    descriptor = BUILT.descriptor()
    for _ in range(200):
        index = as_json({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": [descriptor]})
        (layout / blob_path(digest_of(index))).write_bytes(index)
        descriptor = {"mediaType": OCI_INDEX, "digest": digest_of(index), "size": len(index)}
    (layout / "index.json").write_bytes(
        as_json({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": [descriptor]})
    )

    with pytest.raises(MooringError):
        scan_layout(layout)


def test_a_manifest_larger_than_the_limit_is_refused(tmp_path):
    built = rewritten(BUILT, annotations={"a": "x" * 100_000})

    with pytest.raises(MooringError, match="may have 50000"):
        scan_built(built, tmp_path, limits=Limits(max_manifest_bytes=50_000))


@pytest.mark.parametrize("form", ["oci", "docker"])
def test_two_thousand_layers_are_too_many(form, tmp_path):
    built = image(*[layer({"a": b"%d" % number}) for number in range(2_000)])

    with pytest.raises(HostileInput, match="2000 layers|more than 1000 layers|limit is 1000"):
        FORMS[form](built, tmp_path)


def test_nine_hundred_layers_are_read(tmp_path):
    built = image(*[layer({f"{number}": b"1"}) for number in range(900)])

    report = scan_built(built, tmp_path, with_files=True)

    assert (len(report.inventory.files), report.problems) == (900, ())


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"this is no archive",
        b"\x1f\x8b",
        b"\x28\xb5\x2f\xfd",
        b"\x1f\x8b\x08" + bytes(50),
        bytes(100),
        b"PK\x03\x04" * 300,
        b"\x7fELF" * 600,
    ],
    ids=range(8),
)
def test_a_layer_that_is_no_archive_is_refused(stored, tmp_path):
    """But one of zeros, or of nothing, is an empty archive, as tar takes it."""
    built = image(BASE, raw_layer(stored))

    if not stored.strip(b"\0"):
        assert scan_built(built, tmp_path).is_complete
        return
    with pytest.raises(MooringError):
        scan_built(built, tmp_path)


MANIFESTS = [
    [{}],
    [], {}, None, "x", [[]], [{"Config": "../../../etc/passwd", "Layers": []}],
    [{"Config": "/etc/passwd", "Layers": ["/etc/passwd"]}],
    [{"Config": "config.json", "Layers": ["missing.tar"]}],
    [{"Config": "config.json", "Layers": "config.json"}],
    [{"Config": 1, "Layers": [1]}],
    [{"Config": "config.json", "Layers": ["link.tar"]}],
    [{"Config": "loop", "Layers": []}],
    [{"Config": "config.json", "Layers": ["out.tar"]}],
]  # fmt: skip


@pytest.mark.parametrize("manifest", MANIFESTS, ids=range(len(MANIFESTS)))
def test_a_docker_archive_that_names_what_it_has_not_is_refused(manifest, tmp_path):
    from images.build import Entry

    files = {
        "manifest.json": as_json(manifest), "config.json": BUILT.config, "loop": Entry(kind="symlink", target="loop"),
        "link.tar": Entry(kind="symlink", target="link2.tar"), "link2.tar": Entry(kind="symlink", target="link.tar"),
        "out.tar": Entry(kind="symlink", target="../../../../etc/passwd"),
    }  # fmt: skip
    (tmp_path / "a.tar").write_bytes(tar_of(files))

    with pytest.raises(SourceError):
        scan_archive(tmp_path / "a.tar")
