"""Gate `provenance`: who built the image, from what, and how, as a trusted signer attests (SLSA provenance 0.2 and 1). All of it is ours.

Every provenance that verifies must be as the rule asks: one that is right does not make up for another that is not.
"""

from collections.abc import Iterator
from typing import Annotated

from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, Gate, RuleError
from mooring.policy.parameter import Parameter
from mooring.policy.signing.asking import TrustingTrigger, reasons
from mooring.policy.signing.provenance import Provenance, provenance_of
from mooring.policy.signing.verify import Outcome
from mooring.policy.wildcard import PATTERNS, fits_any


class ProvenanceTrigger(TrustingTrigger, frozen=True, kw_only=True):
    """A trigger that looks at every provenance that verifies."""

    def check(self, evidence: Evidence) -> Iterator[Fired]:
        """One where there is none; else one for each that is not as it should be, in the order in which they were found."""
        outcome = self.outcome(evidence)
        found = _provenances(outcome)
        if not found:
            yield Fired(
                message=f"The image has no trusted provenance{reasons(outcome)}",
                trigger_id=f"{self.NAME}+none+{self.who()}",
            )
        for message, about in dict.fromkeys(one for given in found for one in self.wrong(given, evidence)):
            yield Fired(message=message, trigger_id=f"{self.NAME}+{about}")

    def wrong(self, provenance: Provenance, evidence: Evidence) -> Iterator[tuple[str, str]]:
        """What is not as the rule asks: message, and what about, for the id."""
        yield from ()


class Required(ProvenanceTrigger, frozen=True, kw_only=True):
    """Fires where nobody who is trusted says how the image was built."""

    NAME = "required"
    DESCRIPTION = "Fires if there is no SLSA provenance of the image that a trusted key or identity signed."


class Builder(ProvenanceTrigger, frozen=True, kw_only=True):
    """Fires where the image was built elsewhere than is allowed."""

    NAME = "builder"
    DESCRIPTION = "Fires if the image was not built by one of the given builders, or nobody trusted says by which."

    builders: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="Builders that are allowed, by their ids.",
            example="https://github.com/slsa-framework/slsa-github-generator/*",
        ),
    ]

    def wrong(self, provenance: Provenance, evidence: Evidence) -> Iterator[tuple[str, str]]:
        """The builder, where none of the patterns fits."""
        if not provenance.builder or not fits_any(provenance.builder, self.builders):
            yield f"The image was built by {provenance.builder or 'an unnamed builder'}", provenance.builder


class SourceRepository(ProvenanceTrigger, frozen=True, kw_only=True):
    """Fires where the image was built from another source than is allowed."""

    NAME = "source"
    DESCRIPTION = "Fires if the image was not built from one of the given repositories and refs, or nobody trusted says from which."

    repositories: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="Repositories that are allowed, without git+, ref and .git.",
            example="https://github.com/example/*",
        ),
    ]
    refs: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="Refs that are allowed. Left out: any.",
            example="refs/heads/main,refs/tags/v*",
        ),
    ] = ()

    def wrong(self, provenance: Provenance, evidence: Evidence) -> Iterator[tuple[str, str]]:
        """Each source that fits none of the patterns; and that there is none."""
        if not provenance.sources:
            yield "The provenance of the image names no source repository", ""
        for source in provenance.sources:
            is_ref = not self.refs or (bool(source.ref) and fits_any(source.ref, self.refs))
            if not source.repository or not fits_any(source.repository, self.repositories) or not is_ref:
                at = f" at {source.ref}" if source.ref else " at an unnamed ref" if self.refs else ""
                yield f"The image was built from {source.repository or 'an unnamed repository'}{at}", source.repository


class BuildType(ProvenanceTrigger, frozen=True, kw_only=True):
    """Fires where the image was built in another way than is allowed."""

    NAME = "build_type"
    DESCRIPTION = (
        "Fires if the way in which the image was built is not one of the given ones, or nobody trusted says which."
    )

    build_types: Annotated[
        tuple[str, ...],
        Parameter(
            kind=PATTERNS,
            help="Build types that are allowed.",
            example="https://actions.github.io/buildtypes/workflow/v1",
        ),
    ]

    def wrong(self, provenance: Provenance, evidence: Evidence) -> Iterator[tuple[str, str]]:
        """The build type, where none of the patterns fits."""
        if not provenance.build_type or not fits_any(provenance.build_type, self.build_types):
            yield (
                f"The image was built by the build type {provenance.build_type or 'that is not named'}",
                provenance.build_type,
            )


class MaterialsIncludeBase(ProvenanceTrigger, frozen=True, kw_only=True):
    """Fires where the base image is not among what the build says that it used."""

    NAME = "materials_include_base"
    DESCRIPTION = (
        "Fires if the digest of the base image is not among the materials of the build, or nobody trusted lists them."
    )

    def wrong(self, provenance: Provenance, evidence: Evidence) -> Iterator[tuple[str, str]]:
        """The base image, where it is not there. Raises RuleError where its digest is not known."""
        base = evidence.report.base
        if base is None or not base.digest:
            raise RuleError(
                "the digest of the base image is not known: name the base image, or build with base annotations"
            )
        if base.digest not in {digest for _, digest in provenance.materials}:
            name = f"{base.name}@{base.digest}" if base.name else base.digest
            yield f"The base image {name} is not among the materials of the build", base.digest


def _provenances(outcome: Outcome) -> list[Provenance]:
    given = (provenance_of(one.statement) for one in outcome.signed if one.statement is not None)
    return [one for one in given if one is not None]


GATE = Gate(
    name="provenance",
    description="Checks of how the image was built, as trusted signers attest it (SLSA provenance)",
    triggers=(Required, Builder, SourceRepository, BuildType, MaterialsIncludeBase),
)
