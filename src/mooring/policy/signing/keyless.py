"""Sigstore bundles with certificates, verified by the library of Sigstore against a given trusted root and nothing else: never online."""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import TYPE_CHECKING

from mooring.policy.gate import RuleError
from mooring.policy.signing.bundles import Bundle
from mooring.policy.signing.certificates import Identity, identity_of
from mooring.policy.signing.statements import NotUnderstood

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from sigstore.models import Bundle as SigstoreBundle
    from sigstore.verify import Verifier

NOT_INSTALLED = (
    "signatures with certificates cannot be verified: the package 'sigstore' is missing; install mooring[sign]"
)


class Verified:
    """What the library says of a bundle."""

    def __init__(self, identity: Identity, digest: str) -> None:
        self.identity = identity
        self.digest = digest
        """That was signed directly; empty for envelopes, whose payload tells."""


def verify_bundle(
    text: str, bundle: Bundle, root_text: str, digests: Collection[str], is_trusted: Callable[[Identity], bool]
) -> Verified:
    """Who signed the bundle: an identity that is trusted, with a certificate and a log entry of the trusted root.

    Raises NotUnderstood where anything about it does not hold, and RuleError where nothing can be verified here.
    """
    verifier = _verifier(root_text)
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.x509 import DuplicateExtension, ExtensionNotFound, InvalidVersion, UnsupportedGeneralNameType
    from sigstore.errors import Error
    from sigstore.models import Bundle as Parsed

    # What a hostile bundle makes the libraries raise besides their own errors.
    odd = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError, RecursionError)
    library = (Error, InvalidSignature, UnsupportedAlgorithm, DuplicateExtension, ExtensionNotFound, InvalidVersion)
    policy = _Policy(is_trusted)
    try:
        parsed = Parsed.from_json(text)
        if bundle.is_envelope:
            kind, payload = verifier.verify_dsse(parsed, policy)
            if (kind, payload) != (bundle.payload_type, bundle.payload):
                raise NotUnderstood("its bundle says two things at once")
            digest = ""
        else:
            digest = _verified_digest(verifier, parsed, policy, digests)
    except (*library, *odd, UnsupportedGeneralNameType) as error:
        if isinstance(error, NotUnderstood):
            raise
        raise NotUnderstood(_reason(error)) from None
    assert policy.identity is not None
    return Verified(policy.identity, digest)


def _verified_digest(
    verifier: "Verifier", bundle: "SigstoreBundle", policy: "_Policy", digests: Collection[str]
) -> str:
    """The digest of ours that was signed. Raises the library's error where none was."""
    from sigstore.errors import VerificationError
    from sigstore.hashes import Hashed
    from sigstore_models.common.v1 import HashAlgorithm

    for digest in digests:
        algorithm, _, value = digest.partition(":")
        if algorithm == "sha256":
            try:
                hashed = Hashed(algorithm=HashAlgorithm.SHA2_256, digest=bytes.fromhex(value))
                verifier.verify_artifact(hashed, bundle, policy)
            except VerificationError as error:
                last = error
                continue
            return digest
    raise last if digests else VerificationError("there is no digest to compare with")


class _Policy:
    """Asks whether the identity in a certificate is trusted, and keeps it."""

    def __init__(self, is_trusted: Callable[[Identity], bool]) -> None:
        self._is_trusted = is_trusted
        self.identity: Identity | None = None

    def verify(self, cert: "Certificate") -> None:
        """Raise the library's VerificationError where it is not."""
        from sigstore.errors import VerificationError

        identity = identity_of(cert)
        if not self._is_trusted(identity):
            raise VerificationError(f"{described(identity)} is not trusted")
        self.identity = identity


def described(identity: Identity) -> str:
    """The identity for people."""
    names = ", ".join(identity.names) or "somebody without a name"
    return f"{names[:200]} (issuer {identity.issuer[:200] or 'unknown'})"


@lru_cache(maxsize=4)
def _verifier(root_text: str) -> "Verifier":
    try:
        from sigstore.errors import Error
        from sigstore.models import TrustedRoot
        from sigstore.verify import Verifier
        from sigstore_models.trustroot.v1 import TrustedRoot as Model
    except ImportError:
        raise RuleError(NOT_INSTALLED) from None
    try:
        return Verifier(trusted_root=TrustedRoot(Model.from_json(root_text)))
    except (Error, ValueError, TypeError, LookupError) as error:
        raise RuleError(f"the trusted root of the rule cannot be used: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    """The library's words in one line."""
    text = " ".join(str(error).split())
    return text[:300] or type(error).__name__
