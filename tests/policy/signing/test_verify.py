"""Signatures, attestations and bundles: what verifies, and that nothing does once a single thing about it is changed."""

import copy
import json
import sys
from datetime import timedelta

import msgspec
import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from mooring.model.evidence.signature import SignatureMaterial
from mooring.policy.gate import RuleError
from mooring.policy.signing.keys import keys_of
from mooring.policy.signing.verify import Outcome, Trust, verify
from signing import cosign
from signing.materials import bundled, material, simple
from signing.sigstore import ISSUER, WHEN, WORKFLOW, Instance

OURS, OTHER = "sha256:" + "ab" * 32, "sha256:" + "cd" * 32
KEY, STRANGER = cosign.new_key(), cosign.new_key()
INSTANCE = Instance()
CERTIFICATE = INSTANCE.certificate(KEY)
STATEMENT = cosign.statement_of(OURS, cosign.SLSA_1, {"a": 1})
PAYLOAD = cosign.payload_of(OURS)
NOTES = INSTANCE.cosign_notes(KEY, PAYLOAD, CERTIFICATE)
BY_KEY = Trust(keys=keys_of(cosign.pem(KEY)), needs_log=False)
BY_IDENTITY = Trust(identities=(WORKFLOW,), issuers=(ISSUER,), root_text=INSTANCE.trusted_root())
BY_LOGGED_KEY = Trust(keys=keys_of(cosign.pem(KEY)), root_text=INSTANCE.trusted_root())


def checked(one: SignatureMaterial, trust: Trust = BY_KEY, *digests: str) -> Outcome:
    return verify([one], trust, digests or (OURS,))


def reason(one: SignatureMaterial, trust: Trust = BY_KEY, *digests: str) -> str:
    """Why it is refused."""
    outcome = checked(one, trust, *digests)
    assert () == outcome.signed
    return outcome.refused[0].reason


def signer(one: SignatureMaterial, trust: Trust = BY_KEY, *digests: str) -> str:
    """Who signed."""
    outcome = checked(one, trust, *digests)
    assert () == outcome.refused
    return outcome.signed[0].signer


def changed(one: SignatureMaterial, **fields) -> SignatureMaterial:
    return msgspec.structs.replace(one, **fields)


@pytest.mark.parametrize("kind", ["ecdsa", "ed25519", "rsa"])
def test_a_signature_by_a_trusted_key_verifies(kind):
    key = cosign.new_key(kind)
    trust = Trust(keys=keys_of(cosign.pem(STRANGER) + cosign.pem(key)), needs_log=False)

    [one] = checked(material(cosign.signature(key, OURS)), trust).signed

    expected = (keys_of(cosign.pem(key))[0].fingerprint, OURS, "registry.example/app", True)
    assert expected == (one.signer, one.digest, one.reference, one.is_signature)


@pytest.mark.parametrize("version", ["v0.1", "v1"])
def test_an_attestation_by_a_trusted_key_verifies(version):
    statement = cosign.statement_of(OURS, cosign.SLSA_02, {"a": 1}, version=version)

    [one] = checked(material(cosign.attestation(KEY, statement))).signed

    assert (cosign.SLSA_02, b'{"a":1}', False) == (
        one.statement.predicate_type,
        one.statement.predicate,
        one.is_signature,
    )


def test_a_bundle_signed_by_a_trusted_key_verifies():
    statement = cosign.statement_of(OURS, cosign.COSIGN_SIGN, {})

    [one] = checked(bundled(cosign.key_bundle(KEY, statement))).signed

    assert one.is_signature


def test_another_key_is_refused():
    for one in (
        material(cosign.signature(STRANGER, OURS)),
        material(cosign.attestation(STRANGER, STATEMENT)),
        bundled(cosign.key_bundle(STRANGER, STATEMENT)),
    ):
        assert "no trusted key or identity signed it" == reason(one)


def test_a_signature_of_another_image_is_refused():
    statement = cosign.statement_of(OTHER, cosign.SLSA_1, {})

    assert f"it is about '{OTHER}', another image" == reason(material(cosign.signature(KEY, OTHER)))
    assert "its statement is about another image" == reason(material(cosign.attestation(KEY, statement)))
    assert "its statement is about another image" == reason(bundled(cosign.key_bundle(KEY, statement)))


@pytest.mark.parametrize(
    "fields",
    [
        {"payload": cosign.payload_of(OURS, reference="registry.example/other")},
        {"payload": PAYLOAD + b" "},
        {"payload": b""},
        {"payload": b"\xff"},
        {"payload": b"[" * 100_000},
        {"signature": b""},
        {"signature": b"x" * 70},
        {"kind": "cosign-complex"},
    ],
    ids=str,
)
def test_a_signature_with_any_field_changed_is_refused(fields):
    one = material(cosign.signature(KEY, OURS))

    assert reason(changed(one, **fields))


@pytest.mark.parametrize("kind", ["docker image", ""])
def test_a_payload_of_another_type_is_refused(kind):
    assert "its payload is of the type" in reason(material(cosign.signature(KEY, OURS, type=kind)))


@pytest.mark.parametrize(
    "fields",
    [
        {"payload": STATEMENT.replace(b'"a":1', b'"a":2')},
        {"payload_type": "application/json"},
        {"payload_type": ""},
        {"signature": b""},
        {"signature": b"x" * 70},
    ],
    ids=str,
)
def test_an_attestation_with_any_field_changed_is_refused(fields):
    assert reason(changed(material(cosign.attestation(KEY, STATEMENT)), **fields))


@pytest.mark.parametrize(
    "statement",
    [
        b"{}",
        b"[]",
        b"\xff",
        STATEMENT.replace(b"Statement/v1", b"Statement/v2"),
        STATEMENT.replace(b'"sha256"', b'"sha512"'),
        STATEMENT.replace(b'"subject":[{', b'"subject":[{"digest":{}},{"x":{'),
        cosign.as_json({"_type": "https://in-toto.io/Statement/v1", "predicateType": "x", "subject": []}),
    ],
    ids=lambda given: given[:30],
)
def test_a_signed_statement_that_is_not_about_the_image_is_refused(statement):
    envelope = cosign.artifact((cosign.ENVELOPE, cosign.as_json(cosign.envelope_of(KEY, statement)), {}))

    assert "statement" in reason(material(envelope))


def test_the_same_statement_in_an_envelope_of_another_type_is_refused():
    """The type is signed, too."""
    envelope = cosign.envelope_of(KEY, STATEMENT, "application/other")
    envelope["payloadType"] = cosign.IN_TOTO
    given = cosign.artifact((cosign.ENVELOPE, cosign.as_json(envelope), {}))

    assert "no trusted key or identity signed it" == reason(material(given))


def test_nobody_is_trusted_unless_named():
    assert "no trusted key or identity signed it" == reason(simple(PAYLOAD, NOTES), Trust())


def test_one_that_is_refused_does_not_hide_another():
    good, bad = material(cosign.signature(KEY, OURS), "good"), material(cosign.signature(STRANGER, OURS), "bad")

    outcome = verify([bad, good], BY_KEY, (OURS,))

    assert (["good"], ["bad"]) == ([one.source for one in outcome.signed], [one.source for one in outcome.refused])


def test_a_keyless_signature_of_cosign_verifies():
    assert f"{WORKFLOW} (issuer {ISSUER})" == signer(simple(PAYLOAD, NOTES), BY_IDENTITY)


def test_a_keyless_bundle_verifies():
    bundle = INSTANCE.bundle(KEY, STATEMENT, CERTIFICATE)

    assert f"{WORKFLOW} (issuer {ISSUER})" == signer(bundled(bundle), BY_IDENTITY)


def test_a_keyless_bundle_over_the_manifest_itself_verifies():
    manifest = b'{"schemaVersion":2}'
    bundle = INSTANCE.message_bundle(KEY, manifest, CERTIFICATE)
    digest = cosign.digest_of(manifest)

    [one] = checked(bundled(bundle), BY_IDENTITY, OTHER, digest).signed

    assert (digest, True) == (one.digest, one.is_signature)
    assert "mismatch" in reason(bundled(bundle), BY_IDENTITY, OTHER)


def test_a_key_bundle_over_the_manifest_itself_verifies():
    manifest = b'{"schemaVersion":2}'
    bundle = INSTANCE.message_bundle(KEY, manifest, CERTIFICATE)
    bundle["verificationMaterial"]["publicKey"] = {"hint": ""}
    del bundle["verificationMaterial"]["certificate"]
    digest = cosign.digest_of(manifest)

    for trust in (BY_KEY, BY_LOGGED_KEY):
        assert BY_KEY.keys[0].fingerprint == signer(bundled(bundle), trust, OTHER, digest)
        assert "no trusted key or identity signed it" == reason(bundled(bundle), trust, OTHER)


@pytest.mark.parametrize(
    ("identities", "issuers", "is_known"),
    [
        (("https://github.com/example/*",), (ISSUER,), True),
        (("regexp:https://github\\.com/example/.*",), ("regexp:https://token\\..*",), True),
        (("other", WORKFLOW), ("other", ISSUER), True),
        (("regexp:https://github\\.com/example",), (ISSUER,), False),
        (("https://github.com/example",), (ISSUER,), False),
        ((WORKFLOW,), ("https://accounts.example",), False),
        ((WORKFLOW,), (), False),
        (("",), (ISSUER,), False),
    ],
)
def test_identity_and_issuer_must_fit_whole(identities, issuers, is_known):
    trust = msgspec.structs.replace(BY_IDENTITY, identities=identities, issuers=issuers)

    for one in (simple(PAYLOAD, NOTES), bundled(INSTANCE.bundle(KEY, STATEMENT, CERTIFICATE))):
        outcome = checked(one, trust)
        assert is_known == bool(outcome.signed)
        assert is_known or "is not trusted" in outcome.refused[0].reason


def test_an_identity_may_be_an_address():
    certificate = INSTANCE.certificate(KEY, identity="mo@example.org", issuer="https://accounts.example")
    trust = msgspec.structs.replace(BY_IDENTITY, identities=("*@example.org",), issuers=("https://accounts.example",))

    for one in (
        simple(PAYLOAD, INSTANCE.cosign_notes(KEY, PAYLOAD, certificate)),
        bundled(INSTANCE.bundle(KEY, STATEMENT, certificate)),
    ):
        assert "mo@example.org (issuer https://accounts.example)" == signer(one, trust)


def test_another_instance_is_not_trusted():
    other = Instance()
    trust = msgspec.structs.replace(BY_IDENTITY, root_text=other.trusted_root())

    assert "no trusted transparency log vouches for it" == reason(simple(PAYLOAD, NOTES), trust)
    assert reason(bundled(INSTANCE.bundle(KEY, STATEMENT, CERTIFICATE)), trust)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"with_timestamp": False}, "has no timestamp"),
        ({"purpose": ExtendedKeyUsageOID.SERVER_AUTH}, "not one for signing code"),
        ({"ca": True}, "that of an authority"),
    ],
    ids=["not public", "for servers", "an authority"],
)
def test_a_certificate_of_another_kind_is_refused(given, said):
    certificate = INSTANCE.certificate(KEY, **given)

    assert said in reason(simple(PAYLOAD, INSTANCE.cosign_notes(KEY, PAYLOAD, certificate)), BY_IDENTITY)
    assert reason(bundled(INSTANCE.bundle(KEY, STATEMENT, certificate)), BY_IDENTITY)


def test_a_certificate_of_another_authority_is_refused():
    other = Instance()
    other.log_key, other.certificate_log_key = INSTANCE.log_key, INSTANCE.certificate_log_key
    certificate = other.certificate(KEY)

    assert "no trusted authority issued its certificate" == reason(
        simple(PAYLOAD, other.cosign_notes(KEY, PAYLOAD, certificate)), BY_IDENTITY
    )


def test_a_certificate_that_only_another_log_knows_is_refused():
    other = Instance()
    other.log_key, other.authority_key, other.authority = INSTANCE.log_key, INSTANCE.authority_key, INSTANCE.authority

    assert "no trusted transparency log vouches for its certificate" == reason(
        simple(PAYLOAD, other.cosign_notes(KEY, PAYLOAD, other.certificate(KEY))), BY_IDENTITY
    )


@pytest.mark.parametrize("minutes", [-2, 10])
def test_a_certificate_that_was_not_valid_when_it_signed_is_refused(minutes):
    notes = INSTANCE.cosign_notes(KEY, PAYLOAD, CERTIFICATE, when=WHEN + timedelta(minutes=minutes))

    assert "its certificate was not valid when it was signed" == reason(simple(PAYLOAD, notes), BY_IDENTITY)


def test_a_signature_by_another_key_than_that_of_the_certificate_is_refused():
    notes = INSTANCE.cosign_notes(STRANGER, PAYLOAD, CERTIFICATE)

    assert "the key of its certificate did not sign it" == reason(simple(PAYLOAD, notes), BY_IDENTITY)


def test_an_entry_about_another_signature_is_refused():
    """A log that vouches for one signature does not vouch for another with the same certificate."""
    elsewhere = INSTANCE.cosign_notes(KEY, cosign.payload_of(OTHER), CERTIFICATE)
    mixed = {**NOTES, "dev.sigstore.cosign/bundle": elsewhere["dev.sigstore.cosign/bundle"]}

    assert "is about another signature" in reason(simple(PAYLOAD, mixed), BY_IDENTITY)


@pytest.mark.parametrize("name", ["body", "integratedTime", "logIndex", "logID", "SignedEntryTimestamp"])
def test_an_entry_with_any_field_changed_is_refused(name):
    entry = json.loads(NOTES["dev.sigstore.cosign/bundle"])
    place = entry if name in entry else entry["Payload"]
    place[name] = place[name] + 1 if isinstance(place[name], int) else other_text(place[name])
    one = simple(PAYLOAD, {**NOTES, "dev.sigstore.cosign/bundle": json.dumps(entry)})

    assert reason(one, BY_IDENTITY)
    assert reason(one, BY_LOGGED_KEY)


@pytest.mark.parametrize("text", ["", "{}", "[]", "\ud800", '{"SignedEntryTimestamp":1}', "[" * 100_000])
def test_an_entry_that_makes_no_sense_is_refused(text):
    assert reason(simple(PAYLOAD, {**NOTES, "dev.sigstore.cosign/bundle": text}), BY_IDENTITY)


@pytest.mark.parametrize("text", ["x", "\ud800", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_certificate_that_makes_no_sense_is_refused(text):
    one = simple(PAYLOAD, {**NOTES, "dev.sigstore.cosign/certificate": text})

    assert "its certificate cannot be read" == reason(one, BY_IDENTITY)


def test_a_key_with_a_log_entry_verifies_where_one_is_asked_for():
    bundle = INSTANCE.bundle(KEY, STATEMENT, CERTIFICATE)
    bundle["verificationMaterial"]["publicKey"] = {"hint": ""}
    del bundle["verificationMaterial"]["certificate"]

    for one in (simple(PAYLOAD, NOTES), bundled(bundle)):
        assert BY_KEY.keys[0].fingerprint == signer(one, BY_LOGGED_KEY)


def test_a_key_without_a_log_entry_is_refused_where_one_is_asked_for():
    assert "no entry of a transparency log comes with it" == reason(
        material(cosign.signature(KEY, OURS)), BY_LOGGED_KEY
    )
    assert "0 entries of transparency logs come with it" in reason(
        bundled(cosign.key_bundle(KEY, STATEMENT)), BY_LOGGED_KEY
    )


@pytest.mark.parametrize("keep", ["inclusionPromise", "inclusionProof"])
def test_either_the_promise_or_the_proof_of_a_log_is_enough_for_a_key(keep):
    bundle = key_bundle_with_entry()
    entry = bundle["verificationMaterial"]["tlogEntries"][0]
    del entry[{"inclusionPromise": "inclusionProof", "inclusionProof": "inclusionPromise"}[keep]]

    assert signer(bundled(bundle), BY_LOGGED_KEY)


@pytest.mark.parametrize(
    "path",
    [
        ("logIndex",),
        ("rootHash",),
        ("treeSize",),
        ("hashes", 0),
        ("checkpoint", "envelope"),
    ],
)
def test_a_proof_with_any_field_changed_is_refused(path):
    bundle = key_bundle_with_entry()
    entry = bundle["verificationMaterial"]["tlogEntries"][0]
    del entry["inclusionPromise"]
    place = entry["inclusionProof"]
    for name in path[:-1]:
        place = place[name]
    given = place[path[-1]]
    place[path[-1]] = str(int(given) + 1) if given.isdigit() else other_text(given)

    assert "no trusted transparency log vouches for it" == reason(bundled(bundle), BY_LOGGED_KEY)


def test_a_checkpoint_of_another_log_is_refused():
    bundle = key_bundle_with_entry(Instance())
    del bundle["verificationMaterial"]["tlogEntries"][0]["inclusionPromise"]

    assert "no trusted transparency log vouches for it" == reason(bundled(bundle), BY_LOGGED_KEY)


def leaves(value, path=()):
    """Path of every text and number in a document."""
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(one, (*path, key))
    elif isinstance(value, str) and value and path[-1] != "keyid":
        yield path


BUNDLE = INSTANCE.bundle(KEY, STATEMENT, CERTIFICATE)


@pytest.mark.parametrize("path", sorted(leaves(BUNDLE), key=str), ids=lambda path: ".".join(map(str, path)))
def test_a_keyless_bundle_with_any_field_changed_is_refused(path):
    bundle = copy.deepcopy(BUNDLE)
    place = bundle
    for name in path[:-1]:
        place = place[name]
    given = place[path[-1]]
    place[path[-1]] = str(int(given) + 1) if given.isdigit() else other_text(given)

    assert reason(bundled(bundle), BY_IDENTITY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        '{"mediaType":"x","verificationMaterial":{}}',
        '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{}}',
        json.dumps({**BUNDLE, "messageSignature": {"signature": "AA=="}}),
        json.dumps({**BUNDLE, "dsseEnvelope": {**BUNDLE["dsseEnvelope"], "signatures": []}}),
        json.dumps({**BUNDLE, "dsseEnvelope": {**BUNDLE["dsseEnvelope"], "payload": "!"}}),
        json.dumps({**BUNDLE, "verificationMaterial": {"certificate": {}, "tlogEntries": None}}),
        json.dumps({**BUNDLE, "verificationMaterial": {"certificate": {"rawBytes": "AAAA"}, "tlogEntries": []}}),
    ],
    ids=range(11),
)
def test_a_bundle_that_makes_no_sense_is_refused(text):
    for trust in (BY_KEY, BY_IDENTITY, BY_LOGGED_KEY):
        assert reason(SignatureMaterial(kind="bundle", source="here", bundle=text), trust)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "names neither a transparency log nor a certificate authority"),
        ("[]", "is no trusted_root.json"),
        ('{"tlogs":[{"publicKey":{"rawBytes":"!"}}]}', "is not base64"),
    ],
)
def test_a_trusted_root_that_makes_no_sense_is_no_pass(text, said):
    trust = msgspec.structs.replace(BY_IDENTITY, root_text=text)

    with pytest.raises(RuleError, match=said):
        checked(simple(PAYLOAD, NOTES), trust)


def test_a_trusted_root_that_the_library_cannot_use_is_no_pass():
    trust = msgspec.structs.replace(BY_IDENTITY, root_text='{"mediaType":"x"}')

    with pytest.raises(RuleError, match="the trusted root of the rule cannot be used"):
        checked(bundled(BUNDLE), trust)


def test_a_log_key_of_an_unknown_kind_vouches_for_nothing():
    root = json.loads(INSTANCE.trusted_root())
    root["tlogs"][0]["publicKey"]["rawBytes"] = "AAAA"
    trust = msgspec.structs.replace(BY_IDENTITY, root_text=json.dumps(root))

    assert "no trusted transparency log vouches for it" == reason(simple(PAYLOAD, NOTES), trust)


def test_an_authority_that_was_not_trusted_then_is_refused():
    root = json.loads(INSTANCE.trusted_root())
    root["certificateAuthorities"][0]["validFor"] = {"start": "2025-01-01T00:00:00Z"}
    trust = msgspec.structs.replace(BY_IDENTITY, root_text=json.dumps(root))

    assert "no trusted authority issued its certificate" == reason(simple(PAYLOAD, NOTES), trust)


def test_without_the_library_of_sigstore_nothing_passes(monkeypatch):
    monkeypatch.setitem(sys.modules, "sigstore.verify", None)
    root = json.loads(INSTANCE.trusted_root())
    trust = msgspec.structs.replace(BY_IDENTITY, root_text=json.dumps({**root, "x": "not asked before"}))

    with pytest.raises(RuleError, match=r"install mooring\[sign\]"):
        checked(bundled(BUNDLE), trust)


def key_bundle_with_entry(instance: Instance = INSTANCE) -> dict:
    """A bundle by a key, with an entry of a log."""
    bundle = instance.bundle(KEY, STATEMENT, CERTIFICATE)
    bundle["verificationMaterial"] = {
        "publicKey": {"hint": ""},
        "tlogEntries": bundle["verificationMaterial"]["tlogEntries"],
    }
    return bundle


def other_text(text: str) -> str:
    """The text with one character in the middle exchanged, still base64 where it was."""
    at = len(text) // 2
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
