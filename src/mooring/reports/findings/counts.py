"""What a person wants to know of findings first: how many, how bad, and what nobody could judge."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from mooring.model.advisory import AdvisoryKind
from mooring.model.match import Assessment, AssessmentState, Findings, Match, SuppressedBy
from mooring.model.report import ScanReport
from mooring.model.severity import SEVERITIES, Severity
from mooring.reports.findings.groups import counted_matches, suppressed_matches
from mooring.reports.text.style import clean
from mooring.reports.text.summary import counted

NOT_MATCHED = "the inventory was not matched against vulnerability data: nothing is known of its vulnerabilities"
"""What every format says of a report without findings."""
_WHO = {
    SuppressedBy.EXCEPTION: "by an exception",
    SuppressedBy.VEX: "by a VEX statement",
    SuppressedBy.DISTRIBUTION: "by the distribution",
    SuppressedBy.OWNER: "by the owning OS package",
    SuppressedBy.HARMLESS: "as harmless where they are",
    SuppressedBy.OPTION: "by an option",
}


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of findings. A vulnerability in several packages is counted once, with the highest of its severities."""

    vulnerabilities: int
    findings: int
    """Pairs of package and vulnerability."""
    packages: int
    by_severity: tuple[tuple[Severity, int], ...]
    """Critical first; severities that nothing has are left out."""
    fixable: int
    exploited: int
    malware: int
    new: int
    suppressed: int
    """Findings that are kept but not counted."""


def counts_of(findings: Findings) -> Counts:
    """The numbers."""
    matches = counted_matches(findings)
    worst: dict[str, Severity] = {}
    for match in matches:
        name = match.vulnerability.id
        worst[name] = max(worst.get(name, Severity.UNKNOWN), match.severity, key=lambda severity: severity.rank)
    severities = Counter(worst.values())
    return Counts(
        vulnerabilities=len(worst),
        findings=len(matches),
        packages=len({match.package for match in matches}),
        by_severity=tuple((one, severities[one]) for one in reversed(SEVERITIES) if severities[one]),
        fixable=_distinct(match for match in matches if match.has_fix),
        exploited=_distinct(match for match in matches if match.is_exploited),
        malware=_distinct(match for match in matches if match.vulnerability.kind is AdvisoryKind.MALWARE),
        new=_distinct(match for match in matches if match.is_new),
        suppressed=len(findings.matches) - len(matches),
    )


def not_assessed(findings: Findings) -> list[Assessment]:
    """What could not be judged at all."""
    return [one for one in findings.assessments if one.state is AssessmentState.NOT_ASSESSED]


def partly_assessed(findings: Findings) -> list[Assessment]:
    """What could be judged only in part."""
    return [one for one in findings.assessments if one.state is AssessmentState.PARTLY]


def assessment_words(assessment: Assessment) -> str:
    """`conda (3 packages): no feed of the database speaks for it`."""
    size = f" ({counted(assessment.package_count, 'package')})" if assessment.package_count else ""
    return clean(f"{assessment.subject}{size}: {assessment.reason or 'no reason is given'}")


def verdict_words(report: ScanReport, counts: Counts) -> str:
    """One sentence for the case that nothing was found: it promises no more than is known."""
    findings = report.findings
    if findings is None:
        return NOT_MATCHED
    if not report.inventory.packages:
        return "no package was found, so nothing could be assessed"
    if not findings.assessments:
        return "nothing was assessed"
    gaps = []
    if not_assessed(findings):
        gaps.append("what could be assessed")
    elif partly_assessed(findings):
        gaps.append("what could be assessed in part")
    if report.problems:
        gaps.append("what could be read")
    only = f" in {' and '.join(gaps)}" if gaps else ""
    hidden = f" that counts: {counted(counts.suppressed, 'finding')} suppressed" if counts.suppressed else ""
    return f"no known vulnerability{only}{hidden}"


def is_certain(report: ScanReport) -> bool:
    """Whether finding nothing means that there is nothing: everything was read, and all of it was assessed."""
    findings = report.findings
    return bool(
        findings
        and report.inventory.packages
        and findings.assessments
        and findings.is_assessed
        and not report.problems
        and findings.database.kind != "starter"
    )


def severity_words(counts: Counts) -> str:
    """`2 critical, 1 high`."""
    return ", ".join(f"{number:,} {severity}" for severity, number in counts.by_severity)


def extra_words(findings: Findings, counts: Counts) -> list[str]:
    """What else is counted: fixable, exploited, malware, new, suppressed; only what is there."""
    told = [
        (counts.fixable, "fixable"),
        (counts.exploited, "exploited"),
        (counts.malware, "malware"),
        (counts.suppressed, "suppressed"),
    ]
    words = [f"{number:,} {name}" for number, name in told if number]
    if findings.compared_with:
        words.insert(0, f"{counts.new:,} new")
    return words


def suppressed_words(findings: Findings) -> Iterator[str]:
    """A line for everybody who suppressed something: how many, who, by which file or feed."""
    groups: Counter[str] = Counter()
    for match in suppressed_matches(findings):
        first = match.suppressions[0]
        author = f" of {first.author}" if first.author else ""
        origin = f" ({first.origin})" if first.origin else ""
        groups[clean(f"{_WHO.get(first.by, first.by.value)}{author}{origin}")] += 1
    for words, number in sorted(groups.items(), key=lambda item: (-item[1], item[0])):
        yield f"{number:,} {words}"


def database_words(findings: Findings) -> str:
    """`database of 2026-11-20, 3 days old`, and what kind where it is not a full one."""
    database = findings.database
    age = f", {counted(int(min(database.age_days, 1e6)), 'day')} old" if database.age_days >= 1 else ""
    kind = {"full": "", "starter": ", only a starter: most vulnerabilities are missing"}.get(
        database.kind, f", {database.kind}"
    )
    return clean(f"database of {database.built[:10] or 'unknown date'}{age}{kind}")


def tells_new(findings: Findings) -> bool:
    """Whether some of the findings that count are new and others not: only then it is worth a mark."""
    if not findings.compared_with:
        return False
    counted_new = {match.is_new for match in findings.matches if not match.is_suppressed}
    return len(counted_new) > 1


def marks_of(matches: Sequence[Match], *, with_new: bool) -> list[str]:
    """What stands out, loudest first: `MALWARE`, `EXPLOITED`, `new`, `possible` (by product name only), `disputed`."""
    kinds = {match.vulnerability.kind for match in matches}
    exploited = [entry for match in matches for entry in match.vulnerability.exploited]
    is_ransomware = any(entry.used_by_ransomware for entry in exploited)
    told = (
        ("MALWARE", AdvisoryKind.MALWARE in kinds),
        ("EXPLOITED", bool(exploited) and not is_ransomware),
        ("EXPLOITED, ransomware", is_ransomware),
        ("new", with_new and any(match.is_new for match in matches)),
        ("notice", kinds == {AdvisoryKind.NOTICE}),
        (
            matches[0].confidence.value,
            len({match.confidence for match in matches}) == 1 and matches[0].confidence.value != "certain",
        ),
        ("disputed", all(match.vulnerability.is_disputed for match in matches)),
    )
    return [name for name, holds in told if holds]


def risk_text(risk: float) -> str:
    """`93.2`; what a damaged report says beyond 0 to 100 is cut to it."""
    return f"{min(risk, 100.0) if risk > 0 else 0.0:.1f}"


def _distinct(matches: Iterable[Match]) -> int:
    return len({match.vulnerability.id for match in matches})
