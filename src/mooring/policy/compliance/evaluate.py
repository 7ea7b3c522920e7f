"""A pack on the evidence of one image, control by control.

A control fails where a rule of it fires; else it is `not-gathered` where evidence is missing, cannot be trusted, or a rule could not be
evaluated; else it is `manual` where a setting is missing without which nobody can judge it; only then it passes.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from mooring.base.errors import UsageError
from mooring.model.compliance import (
    MAX_FINDINGS,
    CheckKind,
    ComplianceReport,
    ControlResult,
    ControlState,
    ImageIdentity,
    PackDescription,
    Totals,
)
from mooring.model.policy import Allowlist
from mooring.model.verdict import Finding, FindingKind, Verdict
from mooring.policy.compile import CompiledBundle, compile_bundle
from mooring.policy.compliance.conditions import CONDITIONS
from mooring.policy.compliance.sources import database_of, sentence_of, way_to
from mooring.policy.distribution import title_of
from mooring.policy.evaluate import evaluate
from mooring.policy.evidence import Evidence
from mooring.policy.judging.acceptance import matches_by_id
from mooring.policy.packs.library import STATEMENT
from mooring.policy.packs.pack import Control, Pack
from mooring.policy.packs.rendering import PlannedCheck, bundle_json, plan_of
from mooring.policy.reading.bundle import read_bundle

_MAX_SETTING_CHARS = 200
_FIRST = 100
"""Before every severity."""


def evaluate_pack(
    pack: Pack, evidence: Evidence, *, settings: Mapping[str, str] | None = None, waivers: Iterable[Allowlist] = ()
) -> ComplianceReport:
    """The report: the same for the same pack, evidence, settings and waivers. Nothing is raised for what an image holds."""
    given = dict(settings or {})
    compiled = compiled_pack(pack, given, waivers)
    verdict = evaluate(compiled, evidence)
    by_rule: dict[str, list[Finding]] = {}
    for finding in verdict.findings:
        by_rule.setdefault(finding.rule_id, []).append(finding)
    controls = tuple(
        _Judging(control, plan_of(control, given), by_rule, evidence).result() for control in pack.controls
    )
    return ComplianceReport(
        pack=_description(pack),
        image=_identity(evidence, verdict),
        evaluated=evidence.now.isoformat(),
        database=_database(evidence),
        controls=controls,
        totals=totals_of(controls),
        settings={name: _shown(value) for name, value in given.items()},
        notes=tuple(problem for problem in verdict.problems if problem.kind == "expired-item"),
        problems=evidence.report.problems,
        bundle_digest=compiled.bundle.digest,
        tool=evidence.report.tool,
    )


def compiled_pack(pack: Pack, settings: Mapping[str, str], waivers: Iterable[Allowlist] = ()) -> CompiledBundle:
    """The pack as a bundle that is ready to judge, or to say what it needs. Raises UsageError at a setting that the rules cannot use."""
    compiled = compile_bundle(read_bundle(bundle_json(pack, settings, waivers), f"{pack.id}.json"))
    rules = (problem for problem in compiled.strict_problems if problem.path.startswith("policies"))
    wrong = next((problem for problem in rules if problem.is_error), None)
    if wrong is not None:
        names = ", ".join(settings) or "none"
        raise UsageError(
            f"a setting of the pack {pack.id!r} cannot be used (there are {names}): it {wrong.message}",
            hint=wrong.hint or "`mooring compliance --list` says what each setting takes",
        )
    return compiled


def totals_of(controls: Iterable[ControlResult]) -> Totals:
    """How many are in which state."""
    states = [control.state for control in controls]
    passed = [control for control in controls if control.state is ControlState.PASS]
    return Totals(
        controls=len(states),
        passed=len(passed),
        passed_in_part=sum(control.is_partial for control in passed),
        failed=states.count(ControlState.FAIL),
        not_gathered=states.count(ControlState.NOT_GATHERED),
        not_applicable=states.count(ControlState.NOT_APPLICABLE),
        manual=states.count(ControlState.MANUAL),
    )


class _Judging:
    """Brings the findings of one control together."""

    def __init__(
        self, control: Control, plan: tuple[PlannedCheck, ...], by_rule: Mapping[str, list[Finding]], evidence: Evidence
    ) -> None:
        self._control = control
        self._evidence = evidence
        self._by_rule = by_rule
        self._idle = [check for check in plan if not self._applies(check)]
        meant = [check for check in plan if self._applies(check)]
        self._unset = [check for check in meant if not check.rules]
        self._made = [check for check in meant if check.rules]
        self._has_plan = bool(plan)

    def result(self) -> ControlResult:
        control = self._control
        fired = sorted((one for check in self._made for one in self._fired(check)), key=self._worst_first)
        failing = [finding for finding in fired if finding.allowance is None]
        waived = [finding for finding in fired if finding.allowance is not None]
        state = self._state(failing)
        return ControlResult(
            id=control.id,
            title=control.title,
            description=control.description,
            severity=control.severity,
            check=control.check,
            state=state,
            rules=tuple(dict.fromkeys(f"{one.rule.gate}.{one.rule.trigger}" for check in self._made for one in check.rules)),
            evidence=self._sentences(),
            missing=tuple(dict.fromkeys(self._missing())),
            reason="; ".join(self._reasons()) if state is ControlState.NOT_APPLICABLE else "",
            findings=tuple(failing[:MAX_FINDINGS]),
            finding_count=len(failing),
            waived=tuple(waived[:MAX_FINDINGS]),
            waived_count=len(waived),
            beyond=control.beyond,
            evidence_needed=control.evidence_needed,
            remedy=control.remedy or " ".join(filter(None, dict.fromkeys(self._remedies()))),
        )  # fmt: skip

    def _state(self, failing: list[Finding]) -> ControlState:
        if self._control.check is CheckKind.MANUAL:
            return ControlState.MANUAL
        if failing:
            return ControlState.FAIL
        if self._has_plan and not self._made and not self._unset:
            return ControlState.NOT_APPLICABLE
        seen = [check for check in self._made if not any(self._gaps(check))]
        if any(not check.is_optional and check not in seen for check in self._made):
            return ControlState.NOT_GATHERED
        if any(not check.is_optional for check in self._unset):
            return ControlState.MANUAL
        if not seen:
            return ControlState.NOT_GATHERED if self._made else ControlState.MANUAL
        return ControlState.PASS

    def _applies(self, check: PlannedCheck) -> bool:
        return not check.check.applies or CONDITIONS[check.check.applies].holds(self._evidence)

    def _fired(self, check: PlannedCheck) -> Iterator[Finding]:
        """What stands against the control, whether accepted or not."""
        for rule in check.rules:
            if not rule.rule.is_guard:
                yield from (one for one in self._by_rule.get(rule.id, ()) if one.kind is FindingKind.FIRED)

    def _worst_first(self, finding: Finding) -> tuple[int, float]:
        """Findings about the image as rules give them, then vulnerabilities by severity and risk."""
        match = self._evidence.once(matches_by_id).get(finding.match_id) if finding.match_id else None
        return (1 - match.severity.rank, -match.risk) if match is not None else (-_FIRST, 0.0)

    def _gaps(self, check: PlannedCheck) -> Iterator[str]:
        """Why the check was not, or not wholly, made; what somebody accepts is none, nor what stands against the control already."""
        told = {finding.message for finding in self._fired(check)}
        found = [(rule, one) for rule in check.rules for one in self._by_rule.get(rule.id, ())]
        # A guard says why the evidence is missing, a rule only that it is.
        for rule, one in sorted(found, key=lambda pair: pair[1].kind is not FindingKind.FIRED):
            is_gap = rule.rule.is_guard or one.kind is not FindingKind.FIRED
            if is_gap and one.allowance is None and one.message not in told:
                yield one.message

    def _missing(self) -> Iterator[str]:
        for check in self._made:
            gaps = list(self._gaps(check))
            more = f" (and {len(gaps) - 1} more)" if len(gaps) > 1 else ""
            if gaps:
                yield f"{check.check.title}: not known, since {_lowered(gaps[0])}{more}"
        for check in self._unset:
            yield f"{check.check.title}: not judged without the setting {' or '.join(check.check.settings)}"

    def _remedies(self) -> Iterator[str]:
        """Of the checks that stand against the control; else how to get the evidence that is missing; else of all checks."""
        wrong = [check for check in self._made if any(one.allowance is None for one in self._fired(check))]
        if wrong:
            yield from (check.check.remedy for check in wrong)
            return
        blind = [check for check in self._made if any(self._gaps(check))]
        for check in blind:
            is_about_evidence = all(rule.rule.is_guard for rule in check.rules)
            yield from (check.check.remedy,) if is_about_evidence else map(way_to, check.check.rests_on)
        if not blind:
            yield from (check.check.remedy for check in (*self._made, *self._unset))

    def _reasons(self) -> Iterator[str]:
        yield from dict.fromkeys(CONDITIONS[check.check.applies].otherwise for check in self._idle)

    def _sentences(self) -> tuple[str, ...]:
        sources = dict.fromkeys(source for check in self._made for source in check.check.rests_on)
        idle = (
            f"{check.check.title}: not applicable, {CONDITIONS[check.check.applies].otherwise}" for check in self._idle
        )
        return (*(sentence_of(source, self._evidence) for source in sources), *(idle if self._made else ()))  # fmt: skip


def _description(pack: Pack) -> PackDescription:
    return PackDescription(
        id=pack.id,
        title=pack.title,
        version=pack.version,
        source=pack.source,
        statement=STATEMENT,
        coverage=pack.coverage,
    )


def _identity(evidence: Evidence, verdict: Verdict) -> ImageIdentity:
    image, distro = evidence.report.image, evidence.report.inventory.distro
    return ImageIdentity(
        name=image.name,
        kind=image.kind,
        digest=image.digest,
        image_id=image.image_id,
        judged_as=verdict.tag,
        platform=str(image.config.platform) if image.config.platform.architecture else "",
        system=(distro.pretty_name or title_of(distro)) if distro is not None else "",
        created=image.config.created,
    )


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _shown(value: str) -> str:
    """A key or a trusted root is told by its digest."""
    if len(value) <= _MAX_SETTING_CHARS and value.isprintable():
        return value
    return f"{len(value)} characters, sha256:{hashlib.sha256(value.encode('utf-8', 'surrogateescape')).hexdigest()}"


def _database(evidence: Evidence) -> str:
    findings = evidence.report.findings
    return database_of(findings) if findings is not None else ""
