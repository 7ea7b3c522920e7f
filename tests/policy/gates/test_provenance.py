"""Gate `provenance`."""

import pytest

from mooring.model.evidence.signature import BaseImage, Supply
from mooring.model.image import ImageDescription
from mooring.policy.evidence import Evidence
from mooring.policy.gates.provenance import GATE
from policy.gate_rules import evidence, failure, ids, messages, rule
from signing import cosign
from signing.materials import material

OURS, BASE = "sha256:" + "ab" * 32, "sha256:" + "cd" * 32
KEY, STRANGER = cosign.new_key(), cosign.new_key()
ALONE = {"keys": cosign.pem(KEY), "require_transparency_log": "false"}
BUILDER, REPOSITORY, BUILD_TYPE = (
    "https://builder.example/v1",
    "https://github.com/example/app",
    "https://example/build",
)


def provenance(key=KEY, **changed: str):
    """An attested build."""
    given = {
        "builder": BUILDER,
        "repository": REPOSITORY,
        "ref": "refs/heads/main",
        "build_type": BUILD_TYPE,
        **changed,
    }
    predicate = {
        "buildDefinition": {
            "buildType": given["build_type"],
            "externalParameters": {"workflow": {"repository": given["repository"], "ref": given["ref"]}},
            "resolvedDependencies": [{"uri": "docker://debian", "digest": {"sha256": BASE.removeprefix("sha256:")}}],
        },
        "runDetails": {"builder": {"id": given["builder"]}},
    }
    return material(cosign.attestation(key, cosign.statement_of(OURS, cosign.SLSA_1, predicate)), "sha256-ab.att")


def image(*materials, base: BaseImage | None = None) -> Evidence:
    return evidence(image=ImageDescription(digest=OURS), supply=Supply(materials=materials), base=base)


RULES = {
    "required": {},
    "builder": {"builders": "https://builder.example/*"},
    "source": {"repositories": "https://github.com/example/*", "refs": "refs/heads/main"},
    "build_type": {"build_types": BUILD_TYPE},
}


@pytest.mark.parametrize("name", RULES)
def test_a_build_as_it_should_be_passes(name):
    assert [] == messages(GATE, name, image(provenance()), **ALONE, **RULES[name])


@pytest.mark.parametrize("name", RULES)
def test_an_image_without_trusted_provenance_fires(name):
    assert ["The image has no trusted provenance"] == messages(GATE, name, image(), **ALONE, **RULES[name])
    assert ["The image has no trusted provenance (sha256-ab.att: no trusted key or identity signed it)"] == messages(
        GATE, name, image(provenance(STRANGER)), **ALONE, **RULES[name]
    )


def test_another_attestation_is_no_provenance():
    other = material(cosign.attestation(KEY, cosign.statement_of(OURS, "https://spdx.dev/Document", {})))

    assert ["The image has no trusted provenance"] == messages(GATE, "required", image(other), **ALONE)


@pytest.mark.parametrize(
    ("name", "changed", "message", "about"),
    [
        ("builder", {"builder": "https://evil"}, "The image was built by https://evil", "builder+https://evil"),
        ("builder", {"builder": ""}, "The image was built by an unnamed builder", "builder+"),
        (
            "source",
            {"repository": "https://github.com/evil/app"},
            "The image was built from https://github.com/evil/app at refs/heads/main",
            "source+https://github.com/evil/app",
        ),
        (
            "source",
            {"ref": "refs/heads/try"},
            "The image was built from https://github.com/example/app at refs/heads/try",
            "source+https://github.com/example/app",
        ),
        (
            "source",
            {"ref": ""},
            "The image was built from https://github.com/example/app at an unnamed ref",
            "source+https://github.com/example/app",
        ),
        ("source", {"repository": ""}, "The provenance of the image names no source repository", "source+"),
        ("build_type", {"build_type": "x"}, "The image was built by the build type x", "build_type+x"),
        ("build_type", {"build_type": ""}, "The image was built by the build type that is not named", "build_type+"),
    ],
)
def test_a_build_that_is_not_as_it_should_be_fires(name, changed, message, about):
    one = image(provenance(**changed))

    assert ([message], [about]) == (
        messages(GATE, name, one, **ALONE, **RULES[name]),
        ids(GATE, name, one, **ALONE, **RULES[name]),
    )


def test_a_provenance_that_is_right_does_not_make_up_for_one_that_is_not():
    one = image(provenance(), provenance(builder="https://evil"))

    assert ["The image was built by https://evil"] == messages(GATE, "builder", one, **ALONE, **RULES["builder"])


def test_a_wrong_provenance_of_a_stranger_is_not_looked_at():
    one = image(provenance(), provenance(STRANGER, builder="https://evil"))

    assert [] == messages(GATE, "builder", one, **ALONE, **RULES["builder"])


def test_any_ref_will_do_where_none_is_asked_for():
    assert [] == messages(GATE, "source", image(provenance(ref="")), **ALONE, repositories=REPOSITORY)


def test_the_base_image_must_be_among_the_materials():
    base, other = BaseImage(name="debian:12", digest=BASE), BaseImage(name="debian:12", digest=OURS)

    assert [] == messages(GATE, "materials_include_base", image(provenance(), base=base), **ALONE)
    fired = image(provenance(), base=other)
    assert [f"The base image debian:12@{OURS} is not among the materials of the build"] == messages(
        GATE, "materials_include_base", fired, **ALONE
    )
    assert [f"materials_include_base+{OURS}"] == ids(GATE, "materials_include_base", fired, **ALONE)


@pytest.mark.parametrize("base", [None, BaseImage(name="debian:12", known_by="annotation")])
def test_a_base_image_that_nobody_knows_is_no_pass(base):
    one = image(provenance(), base=base)

    assert "the digest of the base image is not known" in failure(GATE, "materials_include_base", one, **ALONE)


def test_every_trigger_needs_signatures_that_were_fetched():
    names = [*RULES, "materials_include_base"]

    assert [["signatures"]] * 5 == [
        [need.value for need in rule(GATE, name, **RULES.get(name, {}), **ALONE).needs()] for name in names
    ]
