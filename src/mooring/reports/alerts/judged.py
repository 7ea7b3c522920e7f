"""Findings of a policy as alerts: a rule for each trigger, a level for each action."""

import re
from collections.abc import Collection, Iterator

from mooring.model.codec import printable
from mooring.model.package import Location
from mooring.model.policy import Action
from mooring.model.report import ScanReport
from mooring.model.verdict import Finding, FindingKind, Verdict, VerdictReason
from mooring.reports.alerts.content import MAX_ID, dockerfile_place
from mooring.reports.alerts.log import Alert, Notice, Part
from mooring.reports.judged.subjects import Told, told_findings
from mooring.reports.judged.words import HEADLINES, NO_MAPPING, allowance_words, problem_words, reason_words
from mooring.reports.text.style import clean

LEVELS = {Action.STOP: "error", Action.WARN: "warning", Action.GO: "note"}
_SCORES = {"error": 8.9, "warning": 6.9, "note": 0.9}
"""The highest of a band, so that GitHub's own threshold (high and above) is what stops."""
_LINE = re.compile(r"(?: at line |, line )(\d{1,9}) \(")
"""How messages about lines of files say which."""


def verdict_alerts(report: ScanReport, verdict: Verdict, *, without: Collection[str] = ()) -> Iterator[Alert]:
    """What stops the image whatever the rules say, then each finding, but those that rest on the matches `without`."""
    yield from _about_the_image(verdict)
    for told in told_findings(report, verdict):
        if told.finding.match_id not in without:
            yield _alert(told, report, verdict)


def verdict_notices(verdict: Verdict) -> Iterator[Notice]:
    """The verdict in words, rules that could not be judged, and the bundle's problems."""
    yield "verdict", LEVELS[verdict.action], f"{HEADLINES[verdict.action]}: {reason_words(verdict)}"
    for finding in verdict.findings:
        if finding.kind is not FindingKind.FIRED:
            name = f"{finding.gate}.{finding.trigger}"
            yield "not-searched", "error", f"{name} of rule {finding.rule_id!r}: {finding.message}"
    for problem in verdict.problems:
        yield "bundle", "error" if problem.is_error else "warning", problem_words(problem)


def verdict_properties(verdict: Verdict) -> Part:
    """What a program wants of a verdict without its findings."""
    told = {
        "finalAction": verdict.action.value,
        "finalActionReason": verdict.reason.value,
        "bundle": clean(verdict.bundle_id),
        "bundleDigest": clean(verdict.bundle_digest),
        "mapping": clean(verdict.mapping),
        "tag": clean(verdict.tag),
        "evaluated": clean(verdict.evaluated),
    }
    return {name: value for name, value in told.items() if value}


def _about_the_image(verdict: Verdict) -> Iterator[Alert]:
    """Without these, a log of a denied image could have no result, and look clean."""
    if verdict.reason is VerdictReason.BLACKLISTED:
        yield _of_bundle("bundle.denied-image", "error", reason_words(verdict), verdict.denied_image)
    for problem in verdict.problems:
        if problem.is_error:
            identity = f"{problem.kind}+{problem.path}"
            yield _of_bundle(
                "bundle.mistake", "error", f"The bundle cannot pass an image: {problem_words(problem)}", identity
            )
    if not verdict.policies and verdict.reason is VerdictReason.POLICY_EVALUATION:
        yield _of_bundle("bundle.no-mapping", "warning", NO_MAPPING, "")


def _of_bundle(rule: str, level: str, message: str, identity: str) -> Alert:
    titles = {
        "bundle.denied-image": "The bundle denies the image",
        "bundle.mistake": "The bundle has mistakes",
        "bundle.no-mapping": "No mapping of the bundle matches the image",
    }
    return Alert(
        rule=rule,
        title=titles[rule],
        tags=("policy",),
        severity=_SCORES[level],
        level=level,
        message=message,
        identity=(identity,),
    )


def _alert(told: Told, report: ScanReport, verdict: Verdict) -> Alert:
    finding = told.finding
    name = clean(f"{finding.gate}.{finding.trigger}")[:MAX_ID]
    advice = f" Recommended: {finding.recommendation}" if finding.recommendation else ""
    package = told.package
    logical: Part | None = None
    if package is not None:
        logical = {"fullyQualifiedName": printable(package.purl) or clean(package.name), "kind": "package"}
    return Alert(
        rule=name,
        title=f"Policy: {name}",
        tags=("policy",),
        severity=_SCORES[LEVELS[finding.rule_action]],
        level=LEVELS[finding.rule_action],
        message=f"{finding.message}{advice}",
        places=_places(told, report),
        logical=logical,
        identity=(finding.trigger_id,),
        properties=_properties(finding),
        suppressions=tuple(_suppressions(finding, verdict)),
    )


def _suppressions(finding: Finding, verdict: Verdict) -> Iterator[tuple[str, str]]:
    if finding.allowance is not None:
        yield "external", f"accepted by {allowance_words(finding.allowance)}"
    if verdict.reason is VerdictReason.WHITELISTED:
        yield "external", reason_words(verdict)


def _properties(finding: Finding) -> Part:
    told = {
        "action": finding.action.value,
        "triggerId": finding.trigger_id,
        "kind": finding.kind.value,
        "policyId": finding.policy_id,
        "ruleId": finding.rule_id,
        "subject": finding.subject,
        "vulnerability": finding.vulnerability,
    }
    return {name: clean(printable(value)) for name, value in told.items() if value}


def _places(told: Told, report: ScanReport) -> tuple[Location, ...]:
    finding, package = told.finding, told.package
    if package is not None:
        return package.locations[:1] if package.is_os_package else package.locations
    found = _LINE.search(finding.message)
    line = int(found[1]) if found else 0
    if finding.subject.startswith("/"):
        return (Location(path=finding.subject, line=line),)
    if finding.gate == "dockerfile" and report.dockerfile is not None:
        return (dockerfile_place(report.dockerfile, line),)
    return ()
