"""Sigstore bundles (protobuf-specs, bundle 0.1 to 0.3), as far as they are verified here: those signed by keys.

Bundles with certificates go to the library of Sigstore as they are (`keyless.py`).
"""

import msgspec

from mooring.policy.signing.log import LogEntry, Proof, unpacked
from mooring.policy.signing.statements import NotUnderstood

MAX_BUNDLE_CHARS = 32 << 20
_MAX_ENTRIES = 16
_ABSENT = msgspec.Raw(b"null")


class _WireCheckpoint(msgspec.Struct, frozen=True):
    envelope: str = ""


class _WireProof(msgspec.Struct, frozen=True, rename="camel"):
    log_index: str | int = 0
    root_hash: str = ""
    tree_size: str | int = 0
    hashes: list[str] = []
    checkpoint: _WireCheckpoint = _WireCheckpoint()


class _WirePromise(msgspec.Struct, frozen=True, rename="camel"):
    signed_entry_timestamp: str = ""


class _WireLogId(msgspec.Struct, frozen=True, rename="camel"):
    key_id: str = ""


class _WireEntry(msgspec.Struct, frozen=True, rename="camel"):
    log_index: str | int = 0
    log_id: _WireLogId = _WireLogId()
    integrated_time: str | int = 0
    inclusion_promise: _WirePromise | None = None
    inclusion_proof: _WireProof | None = None
    canonicalized_body: str = ""


class _WireMaterial(msgspec.Struct, frozen=True, rename="camel"):
    certificate: msgspec.Raw = _ABSENT
    x509_certificate_chain: msgspec.Raw = msgspec.field(default=_ABSENT, name="x509CertificateChain")
    tlog_entries: list[_WireEntry] | None = None


class _WireSignature(msgspec.Struct, frozen=True):
    sig: str = ""


class _WireEnvelope(msgspec.Struct, frozen=True, rename="camel"):
    payload_type: str = ""
    payload: str = ""
    signatures: list[_WireSignature] = []


class _WireMessage(msgspec.Struct, frozen=True):
    signature: str = ""


class _WireBundle(msgspec.Struct, frozen=True, rename="camel"):
    media_type: str
    verification_material: _WireMaterial
    dsse_envelope: _WireEnvelope | None = None
    message_signature: _WireMessage | None = None


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle, taken apart."""

    has_certificate: bool
    signature: bytes
    is_envelope: bool
    """Else the signature is over the image's manifest itself."""
    payload: bytes = b""
    payload_type: str = ""
    entries: tuple[LogEntry, ...] = ()


def bundle_of(text: str) -> Bundle:
    """The bundle that the JSON holds. Raises NotUnderstood."""
    if len(text) > MAX_BUNDLE_CHARS:
        raise NotUnderstood("its bundle is too large")
    try:
        wire = msgspec.json.decode(text, type=_WireBundle)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise NotUnderstood("it is no Sigstore bundle") from None
    if not wire.media_type.startswith("application/vnd.dev.sigstore.bundle"):
        raise NotUnderstood(f"it is a bundle of the type {wire.media_type[:100]!r}")
    material, envelope, message = wire.verification_material, wire.dsse_envelope, wire.message_signature
    entries = tuple(_entry(entry) for entry in (material.tlog_entries or [])[:_MAX_ENTRIES])
    has_certificate = any(bytes(one) != b"null" for one in (material.certificate, material.x509_certificate_chain))
    if envelope is not None and len(envelope.signatures) == 1:
        return Bundle(
            has_certificate=has_certificate,
            is_envelope=True,
            signature=unpacked(envelope.signatures[0].sig),
            payload=unpacked(envelope.payload),
            payload_type=envelope.payload_type,
            entries=entries,
        )
    if message is None or envelope is not None:
        raise NotUnderstood("its bundle has not exactly one signature")
    return Bundle(
        has_certificate=has_certificate, is_envelope=False, signature=unpacked(message.signature), entries=entries
    )


def _entry(wire: _WireEntry) -> LogEntry:
    promise, proof = wire.inclusion_promise, wire.inclusion_proof
    return LogEntry(
        body=unpacked(wire.canonicalized_body),
        integrated_time=_number(wire.integrated_time),
        log_index=_number(wire.log_index),
        log_id=unpacked(wire.log_id.key_id).hex(),
        promise=unpacked(promise.signed_entry_timestamp) if promise is not None else b"",
        proof=_proof(proof) if proof is not None else None,
    )


def _proof(wire: _WireProof) -> Proof:
    return Proof(
        index=_number(wire.log_index),
        tree_size=_number(wire.tree_size),
        root_hash=unpacked(wire.root_hash),
        hashes=tuple(unpacked(text) for text in wire.hashes[:100]),
        checkpoint=wire.checkpoint.envelope,
    )


def _number(given: str | int) -> int:
    """Numbers of 64 bits are texts in protobuf's JSON."""
    text = str(given)
    if not text.isascii() or not text.isdigit() or len(text) > 19:
        raise NotUnderstood("a number of it is none")
    return int(text)
