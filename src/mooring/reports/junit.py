"""JUnit's XML, for build servers that show tests: a case for each kind of package, each finding, each problem; for each
secret and whatever else files and Dockerfile hold that they should not; and for the verdict with its findings.

A finding fails; what an exception or a VEX statement suppresses, or was assessed in part only, is skipped; what could not be assessed or
read is an error. A kind of package that was assessed passes, so that an image without findings still shows what was looked at.
"""

from collections.abc import Iterator

from mooring.model.match import AssessmentState, Findings, Match
from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.reports.cases.case import Case, document_pieces, image_of
from mooring.reports.cases.content import content_cases
from mooring.reports.cases.judged import verdict_suites
from mooring.reports.findings.counts import assessment_words, database_words, suppressed_words
from mooring.reports.findings.groups import accepted_matches, counted_matches, package_of, packages_by_id
from mooring.reports.findings.required import findings_of
from mooring.reports.findings.words import fix_words, in_words, suppression_words
from mooring.reports.format import RenderOptions, ReportFormat
from mooring.reports.text.style import clean

_STATES = {AssessmentState.ASSESSED: "", AssessmentState.PARTLY: "skipped", AssessmentState.NOT_ASSESSED: "error"}


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
        "content": list(content_cases(report)),
        **(verdict_suites(report, report.verdict) if report.verdict is not None else {}),
    }
    properties = {
        "image": report.image.name,
        "digest": report.image.digest or report.image.image_id,
        "database": findings.database.built,
    }
    return document_pieces(image_of(report), suites, properties)


def _assessment_cases(report: ScanReport, findings: Findings) -> Iterator[Case]:
    for one in findings.assessments:
        words = assessment_words(one) if one.state is not AssessmentState.ASSESSED else ""
        yield Case("assessment", clean(one.subject), _STATES[one.state], one.state.value, words)
    if not report.inventory.packages:
        yield Case("assessment", "packages", "error", "empty", "no package was found, so nothing could be assessed")
    if findings.database.kind == "starter":
        yield Case("assessment", "database", "skipped", "starter", database_words(findings))
    for problem in report.problems:
        yield Case("problem", clean(problem.path) or "image", "error", "incomplete", clean(str(problem)))
    for words in suppressed_words(findings):
        yield Case("suppressed", words)
    for note in findings.exceptions:
        yield Case("exception", clean(note.statement), "skipped", "exception", clean(f"{note.origin}: {note.problem}"))


def _match_case(match: Match, packages: dict[str, Package], findings: Findings) -> Case:
    package = package_of(match, packages)
    flaw = match.vulnerability
    name = clean(f"{flaw.id} in {package.name} {package.version}")
    if match.is_suppressed:
        return Case(clean(package.type), name, "skipped", "suppressed", clean(suppression_words(match.suppressions[0])))
    fix = fix_words(match.fix, is_malware=flaw.kind.value == "malware")
    message = clean(f"{match.severity}{': ' if flaw.title else ''}{flaw.title}. {fix}")
    lines = tuple(in_words(match, package, findings.database.feeds))
    return Case(clean(package.type), name, "failure", match.severity.value, message, lines)


FORMAT = ReportFormat(
    name="junit",
    media_type="application/xml",
    render=render,
    needs_findings=True,
    extension=".junit.xml",
    summary="the findings as failed tests (JUnit's XML), for build servers",
)
