"""Signatures, attestations and bundles as cosign writes them (SIGNATURE_SPEC, ATTESTATION_SPEC), by keys of the test."""

import base64
import json
from collections.abc import Mapping
from typing import Any

import msgspec
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from images.build import OCI_CONFIG, OCI_MANIFEST, as_json, digest_of

SIMPLE = "application/vnd.dev.cosign.simplesigning.v1+json"
ENVELOPE = "application/vnd.dsse.envelope.v1+json"
BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json"
IN_TOTO = "application/vnd.in-toto+json"
SLSA_1, SLSA_02 = "https://slsa.dev/provenance/v1", "https://slsa.dev/provenance/v0.2"
COSIGN_SIGN = "https://sigstore.dev/cosign/sign/v1"


class Artifact(msgspec.Struct, frozen=True, kw_only=True):
    """A manifest beside an image, with its blobs."""

    manifest: bytes
    blobs: dict[str, bytes]

    @property
    def digest(self) -> str:
        """Of the manifest."""
        return digest_of(self.manifest)

    def descriptor(self, **fields: Any) -> dict[str, Any]:
        """What an index says of it."""
        return {"mediaType": OCI_MANIFEST, "digest": self.digest, "size": len(self.manifest), **fields}


def new_key(kind: str = "ecdsa") -> Any:
    """A private key."""
    match kind:
        case "ecdsa":
            return ec.generate_private_key(ec.SECP256R1())
        case "ed25519":
            return ed25519.Ed25519PrivateKey.generate()
        case "rsa":
            return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    raise ValueError(kind)


def pem(key: Any) -> str:
    """The public key as `cosign.pub` has it."""
    form = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return key.public_key().public_bytes(*form).decode()


def signed(key: Any, message: bytes) -> bytes:
    """The signature over the message, as cosign makes it for each kind of key."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(message, ec.ECDSA(hashes.SHA256()))
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(message)


def payload_of(digest: str, *, reference: str = "registry.example/app", **changed: Any) -> bytes:
    """The payload of simple signing."""
    critical = {
        "identity": {"docker-reference": reference},
        "image": {"docker-manifest-digest": digest},
        "type": "cosign container image signature",
    }
    return as_json({"critical": critical | changed, "optional": None})


def statement_of(digest: str, predicate_type: str, predicate: Mapping[str, Any], *, version: str = "v1") -> bytes:
    """An in-toto statement about the image."""
    return as_json(
        {
            "_type": f"https://in-toto.io/Statement/{version}",
            "subject": [{"name": "registry.example/app", "digest": {"sha256": digest.removeprefix("sha256:")}}],
            "predicateType": predicate_type,
            "predicate": predicate,
        }
    )


def pae(payload: bytes, payload_type: str = IN_TOTO) -> bytes:
    """What is signed of an envelope (dsse: protocol.md)."""
    return b"DSSEv1 %d %s %d %s" % (len(payload_type), payload_type.encode(), len(payload), payload)


def envelope_of(key: Any, payload: bytes, payload_type: str = IN_TOTO) -> dict[str, Any]:
    """A DSSE envelope with one signature."""
    return {
        "payloadType": payload_type,
        "payload": text64(payload),
        "signatures": [{"keyid": "", "sig": text64(signed(key, pae(payload, payload_type)))}],
    }


def signature(key: Any, digest: str, *, notes: Mapping[str, str] | None = None, **payload: Any) -> Artifact:
    """What cosign pushes under `sha256-….sig`."""
    content = payload_of(digest, **payload)
    annotations = {"dev.cosignproject.cosign/signature": text64(signed(key, content)), **(notes or {})}
    return artifact((SIMPLE, content, annotations))


def attestation(key: Any, statement: bytes) -> Artifact:
    """What cosign pushes under `sha256-….att`."""
    predicate_type = json.loads(statement)["predicateType"]
    return artifact((ENVELOPE, as_json(envelope_of(key, statement)), {"predicateType": predicate_type}))


def key_bundle(key: Any, statement: bytes, **material: Any) -> dict[str, Any]:
    """A Sigstore bundle with an envelope, signed by a key."""
    return {
        "mediaType": BUNDLE,
        "verificationMaterial": {"publicKey": {"hint": ""}, **material},
        "dsseEnvelope": envelope_of(key, statement),
    }


def bundle_referrer(bundle: Mapping[str, Any], subject: Mapping[str, Any]) -> Artifact:
    """What cosign 3 attaches to an image."""
    return artifact((BUNDLE, as_json(bundle), {}), subject=subject, artifactType=BUNDLE)


def artifact(*layers: tuple[str, bytes, Mapping[str, str]], **fields: Any) -> Artifact:
    """A manifest with these blobs."""
    rows = [
        {"mediaType": kind, "digest": digest_of(content), "size": len(content), "annotations": dict(notes)}
        for kind, content, notes in layers
    ]
    config = {"mediaType": OCI_CONFIG, "digest": digest_of(b"{}"), "size": 2}
    manifest = as_json({"schemaVersion": 2, "mediaType": OCI_MANIFEST, "config": config, "layers": rows, **fields})
    blobs = {digest_of(content): content for _, content, _ in layers}
    return Artifact(manifest=manifest, blobs={**blobs, digest_of(b"{}"): b"{}"})


def text64(content: bytes) -> str:
    """Base64."""
    return base64.b64encode(content).decode()
