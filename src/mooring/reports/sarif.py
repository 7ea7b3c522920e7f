"""SARIF 2.1.0 (OASIS), within the limits of GitHub's code scanning.

A rule is a vulnerability, a result is one in a package; secrets, malware, changed files, checks of the Dockerfile and findings of a policy
are results of their own rules. What could not be judged or read is a notification of level `error`. Files of an
image are named below its repository, so that alerts of several images do not meet and stay the same from tag to tag; files of a folder are
named as they are, so that an alert shows the line of the lock file.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from mooring.model.advisory import AdvisoryKind
from mooring.model.codec import printable
from mooring.model.match import Confidence, Findings, Match, SuppressedBy
from mooring.model.package import Location, Package
from mooring.model.policy import Action
from mooring.model.report import ScanReport
from mooring.reports.alerts.content import content_alerts, content_notices, level_of
from mooring.reports.alerts.judged import verdict_alerts, verdict_notices, verdict_properties
from mooring.reports.alerts.log import (
    MAX_LOCATIONS,
    MAX_RESULTS,
    MAX_TEXT,
    Alert,
    Notice,
    Part,
    image_properties,
    location,
    log_pieces,
    results_of,
    rules_of,
)
from mooring.reports.findings.counts import (
    assessment_words,
    database_words,
    not_assessed,
    partly_assessed,
    suppressed_words,
)
from mooring.reports.findings.facts import addresses_of, cwe_numbers, identifiers, risk_of, severity_score, share
from mooring.reports.findings.groups import counted_matches, package_of, packages_by_id, suppressed_matches
from mooring.reports.findings.required import findings_of
from mooring.reports.findings.words import fix_label, fix_words, in_words, suppression_words
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.text.markup import in_markdown, in_sarif
from mooring.reports.text.style import clean

_MAX_TAGS = 10
_PRECISIONS = {Confidence.CERTAIN: "very-high", Confidence.LIKELY: "high", Confidence.POSSIBLE: "low"}


class _Run(msgspec.Struct, frozen=True):
    """What all results of a run share."""

    report: ScanReport
    findings: Findings
    packages: dict[str, Package]
    rules: dict[str, int]
    actions: dict[str, str]
    """By match."""


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The log. Raises UsageError where the report was not matched: a log without results would close the alerts of the last one."""
    del options
    return _pieces(report, findings_of(report, "sarif"))


def _pieces(report: ScanReport, findings: Findings) -> Iterator[bytes]:
    matches = [*counted_matches(findings), *_suppressed(findings)]
    others = list(islice(_other_alerts(report, findings), MAX_RESULTS + 1))
    left_out = max(len(others) + len(matches) - MAX_RESULTS, 0)
    others = others[: max(MAX_RESULTS - len(matches), MAX_RESULTS // 2)]
    kept = matches[: MAX_RESULTS - len(others)]
    by_rule: dict[str, list[Match]] = {}
    for match in kept:
        by_rule.setdefault(rule_id(match), []).append(match)
    other_rules = rules_of(others)
    numbers = {name: number for number, name in enumerate([*by_rule, *other_rules])}
    run = _Run(report, findings, packages_by_id(report), numbers, _actions(report))
    yield from log_pieces(
        report,
        (part for parts in ((_rule(*one, run) for one in by_rule.items()), other_rules.values()) for part in parts),
        (
            part
            for parts in ((_result(match, run) for match in kept), results_of(others, report, numbers))
            for part in parts
        ),
        list(_notices(report, findings, left_out)),
        image_properties(report) | (verdict_properties(report.verdict) if report.verdict is not None else {}),
    )


def _other_alerts(report: ScanReport, findings: Findings) -> Iterator[Alert]:
    """Content, Dockerfile, and what the policy says besides the vulnerabilities that are results already."""
    yield from content_alerts(report)
    if report.verdict is not None:
        yield from verdict_alerts(report, report.verdict, without={match.id for match in findings.matches})


def _actions(report: ScanReport) -> dict[str, str]:
    """What the policy says to the matches, the strictest of its findings."""
    actions: dict[str, Action] = {}
    for finding in report.verdict.findings if report.verdict is not None else ():
        if finding.match_id:
            earlier = actions.get(finding.match_id, Action.GO)
            actions[finding.match_id] = min(earlier, finding.action, key=lambda action: action.rank)
    return {match: action.value for match, action in actions.items()}


def _suppressed(findings: Findings) -> Iterator[Match]:
    """What people decided about, and what the earlier report had (`unchanged`).

    The rest, which rules left out, would stand open wherever nobody reads suppressions.
    """
    for match in suppressed_matches(findings):
        if not match.is_new or any(one.by in (SuppressedBy.EXCEPTION, SuppressedBy.VEX) for one in match.suppressions):
            yield match


def rule_id(match: Match) -> str:
    """What GitHub calls the rule: the vulnerability."""
    return clean(match.vulnerability.id)[:255] or "unnamed"


def _rule(name: str, matches: Sequence[Match], run: _Run) -> Part:
    flaw = matches[0].vulnerability
    worst = max(matches, key=lambda match: match.severity.rank)
    summary = in_sarif(flaw.title) or f"{name} in {in_sarif(package_of(matches[0], run.packages).name)}"
    kind = "malware" if flaw.kind is AdvisoryKind.MALWARE else flaw.kind.value
    weaknesses = [f"external/cwe/cwe-{number:03}" for number in cwe_numbers(flaw)]
    lines = _help_lines(matches[0], run)
    addresses = addresses_of(flaw)
    part: Part = {
        "id": name,
        "shortDescription": {"text": summary[:MAX_TEXT]},
        "fullDescription": {"text": (in_sarif(flaw.description) or summary)[:MAX_TEXT]},
        "help": {"text": in_sarif(" ".join(lines)), "markdown": _markdown(lines, addresses)},
        "defaultConfiguration": {"level": level_of(worst.severity)},
        "properties": {
            "security-severity": f"{severity_score(matches):.1f}",
            "precision": _PRECISIONS[matches[0].confidence],
            "tags": ["security", kind, *(["exploited"] if worst.is_exploited else []), *weaknesses][:_MAX_TAGS],
            "aliases": [clean(alias) for alias in identifiers(flaw)[1:21]],
        },
    }
    return part | ({"helpUri": addresses[0]} if addresses else {})


def _help_lines(match: Match, run: _Run) -> list[str]:
    return in_words(match, package_of(match, run.packages), run.findings.database.feeds)


def _markdown(lines: Sequence[str], addresses: Sequence[str]) -> str:
    told = [f"- {in_markdown(line)}" for line in lines]
    return "\n".join([*told, *(f"- <{address}>" for address in addresses[:10])])


def _result(match: Match, run: _Run) -> Part:
    package = package_of(match, run.packages)
    name = rule_id(match)
    part: Part = {
        "ruleId": name,
        "ruleIndex": run.rules[name],
        "level": level_of(match.severity),
        "rank": risk_of(match),
        "message": {"text": _message(match, package, run.report)},
        "locations": _locations(package, run.report),
        "partialFingerprints": {"primaryLocationLineHash": f"{match.id}:1", "mooringFinding/v1": match.id},
        "properties": _result_properties(match, package) | _policy(match, run),
    }
    if run.findings.compared_with:
        part["baselineState"] = "new" if match.is_new else "unchanged"
    if match.is_suppressed:
        part["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": in_sarif(suppression_words(one))}
            for one in match.suppressions[:10]
        ]
    return part


def _policy(match: Match, run: _Run) -> Part:
    return {"policyAction": run.actions[match.id]} if match.id in run.actions else {}


def _message(match: Match, package: Package, report: ScanReport) -> str:
    is_malware = match.vulnerability.kind is AdvisoryKind.MALWARE
    verb = "is malware," if is_malware else "is affected by"
    where = f" in {report.image.name}" if report.image.name else ""
    fix = fix_words(match.fix, is_malware=is_malware)
    exploited = " It is known to be exploited." if match.is_exploited else ""
    name = f"{package.name} {package.version}".strip()
    return in_sarif(f"{name}{where} {verb} {match.vulnerability.id} ({match.severity}).{exploited} {fix}")


def _result_properties(match: Match, package: Package) -> Part:
    prediction = match.vulnerability.exploit_prediction
    part: Part = {
        "package": clean(package.name),
        "version": clean(package.version),
        "purl": printable(package.purl),
        "severity": str(match.severity),
        "fix": fix_label(match.fix),
        "risk": risk_of(match),
        "confidence": match.confidence.value,
        "exploited": match.is_exploited,
    }
    return part | ({"epss": share(prediction.score)} if prediction else {})


def _locations(package: Package, report: ScanReport) -> list[Part]:
    places = package.locations[:MAX_LOCATIONS] if not package.is_os_package else package.locations[:1]
    logical = {"fullyQualifiedName": printable(package.purl) or clean(package.name), "kind": "package"}
    return [location(place, report) | {"logicalLocations": [logical]} for place in places or (Location(path=""),)]


def _notices(report: ScanReport, findings: Findings, left_out: int) -> Iterator[Notice]:
    yield from _finding_notices(findings)
    yield from content_notices(report)
    if report.verdict is not None:
        yield from verdict_notices(report.verdict)
    if left_out:
        yield "left-out", "error", f"{left_out:,} results of the lowest risk were left out: {MAX_RESULTS:,} fit"
    for problem in report.problems:
        yield "incomplete", "error", str(problem)
    for note in report.all_notes:
        yield "note", "note", note


def _finding_notices(findings: Findings) -> Iterator[Notice]:
    for one in not_assessed(findings):
        yield "not-assessed", "error", f"not assessed: {assessment_words(one)}"
    for one in partly_assessed(findings):
        yield "not-assessed", "warning", f"partly assessed: {assessment_words(one)}"
    if findings.database.kind == "starter":
        yield "not-assessed", "warning", database_words(findings)
    for words in suppressed_words(findings):
        yield "note", "note", f"suppressed: {words}"
    for note in findings.exceptions:
        yield "exception", "warning", f"{note.statement} ({note.origin}): {note.problem}"


FORMAT = ReportFormat(
    name="sarif",
    media_type="application/sarif+json; version=2.1.0",
    render=render,
    needs_findings=True,
    extension=".sarif",
    summary="SARIF 2.1.0 of the findings, as GitHub's code scanning accepts it",
)
