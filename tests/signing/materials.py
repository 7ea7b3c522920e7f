"""Signatures as the supply of an image has them."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from mooring.image.supplies.materials import materials_of
from mooring.image.supplies.place import Attached
from mooring.model.evidence.signature import SignatureMaterial
from signing.cosign import Artifact


def material(artifact: Artifact, source: str = "here") -> SignatureMaterial:
    """The one signature that the artifact holds, as it would be fetched."""
    [one] = materials_of(Attached(source=source, content=artifact.manifest), lambda row: artifact.blobs[row.digest])
    return one


def bundled(bundle: Mapping[str, Any], source: str = "here") -> SignatureMaterial:
    """A Sigstore bundle."""
    return SignatureMaterial(kind="bundle", source=source, bundle=json.dumps(bundle))


def simple(payload: bytes, notes: Mapping[str, str], source: str = "here") -> SignatureMaterial:
    """A payload with cosign's annotations."""
    return SignatureMaterial(
        kind="cosign-simple",
        source=source,
        payload=payload,
        signature=base64.b64decode(notes["dev.cosignproject.cosign/signature"]),
        certificate=notes.get("dev.sigstore.cosign/certificate", ""),
        bundle=notes.get("dev.sigstore.cosign/bundle", ""),
    )
