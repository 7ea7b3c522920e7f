"""What a token's own digits say of it, without asking anybody. A wrong checksum is told, never taken as a reason to stay silent."""

import base64
import binascii
import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from mooring.base.clock import now

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
_MAX_TOKEN_BYTES = 16 << 10


def is_valid(checksum: str, secret: bytes) -> bool | None:
    """What the named check says; None where it does not apply to a secret of this form."""
    check = CHECKSUMS.get(checksum)
    if check is None or len(secret) > _MAX_TOKEN_BYTES or not secret.isascii():
        return None
    return check(secret.decode("ascii"))


def _github(token: str) -> bool | None:
    """Classic GitHub tokens: `ghp_`, 30 characters, and the CRC-32 of these as six digits of base 62."""
    prefix, underscore, rest = token.partition("_")
    if not underscore or len(prefix) != 3 or len(rest) != 36:
        return None
    return _digits(zlib.crc32(rest[:-6].encode()), _BASE62, 6) == rest[-6:]


def _gitlab(token: str) -> bool | None:
    """Routable GitLab tokens: all that stands before the last seven digits of base 36 has them as its CRC-32."""
    if token.count(".") < 2 or len(token) < 16:
        return None
    return _digits(zlib.crc32(token[:-7].encode()), _BASE36, 7) == token[-7:]


class _Claims(msgspec.Struct):
    exp: float | None = None


def _jwt(token: str) -> bool | None:
    """A JSON web token (RFC 7519) is over after its `exp`. That it is not over yet is never told: a record may be read next year."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = msgspec.json.decode(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)), type=_Claims)
        is_over = claims.exp is not None and datetime.fromtimestamp(claims.exp, UTC) < now()
    except (binascii.Error, msgspec.DecodeError, ValueError, OverflowError, OSError, RecursionError):
        return None
    return False if is_over else None


def _digits(number: int, alphabet: str, count: int) -> str:
    out = ""
    for _ in range(count):
        number, digit = divmod(number, len(alphabet))
        out = alphabet[digit] + out
    return out


CHECKSUMS: dict[str, Callable[[str], bool | None]] = {
    "github-crc32": _github,
    "gitlab-crc32": _gitlab,
    "jwt-expiry": _jwt,
}
"""Name to check."""
