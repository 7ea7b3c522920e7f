"""Entries of transparency logs (Rekor), verified offline: the promise that an entry will be in the log, or the proof that it is.

Specifications: Rekor's signed entry timestamp (RFC 8785 canonical JSON), RFC 9162 2.1.3 (inclusion proofs), the signed-note format of
checkpoints, Rekor's types hashedrekord 0.0.1 and 0.0.2, dsse 0.0.1, intoto 0.0.2.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping
from typing import TypeGuard

import msgspec

from mooring.policy.signing.keys import PublicKey
from mooring.policy.signing.statements import NotUnderstood

_MAX_HASHES = 64
_MAX_NOTE_CHARS = 20_000
_MAX_INTEGER = 2**63


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """That an entry is in the log."""

    index: int
    tree_size: int
    root_hash: bytes
    hashes: tuple[bytes, ...]
    checkpoint: str


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as it comes with a signature."""

    body: bytes
    integrated_time: int = 0
    """Seconds since 1970; the promise covers it."""
    log_index: int = 0
    log_id: str = ""
    """Hexadecimal."""
    promise: bytes = b""
    proof: Proof | None = None


class Logged(msgspec.Struct, frozen=True, kw_only=True):
    """What was signed, as an entry must have it."""

    signature: bytes
    digest: bytes
    """SHA-256 of what was signed."""
    payload: bytes = b""
    """Of an envelope; empty for others."""


class _WirePayload(msgspec.Struct, frozen=True):
    body: str
    integrated_time: int = msgspec.field(name="integratedTime")
    log_index: int = msgspec.field(name="logIndex")
    log_id: str = msgspec.field(name="logID")


class _WireCosign(msgspec.Struct, frozen=True):
    promise: str = msgspec.field(name="SignedEntryTimestamp")
    payload: _WirePayload = msgspec.field(name="Payload")


def cosign_entry(text: str) -> LogEntry:
    """The entry of cosign's annotation `dev.sigstore.cosign/bundle`. Raises NotUnderstood."""
    if not text:
        raise NotUnderstood("no entry of a transparency log comes with it")
    try:
        wire = msgspec.json.decode(text, type=_WireCosign)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise NotUnderstood("its entry of the transparency log cannot be read") from None
    payload = wire.payload
    return LogEntry(
        body=unpacked(payload.body),
        integrated_time=payload.integrated_time,
        log_index=payload.log_index,
        log_id=payload.log_id,
        promise=unpacked(wire.promise),
    )


def check_logged(entry: LogEntry, keys: Iterable[PublicKey], logged: Logged) -> None:
    """Raise NotUnderstood unless a log of these keys promises or proves the entry, and the entry is about this signature."""
    if not _is_about(entry.body, logged):
        raise NotUnderstood("its entry of the transparency log is about another signature")
    if not any(_is_promised(entry, key) or _is_included(entry, key) for key in keys):
        raise NotUnderstood("no trusted transparency log vouches for it")


def check_promised(entry: LogEntry, keys: Iterable[PublicKey]) -> None:
    """Raise NotUnderstood unless a log of these keys promises the entry: only the promise vouches for the time."""
    if not any(_is_promised(entry, key) for key in keys):
        raise NotUnderstood("no trusted transparency log vouches for its time")


def unpacked(text: str) -> bytes:
    """The bytes of a base64 text. Raises NotUnderstood."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotUnderstood("a part of it is not base64") from None


def _is_promised(entry: LogEntry, key: PublicKey) -> bool:
    if not entry.promise or not all(0 <= number < _MAX_INTEGER for number in (entry.integrated_time, entry.log_index)):
        return False
    canonical = msgspec.json.encode(
        {
            "body": base64.b64encode(entry.body).decode(),
            "integratedTime": entry.integrated_time,
            "logID": entry.log_id,
            "logIndex": entry.log_index,
        }
    )
    return key.verifies(entry.promise, canonical)


def _is_included(entry: LogEntry, key: PublicKey) -> bool:
    proof = entry.proof
    if proof is None or not 0 <= proof.index < proof.tree_size < _MAX_INTEGER or len(proof.hashes) > _MAX_HASHES:
        return False
    return _root(entry.body, proof) == proof.root_hash and _is_signed_root(proof, key)


def _root(body: bytes, proof: Proof) -> bytes | None:
    """The root that the proof leads to from the entry (RFC 9162, 2.1.3.2); None where it has too many or too few hashes."""
    current = hashlib.sha256(b"\0" + body).digest()
    index, last = proof.index, proof.tree_size - 1
    for one in proof.hashes:
        if last == 0:
            return None
        if index & 1 or index == last:
            current = hashlib.sha256(b"\1" + one + current).digest()
            while not index & 1 and index:
                index >>= 1
                last >>= 1
        else:
            current = hashlib.sha256(b"\1" + current + one).digest()
        index >>= 1
        last >>= 1
    return current if last == 0 else None


def _is_signed_root(proof: Proof, key: PublicKey) -> bool:
    """Whether the checkpoint names this root and size, and the key signed it (c2sp.org/signed-note, tlog-checkpoint)."""
    text, blank, signatures = proof.checkpoint[:_MAX_NOTE_CHARS].partition("\n\n")
    lines = text.split("\n")
    if not blank or len(lines) < 3 or lines[1] != str(proof.tree_size):
        return False
    if lines[2] != base64.b64encode(proof.root_hash).decode():
        return False
    note = f"{text}\n".encode("utf-8", "surrogateescape")
    for line in signatures.splitlines():
        dash, _, rest = line.partition(" ")
        packed = rest.rpartition(" ")[2]
        try:
            signature = base64.b64decode(packed, validate=True)[4:]
        except (binascii.Error, ValueError):
            continue
        if dash == "\u2014" and key.verifies(signature, note):
            return True
    return False


def _is_about(body: bytes, logged: Logged) -> bool:
    try:
        entry = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    kind, version = _at(entry, "kind"), _at(entry, "apiVersion")
    match kind, version:
        case "hashedrekord", "0.0.1":
            is_hash = _is_sha256(_at(entry, "spec", "data", "hash"), logged.digest)
            return is_hash and _is_signature(_at(entry, "spec", "signature", "content"), logged)
        case "hashedrekord", "0.0.2":
            spec = _at(entry, "spec", "hashedRekordV002")
            digest = base64.b64encode(logged.digest).decode()
            is_hash = _at(spec, "data", "digest") == digest and _at(spec, "data", "algorithm") == "SHA2_256"
            return is_hash and _is_signature(_at(spec, "signature", "content"), logged)
        case "dsse", "0.0.1":
            return _is_envelope(_at(entry, "spec"), "signature", logged)
        case "intoto", "0.0.2":
            content = _at(entry, "spec", "content")
            signatures = _at(content, "envelope", "signatures")
            joined = {"payloadHash": _at(content, "payloadHash"), "signatures": signatures}
            return _is_envelope(joined, "sig", logged)
    return False


def _is_envelope(spec: object, name: str, logged: Logged) -> bool:
    signatures = _at(spec, "signatures")
    rows = signatures if isinstance(signatures, list) else []
    is_signed = any(_is_signature(_at(row, name), logged) for row in rows[:100])
    is_payload = _is_sha256(_at(spec, "payloadHash"), hashlib.sha256(logged.payload).digest())
    return bool(logged.payload) and is_payload and is_signed


def _is_sha256(named: object, digest: bytes) -> bool:
    return _at(named, "algorithm") == "sha256" and _at(named, "value") == digest.hex()


def _is_signature(text: object, logged: Logged) -> bool:
    """Rekor's intoto entries have base64 of base64."""
    once = base64.b64encode(logged.signature)
    return isinstance(text, str) and text in (once.decode(), base64.b64encode(once).decode())


def _at(value: object, *names: str) -> object:
    for name in names:
        if not _is_mapping(value):
            return None
        value = value.get(name)
    return value


def _is_mapping(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, dict)
