"""JUnit's XML, for build servers that show tests: a case for each kind of package, each finding, each problem.

A finding fails; what an exception or a VEX statement suppresses, or was assessed in part only, is skipped; what could not be assessed or
read is an error. A kind of package that was assessed passes, so that an image without findings still shows what was looked at.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from mooring.model.match import AssessmentState, Findings, Match
from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.reports.findings.counts import assessment_words, database_words, suppressed_words
from mooring.reports.findings.groups import accepted_matches, counted_matches, package_of, packages_by_id
from mooring.reports.findings.required import findings_of
from mooring.reports.findings.words import fix_words, in_words, suppression_words
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.text.markup import in_xml, in_xml_attribute
from mooring.reports.text.style import clean

_PIECE_CASES = 200
_STATES = {AssessmentState.ASSESSED: "", AssessmentState.PARTLY: "skipped", AssessmentState.NOT_ASSESSED: "error"}


class _Case(msgspec.Struct, frozen=True):
    """One test."""

    group: str
    name: str
    outcome: str = ""
    """`failure`, `error`, `skipped`; empty where it passed."""
    kind: str = ""
    message: str = ""
    lines: tuple[str, ...] = ()


def render(report: ScanReport, options: RenderOptions) -> Iterator[bytes]:
    """The document. Raises UsageError where the report was not matched: no test would look like no failure."""
    del options
    return _pieces(report, findings_of(report, "junit"))


def _pieces(report: ScanReport, findings: Findings) -> Iterator[bytes]:
    packages = packages_by_id(report)
    suites = {
        "assessment": list(_assessment_cases(report, findings)),
        "vulnerabilities": [_match_case(match, packages, findings) for match in counted_matches(findings)],
        "suppressed": [_match_case(match, packages, findings) for match in accepted_matches(findings)],
    }
    image = clean(report.image.name) or report.image.kind
    totals = _totals(case for cases in suites.values() for case in cases)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name={in_xml_attribute(image)}{totals}>\n'.encode()
    for name, cases in suites.items():
        if cases:
            yield f"<testsuite name={in_xml_attribute(f'{image}: {name}')}{_totals(cases)}>\n".encode()
            yield f"<properties>{_properties(report, findings)}</properties>\n".encode()
            for start in range(0, len(cases), _PIECE_CASES):
                yield "".join(map(_element, cases[start : start + _PIECE_CASES])).encode()
            yield b"</testsuite>\n"
    yield b"</testsuites>\n"


def _assessment_cases(report: ScanReport, findings: Findings) -> Iterator[_Case]:
    for one in findings.assessments:
        words = assessment_words(one) if one.state is not AssessmentState.ASSESSED else ""
        yield _Case("assessment", clean(one.subject), _STATES[one.state], one.state.value, words)
    if not report.inventory.packages:
        yield _Case("assessment", "packages", "error", "empty", "no package was found, so nothing could be assessed")
    if findings.database.kind == "starter":
        yield _Case("assessment", "database", "skipped", "starter", database_words(findings))
    for problem in report.problems:
        yield _Case("problem", clean(problem.path) or "image", "error", "incomplete", clean(str(problem)))
    for words in suppressed_words(findings):
        yield _Case("suppressed", words)
    for note in findings.exceptions:
        yield _Case("exception", clean(note.statement), "skipped", "exception", clean(f"{note.origin}: {note.problem}"))


def _match_case(match: Match, packages: dict[str, Package], findings: Findings) -> _Case:
    package = package_of(match, packages)
    flaw = match.vulnerability
    name = clean(f"{flaw.id} in {package.name} {package.version}")
    if match.is_suppressed:
        return _Case(
            clean(package.type), name, "skipped", "suppressed", clean(suppression_words(match.suppressions[0]))
        )
    fix = fix_words(match.fix, is_malware=flaw.kind.value == "malware")
    message = clean(f"{match.severity}{': ' if flaw.title else ''}{flaw.title}. {fix}")
    lines = tuple(in_words(match, package, findings.database.feeds))
    return _Case(clean(package.type), name, "failure", match.severity.value, message, lines)


def _element(case: _Case) -> str:
    head = (
        f'<testcase classname={in_xml_attribute(case.group or "unknown")} name={in_xml_attribute(case.name)} time="0"'
    )
    if not case.outcome:
        return f"{head}/>\n"
    inner = in_xml("\n".join(case.lines))
    kind = f" type={in_xml_attribute(case.kind)}" if case.outcome != "skipped" else ""
    return (
        f"{head}><{case.outcome} message={in_xml_attribute(case.message)}{kind}>{inner}</{case.outcome}></testcase>\n"
    )


def _totals(cases: Iterable[_Case]) -> str:
    counts = Counter(case.outcome for case in cases)
    return (
        f' tests="{counts.total()}" failures="{counts["failure"]}" errors="{counts["error"]}" '
        f'skipped="{counts["skipped"]}" time="0"'
    )


def _properties(report: ScanReport, findings: Findings) -> str:
    told = {
        "image": report.image.name,
        "digest": report.image.digest or report.image.image_id,
        "database": findings.database.built,
    }
    rows = ((name, clean(value)) for name, value in told.items() if value)
    return "".join(f'<property name="{name}" value={in_xml_attribute(value)}/>' for name, value in rows)


FORMAT = ReportFormat(
    name="junit",
    media_type="application/xml",
    render=render,
    needs_findings=True,
    extension=".junit.xml",
    summary="the findings as failed tests (JUnit's XML), for build servers",
)
