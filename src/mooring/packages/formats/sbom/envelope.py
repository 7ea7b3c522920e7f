"""Attestations around SBOMs: DSSE envelopes, in-toto statements, Sigstore bundles. Signatures are not checked here."""

import base64
import binascii
from collections.abc import Mapping

from mooring.base.errors import ReadError
from mooring.packages.formats.documents import Value, mapping, parse_json, sequence, text

MAX_WRAPPINGS = 6


def unwrapped(document: Mapping[str, Value]) -> tuple[Mapping[str, Value], str]:
    """The innermost document, and the digest of the subject that a statement names; raises ReadError."""
    digest = ""
    for _ in range(MAX_WRAPPINGS):
        if "dsseEnvelope" in document:
            document = mapping(document.get("dsseEnvelope"))
        elif "payload" in document and "payloadType" in document:
            document = mapping(parse_json(_decoded(text(document.get("payload")))))
        elif "predicate" in document and "predicateType" in document:
            digest = digest or _subject_digest(document)
            document = _predicate(document)
        else:
            return document, digest
    raise ReadError(f"is wrapped in more than {MAX_WRAPPINGS} envelopes")


def _predicate(document: Mapping[str, Value]) -> Mapping[str, Value]:
    predicate = document.get("predicate")
    inner = mapping(predicate)
    # Cosign's custom predicates keep the document in Data, as text or as a value.
    if "Data" in inner:
        predicate = inner.get("Data")
    if isinstance(predicate, str):
        predicate = parse_json(predicate.encode())
    return mapping(predicate)


def _subject_digest(document: Mapping[str, Value]) -> str:
    for subject in map(mapping, sequence(document.get("subject"))):
        value = text(mapping(subject.get("digest")).get("sha256"))
        if value:
            return f"sha256:{value}"
    return ""


def _decoded(payload: str) -> bytes:
    try:
        return base64.b64decode(payload.encode("ascii"), validate=False)
    except (binascii.Error, ValueError) as error:
        raise ReadError(f"has a payload that is not base64: {error}") from None
