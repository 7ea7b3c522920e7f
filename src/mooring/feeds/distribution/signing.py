"""Signatures of databases: Ed25519 (RFC 8032) over the text of a checksum, `sha256:…`, in base64.

Made with any tool, for instance

    printf 'sha256:%s' "$(sha256sum < FILE | cut -c1-64)" > text && openssl pkeyutl -sign -rawin -inkey key.pem -in text | base64 -w0
"""

import base64
import binascii
from pathlib import Path

from mooring.base.errors import DatabaseDamaged, UsageError

MISSING = "signatures need the package 'cryptography'"
HINT = "install mooring[sign]"
_MAX_KEY_BYTES = 64 * 1024


def check_signature(checksum: str, signature: str, public_key: str, place: str) -> None:
    """Raises DatabaseDamaged where the signature is missing or not that of the key, UsageError where the key cannot be used.

    `public_key` is the path of a PEM file; empty: no signature is asked for.
    """
    if not public_key:
        return
    if not signature:
        raise DatabaseDamaged(f"{place} is not signed, and database.public_key asks for a signature")
    try:
        raw = base64.b64decode(signature.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise DatabaseDamaged(f"the signature of {place} is not base64") from None
    if not _is_signed(raw, checksum.encode(), public_key):
        raise DatabaseDamaged(
            f"the signature of {place} was not made by the key in {public_key!r}",
            hint="the file is not what its publisher signed, or the key is another's; nothing was installed",
        )


def sign(checksum: str, private_key: Path) -> str:
    """The signature of a checksum. Raises UsageError where the key cannot be used."""
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError:
        raise UsageError(MISSING, hint=HINT) from None
    try:
        key = load_pem_private_key(_content(private_key), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(f"the key {str(private_key)!r} cannot be used: {_why(error)}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(f"the key {str(private_key)!r} is not an Ed25519 key")
    return base64.b64encode(key.sign(checksum.encode())).decode()


def _is_signed(signature: bytes, text: bytes, public_key: str) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError:
        raise UsageError(MISSING, hint=HINT) from None
    try:
        key = load_pem_public_key(_content(Path(public_key).expanduser()))
    except (OSError, ValueError) as error:
        raise UsageError(f"database.public_key {public_key!r} cannot be used: {_why(error)}") from None
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError(f"database.public_key {public_key!r} is not an Ed25519 key")
    try:
        key.verify(signature, text)
    except InvalidSignature:
        return False
    return True


def _content(path: Path) -> bytes:
    """At most so much as a key may have: a device gives bytes for ever."""
    with path.open("rb") as file:
        return file.read(_MAX_KEY_BYTES)


def _why(error: Exception) -> str:
    """No more than the kind of mistake: messages of key parsers may quote the file."""
    if isinstance(error, OSError):
        return (error.strerror or "it cannot be read").lower()
    return "it is no PEM file of a key without a password"
