"""A verdict as test cases.

What stops the image fails. What warns is skipped, which build servers show and do not fail on. Rules that could not be judged are errors.
"""

from collections.abc import Iterator

from mooring.model.policy import Action
from mooring.model.report import ScanReport
from mooring.model.verdict import Verdict, VerdictReason
from mooring.reports.cases.case import Case
from mooring.reports.judged.subjects import Told, told_findings
from mooring.reports.judged.tables import accepted_by
from mooring.reports.judged.words import HEADLINES, problem_words, reason_words, verdict_facts
from mooring.reports.text.style import clean
from mooring.reports.text.summary import counted

_NAME_CHARACTERS = 250


def verdict_suites(report: ScanReport, verdict: Verdict) -> dict[str, list[Case]]:
    """The verdict and the bundle's problems first, then a suite for each policy."""
    suites = {"verdict": [_verdict_case(report, verdict)], "bundle": list(_problem_cases(verdict))}
    with_findings = {finding.policy_id for finding in verdict.findings}
    for policy in verdict.policies:
        cases = suites.setdefault(f"policy {clean(policy.policy_id)}", [])
        if policy.policy_id not in with_findings:
            name = f"policy {clean(policy.name or policy.policy_id)}"
            cases.append(Case("policy", name, lines=(f"{counted(policy.rules, 'rule')} found nothing",)))
    for told in told_findings(report, verdict):
        suites.setdefault(f"policy {clean(told.finding.policy_id)}", []).append(_finding_case(told, verdict))
    return suites


def _verdict_case(report: ScanReport, verdict: Verdict) -> Case:
    lines = tuple(f"{name}: {value}" for name, value in verdict_facts(report, verdict))
    message = f"{HEADLINES[verdict.action]}: {reason_words(verdict)}"
    if verdict.passes:
        return Case("verdict", "final action", lines=(message, *lines))
    return Case("verdict", "final action", "failure", verdict.reason.value, message, lines)


def _problem_cases(verdict: Verdict) -> Iterator[Case]:
    for problem in verdict.problems:
        outcome = "error" if problem.is_error else "skipped"
        yield Case("bundle", clean(problem.path) or "document", outcome, clean(problem.kind), problem_words(problem))


def _finding_case(told: Told, verdict: Verdict) -> Case:
    finding = told.finding
    name = finding.trigger_id if finding.vulnerability else finding.message
    outcome, kind, message = _outcome(told, verdict)
    return Case(
        clean(f"{finding.gate}.{finding.trigger}"),
        clean(name)[:_NAME_CHARACTERS],
        outcome,
        kind,
        message,
        tuple(_lines(told)),
    )


def _outcome(told: Told, verdict: Verdict) -> tuple[str, str, str]:
    message = clean(told.finding.message)
    match told.section:
        case "accepted":
            return "skipped", "accepted", f"accepted by {accepted_by(told)}"
        case _ if verdict.reason is VerdictReason.WHITELISTED:
            return "skipped", "allowed", reason_words(verdict)
        case "failed" | "not-gathered":
            return "error", told.section, message
        case "stop":
            return "failure", "stop", message
        case "warn":
            return "skipped", "warn", f"warn: {message}"
        case _:
            return "", Action.GO.value, message


def _lines(told: Told) -> Iterator[str]:
    finding = told.finding
    named = (
        ("message", finding.message),
        ("about", told.about),
        ("path", told.path),
        ("trigger id", finding.trigger_id),
        ("action", finding.rule_action.value),
        ("rule", finding.rule_id),
        ("recommended", finding.recommendation),
    )
    return (clean(f"{title}: {value}") for title, value in named if value)
