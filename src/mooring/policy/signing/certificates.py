"""Signing certificates of a Sigstore instance (Fulcio), verified offline at the time that a transparency log vouches for.

Specifications: RFC 5280 as far as Fulcio's certificate profile uses it, RFC 6962 3.2 (signed certificate timestamps).
"""

from calendar import timegm
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from mooring.policy.gate import RuleError
from mooring.policy.signing.keys import NOT_INSTALLED, PublicKey, UnusableKey, usable
from mooring.policy.signing.roots import Authority, Root
from mooring.policy.signing.statements import NotUnderstood

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from cryptography.x509.certificate_transparency import SignedCertificateTimestamp

_ISSUER, _ISSUER_BEFORE_2022, _USER_NAME = "1.3.6.1.4.1.57264.1.8", "1.3.6.1.4.1.57264.1.1", "1.3.6.1.4.1.57264.1.7"
_MAX_PEM_CHARS = 100_000
_MAX_CHAIN = 10


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who a certificate was issued to."""

    names: tuple[str, ...]
    """Subject alternative names: e-mail addresses, addresses of workflows."""
    issuer: str
    """Of the identity (OIDC)."""


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate that was verified."""

    identity: Identity
    key: PublicKey


def holder_of(pem: str, root: Root, seconds: int) -> Holder:
    """Who holds the certificate, verified against the authorities of the root as of that time. Raises NotUnderstood and RuleError."""
    try:
        from cryptography import x509
    except ImportError:
        raise RuleError(NOT_INSTALLED) from None
    try:
        certificate = x509.load_pem_x509_certificate(pem[:_MAX_PEM_CHARS].encode("utf-8", "replace"))
        moment = datetime.fromtimestamp(seconds, UTC)
        issuer = _issuer(certificate, root, moment)
        _check_usage(certificate)
        _check_timestamp(certificate, issuer, root)
        return Holder(identity=identity_of(certificate), key=usable(certificate.public_key()))
    except (ValueError, OverflowError, OSError, x509.ExtensionNotFound, x509.DuplicateExtension, UnusableKey) as error:
        reason = str(error) if isinstance(error, NotUnderstood) else "its certificate cannot be read"
        raise NotUnderstood(reason) from None


def identity_of(certificate: "Certificate") -> Identity:
    """Who the certificate says that it was issued to. Raises cryptography's errors."""
    from cryptography import x509

    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    others = [
        _der_text(name.value)
        for name in names.get_values_for_type(x509.OtherName)
        if name.type_id.dotted_string == _USER_NAME
    ]
    return Identity(
        names=(
            *names.get_values_for_type(x509.RFC822Name),
            *names.get_values_for_type(x509.UniformResourceIdentifier),
            *others,
        ),
        issuer=_extension_text(certificate),
    )


def _issuer(certificate: "Certificate", root: Root, moment: datetime) -> "Certificate":
    """The certificate of the authority that issued this one and was trusted at that moment."""
    if not certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc:
        raise NotUnderstood("its certificate was not valid when it was signed")
    for authority in root.authorities:
        if authority.holds_at(moment):
            chain = _chain(authority)
            if chain and _is_issued(certificate, chain, moment):
                return chain[0]
    raise NotUnderstood("no trusted authority issued its certificate")


def _chain(authority: Authority) -> list["Certificate"]:
    from cryptography import x509

    return [x509.load_der_x509_certificate(content) for content in authority.chain[:_MAX_CHAIN]]


def _is_issued(certificate: "Certificate", chain: list["Certificate"], moment: datetime) -> bool:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature

    for child, parent in zip([certificate, *chain], chain, strict=False):
        try:
            child.verify_directly_issued_by(parent)
            is_authority = parent.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        except (InvalidSignature, ValueError, TypeError, x509.ExtensionNotFound):
            return False
        if not is_authority or not parent.not_valid_before_utc <= moment <= parent.not_valid_after_utc:
            return False
    return True


def _check_usage(certificate: "Certificate") -> None:
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    extensions = certificate.extensions
    is_for_signing = extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    purposes = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    if not is_for_signing or ExtendedKeyUsageOID.CODE_SIGNING not in purposes:
        raise NotUnderstood("its certificate is not one for signing code")
    with suppress(x509.ExtensionNotFound):
        if extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            raise NotUnderstood("its certificate is that of an authority")


def _check_timestamp(certificate: "Certificate", issuer: "Certificate", root: Root) -> None:
    """One of the certificate's timestamps must be by a trusted log: it was issued in public (RFC 6962, 3.2)."""
    from cryptography import x509

    try:
        timestamps = list(
            certificate.extensions.get_extension_for_class(x509.PrecertificateSignedCertificateTimestamps).value
        )
    except x509.ExtensionNotFound:
        raise NotUnderstood("its certificate has no timestamp of a transparency log") from None
    for timestamp in timestamps[:_MAX_CHAIN]:
        signed = _timestamped(certificate, issuer, timestamp)
        if any(key.verifies(timestamp.signature, signed) for key in root.certificate_logs):
            return
    raise NotUnderstood("no trusted transparency log vouches for its certificate")


def _timestamped(certificate: "Certificate", issuer: "Certificate", timestamp: "SignedCertificateTimestamp") -> bytes:
    """What a certificate's timestamp signs: version 1, certificate_timestamp, the time, precert_entry with issuer and body."""
    content = certificate.tbs_precertificate_bytes
    moment = timestamp.timestamp
    milliseconds = timegm(moment.timetuple()) * 1000 + moment.microsecond // 1000
    extensions = timestamp.extension_bytes
    return b"".join(
        (
            b"\0\0",
            milliseconds.to_bytes(8, "big"),
            b"\0\1",
            bytes.fromhex(usable(issuer.public_key()).fingerprint.removeprefix("sha256:")),
            len(content).to_bytes(3, "big"),
            content,
            len(extensions).to_bytes(2, "big"),
            extensions,
        )
    )


def _extension_text(certificate: "Certificate") -> str:
    from cryptography import x509

    for name, is_der in ((_ISSUER, True), (_ISSUER_BEFORE_2022, False)):
        with suppress(x509.ExtensionNotFound):
            found = certificate.extensions.get_extension_for_oid(x509.ObjectIdentifier(name)).value
            content = found.value if isinstance(found, x509.UnrecognizedExtension) else b""
            return _der_text(content) if is_der else content.decode("utf-8", "replace")
    return ""


def _der_text(content: bytes) -> str:
    """The text of a DER UTF8String; empty where it is none."""
    if len(content) < 2 or content[0] != 0x0C:
        return ""
    size, start = content[1], 2
    if size & 0x80:
        count = size & 0x7F
        size, start = int.from_bytes(content[2 : 2 + count], "big"), 2 + count
    return content[start:].decode("utf-8", "replace") if len(content) - start == size else ""
