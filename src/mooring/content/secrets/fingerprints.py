"""Names for secrets that tell nobody the secret: the same one has the same name for all who have the key."""

import hashlib
import hmac

from mooring.base.config import SecretText

_CONTEXT = b"mooring secret fingerprint 1"
_KEY_CONTEXT = b"mooring secret fingerprint key 1"


class Fingerprints:
    """HMAC-SHA-256 of rule and value, the first 32 hex digits, under a key of its own; empty without one."""

    def __init__(self, key: SecretText) -> None:
        given = key.reveal().encode("utf-8", "surrogatepass")
        self._key = hmac.digest(given, _CONTEXT, "sha256") if given else b""

    def of(self, rule: str, secret: bytes) -> str:
        """The fingerprint of a secret that this rule found."""
        if not self._key:
            return ""
        return hmac.digest(self._key, rule.encode("utf-8", "surrogatepass") + b"\0" + secret, "sha256").hex()[:32]

    @property
    def key_name(self) -> str:
        """Eight hex digits that change with the key and tell nothing of it; empty without one."""
        return hashlib.sha256(hmac.digest(self._key, _KEY_CONTEXT, "sha256")).hexdigest()[:8] if self._key else ""
