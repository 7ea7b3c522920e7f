"""Gate `signatures`: who signed the image, verified offline. All of it is ours.

A signature counts for the digest that it is about, never for a tag; without a trusted key or identity nothing counts.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated

from mooring.model.evidence.content import Need
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, Gate, RuleError, Trigger
from mooring.policy.parameter import INTEGER, Parameter
from mooring.policy.signing.asking import TrustingTrigger, reasons
from mooring.policy.wildcard import PATTERNS, fits_any


class Required(TrustingTrigger, frozen=True, kw_only=True):
    """Fires where too few of those who are trusted signed the image."""

    NAME = "required"
    DESCRIPTION = "Fires if the image is not signed by a trusted key or identity, or by too few of them."

    threshold: Annotated[
        int, Parameter(kind=INTEGER, help="How many different signers there must be. Left out: one.", example="2")
    ] = 1
    repository: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="Repositories that the signer must have meant (docker-reference of the payload). Left out: any. Bundles of cosign 3"
            " name none, so they do not count where this is given.",
            example="registry.example/team/*",
        ),
    ] = ()

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One, or none. The id names who is trusted."""
        if self.threshold < 1:
            raise RuleError(f"`threshold` is {self.threshold}; at least 1 signer makes an image signed")
        outcome = self.outcome(evidence)
        signers = {one.signer for one in outcome.signed if one.is_signature and self._is_meant(one.reference)}
        if len(signers) < self.threshold:
            yield Fired(
                message=f"The image has {len(signers)} of {self.threshold} trusted signatures{reasons(outcome)}",
                trigger_id=f"required+{self.who()}",
            )

    def _is_meant(self, reference: str) -> bool:
        return not self.repository or fits_any(reference, self.repository)


class Unsigned(Trigger, frozen=True, kw_only=True):
    """Fires where nobody signed the image, whoever it might be."""

    NAME = "unsigned"
    DESCRIPTION = (
        "Fires if there is no signature and no attestation beside the image. Nothing is verified: see required."
    )

    def needs(self) -> Iterable[Need]:
        """Signatures, fetched."""
        return (Need.SIGNATURES,)

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One, or none."""
        supply = evidence.report.supply
        if supply is None or not supply.materials:
            yield Fired(message="The image has no signature", trigger_id="unsigned")


class Untrusted(TrustingTrigger, frozen=True, kw_only=True):
    """Fires for what lies beside the image and does not verify."""

    NAME = "untrusted"
    DESCRIPTION = (
        "Fires for each signature or attestation beside the image that does not verify for whom the rule trusts."
    )

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One for each, in the order in which they were found."""
        seen = set()
        for one in self.outcome(evidence).refused:
            message = f"A signature is not trusted: {one.source}: {one.reason}"
            if message not in seen:
                seen.add(message)
                yield Fired(message=message, trigger_id=f"untrusted+{one.source}")


class Attestation(TrustingTrigger, frozen=True, kw_only=True):
    """Fires where no trusted attestation of a kind is about the image."""

    NAME = "attestation"
    DESCRIPTION = "Fires if there is no verified attestation of the given type, such as an SBOM or a test result."

    predicate_type: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="Types of in-toto predicates; one of them must be attested.",
            example="https://spdx.dev/Document*,https://cyclonedx.org/bom*",
        ),
    ]

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One, or none. The id names who is trusted and what is asked for."""
        outcome = self.outcome(evidence)
        types = [one.statement.predicate_type for one in outcome.signed if one.statement is not None]
        if not any(fits_any(one, self.predicate_type) for one in types):
            wanted = ", ".join(self.predicate_type)
            yield Fired(
                message=f"The image has no trusted attestation of the type {wanted}{reasons(outcome)}",
                trigger_id=f"attestation+{wanted}+{self.who()}",
            )


GATE = Gate(
    name="signatures",
    description="Checks of signatures and attestations beside the image, verified offline",
    triggers=(Required, Unsigned, Untrusted, Attestation),
)
