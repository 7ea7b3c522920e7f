"""The part of the table that shows findings: what matters first, what is not known before what is."""

from collections.abc import Iterable, Iterator, Sequence

from mooring.model.advisory import AdvisoryKind
from mooring.model.match import Findings, Match
from mooring.model.report import ScanReport
from mooring.reports.findings.counts import (
    Counts,
    assessment_words,
    counts_of,
    database_words,
    extra_words,
    is_certain,
    marks_of,
    not_assessed,
    partly_assessed,
    risk_text,
    severity_words,
    suppressed_words,
    tells_new,
    verdict_words,
)
from mooring.reports.findings.groups import (
    FindingGroup,
    counted_matches,
    groups_of,
    package_of,
    packages_by_id,
    suppressed_matches,
)
from mooring.reports.findings.words import fix_label
from mooring.reports.format import RenderOptions
from mooring.reports.sections.gaps import search_words
from mooring.reports.text.columns import Column, aligned, aligned_without
from mooring.reports.text.style import (
    BOLD,
    CYAN,
    DIM,
    RED,
    YELLOW,
    clean,
    columns_of,
    cut,
    cut_middle,
    cut_path,
    styled,
)
from mooring.reports.text.summary import counted, path_of

GREEN, LOUD = "32", "7;31"
_SEVERITY_STYLES = {"critical": "1;31", "high": RED, "medium": YELLOW, "low": CYAN}
_UPGRADES_SHOWN = 3
_LEFT_OUT = ("installed", "pkgs", "EPSS", "path")
"""Columns that narrow terminals do without, in this order, so that there is room for what to install."""


def severity_style(text: str) -> str:
    """The style of a severity's word."""
    return _SEVERITY_STYLES.get(text, DIM)


def _mark_style(text: str) -> str:
    return LOUD if text.startswith(("EXPLOITED", "MALWARE")) else YELLOW


def fix_style(text: str) -> str:
    """The style of what cures: a version stands out, that there is none does not."""
    return GREEN if text[:1].isdigit() or text.startswith("v") else DIM


_GROUP_COLUMNS = (
    Column(title="risk", is_number=True, style=BOLD),
    Column(title="severity", style_of=severity_style),
    Column(title="package", least=10, style=BOLD, cut=cut_middle),
    Column(title="installed", least=8),
    Column(title="fixed in", least=18, style_of=fix_style),
    Column(title="pkgs", is_number=True),
    Column(title="vulns", is_number=True),
    Column(title="worst", least=14, style=CYAN),
    Column(title="note", least=9, style_of=_mark_style),
)
_MATCH_COLUMNS = (
    Column(title="risk", is_number=True, style=BOLD),
    Column(title="severity", style_of=severity_style),
    Column(title="vulnerability", least=16, style=CYAN),
    Column(title="package", least=10, style=BOLD, cut=cut_middle),
    Column(title="installed", least=8),
    Column(title="fixed in", least=18, style_of=fix_style),
    Column(title="EPSS", is_number=True),
    Column(title="note", least=9, style_of=_mark_style),
    Column(title="path", least=16, style=DIM, cut=cut_path),
)
_SUPPRESSED_COLUMNS = (
    Column(title="severity", style_of=severity_style),
    Column(title="vulnerability", least=16, style=CYAN),
    Column(title="package", least=10, cut=cut_middle),
    Column(title="installed", least=7),
    Column(title="by", least=8),
    Column(title="reason", least=12, style=DIM),
)


def head_lines(report: ScanReport, findings: Findings, options: RenderOptions) -> Iterator[str]:
    """Image and distribution, the counts, the database."""
    counts = counts_of(findings)
    distro = report.inventory.distro
    named = clean(distro.pretty_name or f"{distro.name or distro.id} {distro.version_id}".strip()) if distro else ""
    name = clean(report.image.name) or report.image.kind
    packages = counted(len(report.inventory.packages), "package")
    rest = "".join(f" · {part}" for part in (named, packages) if part)
    name = cut(name, options.width) if options.width else name
    rest = cut(rest, max(options.width - columns_of(name), 0)) if options.width else rest
    yield _in(BOLD, name, options) + _in(DIM, rest, options)
    if counts.findings:
        yield from _lines("", _numbers(findings, counts, options), options)
    if not report.is_complete:
        searches = sum(1 for _ in search_words(report))
        told = [counted(len(report.problems), "problem")] if report.problems else []
        told += [f"{searches:,} of the searches not made wholly"] if searches else []
        yield _in(LOUD, f"INCOMPLETE: {' and '.join(told)}, listed below", options)
    if findings.database.built or findings.database.kind != "full":
        style = DIM if findings.database.kind == "full" else YELLOW
        yield from _lines(style, [database_words(findings)], options)
    if findings.compared_with:
        yield from _lines(DIM, [f"compared with {clean(findings.compared_with)}"], options)


def gap_lines(findings: Findings, options: RenderOptions) -> Iterator[str]:
    """What could not be judged, loudly, with the reasons."""
    for title, style, assessments in (
        ("NOT ASSESSED: finding nothing in these means nothing", LOUD, not_assessed(findings)),
        ("Partly assessed", YELLOW, partly_assessed(findings)),
    ):
        if assessments:
            yield ""
            yield _in(style, title, options)
            yield from _indented([assessment_words(one) for one in assessments], options)


def finding_lines(report: ScanReport, findings: Findings, options: RenderOptions) -> Iterator[str]:
    """A line for each update and for each source package without one; or, where asked for, for each finding.

    That nothing was found is said here, after what is not known.
    """
    matches = counted_matches(findings)
    if not matches:
        words = verdict_words(report, counts_of(findings))
        yield ""
        yield _in(GREEN if is_certain(report) else YELLOW, words[0].upper() + words[1:], options)
        return
    if options.by_vulnerability:
        rows = [_match_row(report_row, findings) for report_row in _with_packages(report, matches)]
        yield ""
        yield from _table(_MATCH_COLUMNS, rows, options)
        return
    groups = groups_of(report, matches)
    for title, chosen in (
        ("What an update cures", [group for group in groups if group.has_cure]),
        ("Without a fix", [group for group in groups if not group.has_cure]),
    ):
        if chosen:
            yield ""
            yield _in(BOLD, title, options)
            rows = [_group_row(group, findings) for group in chosen]
            yield from _table(_GROUP_COLUMNS, rows, options)


def upgrade_lines(findings: Findings, options: RenderOptions) -> Iterator[str]:
    """The best updates, with what each removes."""
    steps = [step for step in findings.upgrades if step.matches][:_UPGRADES_SHOWN]
    if not steps:
        return
    total = sum(match.risk for match in counted_matches(findings))
    yield ""
    rest = len(findings.upgrades) - len(steps)
    yield _in(BOLD, "Best updates", options) + _in(DIM, f" · {rest} more help less" if rest else "", options)
    for index, step in enumerate(steps, start=1):
        is_share = 0 < step.risk_removed <= total * 1.001
        share = f", {min(step.risk_removed / total, 1):.0%} of the risk" if is_share else ""
        change = f"{index}  {clean(step.name)} {clean(', '.join(step.from_versions))} → {clean(step.to_version)}"
        yield from _indented([f"{change}: cures {counted(len(step.matches), 'finding')}{share}"], options)


def suppressed_lines(report: ScanReport, findings: Findings, options: RenderOptions) -> Iterator[str]:
    """How many are suppressed and by whom; all of them where asked for."""
    matches = suppressed_matches(findings)
    if matches:
        yield ""
        yield _in(BOLD, f"Suppressed: {counted(len(matches), 'finding')}", options)
        if options.with_suppressed:
            rows = [
                _suppressed_row(match, name, version) for match, name, version, _ in _with_packages(report, matches)
            ]
            yield from aligned(_SUPPRESSED_COLUMNS, rows, width=options.width, use_color=options.use_color)
        else:
            yield from _indented(list(suppressed_words(findings)), options)
    if findings.exceptions:
        yield ""
        yield _in(YELLOW, "Exceptions to look at", options)
        told = [f"{note.statement} ({note.origin}): {note.problem}" for note in findings.exceptions]
        yield from _indented(list(map(clean, told)), options)


def _table(columns: Sequence[Column], rows: Sequence[Sequence[str]], options: RenderOptions) -> Iterator[str]:
    return aligned_without(_LEFT_OUT, columns, rows, width=options.width, use_color=options.use_color)


def _numbers(findings: Findings, counts: Counts, options: RenderOptions) -> list[str]:
    name = "vulnerability" if counts.vulnerabilities == 1 else "vulnerabilities"
    head, places = f"{counts.vulnerabilities:,} {name}", f"in {counted(counts.packages, 'package')}"
    severities = ", ".join(
        f"{number:,} {_in(severity_style(str(one)), str(one), options)}" for one, number in counts.by_severity
    )
    first = f"{_in(BOLD, head, options)} {places}"
    is_one_line = not 0 < options.width < len(f"{head} {places}: {severity_words(counts)}")
    lines = [f"{first}: {severities}"] if is_one_line else [first, severities]
    extra = [
        _in(LOUD, word, options) if "exploited" in word or "malware" in word else word
        for word in extra_words(findings, counts)
    ]
    return [*lines, *([" · ".join(extra)] if extra else [])]


def _group_row(group: FindingGroup, findings: Findings) -> tuple[str, ...]:
    marks = marks_of(group.matches, with_new=tells_new(findings))
    fixed = clean(group.fixed_in) or fix_label(group.worst.fix, is_malware=group.is_malware)
    return (
        risk_text(group.risk),
        str(group.severity),
        clean(group.name),
        clean(", ".join(group.installed)),
        fixed,
        f"{len(group.packages):,}",
        f"{len(group.vulnerabilities):,}",
        clean(group.worst.vulnerability.id),
        ", ".join(marks),
    )


def _with_packages(report: ScanReport, matches: Iterable[Match]) -> list[tuple[Match, str, str, str]]:
    """Match, name, version and path; the path only where it tells packages apart."""
    packages = packages_by_id(report)
    found = [(match, package_of(match, packages)) for match in matches]
    paths = {path_of(package) for _, package in found}
    return [
        (
            match,
            clean(package.name),
            clean(package.version),
            path_of(package) if len(paths) > 1 and not package.is_os_package else "",
        )
        for match, package in found
    ]


def _match_row(row: tuple[Match, str, str, str], findings: Findings) -> tuple[str, ...]:
    match, name, version, path = row
    prediction = match.vulnerability.exploit_prediction
    return (
        risk_text(match.risk),
        str(match.severity),
        clean(match.vulnerability.id),
        name,
        version,
        fix_label(match.fix, is_malware=match.vulnerability.kind is AdvisoryKind.MALWARE),
        f"{prediction.score:.1%}" if prediction else "",
        ", ".join(marks_of([match], with_new=tells_new(findings))),
        path,
    )


def _suppressed_row(match: Match, name: str, version: str) -> tuple[str, ...]:
    first = match.suppressions[0]
    by = " ".join(filter(None, (first.by.value, first.statement, first.author)))
    reason = first.reason or first.justification.replace("_", " ")
    return (str(match.severity), clean(match.vulnerability.id), name, version, clean(by), clean(reason))


def _in(style: str, text: str, options: RenderOptions) -> str:
    return styled(text, style, use_color=options.use_color)


def _indented(texts: Sequence[str], options: RenderOptions) -> Iterator[str]:
    for text in texts:
        yield from (f"  {line}" for line in wrapped(text, options.width - 2 if options.width else 0))


def _lines(style: str, texts: Sequence[str], options: RenderOptions) -> Iterator[str]:
    for text in texts:
        plain = "\x1b" not in text
        for line in wrapped(text, options.width) if plain else [text]:
            yield _in(style, line, options) if style and plain else line


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, broken at spaces; one line where the width is unknown or tiny."""
    if width < 20:
        return [text]
    import textwrap  # Only long lines on terminals need it.

    return textwrap.wrap(text, width, subsequent_indent="  ", break_on_hyphens=False) or [""]
