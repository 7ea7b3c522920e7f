"""The report for people: the score, each control in a line, then what fails and what is not known, with what to do."""

from collections.abc import Iterator, Sequence

from mooring.model.compliance import ComplianceReport, ControlResult, ControlState
from mooring.model.verdict import Finding
from mooring.reports.compliance.format import ComplianceFormat
from mooring.reports.controls.words import (
    count_words,
    facts,
    finding_words,
    headline,
    note_words,
    score_words,
    state_words,
    waiver_words,
    why_words,
)
from mooring.reports.findings.terminal import severity_style, wrapped
from mooring.reports.format import RenderOptions
from mooring.reports.text.columns import Column, aligned
from mooring.reports.text.style import BOLD, DIM, RED, YELLOW, clean, cut, cut_middle, styled
from mooring.reports.text.summary import counted

SHOWN = 8
"""Findings of a control that are told; the rest is counted."""
_FINDING_COLUMNS = 220
_LEAST_WITH_REASON = 100
"""Narrower terminals, and files, do without the reason in a control's line: it stands below."""
_HEADLINES = {"PASS": "1;32", "FAIL": "1;7;31", "INCOMPLETE": "1;33", "NOTHING CHECKED": "1;33"}
_STATES = {"fail": "1;31", "not gathered": "1;33", "by hand": "36", "pass": "32", "pass (part)": "32", "n/a": DIM}


def render(report: ComplianceReport, options: RenderOptions) -> Iterator[bytes]:
    """The text, a block at a time."""
    for block in _blocks(report, options):
        lines = list(block)
        if lines:
            yield ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _blocks(report: ComplianceReport, options: RenderOptions) -> Iterator[Iterator[str]]:
    yield _head(report, options)
    yield _incomplete(report, options)
    yield _overview(report, options)
    for control in _in_state(report, ControlState.FAIL):
        yield _failed(control, options)
    yield _unknown(report, options)
    yield _by_hand(report, options)
    yield _waived(report, options)
    yield _end(report, options)


def _head(report: ComplianceReport, options: RenderOptions) -> Iterator[str]:
    word = headline(report)
    shown = f" {word} " if options.use_color else word
    title = clean(report.pack.title)
    title = cut(title, max(options.width - len(shown) - 1, 10)) if options.width else title
    yield f"{_in(_HEADLINES[word], shown, options)} {_in(BOLD, title, options)}"
    score = score_words(report.totals)
    yield from wrapped(" · ".join((score[0].upper() + score[1:], *count_words(report.totals))), options.width)
    for title, value in facts(report):
        text = cut(value, options.width - 13) if options.width > 20 else value
        yield f"  {_in(DIM, f'{title:<9}', options)}  {text}"
    for name, value in report.settings.items():
        text = clean(f"{name} = {value}")
        text = cut(text, options.width - 13) if options.width > 20 else text
        yield f"  {_in(DIM, 'setting  ', options)}  {text}"


def _incomplete(report: ComplianceReport, options: RenderOptions) -> Iterator[str]:
    """What was not read, which no control could judge."""
    if report.problems:
        yield ""
        title = f"INCOMPLETE: {counted(len(report.problems), 'problem')} in reading the image; no pass speaks for these"
        yield from (_in(RED, line, options) for line in wrapped(title, options.width))
        yield from _indented(map(str, report.problems[:SHOWN]), options)
        if len(report.problems) > SHOWN:
            yield f"  and {len(report.problems) - SHOWN:,} more"


def _overview(report: ComplianceReport, options: RenderOptions) -> Iterator[str]:
    yield ""
    rows = [
        (
            clean(one.id),
            state_words(one),
            one.severity.value,
            clean(one.title),
            why_words(one) if options.width >= _LEAST_WITH_REASON else "",
        )
        for one in report.controls
    ]
    yield from aligned(_columns(rows, options.width), rows, width=options.width, use_color=options.use_color)


def _columns(rows: Sequence[Sequence[str]], width: int) -> tuple[Column, ...]:
    """The reason gives way to the title."""
    number = min(max((len(row[0]) for row in rows), default=0), 20)
    return (
        Column(title="control", least=number, style=BOLD, cut=cut_middle),
        Column(title="state", style_of=lambda text: _STATES.get(text, "")),
        Column(title="severity", style_of=severity_style),
        Column(title="title", least=min(max(width - number - 42, 10), 56)),
        Column(title="why", least=12, style=DIM),
    )


def _failed(control: ControlResult, options: RenderOptions) -> Iterator[str]:
    yield ""
    yield f"{_in('1;31', 'Fails', options)} {_title(control, options, room=6)}"
    yield from _findings(control.findings, control.finding_count, options)
    yield from _indented((f"also not known: {one}" for one in control.missing), options, YELLOW)
    yield from _indented((f"evidence: {one}" for one in control.evidence), options, DIM)
    yield from _indented([f"to do: {control.remedy}"] if control.remedy else [], options)


def _findings(findings: Sequence[Finding], count: int, options: RenderOptions) -> Iterator[str]:
    shown = len(findings) if options.with_suppressed else SHOWN
    room = max(2 * options.width - 20, 60) if options.width else _FINDING_COLUMNS  # Two lines.
    yield from _indented((cut(_short(one), room) for one in findings[:shown]), options)
    if count > shown:
        yield _in(DIM, f"  and {count - shown:,} more", options)


def _short(finding: Finding) -> str:
    """Anchore's message names the vulnerability last, where a line is cut."""
    words = finding_words(finding)
    return clean(f"{finding.vulnerability}: {words}") if finding.vulnerability else words


def _unknown(report: ComplianceReport, options: RenderOptions) -> Iterator[str]:
    """Controls that nobody could judge, and the parts of passes that nobody looked at."""
    controls = _in_state(report, ControlState.NOT_GATHERED)
    if controls:
        yield ""
        yield _in("1;33", "Not gathered: nothing is known of these, which is no pass", options)
        for control in controls:
            yield f"  {_title(control, options, room=2)}"
            yield from _indented((clean(one) for one in control.missing), options, indent=4)
            yield from _indented([f"to do: {control.remedy}"] if control.remedy else [], options, indent=4)
    partly = [one for one in _in_state(report, ControlState.PASS) if one.missing]
    if partly:
        yield ""
        yield _in(YELLOW, "Passed in part: not looked at", options)
        for control in partly:
            yield from _indented((f"{control.id}: {one}" for one in control.missing), options)


def _by_hand(report: ComplianceReport, options: RenderOptions) -> Iterator[str]:
    controls = _in_state(report, ControlState.MANUAL)
    if not controls:
        return
    yield ""
    yield _in("1;36", "By hand: evidence needed", options)
    for control in controls:
        needed = control.evidence_needed or "; ".join(control.missing)
        yield from _indented([f"{control.id} {control.title}: {needed}"], options)


def _waived(report: ComplianceReport, options: RenderOptions) -> Iterator[str]:
    told = [(control, finding) for control in report.controls for finding in control.waived]
    if told:
        yield ""
        yield _in(BOLD, f"Waived: {counted(sum(one.waived_count for one in report.controls), 'finding')}", options)
        shown = len(told) if options.with_suppressed else SHOWN
        for control, finding in told[:shown]:
            words = waiver_words(finding.allowance) if finding.allowance is not None else ""
            yield from _indented([f"{control.id} {finding_words(finding)}, {words}"], options)
        if len(told) > shown:
            yield _in(DIM, f"  and {len(told) - shown:,} more: the format json lists them", options)
    if report.notes:
        yield ""
        yield _in(YELLOW, "Waivers that have expired", options)
        yield from _indented(map(note_words, report.notes), options)


def _end(report: ComplianceReport, options: RenderOptions) -> Iterator[str]:
    yield ""
    for text in (report.pack.coverage, report.pack.statement):
        yield from (_in(DIM, line, options) for line in wrapped(clean(text), options.width or 120))


def _title(control: ControlResult, options: RenderOptions, *, room: int) -> str:
    """Number, title and severity in what `room` leaves of the line."""
    severity = control.severity.value
    title = clean(f"{control.id} {control.title}")
    title = cut(title, max(options.width - room - len(severity) - 3, 10)) if options.width else title
    return f"{_in(BOLD, title, options)} ({_in(severity_style(severity), severity, options)})"


def _indented(
    texts: Iterator[str] | Sequence[str], options: RenderOptions, style: str = "", *, indent: int = 2
) -> Iterator[str]:
    for text in texts:
        width = max(options.width - indent - 2, 40) if options.width else 0
        for number, line in enumerate(wrapped(clean(text), width)):
            yield f"{' ' * (indent if number == 0 else indent + 2)}{_in(style, line, options)}"


def _in_state(report: ComplianceReport, state: ControlState) -> list[ControlResult]:
    return [control for control in report.controls if control.state is state]


def _in(style: str, text: str, options: RenderOptions) -> str:
    return styled(text, style, use_color=options.use_color)


FORMAT = ComplianceFormat(
    name="table",
    media_type="text/plain; charset=utf-8",
    render=render,
    summary="for people: the score, a line for each control, what fails and what to do, what nobody could check",
)
