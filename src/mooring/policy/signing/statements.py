"""What is signed: simple-signing payloads, DSSE envelopes and in-toto statements.

Formats: containers/image "simple signing" as cosign uses it, DSSE protocol 1.0, in-toto Statement 0.1 and 1.
"""

from collections.abc import Collection

import msgspec

IN_TOTO = "application/vnd.in-toto+json"
COSIGN_SIGN = "https://sigstore.dev/cosign/sign/v1"
"""Predicate of cosign 3 that says no more than: signed."""
_STATEMENTS = frozenset({"https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v1"})
_SIMPLE = frozenset({"cosign container image signature", "atomic container signature"})
_MAX_SUBJECTS = 10_000


class NotUnderstood(ValueError):
    """Signed bytes are not what they should be; says why."""


class _WireIdentity(msgspec.Struct, frozen=True):
    reference: str = msgspec.field(default="", name="docker-reference")


class _WireImage(msgspec.Struct, frozen=True):
    digest: str = msgspec.field(default="", name="docker-manifest-digest")


class _WireCritical(msgspec.Struct, frozen=True):
    type: str
    image: _WireImage
    identity: _WireIdentity = _WireIdentity()


class _WirePayload(msgspec.Struct, frozen=True):
    critical: _WireCritical


class _WireSubject(msgspec.Struct, frozen=True):
    digest: dict[str, str] = {}


class _WireStatement(msgspec.Struct, frozen=True, rename="camel"):
    type: str = msgspec.field(name="_type")
    predicate_type: str
    subject: list[_WireSubject] = []
    predicate: msgspec.Raw = msgspec.Raw(b"null")


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A statement about an image of ours."""

    predicate_type: str
    digest: str
    """Of the subject that is ours."""
    predicate: bytes
    """JSON."""


class SimplePayload(msgspec.Struct, frozen=True, kw_only=True):
    """What a simple-signing payload says."""

    digest: str
    reference: str
    """The repository that the signer meant; may be empty."""


def simple_payload(content: bytes, digests: Collection[str]) -> SimplePayload:
    """The payload, which is about one of the digests. Raises NotUnderstood."""
    try:
        critical = msgspec.json.decode(content, type=_WirePayload).critical
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NotUnderstood("its payload is no simple-signing document") from None
    if critical.type not in _SIMPLE:
        raise NotUnderstood(f"its payload is of the type {critical.type[:100]!r}")
    if critical.image.digest not in digests:
        raise NotUnderstood(f"it is about {critical.image.digest[:100]!r}, another image")
    return SimplePayload(digest=critical.image.digest, reference=critical.identity.reference)


def statement(content: bytes, payload_type: str, digests: Collection[str]) -> Statement:
    """The statement, which is about one of the digests. Raises NotUnderstood."""
    if payload_type != IN_TOTO:
        raise NotUnderstood(f"its payload is of the type {payload_type[:100]!r} and no in-toto statement")
    try:
        wire = msgspec.json.decode(content, type=_WireStatement)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NotUnderstood("its payload is no in-toto statement") from None
    if wire.type not in _STATEMENTS:
        raise NotUnderstood(f"its statement is of the version {wire.type[:100]!r}")
    if len(wire.subject) > _MAX_SUBJECTS:
        raise NotUnderstood(f"its statement has more than {_MAX_SUBJECTS} subjects")
    named = {f"{name}:{value}" for subject in wire.subject for name, value in subject.digest.items()}
    own = next((digest for digest in digests if digest in named), "")
    if not own:
        raise NotUnderstood("its statement is about another image")
    return Statement(predicate_type=wire.predicate_type, digest=own, predicate=bytes(wire.predicate))


def pae(payload_type: str, payload: bytes) -> bytes:
    """What is signed of an envelope (DSSE protocol, "PAE")."""
    kind = payload_type.encode("utf-8", "surrogateescape")
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
