"""Gate `signatures`."""

import pytest

from mooring.model.evidence.signature import Supply
from mooring.model.image import ImageDescription
from mooring.policy.evidence import Evidence
from mooring.policy.gates.signatures import GATE
from mooring.policy.parameter import BadParameter
from policy.gate_rules import evidence, failure, ids, messages, rule
from signing import cosign
from signing.materials import bundled, material, simple
from signing.sigstore import ISSUER, WORKFLOW, Instance

OURS, INDEX = "sha256:" + "ab" * 32, "sha256:" + "ef" * 32
KEY, SECOND, STRANGER = cosign.new_key(), cosign.new_key(), cosign.new_key()
ALONE = {"keys": cosign.pem(KEY), "require_transparency_log": "false"}
INSTANCE = Instance()
SPDX = "https://spdx.dev/Document"


def image(*materials, index: str = "") -> Evidence:
    """An image with these signatures beside it."""
    description = ImageDescription(digest=OURS, index_digest=index)
    return evidence(image=description, supply=Supply(materials=materials))


def signed(key=KEY, digest: str = OURS, **payload):
    return material(cosign.signature(key, digest, **payload), "sha256-ab.sig")


def test_an_image_signed_by_a_trusted_key_passes():
    assert [] == messages(GATE, "required", image(signed()), **ALONE)


def test_an_image_that_nobody_trusted_signed_fires_with_the_reason():
    assert ["The image has 0 of 1 trusted signatures"] == messages(GATE, "required", image(), **ALONE)
    assert [
        "The image has 0 of 1 trusted signatures (sha256-ab.sig: no trusted key or identity signed it)"
    ] == messages(GATE, "required", image(signed(STRANGER)), **ALONE)


def test_many_reasons_are_counted():
    bad = [material(cosign.signature(STRANGER, OURS, reference=f"r{number}"), f"tag {number}") for number in range(5)]

    [told] = messages(GATE, "required", image(*bad), **ALONE)

    assert told.endswith("tag 2: no trusted key or identity signed it and 2 more)")


def test_the_id_names_who_is_trusted_and_not_why_it_fired():
    [one] = ids(GATE, "required", image(), **ALONE)
    [same] = ids(GATE, "required", image(signed(STRANGER)), **ALONE)
    [other] = ids(GATE, "required", image(), **{**ALONE, "keys": cosign.pem(STRANGER)})

    assert one == same
    assert one != other
    assert one.startswith("required+")


def test_two_signers_may_be_asked_for():
    both = {**ALONE, "keys": cosign.pem(KEY) + cosign.pem(SECOND), "threshold": "2"}

    assert [] == messages(GATE, "required", image(signed(KEY), signed(SECOND)), **both)
    assert ["The image has 1 of 2 trusted signatures"] == messages(GATE, "required", image(signed(), signed()), **both)


def test_a_threshold_of_none_is_no_rule():
    assert "at least 1 signer" in failure(GATE, "required", image(signed()), **ALONE, threshold="0")


def test_the_signer_may_have_to_mean_the_repository():
    assert [] == messages(GATE, "required", image(signed()), **ALONE, repository="registry.example/*")
    assert 1 == len(messages(GATE, "required", image(signed()), **ALONE, repository="registry.example/other"))


def test_a_signature_is_about_the_manifest_or_the_index_as_the_rule_says():
    by_index, by_manifest = image(signed(digest=INDEX), index=INDEX), image(signed(), index=INDEX)

    fired = {
        subject: [len(messages(GATE, "required", one, **ALONE, subject=subject)) for one in (by_index, by_manifest)]
        for subject in ("any", "index", "manifest")
    }
    assert {"any": [0, 0], "index": [0, 1], "manifest": [1, 0]} == fired


def test_an_image_without_digest_cannot_be_judged():
    nameless = evidence(supply=Supply(materials=(signed(),)))

    assert "has no manifest digest" in failure(GATE, "required", nameless, **ALONE)
    assert "has no index digest" in failure(GATE, "required", image(signed()), **ALONE, subject="index")


def test_an_attestation_is_no_signature():
    attested = image(material(cosign.attestation(KEY, cosign.statement_of(OURS, SPDX, {}))))

    assert 1 == len(messages(GATE, "required", attested, **ALONE))


def test_a_bundle_of_cosign_3_is_a_signature():
    bundle = cosign.key_bundle(KEY, cosign.statement_of(OURS, cosign.COSIGN_SIGN, {}))

    assert [] == messages(GATE, "required", image(bundled(bundle)), **ALONE)


def test_a_keyless_signature_passes_by_identity_issuer_and_root():
    payload = cosign.payload_of(OURS)
    one = image(simple(payload, INSTANCE.cosign_notes(KEY, payload, INSTANCE.certificate(KEY))))
    trusted = {"identity": WORKFLOW, "issuer": ISSUER, "trusted_root": INSTANCE.trusted_root()}

    assert [] == messages(GATE, "required", one, **trusted)
    assert 1 == len(messages(GATE, "required", one, **{**trusted, "identity": "https://github.com/example/other"}))


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({}, "nobody is trusted"),
        ({"identity": "x"}, "belong together"),
        ({"issuer": "x", "keys": cosign.pem(KEY)}, "belong together"),
        ({"identity": "x", "issuer": "y"}, "needs `trusted_root`"),
        ({"keys": cosign.pem(KEY)}, "a transparency log is asked for and none is trusted"),
    ],
)
@pytest.mark.parametrize("trigger", ["required", "untrusted"])
def test_a_rule_that_trusts_by_halves_is_no_pass(trigger, texts, said):
    assert said in failure(GATE, trigger, image(signed()), **texts)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("keys", "cosign.pub", "holds no public key"),
        ("keys", "-----BEGIN EC PRIVATE KEY-----\nsecret", "holds a private key"),
        ("trusted_root", "trusted_root.json", "is no JSON object"),
        ("trusted_root", "[1]", "is no JSON object"),
        ("identity", "regexp:(", "is not a regular expression"),
        ("subject", "tag", "expected one of any, manifest, index"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_told_and_never_repeated_where_secret(name, text, said):
    with pytest.raises(BadParameter, match=said) as raised:
        rule(GATE, "required", **{name: text})

    assert "secret" not in str(raised.value)


def test_unsigned_fires_where_there_is_nothing_at_all():
    assert ["The image has no signature"] == messages(GATE, "unsigned", image())
    assert ["unsigned"] == ids(GATE, "unsigned", image())
    assert [] == messages(GATE, "unsigned", image(signed(STRANGER)))


def test_untrusted_fires_for_each_that_does_not_verify():
    one = image(signed(), signed(STRANGER), signed(STRANGER, reference="again"))

    expected = "A signature is not trusted: sha256-ab.sig: no trusted key or identity signed it"
    assert ([expected], ["untrusted+sha256-ab.sig"]) == (
        messages(GATE, "untrusted", one, **ALONE),
        ids(GATE, "untrusted", one, **ALONE),
    )


def test_an_attestation_of_a_type_may_be_asked_for():
    one = image(material(cosign.attestation(KEY, cosign.statement_of(OURS, SPDX, {}))))

    assert [] == messages(GATE, "attestation", one, **ALONE, predicate_type="https://spdx.dev/*,other")
    assert ["The image has no trusted attestation of the type https://cyclonedx.org/bom"] == messages(
        GATE, "attestation", one, **ALONE, predicate_type="https://cyclonedx.org/bom"
    )
    [found] = ids(GATE, "attestation", image(), **ALONE, predicate_type="a")
    assert found.startswith("attestation+a+")


def test_every_trigger_needs_signatures_that_were_fetched():
    given = {"required": ALONE, "unsigned": {}, "untrusted": ALONE, "attestation": {**ALONE, "predicate_type": "a"}}

    assert [["signatures"]] * 4 == [
        [need.value for need in rule(GATE, name, **texts).needs()] for name, texts in given.items()
    ]
