"""A place that may keep signatures beside an image: what every one of them gives."""

from collections.abc import Iterator
from typing import Protocol

import msgspec

from mooring.model.image import Descriptor

MAX_MANIFESTS = 128
"""Manifests beside one image that are looked at."""
SIGNATURE_TAG, ATTESTATION_TAG = ".sig", ".att"
"""What cosign appends to `sha256-…` for its tags (SIGNATURE_SPEC, "Tag-based discovery")."""


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """A manifest beside the image, or the reason why it could not be had."""

    source: str
    """Where it was found: a tag, or `referrer sha256:…`."""
    subject: str = ""
    """Digest that it was found at; empty where only its content tells."""
    content: bytes = b""
    problem: str = ""


class SupplyPlace(Protocol):
    """Somewhere that may keep more than the image."""

    def attached(self, subjects: tuple[str, ...]) -> Iterator[Attached]:
        """The manifests beside these digests, each once, at most so many as `MAX_MANIFESTS` and one that says that there are more.

        What is absent is passed over; what should be there and cannot be had is given with its problem.
        """
        ...

    def blob(self, descriptor: Descriptor) -> bytes:
        """A small blob, compared with its digest and size. Raises SourceError and HostileInput."""
        ...


def tag_of(digest: str, suffix: str = "") -> str:
    """The tag that stands for a digest: `sha256-…` (OCI distribution specification, "Referrers Tag Schema"; cosign)."""
    return digest.replace(":", "-", 1) + suffix


def is_attachment(annotations: dict[str, str], artifact_type: str = "") -> bool:
    """Whether a row of an index is something beside an image and no image: by its type, its tag, or cosign's mark."""
    name = annotations.get("org.opencontainers.image.ref.name", "").rpartition(":")[2]
    is_tagged = name.startswith("sha256-") and name.endswith((SIGNATURE_TAG, ATTESTATION_TAG, ".sbom"))
    kind = annotations.get("kind", "")
    return (
        bool(artifact_type) or is_tagged or kind in ("dev.cosignproject.cosign/sigs", "dev.cosignproject.cosign/atts")
    )
