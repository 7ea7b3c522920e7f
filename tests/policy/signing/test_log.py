"""Proofs of logs of any size, against a tree built here (RFC 9162, 2.1)."""

import hashlib
import json

import msgspec
import pytest

from mooring.policy.signing.keys import keys_of
from mooring.policy.signing.log import LogEntry, Logged, Proof, check_logged, check_promised
from mooring.policy.signing.statements import NotUnderstood
from signing import cosign

KEY = cosign.new_key("ed25519")
KEYS = keys_of(cosign.pem(KEY))
SIGNATURE, MESSAGE, PAYLOAD = b"signature", b"message", b"payload"
LOGGED = Logged(signature=SIGNATURE, digest=hashlib.sha256(MESSAGE).digest(), payload=PAYLOAD)
HASH = {"algorithm": "sha256", "value": hashlib.sha256(MESSAGE).hexdigest()}
PAYLOAD_HASH = {"algorithm": "sha256", "value": hashlib.sha256(PAYLOAD).hexdigest()}
ONCE = cosign.text64(SIGNATURE)
BODIES = {
    "hashedrekord 0.0.1": {"data": {"hash": HASH}, "signature": {"content": ONCE}},
    "hashedrekord 0.0.2": {
        "hashedRekordV002": {
            "data": {"algorithm": "SHA2_256", "digest": cosign.text64(LOGGED.digest)},
            "signature": {"content": ONCE},
        }
    },
    "dsse 0.0.1": {"payloadHash": PAYLOAD_HASH, "signatures": [{"signature": "x"}, {"signature": ONCE}]},
    "intoto 0.0.2": {
        "content": {
            "payloadHash": PAYLOAD_HASH,
            "envelope": {"signatures": [{"sig": cosign.text64(ONCE.encode())}]},
        }
    },
}


def body_of(name: str) -> bytes:
    kind, version = name.split()
    return json.dumps({"kind": kind, "apiVersion": version, "spec": BODIES[name]}).encode()


def root_of(leaves: list[bytes]) -> bytes:
    """The root of a tree of these hashes."""
    if len(leaves) == 1:
        return leaves[0]
    at = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root_of(leaves[:at]) + root_of(leaves[at:])).digest()


def path_of(index: int, leaves: list[bytes]) -> list[bytes]:
    """The hashes that lead from a leaf to the root."""
    if len(leaves) == 1:
        return []
    at = 1 << (len(leaves) - 1).bit_length() - 1
    if index < at:
        return [*path_of(index, leaves[:at]), root_of(leaves[at:])]
    return [*path_of(index - at, leaves[at:]), root_of(leaves[:at])]


def entry(index: int, size: int, name: str = "hashedrekord 0.0.1") -> LogEntry:
    """An entry of a log of this size."""
    body = body_of(name)
    leaves = [hashlib.sha256(b"\0%d" % number).digest() for number in range(size)]
    leaves[index] = hashlib.sha256(b"\0" + body).digest()
    root = root_of(leaves)
    note = f"log.example\n{size}\n{cosign.text64(root)}\n"
    signature = cosign.text64(b"hint" + KEY.sign(note.encode()))
    checkpoint = f"{note}\n\u2014 other.example AAAAAAAA\n\u2014 log.example {signature}\n"
    proof = Proof(
        index=index, tree_size=size, root_hash=root, hashes=tuple(path_of(index, leaves)), checkpoint=checkpoint
    )
    return LogEntry(body=body, proof=proof)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 13])
def test_every_entry_of_a_log_is_proven(size):
    for index in range(size):
        check_logged(entry(index, size), KEYS, LOGGED)


@pytest.mark.parametrize("name", BODIES)
def test_every_kind_of_entry_is_understood(name):
    check_logged(entry(0, 3, name), KEYS, LOGGED)


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize(
    "logged",
    [
        Logged(signature=b"other", digest=LOGGED.digest, payload=PAYLOAD),
        Logged(signature=SIGNATURE, digest=b"o" * 32, payload=b"other"),
        Logged(signature=SIGNATURE, digest=b"o" * 32),
    ],
)
def test_an_entry_about_something_else_is_refused(name, logged):
    with pytest.raises(NotUnderstood, match="about another signature"):
        check_logged(entry(0, 3, name), KEYS, logged)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"\xff", b"[" * 100_000, b'{"kind":"hashedrekord","apiVersion":"0.0.1","spec":[]}']
)
def test_an_entry_that_makes_no_sense_is_refused(body):
    with pytest.raises(NotUnderstood):
        check_logged(LogEntry(body=body), KEYS, LOGGED)


def test_a_proof_with_more_or_fewer_hashes_is_refused():
    good = entry(2, 5)
    for hashes in (good.proof.hashes[:-1], (*good.proof.hashes, b"x" * 32), (), (b"x",) * 1000):
        proof = msgspec.structs.replace(good.proof, hashes=hashes)
        with pytest.raises(NotUnderstood, match="no trusted transparency log"):
            check_logged(msgspec.structs.replace(good, proof=proof), KEYS, LOGGED)


def test_a_log_that_is_not_trusted_proves_nothing():
    with pytest.raises(NotUnderstood, match="no trusted transparency log"):
        check_logged(entry(0, 2), keys_of(cosign.pem(cosign.new_key())), LOGGED)


def test_a_proof_tells_no_time():
    with pytest.raises(NotUnderstood, match="vouches for its time"):
        check_promised(entry(0, 2), KEYS)
