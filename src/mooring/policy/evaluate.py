"""What a bundle says of an image: Anchore's rules for mappings, allowlists and the final action, and never a pass by default.

DEVIATIONS from Anchore Engine: a rule whose evidence was not gathered counts as fired (there: it does not fire); a rule that cannot
be evaluated counts with its own action or `warn`, whichever is stricter (there: `warn`, or an internal error); mappings by digest
and id work.
"""

from mooring.model.verdict import Finding, PolicyResult, Verdict
from mooring.policy.compile import CompiledBundle
from mooring.policy.evidence import Evidence
from mooring.policy.judging.judgement import Judgement, judge
from mooring.policy.mapping import Choice


def evaluate(compiled: CompiledBundle, evidence: Evidence) -> Verdict:
    """The verdict: the same for the same bundle, evidence and time. Nothing is raised; a bundle with mistakes stops the images it
    is for."""
    return verdict_of(compiled, evidence, judge(compiled, evidence))


def verdict_of(compiled: CompiledBundle, evidence: Evidence, judgement: Judgement) -> Verdict:
    """A judgement summed up."""
    image, findings = evidence.report.image, evidence.report.findings
    return Verdict(
        action=judgement.action,
        reason=judgement.reason,
        bundle_id=compiled.bundle.id,
        bundle_name=compiled.bundle.name,
        bundle_digest=compiled.bundle.digest,
        image_digest=image.digest or image.image_id,
        image_id=image.image_id,
        tag=str(judgement.identity.name),
        mapping=_name(judgement.choice),
        mapping_index=judgement.choice.index,
        allowed_image=_name(judgement.allowed),
        denied_image=_name(judgement.denied),
        policies=tuple(
            PolicyResult(
                policy_id=policy.policy.id, name=policy.policy.name, action=policy.action, rules=len(policy.outcomes)
            )
            for policy in judgement.policies
        ),
        findings=findings_of(judgement),
        problems=judgement.problems,
        evaluated=evidence.now.isoformat(),
        database_built=findings.database.built if findings is not None else "",
    )


def findings_of(judgement: Judgement) -> tuple[Finding, ...]:
    """All findings, in the order of policies, rules and triggers."""
    return tuple(
        finding for policy in judgement.policies for outcome in policy.outcomes for finding in outcome.findings
    )


def _name(choice: Choice) -> str:
    return (choice.chosen.name or choice.chosen.id or choice.chosen.path) if choice.chosen is not None else ""
