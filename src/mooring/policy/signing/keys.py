"""Public keys and what they verify: ECDSA with SHA-256, Ed25519, RSA (PKCS 1 version 1.5) with SHA-256, as cosign signs.

`cryptography` is imported when the first key is loaded; without it a rule cannot be evaluated, which is no pass.
"""

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from mooring.policy.gate import RuleError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

NOT_INSTALLED = "signatures cannot be verified: the package 'cryptography' is missing; install mooring[sign]"
MAX_KEYS = 100
_MIN_RSA_BITS = 2048
_PEM = re.compile(r"-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]{1,20000}-----END PUBLIC KEY-----")


class UnusableKey(RuleError):
    """A key cannot be read, or must not be relied on."""


class PublicKey(msgspec.Struct, frozen=True):
    """A key that can verify."""

    fingerprint: str
    """`sha256:` and the digest of the key (SubjectPublicKeyInfo, DER)."""
    key: "PublicKeyTypes"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether the signature is this key's over the message."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        if isinstance(self.key, Ed25519PublicKey):
            try:
                self.key.verify(signature, message)
            except InvalidSignature:
                return False
            return True
        return self.verifies_digest(signature, hashlib.sha256(message).digest())

    def verifies_digest(self, signature: bytes, digest: bytes) -> bool:
        """Whether the signature is this key's over the message with this SHA-256; never so for Ed25519, which signs no digests."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
        from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

        hashed = Prehashed(hashes.SHA256())
        try:
            if isinstance(self.key, ec.EllipticCurvePublicKey):
                self.key.verify(signature, digest, ec.ECDSA(hashed))
            elif isinstance(self.key, rsa.RSAPublicKey):
                self.key.verify(signature, digest, padding.PKCS1v15(), hashed)
            else:
                return False
        except (InvalidSignature, ValueError):
            return False
        return True


def pem_blocks(text: str) -> tuple[str, ...]:
    """The public keys that a text holds, as PEM; other blocks (private keys, certificates) are none."""
    return tuple(_PEM.findall(text))


@lru_cache(maxsize=256)
def keys_of(text: str) -> tuple[PublicKey, ...]:
    """The keys of a text with PEM blocks. Raises RuleError where one cannot be used."""
    return tuple(_key(block.encode()) for block in pem_blocks(text)[:MAX_KEYS])


def key_of_der(content: bytes) -> PublicKey:
    """The key of a SubjectPublicKeyInfo. Raises UnusableKey, and RuleError where nothing can be verified here."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.serialization import load_der_public_key
    except ImportError:
        raise RuleError(NOT_INSTALLED) from None
    try:
        return usable(load_der_public_key(content))
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UnusableKey("a public key cannot be read") from None


def usable(key: "PublicKeyTypes") -> PublicKey:
    """The key with its fingerprint. Raises UnusableKey for kinds and sizes that must not be relied on."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < _MIN_RSA_BITS:
            raise UnusableKey(f"an RSA key has {key.key_size} bits; at least {_MIN_RSA_BITS} are asked for")
    elif not isinstance(key, ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey):
        raise UnusableKey(f"a key of the kind {type(key).__name__} is not known; ECDSA, Ed25519 and RSA are")
    content = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return PublicKey(fingerprint=f"sha256:{hashlib.sha256(content).hexdigest()}", key=key)


def _key(pem: bytes) -> PublicKey:
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError:
        raise RuleError(NOT_INSTALLED) from None
    try:
        return usable(load_pem_public_key(pem))
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UnusableKey("a key of the rule is no PEM of a public key") from None
