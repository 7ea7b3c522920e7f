"""The part of the Markdown report that shows findings, short enough for a comment on a pull request."""

from collections.abc import Iterable, Iterator, Sequence

from mooring.model.match import Findings, Match
from mooring.model.package import Package
from mooring.model.report import ScanReport
from mooring.reports.findings.counts import (
    assessment_words,
    counts_of,
    database_words,
    extra_words,
    marks_of,
    not_assessed,
    partly_assessed,
    risk_text,
    severity_words,
    suppressed_words,
    tells_new,
    verdict_words,
)
from mooring.reports.findings.facts import addresses_of
from mooring.reports.findings.groups import (
    FindingGroup,
    accepted_matches,
    counted_matches,
    groups_of,
    package_of,
    packages_by_id,
    suppressed_matches,
)
from mooring.reports.findings.words import fix_label, suppression_words
from mooring.reports.sections.gaps import reason_lines
from mooring.reports.text.markup import in_markdown
from mooring.reports.text.summary import counted

_OPEN_GROUPS = 30
"""Further ones are folded away."""
_UPGRADES_TOLD = 10
_PROBLEMS_TOLD = 20
_ACCEPTED_TOLD = 100
_HEADS = (
    "| risk | severity | package | installed | fixed in | vulnerabilities | note |",
    "|--:|---|---|---|---|---|---|",
)


def finding_blocks(report: ScanReport, findings: Findings) -> Iterator[Sequence[str]]:
    """Counts, what is not known, the groups, the best updates, what is suppressed."""
    distro = report.inventory.distro
    name = in_markdown(report.image.name) or report.image.kind
    system = f" ({in_markdown(distro.pretty_name or distro.id)})" if distro else ""
    yield [f"# Vulnerabilities of {name}{system}", ""]
    yield list(_counts(findings))
    yield from gap_blocks(report, findings)
    if not counted_matches(findings):
        words = verdict_words(report, counts_of(findings))
        yield [f"**{in_markdown(words[:1].upper() + words[1:])}**", ""]
    yield from _groups(report, findings)
    yield from _upgrades(findings)
    yield from _suppressed(report, findings)
    if findings.exceptions:
        notes = (f"{note.statement} ({note.origin}): {note.problem}" for note in findings.exceptions)
        yield ["## Exceptions to look at", "", *items(notes), ""]


def _counts(findings: Findings) -> Iterator[str]:
    counts = counts_of(findings)
    if counts.findings:
        word = "vulnerability" if counts.vulnerabilities == 1 else "vulnerabilities"
        packages = counted(counts.packages, "package")
        yield f"**{counts.vulnerabilities:,} {word}** in {packages}: {severity_words(counts)}"
        extra = " · ".join(extra_words(findings, counts))
        yield f"<br>{extra}" if extra else ""
    compared = f", compared with {findings.compared_with}" if findings.compared_with else ""
    start = "<br>" if counts.findings else ""
    yield f"{start}<sub>{in_markdown(database_words(findings) + compared)}</sub>"
    yield ""


def gap_blocks(report: ScanReport, findings: Findings) -> Iterator[Sequence[str]]:
    """What could not be judged or read, as alerts."""
    blind, partly = not_assessed(findings), partly_assessed(findings)
    if blind:
        yield alert("CAUTION", "Not assessed: finding nothing in these means nothing", map(assessment_words, blind))
    if report.problems:
        told = list(reason_lines(report.problems))
        title = f"Incomplete: {counted(len(report.problems), 'problem')}"
        yield alert("CAUTION", title, told[:_PROBLEMS_TOLD])
    if partly:
        yield alert("WARNING", "Partly assessed", map(assessment_words, partly))


def alert(kind: str, title: str, lines: Iterable[str]) -> list[str]:
    """A box that GitHub draws in colour: `CAUTION` in red, `WARNING` in yellow, `TIP` in green."""
    told = [f"> {line}" for line in items(lines)]
    return [f"> [!{kind}]", f"> **{title}**", *([">", *told] if told else []), ""]


def items(lines: Iterable[str]) -> Iterator[str]:
    """A list, its text made harmless."""
    return (f"- {in_markdown(line)}" for line in lines)


def _groups(report: ScanReport, findings: Findings) -> Iterator[Sequence[str]]:
    groups = groups_of(report, counted_matches(findings))
    rows = [_row(group, findings) for group in groups]
    if rows:
        yield ["## Updates, highest risk first", "", *_HEADS, *rows[:_OPEN_GROUPS], ""]
    if len(rows) > _OPEN_GROUPS:
        yield [
            f"<details><summary>{len(rows) - _OPEN_GROUPS:,} more</summary>",
            "",
            *_HEADS,
            *rows[_OPEN_GROUPS:],
            "",
            "</details>",
            "",
        ]


def _row(group: FindingGroup, findings: Findings) -> str:
    fixed = f"**{in_markdown(group.fixed_in)}**" if group.fixed_in else ""
    more = len(group.vulnerabilities) - 1
    packages = f" ({counted(len(group.packages), 'package')})" if len(group.packages) > 1 else ""
    marks = marks_of(group.matches, with_new=tells_new(findings))
    cells = (
        risk_text(group.risk),
        str(group.severity),
        in_markdown(group.name) + packages,
        in_markdown(", ".join(group.installed)),
        fixed or in_markdown(fix_label(group.worst.fix, is_malware=group.is_malware)),
        _link(group.worst) + (f" and {more} more" if more else ""),
        ", ".join(f"**{mark}**" if mark[:2].isupper() else mark for mark in marks),
    )
    return f"| {' | '.join(cells)} |"


def _link(match: Match) -> str:
    name = in_markdown(match.vulnerability.id) or "unnamed"
    addresses = addresses_of(match.vulnerability)
    return f"[{name}](<{addresses[0]}>)" if addresses else name


def _upgrades(findings: Findings) -> Iterator[Sequence[str]]:
    steps = [step for step in findings.upgrades if step.matches][:_UPGRADES_TOLD]
    if steps:
        told = (
            f"{index}. {in_markdown(step.name)} {in_markdown(', '.join(step.from_versions))} → **{in_markdown(step.to_version)}** "
            f"cures {counted(len(step.matches), 'finding')}"
            for index, step in enumerate(steps, start=1)
        )
        yield ["## Best updates", "", *told, ""]


def _suppressed(report: ScanReport, findings: Findings) -> Iterator[Sequence[str]]:
    lines = list(suppressed_words(findings))
    if not lines:
        return
    packages = packages_by_id(report)
    number = len(suppressed_matches(findings))
    yield [f"<details><summary>Suppressed: {counted(number, 'finding')}</summary>", "", *items(lines), ""]
    accepted = accepted_matches(findings)
    if accepted:
        yield [*(_suppressed_item(match, package_of(match, packages)) for match in accepted[:_ACCEPTED_TOLD]), ""]
    yield ["</details>", ""]


def _suppressed_item(match: Match, package: Package) -> str:
    name = in_markdown(f"{package.name} {package.version}".strip())
    return f"- {_link(match)} in {name} ({match.severity}). {in_markdown(suppression_words(match.suppressions[0]))}"
