"""Why a verdict is what it is: the mappings that were looked at, what came of each rule, and what decides."""

from collections.abc import Iterator, Sequence

import msgspec

from mooring.model.policy import Action, ImageRule, Mapping
from mooring.model.verdict import FindingKind, Verdict, VerdictReason
from mooring.policy.compile import CompiledBundle
from mooring.policy.compiling.rules import CompiledRule
from mooring.policy.evaluate import verdict_of
from mooring.policy.evidence import Evidence
from mooring.policy.judging.judgement import Judgement, judge
from mooring.policy.judging.rules import RuleOutcome
from mooring.policy.mapping import Attempt, Choice, shown


class MappingStep(msgspec.Struct, frozen=True, kw_only=True):
    """One mapping, or one image that is allowed or denied."""

    path: str
    name: str
    selector: str
    """`docker.io/app/*:v1`."""
    outcome: str
    """`matches`, `does not match` or `not looked at`."""
    reason: str = ""
    """Why it does not match."""


class RuleStep(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one rule."""

    policy_id: str
    rule_id: str
    path: str
    gate: str
    trigger: str
    params: tuple[tuple[str, str], ...] = ()
    rule_action: Action
    outcome: str
    """`fired`, `allowed` (all that fired), `did not fire`, `not gathered`, `failed`, `not usable` or `has ended`."""
    fired: int = 0
    allowed: int = 0
    action: Action = Action.GO
    """What it asks for, now that allowlists were looked at."""
    is_decisive: bool = False
    """Whether the final action rests on it."""
    reason: str = ""
    """Of what was not gathered or failed: the message."""


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, in the order in which it is decided."""

    verdict: Verdict
    denied: tuple[MappingStep, ...]
    allowed: tuple[MappingStep, ...]
    mappings: tuple[MappingStep, ...]
    rules: tuple[RuleStep, ...]
    decided_by: str
    """A sentence."""


def explain(compiled: CompiledBundle, evidence: Evidence) -> Explanation:
    """Judge an image and say how it came to that."""
    judgement = judge(compiled, evidence)
    return Explanation(
        verdict=verdict_of(compiled, evidence, judgement),
        denied=tuple(_mappings(judgement.denied, compiled.bundle.denied_images)),
        allowed=tuple(_mappings(judgement.allowed, compiled.bundle.allowed_images)),
        mappings=tuple(_mappings(judgement.choice, compiled.bundle.mappings)),
        rules=tuple(_rules(judgement)),
        decided_by=_decided_by(judgement),
    )


def _mappings(choice: Choice, rules: Sequence[Mapping | ImageRule]) -> Iterator[MappingStep]:
    for number, rule in enumerate(rules):
        attempt = choice.attempts[number] if number < len(choice.attempts) else None
        yield MappingStep(
            path=rule.path,
            name=rule.name or rule.id,
            selector=shown(rule.image),
            outcome=_outcome_of(attempt),
            reason=attempt.reason if attempt is not None else "",
        )


def _outcome_of(attempt: Attempt | None) -> str:
    if attempt is None:
        return "not looked at"
    return "does not match" if attempt.reason else "matches"


def _rules(judgement: Judgement) -> Iterator[RuleStep]:
    is_open = judgement.reason is VerdictReason.POLICY_EVALUATION and not _has_errors(judgement)
    for policy in judgement.policies:
        for outcome in policy.outcomes:
            step = _rule(policy.policy.id, outcome)
            is_decisive = is_open and step.action is judgement.action and step.fired > step.allowed
            yield msgspec.structs.replace(step, is_decisive=is_decisive)


def _rule(policy_id: str, outcome: RuleOutcome) -> RuleStep:
    compiled, findings = outcome.rule, outcome.findings
    allowed = sum(finding.allowance is not None for finding in findings)
    telling = next((finding for finding in findings if finding.kind is not FindingKind.FIRED), None)
    return RuleStep(
        policy_id=policy_id,
        rule_id=compiled.rule.id,
        path=compiled.rule.path,
        gate=compiled.gate,
        trigger=compiled.trigger_name,
        params=compiled.rule.params,
        rule_action=compiled.rule.action,
        outcome=_outcome(compiled, outcome, allowed),
        fired=len(findings),
        allowed=allowed,
        action=min((finding.action for finding in findings), key=lambda action: action.rank, default=Action.GO),
        reason=telling.message if telling is not None else "",
    )


def _outcome(compiled: CompiledRule, outcome: RuleOutcome, allowed: int) -> str:
    if compiled.trigger is None:
        return "has ended" if compiled.has_ended else "not usable"
    if not outcome.findings:
        return "did not fire"
    kinds = {finding.kind for finding in outcome.findings}
    if allowed == len(outcome.findings):
        return "allowed"
    if FindingKind.FAILED in kinds:
        return "failed"
    return "not gathered" if FindingKind.NOT_GATHERED in kinds else "fired"


def _decided_by(judgement: Judgement) -> str:
    if judgement.denied.chosen is not None:
        rule = judgement.denied.chosen
        return f"{rule.path} ({shown(rule.image)}) denies the image, whatever the policies say"
    wrong = sum(problem.is_error for problem in judgement.problems)
    if wrong:
        return f"the bundle has {wrong} mistake{'s' if wrong > 1 else ''} in what this image is judged by, so it is stopped"
    if judgement.allowed.chosen is not None:
        rule = judgement.allowed.chosen
        return f"{rule.path} ({shown(rule.image)}) allows the image, whatever the policies say"
    if judgement.choice.chosen is None:
        return "no mapping matches the image, so no policy was applied"
    deciding = [step for step in _rules(judgement) if step.is_decisive]
    if not deciding:
        return "no rule fired that an allowlist does not accept"
    first = f"{deciding[0].path} ({deciding[0].gate}.{deciding[0].trigger})"
    more = f" and {len(deciding) - 1} more" if len(deciding) > 1 else ""
    return f"{first}{more} ask{'' if more else 's'} for {judgement.action.value}"


def _has_errors(judgement: Judgement) -> bool:
    return any(problem.is_error for problem in judgement.problems)
