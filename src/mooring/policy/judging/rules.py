"""One rule against the evidence: what fired, what could not be said, what is accepted."""

from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from mooring.base.errors import MooringError
from mooring.model.evidence.content import Need
from mooring.model.policy import Action
from mooring.model.verdict import Finding, FindingKind
from mooring.policy.compiling.rules import CompiledRule
from mooring.policy.evidence import Evidence
from mooring.policy.gate import Fired, RuleError, trigger_id
from mooring.policy.judging.acceptance import Acceptance

MAX_FINDINGS = 100_000
"""Of one rule."""
EVIDENCE_MISSING = "evidence_missing"
EVALUATION_ERROR = "evaluation_error"
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, NameError, RuntimeError, TypeError, ValueError)
"""What a bug in a trigger raises; what else there is (memory, interrupts) is nobody's verdict."""


class RuleOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one rule."""

    rule: CompiledRule
    findings: tuple[Finding, ...]


class RuleJudge:
    """Judges the rules of one policy on one image."""

    def __init__(self, policy_id: str, evidence: Evidence, acceptance: Acceptance) -> None:
        self._policy_id = policy_id
        self._evidence = evidence
        self._acceptance = acceptance

    def outcome(self, rule: CompiledRule) -> RuleOutcome:
        """The findings of a rule, in the order its trigger gives them. Nothing is raised.

        Where something was not gathered, that comes first; what an incomplete search has found comes after it.
        """
        if rule.trigger is None:
            return RuleOutcome(rule=rule, findings=())
        missing = [need for need in rule.needs if not self._evidence.has(need)]
        if not missing:
            return RuleOutcome(rule=rule, findings=tuple(self._findings(rule)))
        found = self._findings(rule) if all(map(self._evidence.has_part_of, missing)) else ()
        return RuleOutcome(rule=rule, findings=(self._not_gathered(rule, missing), *found))

    def _not_gathered(self, rule: CompiledRule, missing: Sequence[Need]) -> Finding:
        words = [need.value for need in missing]
        message = f"The rule needs evidence that was not gathered: {', '.join(words)}"
        fired = Fired(message=message, trigger_id="+".join((EVIDENCE_MISSING, *words)))
        return self._finding(rule, fired, rule.rule.action, FindingKind.NOT_GATHERED)

    def _findings(self, rule: CompiledRule) -> Iterator[Finding]:
        assert rule.trigger is not None
        count = 0
        try:
            for fired in islice(rule.trigger.check(self._evidence), MAX_FINDINGS):
                count += 1
                yield self._finding(rule, fired, rule.rule.action, FindingKind.FIRED)
        except (RuleError, MooringError) as error:
            yield self._failed(rule, str(error))
        except _FAULTS as error:
            # The text of the exception may quote the evidence; its kind is enough to find the bug by.
            yield self._failed(rule, f"a bug in {rule.gate}.{rule.trigger_name} ({type(error).__name__})")
        if count >= MAX_FINDINGS:
            yield self._failed(rule, f"it has more than {MAX_FINDINGS} findings, of which the first are listed")

    def _failed(self, rule: CompiledRule, reason: str) -> Finding:
        fired = Fired(message=f"The rule could not be evaluated: {reason}", trigger_id=EVALUATION_ERROR)
        action = min(rule.rule.action, Action.WARN, key=lambda one: one.rank)
        return self._finding(rule, fired, action, FindingKind.FAILED)

    def _finding(self, rule: CompiledRule, fired: Fired, action: Action, kind: FindingKind) -> Finding:
        own_id = fired.trigger_id or trigger_id(rule.gate, rule.trigger_name, fired.message)
        ids = (own_id, *fired.other_ids) if fired.other_ids else (own_id,)
        allowance = self._acceptance.allowance(rule.gate, ids, fired, kind)
        return Finding(
            gate=rule.gate,
            trigger=rule.trigger_name,
            message=fired.message,
            action=Action.GO if allowance is not None else action,
            rule_action=action,
            trigger_id=own_id,
            policy_id=self._policy_id,
            rule_id=rule.rule.id,
            subject=fired.subject,
            vulnerability=fired.vulnerability,
            match_id=fired.match_id,
            recommendation=rule.rule.recommendation,
            allowance=allowance,
            kind=kind,
        )
