"""Verify what was found beside an image: by whom, and about which digest. Everything is bound to digests, never to a tag.

A material verifies for a key where the key signed it, and for an identity where its certificate names it, an authority of the trusted
root issued that, and a log of the root vouches for the time. Who is not asked about is not trusted, whatever signed.
"""

import hashlib
from collections.abc import Collection, Iterable

import msgspec

from mooring.model.evidence.signature import SignatureMaterial
from mooring.policy.regex import compile_regex
from mooring.policy.signing.bundles import Bundle, bundle_of
from mooring.policy.signing.certificates import Identity, holder_of
from mooring.policy.signing.keyless import described, verify_bundle
from mooring.policy.signing.keys import PublicKey
from mooring.policy.signing.log import Logged, check_logged, check_promised, cosign_entry
from mooring.policy.signing.roots import Root, root_of
from mooring.policy.signing.statements import COSIGN_SIGN, NotUnderstood, Statement, pae, simple_payload, statement
from mooring.policy.wildcard import REGEXP, fits

_UNKNOWN = "no trusted key or identity signed it"


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    """Who is trusted."""

    keys: tuple[PublicKey, ...] = ()
    identities: tuple[str, ...] = ()
    """Exact, with `*`, or `regexp:` and an expression for the whole of it."""
    issuers: tuple[str, ...] = ()
    root_text: str = ""
    """`trusted_root.json` of a Sigstore instance."""
    needs_log: bool = True
    """A signature by a key counts only where a transparency log vouches for it."""

    @property
    def root(self) -> Root:
        """Raises RuleError."""
        return root_of(self.root_text)

    def knows(self, identity: Identity) -> bool:
        """Whether the identity and who vouches for it are trusted."""
        is_issuer = any(_fits_whole(identity.issuer, pattern) for pattern in self.issuers)
        return is_issuer and any(_fits_whole(name, pattern) for name in identity.names for pattern in self.identities)


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """One signature or attestation that verifies."""

    source: str
    signer: str
    """`sha256:…` of the key, or the identity with its issuer."""
    digest: str
    """Of ours, that was signed."""
    reference: str = ""
    """The repository that the signer meant, where the payload says."""
    statement: Statement | None = None

    @property
    def is_signature(self) -> bool:
        """Whether it says that the image is signed, and not something else about it."""
        return self.statement is None or self.statement.predicate_type == COSIGN_SIGN


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """One that does not."""

    source: str
    reason: str


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """All that was found, in the order in which it was found."""

    signed: tuple[Signed, ...] = ()
    refused: tuple[Refused, ...] = ()


def verify(materials: Iterable[SignatureMaterial], trust: Trust, digests: Collection[str]) -> Outcome:
    """Which materials verify for whom is trusted. Raises RuleError where nothing can be verified here."""
    signed: list[Signed] = []
    refused: list[Refused] = []
    for material in materials:
        try:
            signed.append(_verified(material, trust, digests))
        except NotUnderstood as error:
            refused.append(Refused(source=material.source, reason=str(error)))
    return Outcome(signed=tuple(signed), refused=tuple(refused))


def _verified(material: SignatureMaterial, trust: Trust, digests: Collection[str]) -> Signed:
    match material.kind:
        case "cosign-simple":
            payload = simple_payload(material.payload, digests)
            signer = _signer(material, material.payload, trust)
            return Signed(source=material.source, signer=signer, digest=payload.digest, reference=payload.reference)
        case "dsse":
            found = statement(material.payload, material.payload_type, digests)
            signer = _signer(material, pae(material.payload_type, material.payload), trust)
            return Signed(source=material.source, signer=signer, digest=found.digest, statement=found)
        case "bundle":
            return _bundled(material, trust, digests)
    raise NotUnderstood(f"it is of the kind {material.kind[:100]!r}, which is not known")


def _signer(material: SignatureMaterial, message: bytes, trust: Trust) -> str:
    """The key, or the identity in the certificate, that signed the message. Raises NotUnderstood."""
    if not material.signature:
        raise NotUnderstood("it has no signature")
    logged = Logged(
        signature=material.signature,
        digest=hashlib.sha256(message).digest(),
        payload=material.payload if material.kind == "dsse" else b"",
    )
    for key in trust.keys:
        if key.verifies(material.signature, message):
            if trust.needs_log:
                check_logged(cosign_entry(material.bundle), trust.root.logs, logged)
            return key.fingerprint
    if not material.certificate or not trust.identities:
        raise NotUnderstood(_UNKNOWN)
    entry = cosign_entry(material.bundle)
    check_logged(entry, trust.root.logs, logged)
    check_promised(entry, trust.root.logs)
    holder = holder_of(material.certificate, trust.root, entry.integrated_time)
    if not holder.key.verifies(material.signature, message):
        raise NotUnderstood("the key of its certificate did not sign it")
    if not trust.knows(holder.identity):
        raise NotUnderstood(f"{described(holder.identity)} is not trusted")
    return described(holder.identity)


def _bundled(material: SignatureMaterial, trust: Trust, digests: Collection[str]) -> Signed:
    bundle = bundle_of(material.bundle)
    found = statement(bundle.payload, bundle.payload_type, digests) if bundle.is_envelope else None
    if bundle.has_certificate:
        if not trust.identities:
            raise NotUnderstood(_UNKNOWN)
        verified = verify_bundle(material.bundle, bundle, trust.root_text, digests, trust.knows)
        signer, digest = described(verified.identity), verified.digest
    else:
        signer, digest = _bundle_key(bundle, trust, digests)
    return Signed(
        source=material.source, signer=signer, digest=found.digest if found is not None else digest, statement=found
    )


def _bundle_key(bundle: Bundle, trust: Trust, digests: Collection[str]) -> tuple[str, str]:
    """The key that signed, and the digest where that itself was signed. Raises NotUnderstood."""
    hashed = {digest: bytes.fromhex(digest.removeprefix("sha256:")) for digest in digests if digest[:7] == "sha256:"}
    message = pae(bundle.payload_type, bundle.payload)
    for key in trust.keys:
        if bundle.is_envelope and key.verifies(bundle.signature, message):
            _check_entries(bundle, trust, hashlib.sha256(message).digest())
            return key.fingerprint, ""
        for digest, content in hashed.items() if not bundle.is_envelope else ():
            if key.verifies_digest(bundle.signature, content):
                _check_entries(bundle, trust, content)
                return key.fingerprint, digest
    raise NotUnderstood(_UNKNOWN)


def _check_entries(bundle: Bundle, trust: Trust, digest: bytes) -> None:
    if not trust.needs_log:
        return
    if len(bundle.entries) != 1:
        raise NotUnderstood(f"{len(bundle.entries)} entries of transparency logs come with it; one is asked for")
    logged = Logged(signature=bundle.signature, digest=digest, payload=bundle.payload)
    check_logged(bundle.entries[0], trust.root.logs, logged)


def _fits_whole(text: str, pattern: str) -> bool:
    """Whether the whole text fits: an expression for the start alone would trust whoever can choose the end."""
    if pattern.startswith(REGEXP):
        return compile_regex(pattern.removeprefix(REGEXP)).matches_whole(text)
    return bool(pattern) and fits(text, pattern)
