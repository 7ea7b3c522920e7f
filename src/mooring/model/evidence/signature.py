"""Signatures and attestations of an image, as found beside it. Nothing here is trusted: verifying is the policy's part.

Sources: cosign's SIGNATURE_SPEC and BUNDLE_SPEC, the Sigstore bundle 0.3, DSSE 1.0, in-toto Statement 0.1 and 1, SLSA provenance.
"""

import msgspec


class SignatureMaterial(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One signature or signed attestation: what is needed to verify it, offline, at any time."""

    kind: str
    """`cosign-simple` (payload and signature), `dsse` (envelope), `bundle` (Sigstore bundle)."""
    source: str = ""
    """Where it was found: `sha256-….sig`, `sha256-….att`, `referrer sha256:…`, a file."""
    subject_digest: str = ""
    """Digest of the manifest or index that it was found at; what it *says* stands in the payload."""
    payload: bytes = b""
    """The bytes that are signed (cosign-simple), or the DSSE payload."""
    payload_type: str = ""
    """DSSE payloadType."""
    signature: bytes = b""
    """Raw signature bytes."""
    certificate: str = ""
    """PEM; keyless."""
    chain: str = ""
    bundle: str = ""
    """JSON: the Sigstore bundle, or cosign's older `dev.sigstore.cosign/bundle` with the transparency log's entry."""


class Supply(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that was found beside an image."""

    materials: tuple[SignatureMaterial, ...] = ()
    problem: str = ""
    """Why the place could not be asked; empty where it could. Nothing found is not a problem."""


class BaseImage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The image that this one was built on."""

    name: str = ""
    digest: str = ""
    layer_count: int = 0
    """How many of the lowest layers are its; 0 where unknown."""
    known_by: str = ""
    """`given` (its layers were compared), `annotation` (OCI base annotations), `history` (a guess from the build steps)."""
