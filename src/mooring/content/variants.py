"""Settings as a short key: what changes the facts of a kind changes the key that records are cached by."""

import hashlib


def settings_key(*settings: object) -> str:
    """Sixteen hex digits that differ where the `repr` of one of the settings does; the settings cannot be read from them."""
    return hashlib.sha256("\n".join(map(repr, settings)).encode("utf-8", "backslashreplace")).hexdigest()[:16]
