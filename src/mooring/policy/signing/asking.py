"""What triggers about signatures have in common: who is trusted, and which of the image's digests must be signed."""

import hashlib
from collections.abc import Iterable
from typing import Annotated

import msgspec

from mooring.model.evidence.content import Need
from mooring.policy.evidence import Evidence
from mooring.policy.gate import RuleError, Trigger
from mooring.policy.parameter import BOOLEAN, BadParameter, Parameter, ParameterKind, one_of
from mooring.policy.signing.keys import keys_of, pem_blocks
from mooring.policy.signing.verify import Outcome, Trust, verify
from mooring.policy.wildcard import PATTERNS

_MAX_REASONS = 3


def _public_keys(text: str) -> str:
    if "PRIVATE KEY" in text:
        raise BadParameter("holds a private key; give the public one", hint="`cosign public-key --key cosign.key`")
    if not pem_blocks(text):
        raise BadParameter("holds no public key; expected the text of a PEM file: -----BEGIN PUBLIC KEY-----…")
    return text


def _trusted_root(text: str) -> str:
    try:
        msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise BadParameter(
            "is no JSON object; expected the text of a trusted_root.json",
            hint="`cosign trusted-root create` or the instance's TUF repository gives it",
        ) from None
    return text


PUBLIC_KEYS = ParameterKind(
    name="string", parse=_public_keys, description="One or more public keys as PEM", schema={"type": "string"}
)
TRUSTED_ROOT = ParameterKind(
    name="string", parse=_trusted_root, description="The text of a trusted_root.json", schema={"type": "string"}
)


class TrustingTrigger(Trigger, frozen=True, kw_only=True):
    """A trigger that verifies what was found beside the image. Nothing is looked up: what is trusted stands in the rule."""

    keys: Annotated[
        str,
        Parameter(
            kind=PUBLIC_KEYS,
            help="Public keys that are trusted (ECDSA, Ed25519 or RSA), as the text of PEM files one after the other.",
            example="-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…\n-----END PUBLIC KEY-----",
        ),
    ] = ""
    identity: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="Identities in certificates that are trusted (keyless), whole, with `issuer` and `trusted_root`: e-mail addresses or"
            " addresses of workflows. An expression after `regexp:` must match the whole of it.",
            example="https://github.com/example/app/.github/workflows/release.yml@refs/tags/*",
        ),
    ] = ()
    issuer: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="Who must have vouched for the identity.",
            example="https://token.actions.githubusercontent.com",
        ),
    ] = ()
    trusted_root: Annotated[
        str,
        Parameter(
            kind=TRUSTED_ROOT,
            help="The text of the trusted_root.json of a Sigstore instance: whose certificates and logs are trusted. Verifying is offline.",
            example='{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1",…}',
        ),
    ] = ""
    require_transparency_log: Annotated[
        bool,
        Parameter(
            kind=BOOLEAN,
            help="Whether a signature by a key counts only with an entry of a log of `trusted_root`. Left out: it does; say false to trust"
            " keys alone. Certificates always need one.",
            example="false",
        ),
    ] = True
    subject: Annotated[
        str,
        Parameter(
            kind=one_of("any", "manifest", "index"),
            help="What must be signed: the manifest of the image, the index that it was chosen from, or either. Left out: either.",
            example="manifest",
        ),
    ] = "any"

    def needs(self) -> Iterable[Need]:
        """Signatures, fetched."""
        return (Need.SIGNATURES,)

    def outcome(self, evidence: Evidence) -> Outcome:
        """What verifies and what does not, in the order in which it was found. Raises RuleError."""
        supply = evidence.report.supply
        return verify(supply.materials if supply is not None else (), self.trust(), self._digests(evidence))

    def trust(self) -> Trust:
        """Who is trusted. Raises RuleError where the parameters do not fit together."""
        if not self.keys and not self.identity:
            raise RuleError("nobody is trusted: give `keys`, or `identity`, `issuer` and `trusted_root`")
        if bool(self.identity) != bool(self.issuer):
            raise RuleError("`identity` and `issuer` belong together: an identity is worth what its issuer is")
        if self.identity and not self.trusted_root:
            raise RuleError("`identity` needs `trusted_root`, which says whose certificates are trusted")
        if self.keys and self.require_transparency_log and not self.trusted_root:
            raise RuleError(
                "a transparency log is asked for and none is trusted: give `trusted_root`, or say"
                " `require_transparency_log` false to trust keys alone"
            )
        return Trust(
            keys=keys_of(self.keys),
            identities=self.identity,
            issuers=self.issuer,
            root_text=self.trusted_root,
            needs_log=self.require_transparency_log,
        )

    def who(self) -> str:
        """Twelve hex digits for who is trusted, for trigger ids: an allowlist that accepts a missing signature means these signers."""
        parts = (*(key.fingerprint for key in keys_of(self.keys)), *self.identity, *self.issuer)
        return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:12]

    def _digests(self, evidence: Evidence) -> tuple[str, ...]:
        image = evidence.report.image
        wanted = {
            "any": (image.digest, image.index_digest),
            "manifest": (image.digest,),
            "index": (image.index_digest,),
        }[self.subject]
        digests = tuple(digest for digest in wanted if digest)
        if not digests:
            what = "index" if self.subject == "index" else "manifest"
            raise RuleError(f"the image has no {what} digest, which is what signatures are about")
        return digests


def reasons(outcome: Outcome) -> str:
    """Why what was found does not count, for messages; empty where nothing was found."""
    told = list(dict.fromkeys(f"{one.source}: {one.reason}" for one in outcome.refused))
    more = f" and {len(told) - _MAX_REASONS} more" if len(told) > _MAX_REASONS else ""
    return f" ({'; '.join(told[:_MAX_REASONS])}{more})" if told else ""
