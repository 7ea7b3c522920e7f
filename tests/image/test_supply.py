"""Signatures beside images: in registries with and without referrers, in OCI layouts, and where there is nothing."""

import pytest

from images.build import OCI_INDEX, as_json, blob_path, digest_of, image, layer
from mooring.base.config import RegistryConfig
from mooring.base.errors import MooringError
from mooring.image import supply as module
from mooring.image.open import open_image
from mooring.image.sources.source import SourceOptions
from mooring.image.supplies import registry as registry_place
from mooring.image.supply import supply_of
from mooring.model.evidence.signature import Supply
from registry.fake import Reply, fake_registry
from registry.push import push, push_artifact
from registry.real import running_registry
from signing import cosign

IMAGE = image(layer({"etc/os-release": b"ID=alpine\n"}))
KEY = cosign.new_key()
STATEMENT = cosign.statement_of(IMAGE.digest, cosign.SLSA_1, {})
SIGNATURE = cosign.signature(KEY, IMAGE.digest)
ATTESTATION = cosign.attestation(KEY, STATEMENT)
BUNDLE = cosign.bundle_referrer(cosign.key_bundle(KEY, STATEMENT), IMAGE.descriptor())
TAG = IMAGE.digest.replace(":", "-")


@pytest.fixture
def fake():
    with fake_registry() as one:
        one.add("app", IMAGE)
        yield one


def keep(fake, artifact, *names: str) -> None:
    """Keep an artifact in the fake registry."""
    for name in (artifact.digest, *names):
        fake.manifests[f"app/{name}"] = artifact.manifest
    fake.blobs |= artifact.blobs


def supply(text: str, **registry) -> Supply:
    """What lies beside the image of this reference."""
    options = SourceOptions(registry=RegistryConfig(max_attempts=1, **registry))
    opened = open_image(text, options).opened
    described = opened.description
    try:
        return supply_of(opened, described)
    finally:
        opened.close()


def from_fake(fake, **registry) -> Supply:
    return supply(f"registry:{fake.host}/app:1.0", **registry)


def kinds(found: Supply) -> list[tuple[str, str]]:
    return [(one.kind, one.source) for one in found.materials]


def index_of(*artifacts, **fields) -> bytes:
    rows = [one.descriptor(**fields) for one in artifacts]
    return as_json({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": rows})


def serve_referrers(fake, *pages: bytes) -> None:
    """Answer the list of referrers, page by page."""

    def rule(seen):
        if "/referrers/" not in seen.path:
            return None
        number = int(seen.query.get("page", "0"))
        link = (
            {"link": f'<https://elsewhere.example/x?page={number + 1}>; rel="next"'} if number + 1 < len(pages) else {}
        )
        mine = pages[number] if seen.path.endswith(IMAGE.digest) else index_of()
        return Reply(200, mine, content_type=OCI_INDEX, **link)

    fake.rules.append(rule)


def test_tags_of_cosign_are_found_where_a_registry_lists_no_referrers(fake):
    keep(fake, SIGNATURE, f"{TAG}.sig")
    keep(fake, ATTESTATION, f"{TAG}.att")

    found = from_fake(fake)

    assert ([("cosign-simple", f"{TAG}.sig"), ("dsse", f"{TAG}.att")], "") == (kinds(found), found.problem)


def test_what_is_needed_to_verify_is_kept(fake):
    notes = {
        "dev.sigstore.cosign/certificate": "CERT",
        "dev.sigstore.cosign/chain": "CHAIN",
        "dev.sigstore.cosign/bundle": "{}",
    }
    keep(fake, cosign.signature(KEY, IMAGE.digest, notes=notes), f"{TAG}.sig")

    [one] = from_fake(fake).materials

    assert cosign.payload_of(IMAGE.digest) == one.payload
    assert (IMAGE.digest, "CERT", "CHAIN", "{}", True) == (
        one.subject_digest,
        one.certificate,
        one.chain,
        one.bundle,
        len(one.signature) > 60,
    )


def test_referrers_are_found_by_the_list(fake):
    keep(fake, BUNDLE)
    serve_referrers(fake, index_of(BUNDLE, artifactType=cosign.BUNDLE))

    found = from_fake(fake)

    assert [("bundle", f"referrer {BUNDLE.digest}")] == kinds(found)
    assert '"dsseEnvelope"' in found.materials[0].bundle


def test_referrers_are_found_by_the_fallback_tag(fake):
    keep(fake, BUNDLE)
    fake.manifests[f"app/{TAG}"] = index_of(BUNDLE)

    assert [("bundle", f"referrer {BUNDLE.digest}")] == kinds(from_fake(fake))


def test_pages_of_referrers_are_followed_in_this_registry_only(fake):
    second = cosign.bundle_referrer(cosign.key_bundle(KEY, STATEMENT), IMAGE.descriptor())
    keep(fake, BUNDLE)
    keep(fake, second)
    serve_referrers(fake, index_of(BUNDLE), index_of(second))

    assert 2 == len(from_fake(fake).materials)


def test_pages_without_end_are_a_problem(fake):
    serve_referrers(fake, *[index_of()] * 100)

    assert "more than 16 pages" in from_fake(fake).problem


def test_referrers_of_other_types_are_not_fetched(fake):
    keep(fake, BUNDLE)
    serve_referrers(fake, index_of(BUNDLE, artifactType="application/spdx+json"))

    found = from_fake(fake)

    assert ((), "", []) == (found.materials, found.problem, fake.requests(BUNDLE.digest))


def test_nothing_beside_an_image_is_no_problem(fake):
    assert Supply() == from_fake(fake)


def test_the_index_that_the_image_was_chosen_from_is_asked_about_too(fake):
    index = as_json(
        {
            "schemaVersion": 2,
            "mediaType": OCI_INDEX,
            "manifests": [IMAGE.descriptor(platform={"os": "linux", "architecture": "amd64"})],
        }
    )
    digest = digest_of(index)
    fake.manifests |= {"app/many": index, f"app/{digest}": index}
    keep(fake, cosign.signature(KEY, digest), f"{digest.replace(':', '-')}.sig")

    [one] = supply(f"registry:{fake.host}/app:many").materials

    assert digest == one.subject_digest


def test_a_mirror_without_signatures_leads_to_the_registry(fake):
    with fake_registry() as mirror:
        mirror.add("app", IMAGE)
        keep(fake, SIGNATURE, f"{TAG}.sig")

        found = from_fake(fake, mirrors={fake.host: (mirror.host,)})

    assert [("cosign-simple", f"{TAG}.sig")] == kinds(found)


def test_a_registry_that_breaks_down_is_a_problem(fake):
    fake.rules.append(lambda seen: Reply(500) if "sha256-" in seen.path or "referrers" in seen.path else None)

    found = from_fake(fake)

    assert ((), True) == (found.materials, "HTTP 500" in found.problem or "500" in found.problem)


def test_a_signature_that_cannot_be_fetched_is_a_problem_and_the_others_are_kept(fake):
    keep(fake, SIGNATURE, f"{TAG}.sig")
    keep(fake, ATTESTATION, f"{TAG}.att")
    fake.blobs = {digest: content for digest, content in fake.blobs.items() if digest not in SIGNATURE.blobs}

    found = from_fake(fake)

    assert [("dsse", f"{TAG}.att")] == kinds(found)
    assert found.problem.startswith(f"{TAG}.sig: ")


def test_a_blob_that_was_exchanged_is_a_problem(fake):
    keep(fake, SIGNATURE, f"{TAG}.sig")
    for digest, content in SIGNATURE.blobs.items():
        fake.blobs[digest] = content[:-1] + b" "

    found = from_fake(fake)

    assert ((), True) == (found.materials, "is not what its digest says" in found.problem)


@pytest.mark.parametrize(
    "manifest",
    [
        b"[]",
        b"\xff",
        b'{"layers":1}',
        b'{"layers":[{"digest":"x","size":1,"mediaType":"%s"}]}' % cosign.SIMPLE.encode(),
    ],
)
def test_a_manifest_that_makes_no_sense_is_a_problem(fake, manifest):
    fake.manifests[f"app/{TAG}.sig"] = manifest

    found = from_fake(fake)

    assert ((), True) == (found.materials, bool(found.problem))


def test_an_odd_row_of_an_index_does_not_hide_the_others(fake):
    keep(fake, BUNDLE)
    rows = [{"digest": "sha256:x", "size": 1}, 7, {"size": 1}, {**BUNDLE.descriptor(), "annotations": None}]
    fake.manifests[f"app/{TAG}"] = as_json({"manifests": rows})

    assert [("bundle", f"referrer {BUNDLE.digest}")] == kinds(from_fake(fake))


def test_what_is_no_envelope_is_kept_as_one_that_nobody_signed(fake):
    keep(fake, cosign.artifact((cosign.ENVELOPE, b"no json", {})), f"{TAG}.att")

    [one] = from_fake(fake).materials

    assert ("dsse", b"no json", b"") == (one.kind, one.payload, one.signature)


def test_every_signature_of_an_envelope_is_kept(fake):
    envelope = cosign.envelope_of(KEY, STATEMENT)
    envelope["signatures"] *= 2
    envelope["signatures"].append({"sig": "!!"})
    keep(fake, cosign.artifact((cosign.ENVELOPE, as_json(envelope), {})), f"{TAG}.att")

    found = from_fake(fake).materials

    assert [True, False] == [bool(one.signature) for one in found]


def test_a_huge_signature_is_a_problem_and_not_fetched(fake):
    manifest = as_json(
        {"layers": [{"mediaType": cosign.SIMPLE, "digest": digest_of(b"huge"), "size": 1 << 30, "annotations": {}}]}
    )
    fake.manifests[f"app/{TAG}.sig"] = manifest

    found = from_fake(fake)

    assert ("a signature may have" in found.problem, []) == (True, fake.requests("blobs/" + digest_of(b"huge")))


def test_more_signatures_than_are_read_are_a_problem(fake, monkeypatch):
    monkeypatch.setattr(module, "MAX_TOTAL_BYTES", 10)
    keep(fake, SIGNATURE, f"{TAG}.sig")

    assert "more signatures than are read" in from_fake(fake).problem


def test_more_referrers_than_are_read_are_a_problem(fake, monkeypatch):
    monkeypatch.setattr(registry_place, "MAX_MANIFESTS", 3)
    rows = [{"mediaType": "m", "digest": digest_of(b"%d" % number), "size": 1} for number in range(5)]
    fake.manifests[f"app/{TAG}"] = as_json({"manifests": rows})

    assert "more than 3 referrers" in every_problem(fake)
    assert 3 == len([one for one in fake.seen if "/manifests/sha256:" in one.path and IMAGE.digest not in one.path])


def every_problem(fake) -> str:
    """Not only the first five."""
    opened = open_image(f"registry:{fake.host}/app:1.0", SourceOptions(registry=RegistryConfig(max_attempts=1))).opened
    [place] = opened.supply_places()
    return "; ".join(one.problem for one in place.attached((IMAGE.digest,)))


def test_layouts_give_what_lies_beside_the_image(tmp_path):
    rows = [
        IMAGE.descriptor(annotations={"kind": "dev.cosignproject.cosign/image"}),
        SIGNATURE.descriptor(annotations={"kind": "dev.cosignproject.cosign/sigs"}),
        ATTESTATION.descriptor(annotations={"org.opencontainers.image.ref.name": f"{TAG}.att"}),
    ]
    layout = IMAGE.oci_layout(tmp_path / "layout", {"schemaVersion": 2, "manifests": rows})
    write(layout, SIGNATURE, ATTESTATION)

    found = supply(f"oci-dir:{layout}")

    assert ["cosign-simple", "dsse"] == [one.kind for one in found.materials]
    assert "" == found.problem


def test_layouts_give_referrers_of_index_json_and_of_the_fallback_tag(tmp_path):
    inner = index_of(BUNDLE)
    rows = [
        IMAGE.descriptor(),
        {
            "mediaType": OCI_INDEX,
            "digest": digest_of(inner),
            "size": len(inner),
            "annotations": {"org.opencontainers.image.ref.name": TAG},
        },
    ]
    layout = IMAGE.oci_layout(tmp_path / "layout", {"schemaVersion": 2, "manifests": rows})
    write(layout, BUNDLE)
    (layout / blob_path(digest_of(inner))).write_bytes(inner)

    found = supply(f"oci-dir:{layout}@{IMAGE.digest}")

    assert ([("bundle", f"manifest {BUNDLE.digest}")], "") == (kinds(found), found.problem)


def test_a_layout_that_lacks_what_it_lists_has_a_problem(tmp_path):
    rows = [IMAGE.descriptor(), SIGNATURE.descriptor(annotations={"kind": "dev.cosignproject.cosign/sigs"})]
    layout = IMAGE.oci_layout(tmp_path / "layout", {"schemaVersion": 2, "manifests": rows})

    assert supply(f"oci-dir:{layout}").problem.startswith(f"manifest {SIGNATURE.digest}: ")


def test_an_archive_of_images_alone_brings_no_signatures(tmp_path):
    path = tmp_path / "saved.tar"
    path.write_bytes(IMAGE.docker_archive())

    assert "brings no signatures" in supply(f"docker-archive:{path}").problem


def test_the_real_registry_gives_what_was_pushed_beside_an_image(tmp_path):
    with running_registry(tmp_path) as registry:
        push(registry, "app", IMAGE, tag="1.0")
        push_artifact(registry, "app", SIGNATURE, f"{TAG}.sig")
        push_artifact(registry, "app", BUNDLE, BUNDLE.digest)
        push_artifact(registry, "app", cosign.Artifact(manifest=index_of(BUNDLE), blobs={}), TAG, media_type=OCI_INDEX)

        found = supply(f"registry:{registry.host}/app:1.0")

    assert ["cosign-simple", "bundle"] == [one.kind for one in found.materials]
    assert "" == found.problem


def test_an_artifact_is_no_image(fake):
    keep(fake, BUNDLE, "art")

    with pytest.raises(MooringError):
        supply(f"registry:{fake.host}/app:art")


def write(layout, *artifacts) -> None:
    """Add artifacts to a layout."""
    for one in artifacts:
        for digest, content in {**one.blobs, one.digest: one.manifest}.items():
            (layout / blob_path(digest)).write_bytes(content)
