"""A Sigstore instance in memory: an authority that issues certificates (Fulcio), their log (CT), and a transparency log (Rekor)."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from images.build import as_json
from signing.cosign import BUNDLE, envelope_of, signed, text64

WHEN = datetime(2024, 11, 13, 9, 30, tzinfo=UTC)
"""When everything is signed."""
WORKFLOW = "https://github.com/example/app/.github/workflows/release.yml@refs/heads/main"
ISSUER = "https://token.actions.githubusercontent.com"
_TIMESTAMPS = x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")
_ISSUER_NAME = x509.ObjectIdentifier("1.3.6.1.4.1.57264.1.8")
_ISSUER_BEFORE = x509.ObjectIdentifier("1.3.6.1.4.1.57264.1.1")
_OTHER_LEAF = hashlib.sha256(b"\0another entry").digest()


class Instance:
    """Keys of our own in place of the public instance's."""

    def __init__(self) -> None:
        self.authority_key = ec.generate_private_key(ec.SECP256R1())
        self.log_key = ec.generate_private_key(ec.SECP256R1())
        self.certificate_log_key = ec.generate_private_key(ec.SECP256R1())
        self.authority = self._authority()

    def trusted_root(self) -> str:
        """What whoever trusts the instance has."""
        root = {
            "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
            "tlogs": [self._log(self.log_key)],
            "certificateAuthorities": [
                {
                    "subject": {"organization": "example", "commonName": "example"},
                    "uri": "https://fulcio.example",
                    "certChain": {"certificates": [{"rawBytes": text64(der(self.authority))}]},
                    "validFor": {"start": "2020-01-01T00:00:00Z"},
                }
            ],
            "ctlogs": [self._log(self.certificate_log_key)],
            "timestampAuthorities": [],
        }
        return as_json(root).decode()

    def certificate(
        self, key: Any, *, identity: str = WORKFLOW, issuer: str = ISSUER, with_timestamp: bool = True, ca: bool = False,
        purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.CODE_SIGNING,
    ) -> x509.Certificate:  # fmt: skip
        """A certificate as Fulcio issues it: valid for ten minutes."""
        name = x509.RFC822Name(identity) if "://" not in identity else x509.UniformResourceIdentifier(identity)
        public = self.authority_key.public_key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([]))
            .issuer_name(self.authority.subject)
            .public_key(key.public_key())
            .serial_number(4711)
            .not_valid_before(WHEN - timedelta(minutes=1))
            .not_valid_after(WHEN + timedelta(minutes=9))
            .add_extension(x509.SubjectAlternativeName([name]), critical=True)
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.UnrecognizedExtension(_ISSUER_BEFORE, issuer.encode()), critical=False)
            .add_extension(
                x509.UnrecognizedExtension(_ISSUER_NAME, bytes((0x0C, len(issuer))) + issuer.encode()), critical=False
            )
        )
        if ca:
            builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        if with_timestamp:
            body = builder.sign(self.authority_key, hashes.SHA256()).tbs_certificate_bytes
            stamped = x509.UnrecognizedExtension(_TIMESTAMPS, self._timestamps(body))
            builder = builder.add_extension(stamped, critical=False)
        return builder.sign(self.authority_key, hashes.SHA256())

    def cosign_notes(
        self, key: Any, payload: bytes, certificate: x509.Certificate, *, when: datetime = WHEN
    ) -> dict[str, str]:
        """The annotations that cosign 2 adds to a keyless signature; the signature is theirs too."""
        signature = signed(key, payload)
        entry = self.entry(hashedrekord(signature, payload, certificate), "hashedrekord", when=when)
        return {
            "dev.cosignproject.cosign/signature": text64(signature),
            "dev.sigstore.cosign/certificate": pem_of(certificate),
            "dev.sigstore.cosign/bundle": cosign_log(entry),
        }

    def bundle(self, key: Any, statement: bytes, certificate: x509.Certificate) -> dict[str, Any]:
        """The bundle that cosign 3 and attestations of GitHub are."""
        envelope = envelope_of(key, statement)
        signature = envelope["signatures"][0]["sig"]
        body = as_json(
            {
                "apiVersion": "0.0.1",
                "kind": "dsse",
                "spec": {
                    "envelopeHash": {"algorithm": "sha256", "value": hashlib.sha256(as_json(envelope)).hexdigest()},
                    "payloadHash": {"algorithm": "sha256", "value": hashlib.sha256(statement).hexdigest()},
                    "signatures": [{"signature": signature, "verifier": text64(pem_of(certificate).encode())}],
                },
            }
        )
        return {
            "mediaType": BUNDLE,
            "verificationMaterial": {
                "certificate": {"rawBytes": text64(der(certificate))},
                "tlogEntries": [self.entry(body, "dsse")],
                "timestampVerificationData": {"rfc3161Timestamps": []},
            },
            "dsseEnvelope": envelope,
        }

    def message_bundle(self, key: Any, message: bytes, certificate: x509.Certificate) -> dict[str, Any]:
        """A bundle with a signature over the bytes of a manifest."""
        signature = signed(key, message)
        return {
            "mediaType": BUNDLE,
            "verificationMaterial": {
                "certificate": {"rawBytes": text64(der(certificate))},
                "tlogEntries": [self.entry(hashedrekord(signature, message, certificate), "hashedrekord")],
            },
            "messageSignature": {
                "messageDigest": {"algorithm": "SHA2_256", "digest": text64(hashlib.sha256(message).digest())},
                "signature": text64(signature),
            },
        }

    def entry(self, body: bytes, kind: str, *, when: datetime = WHEN, version: str = "0.0.1") -> dict[str, Any]:
        """An entry of the log, promised and proven: the second of two."""
        seconds = int(when.timestamp())
        log_id = key_id(self.log_key)
        canonical = as_json({"body": text64(body), "integratedTime": seconds, "logID": log_id.hex(), "logIndex": 1})
        leaf = hashlib.sha256(b"\0" + body).digest()
        root = hashlib.sha256(b"\1" + _OTHER_LEAF + leaf).digest()
        note = f"rekor.example - 1\n2\n{text64(root)}\n"
        line = text64(log_id[:4] + signed(self.log_key, note.encode()))
        return {
            "logIndex": "1",
            "logId": {"keyId": text64(log_id)},
            "kindVersion": {"kind": kind, "version": version},
            "integratedTime": str(seconds),
            "inclusionPromise": {"signedEntryTimestamp": text64(signed(self.log_key, canonical))},
            "inclusionProof": {
                "logIndex": "1",
                "rootHash": text64(root),
                "treeSize": "2",
                "hashes": [text64(_OTHER_LEAF)],
                "checkpoint": {"envelope": f"{note}\n\u2014 rekor.example {line}\n"},
            },
            "canonicalizedBody": text64(body),
        }

    def _authority(self) -> x509.Certificate:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "example authority")])
        public = self.authority_key.public_key()
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(public)
            .serial_number(1)
            .not_valid_before(WHEN - timedelta(days=1000))
            .not_valid_after(WHEN + timedelta(days=1000))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .sign(self.authority_key, hashes.SHA256())
        )

    def _timestamps(self, body: bytes) -> bytes:
        """RFC 6962, 3.3: a list with one timestamp over the certificate's body, as DER OCTET STRING."""
        moment = (int(WHEN.timestamp()) * 1000 + 123).to_bytes(8, "big")
        issuer = key_id(self.authority_key)
        content = b"\0\0" + moment + b"\0\1" + issuer + len(body).to_bytes(3, "big") + body + b"\0\0"
        signature = signed(self.certificate_log_key, content)
        one = b"\0" + key_id(self.certificate_log_key) + moment + b"\0\0" + b"\4\3" + len(signature).to_bytes(2, "big")
        one += signature
        listed = len(one).to_bytes(2, "big") + one
        packed = len(listed).to_bytes(2, "big") + listed
        assert len(packed) < 256
        return bytes((0x04, 0x81, len(packed))) + packed if len(packed) > 127 else bytes((0x04, len(packed))) + packed

    def _log(self, key: Any) -> dict[str, Any]:
        return {
            "baseUrl": "https://log.example",
            "hashAlgorithm": "SHA2_256",
            "publicKey": {
                "rawBytes": text64(public_der(key)),
                "keyDetails": "PKIX_ECDSA_P256_SHA_256",
                "validFor": {"start": "2020-01-01T00:00:00Z"},
            },
            "logId": {"keyId": text64(key_id(key))},
        }


def hashedrekord(signature: bytes, message: bytes, certificate: x509.Certificate) -> bytes:
    """The body of a log entry about a signature."""
    return as_json(
        {
            "apiVersion": "0.0.1",
            "kind": "hashedrekord",
            "spec": {
                "data": {"hash": {"algorithm": "sha256", "value": hashlib.sha256(message).hexdigest()}},
                "signature": {
                    "content": text64(signature),
                    "publicKey": {"content": text64(pem_of(certificate).encode())},
                },
            },
        }
    )


def cosign_log(entry: dict[str, Any]) -> str:
    """The entry as cosign's annotation has it."""
    payload = {
        "body": entry["canonicalizedBody"],
        "integratedTime": int(entry["integratedTime"]),
        "logIndex": int(entry["logIndex"]),
        "logID": base64.b64decode(entry["logId"]["keyId"]).hex(),
    }
    promise = entry["inclusionPromise"]["signedEntryTimestamp"]
    return as_json({"SignedEntryTimestamp": promise, "Payload": payload}).decode()


def key_id(key: Any) -> bytes:
    """SHA-256 of the public key."""
    return hashlib.sha256(public_der(key)).digest()


def public_der(key: Any) -> bytes:
    """SubjectPublicKeyInfo."""
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return key.public_key().public_bytes(*form)


def der(certificate: x509.Certificate) -> bytes:
    """The certificate's bytes."""
    return certificate.public_bytes(serialization.Encoding.DER)


def pem_of(certificate: x509.Certificate) -> str:
    """The certificate as text."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _usage(**given: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign",
        "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: given.get(name, False) for name in names})
