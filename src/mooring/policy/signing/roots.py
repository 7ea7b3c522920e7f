"""Trusted roots of Sigstore instances (protobuf-specs, trusted root 0.1): keys of transparency logs, certificate authorities."""

import base64
import binascii
from datetime import datetime
from functools import lru_cache

import msgspec

from mooring.policy.gate import RuleError
from mooring.policy.signing.keys import PublicKey, UnusableKey, key_of_der

MAX_ROOT_CHARS = 2_000_000
_MAX_ROWS = 200


class _WireKey(msgspec.Struct, frozen=True, rename="camel"):
    raw_bytes: str = ""


class _WireLog(msgspec.Struct, frozen=True, rename="camel"):
    public_key: _WireKey = _WireKey()


class _WireCertificate(msgspec.Struct, frozen=True, rename="camel"):
    raw_bytes: str = ""


class _WireChain(msgspec.Struct, frozen=True):
    certificates: list[_WireCertificate] = []


class _WirePeriod(msgspec.Struct, frozen=True):
    start: datetime | None = None
    end: datetime | None = None


class _WireAuthority(msgspec.Struct, frozen=True, rename="camel"):
    cert_chain: _WireChain = _WireChain()
    valid_for: _WirePeriod = _WirePeriod()


class _WireRoot(msgspec.Struct, frozen=True, rename="camel"):
    tlogs: list[_WireLog] = []
    ctlogs: list[_WireLog] = []
    certificate_authorities: list[_WireAuthority] = []


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate authority."""

    chain: tuple[bytes, ...]
    """Certificates (DER), the issuing one first, the root last."""
    start: datetime | None = None
    end: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Whether the authority was trusted at that moment."""
        return (self.start is None or self.start <= moment) and (self.end is None or moment <= self.end)


class Root(msgspec.Struct, frozen=True, kw_only=True):
    """What a trusted root trusts."""

    logs: tuple[PublicKey, ...]
    """Of transparency logs (Rekor)."""
    certificate_logs: tuple[PublicKey, ...]
    """Of certificate transparency logs."""
    authorities: tuple[Authority, ...]


@lru_cache(maxsize=16)
def root_of(text: str) -> Root:
    """The trusted root that the JSON holds. Raises RuleError."""
    if len(text) > MAX_ROOT_CHARS:
        raise RuleError(f"the trusted root has {len(text)} characters; the limit is {MAX_ROOT_CHARS}")
    try:
        wire = msgspec.json.decode(text, type=_WireRoot)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise RuleError("the trusted root of the rule is no trusted_root.json of Sigstore") from None
    if not wire.tlogs and not wire.certificate_authorities:
        raise RuleError("the trusted root of the rule names neither a transparency log nor a certificate authority")
    return Root(
        logs=_keys(wire.tlogs),
        certificate_logs=_keys(wire.ctlogs),
        authorities=tuple(
            Authority(
                chain=tuple(_bytes(certificate.raw_bytes) for certificate in authority.cert_chain.certificates),
                start=_aware(authority.valid_for.start),
                end=_aware(authority.valid_for.end),
            )
            for authority in wire.certificate_authorities[:_MAX_ROWS]
        ),
    )


def _keys(rows: list[_WireLog]) -> tuple[PublicKey, ...]:
    """The keys that can be used. One of a kind that is not known is passed over: what it signed is then refused."""
    found: list[PublicKey] = []
    for row in rows[:_MAX_ROWS]:
        content = _bytes(row.public_key.raw_bytes)
        try:
            found.append(key_of_der(content))
        except UnusableKey:
            continue
    return tuple(found)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise RuleError("the trusted root of the rule holds what is not base64") from None


def _aware(moment: datetime | None) -> datetime | None:
    if moment is not None and moment.tzinfo is None:
        raise RuleError("the trusted root of the rule has a time without a time zone")
    return moment
