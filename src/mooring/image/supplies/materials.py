"""Manifests beside an image to what is needed to verify them: cosign's signatures and attestations, Sigstore bundles.

Formats: cosign SIGNATURE_SPEC and ATTESTATION_SPEC (layers with annotations), the bundle of Sigstore 0.1 to 0.3 as a blob.
"""

import base64
import binascii
from collections.abc import Callable, Iterator

import msgspec

from mooring.base.errors import DamagedImage, HostileInput
from mooring.base.limits import MIB
from mooring.image.supplies.place import Attached
from mooring.model.evidence.signature import SignatureMaterial
from mooring.model.image import Descriptor, is_digest

MAX_LAYERS = 64
"""Signatures of one manifest."""
MAX_BLOB_BYTES = 16 * MIB
"""One payload, envelope or bundle."""
_MAX_SIGNATURES = 16
"""Of one envelope."""
_SIMPLE = "application/vnd.dev.cosign.simplesigning.v1+json"
_ENVELOPE = "application/vnd.dsse.envelope.v1+json"
_BUNDLE = "application/vnd.dev.sigstore.bundle"
_SIGNATURE, _CERTIFICATE, _CHAIN, _LOG = (
    "dev.cosignproject.cosign/signature",
    "dev.sigstore.cosign/certificate",
    "dev.sigstore.cosign/chain",
    "dev.sigstore.cosign/bundle",
)


class _WireLayer(msgspec.Struct, frozen=True, rename="camel"):
    digest: str
    size: int
    media_type: str = ""
    annotations: dict[str, str] | None = None


class _WireSubject(msgspec.Struct, frozen=True):
    digest: str = ""


class _WireManifest(msgspec.Struct, frozen=True, rename="camel"):
    layers: list[_WireLayer] = []
    subject: _WireSubject | None = None


class _WireSignature(msgspec.Struct, frozen=True):
    sig: str = ""


class _WireEnvelope(msgspec.Struct, frozen=True, rename="camel"):
    payload_type: str = ""
    payload: str = ""
    signatures: list[_WireSignature] = []


def materials_of(attached: Attached, fetch: Callable[[Descriptor], bytes]) -> Iterator[SignatureMaterial]:
    """Yield what the manifest holds; nothing where it is no signature. Raises SourceError and HostileInput at what cannot be read.

    A blob that is not what its type says is given all the same: as one that no key will ever verify.
    """
    manifest = _parsed(attached)
    subject = manifest.subject.digest if manifest.subject is not None else attached.subject
    known = [layer for layer in manifest.layers if layer.media_type.startswith((_SIMPLE, _ENVELOPE, _BUNDLE))]
    if len(known) > MAX_LAYERS:
        raise HostileInput(f"{attached.source} holds {len(known)} signatures; the limit is {MAX_LAYERS}")
    for layer in known:
        if layer.size > MAX_BLOB_BYTES:
            raise HostileInput(
                f"{attached.source} holds a blob of {layer.size} bytes; a signature may have {MAX_BLOB_BYTES}"
            )
        if not is_digest(layer.digest) or layer.size < 0:
            raise DamagedImage(f"{attached.source}: {layer.digest[:100]!r} is no digest")
        content = fetch(Descriptor(media_type=layer.media_type, digest=layer.digest, size=layer.size))
        given = msgspec.structs.replace(_NOTHING, source=attached.source, subject_digest=subject)
        yield from _materials(layer, content, given)


_NOTHING = SignatureMaterial(kind="cosign-simple")


def _parsed(attached: Attached) -> _WireManifest:
    try:
        return msgspec.json.decode(attached.content, type=_WireManifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedImage(f"{attached.source} is no manifest: {error}") from None


def _materials(layer: _WireLayer, content: bytes, given: SignatureMaterial) -> Iterator[SignatureMaterial]:
    notes = layer.annotations or {}
    if layer.media_type.startswith(_BUNDLE):
        yield msgspec.structs.replace(given, kind="bundle", bundle=content.decode("utf-8", "replace"))
        return
    signed = msgspec.structs.replace(
        given, certificate=notes.get(_CERTIFICATE, ""), chain=notes.get(_CHAIN, ""), bundle=notes.get(_LOG, "")
    )
    if layer.media_type.startswith(_ENVELOPE):
        yield from _enveloped(content, signed)
        return
    yield msgspec.structs.replace(signed, payload=content, signature=_base64(notes.get(_SIGNATURE, "")))


def _enveloped(content: bytes, given: SignatureMaterial) -> Iterator[SignatureMaterial]:
    """One material for each signature of a DSSE envelope (dsse: envelope.md)."""
    try:
        envelope = msgspec.json.decode(content, type=_WireEnvelope)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        yield msgspec.structs.replace(given, kind="dsse", payload=content)
        return
    payload = _base64(envelope.payload)
    for signature in envelope.signatures[:_MAX_SIGNATURES] or [_WireSignature()]:
        yield msgspec.structs.replace(
            given,
            kind="dsse",
            payload=payload,
            payload_type=envelope.payload_type,
            signature=_base64(signature.sig),
        )


def _base64(text: str) -> bytes:
    """The bytes; none where it is not base64, which no key verifies."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
