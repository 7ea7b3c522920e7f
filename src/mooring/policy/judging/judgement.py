"""An image judged by a bundle, with everything that led to the verdict: what `evaluate` sums up and `explain` tells."""

from collections.abc import Iterable, Iterator

import msgspec

from mooring.model.policy import Action, BundleProblem, Mapping, Policy
from mooring.model.verdict import VerdictReason
from mooring.policy.compile import CompiledBundle
from mooring.policy.compiling.rules import NEEDS_INDEX
from mooring.policy.evidence import Evidence
from mooring.policy.judging.acceptance import Acceptance
from mooring.policy.judging.rules import RuleJudge, RuleOutcome
from mooring.policy.mapping import Choice, Identity, choose, identity_of

_ABOUT_TIDINESS = frozenset(
    {
        "no-rule-id",
        "unknown-key",
        "unreached-policy",
        "unreached-mapping",
        "bad-part-version",
        "null-value",
        "not-for-images",
        "never-matches",
        "unknown-gate-in-allowlist",
    }
)
"""Notes for who writes a bundle; who judges an image need not hear them."""


class PolicyJudgement(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one policy."""

    policy: Policy
    action: Action
    outcomes: tuple[RuleOutcome, ...]


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a bundle."""

    identity: Identity
    choice: Choice
    allowed: Choice
    denied: Choice
    policies: tuple[PolicyJudgement, ...]
    problems: tuple[BundleProblem, ...]
    action: Action
    reason: VerdictReason


def judge(compiled: CompiledBundle, evidence: Evidence) -> Judgement:
    """Judge one image. Nothing is raised: what cannot be judged stops the image, with a problem that says why."""
    identity = identity_of(evidence)
    choice, allowed, denied = (
        choose(mappings, identity) for mappings in (compiled.mappings, compiled.allowed, compiled.denied)
    )
    mapping = choice.chosen if isinstance(choice.chosen, Mapping) else None
    acceptance = Acceptance(
        [compiled.allowlists[one] for one in _once(mapping.allowlist_ids) if one in compiled.allowlists]
        if mapping is not None
        else [],
        evidence,
    )
    policies = tuple(_policies(compiled, mapping, evidence, acceptance))
    problems = (*_problems(compiled, mapping, evidence), *acceptance.expired(), *_without_mapping(mapping, identity))
    action, reason = _decision(policies, allowed, denied, problems)
    return Judgement(
        identity=identity,
        choice=choice,
        allowed=allowed,
        denied=denied,
        policies=policies,
        problems=problems,
        action=action,
        reason=reason,
    )


def strictest(actions: Iterable[Action]) -> Action:
    """The action that decides; go where there is none."""
    found = Action.GO
    for action in actions:
        if action is Action.STOP:
            return action
        if action is Action.WARN:
            found = action
    return found


def _policies(
    compiled: CompiledBundle, mapping: Mapping | None, evidence: Evidence, acceptance: Acceptance
) -> Iterator[PolicyJudgement]:
    for policy_id in _once(mapping.policy_ids) if mapping is not None else ():
        policy = compiled.policies.get(policy_id)
        if policy is None:
            continue
        judging = RuleJudge(policy_id, evidence, acceptance)
        outcomes = tuple(judging.outcome(rule) for rule in policy.rules)
        action = strictest(finding.action for outcome in outcomes for finding in outcome.findings)
        yield PolicyJudgement(policy=policy.policy, action=action, outcomes=outcomes)


def _decision(
    policies: tuple[PolicyJudgement, ...], allowed: Choice, denied: Choice, problems: Iterable[BundleProblem]
) -> tuple[Action, VerdictReason]:
    """A denied image is stopped; a bundle with mistakes stops; an allowed image passes; else the strictest policy decides."""
    if denied.chosen is not None:
        return Action.STOP, VerdictReason.BLACKLISTED
    if any(problem.is_error for problem in problems):
        return Action.STOP, VerdictReason.POLICY_EVALUATION
    if allowed.chosen is not None:
        return Action.GO, VerdictReason.WHITELISTED
    return strictest(policy.action for policy in policies), VerdictReason.POLICY_EVALUATION


def _problems(compiled: CompiledBundle, mapping: Mapping | None, evidence: Evidence) -> Iterator[BundleProblem]:
    """What is wrong with the parts that this image is judged by: the document, what denies and allows images, the mappings up to the one
    that matches (one that cannot be read may have been meant for it), and the policies and allowlists that it names."""
    used = {""}
    if mapping is not None:
        for name in (
            *(f"policy {one}" for one in mapping.policy_ids),
            *(f"allowlist {one}" for one in mapping.allowlist_ids),
        ):
            used.update(compiled.places.get(name, ()))
    for place, problems in compiled.problems.items():
        if place in used or _always_counts(place, mapping):
            yield from (problem for problem in problems if problem.is_error or _is_worth_telling(problem, evidence))


def _is_worth_telling(problem: BundleProblem, evidence: Evidence) -> bool:
    if problem.kind == NEEDS_INDEX:
        return evidence.index is None
    return problem.kind not in _ABOUT_TIDINESS


def _always_counts(place: str, mapping: Mapping | None) -> bool:
    head, _, number = place.removesuffix("]").partition("[")
    if head.endswith("_images"):
        return True
    if head != "mappings":
        return False
    last = mapping.path.removesuffix("]").partition("[")[2] if mapping is not None else ""
    return not (last.isdecimal() and number.isdecimal()) or int(number) <= int(last)


def _without_mapping(mapping: Mapping | None, identity: Identity) -> Iterator[BundleProblem]:
    if mapping is None:
        yield BundleProblem(
            path="mappings",
            message=f"has none that matches {str(identity.name) or 'an image without a name'}: no policy was applied",
            hint="add a mapping for */*:* at the end, or give the image's name",
            kind="no-mapping",
            is_error=False,
        )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
