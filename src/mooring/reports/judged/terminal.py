"""A verdict for people: what it is and why, what could not be judged, what decides, what is accepted, what to do next."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from mooring.model.policy import Action
from mooring.model.report import ScanReport
from mooring.model.verdict import Verdict, VerdictReason
from mooring.reports.findings.counts import marks_of
from mooring.reports.findings.terminal import severity_style, wrapped
from mooring.reports.findings.words import fix_label
from mooring.reports.format import RenderOptions
from mooring.reports.judged.subjects import Told, TriggerGroup, told_findings, trigger_groups
from mooring.reports.judged.words import (
    HEADLINES,
    allowance_words,
    problem_words,
    reason_words,
    size_words,
    verdict_facts,
)
from mooring.reports.text.columns import Column, aligned_without
from mooring.reports.text.style import BOLD, CYAN, DIM, YELLOW, clean, columns_of, cut, cut_middle, cut_path, styled
from mooring.reports.text.summary import counted

SHOWN = 10
"""Findings of a trigger that are shown; the rest is counted."""
HEADLINE_STYLES = {Action.GO: "1;32", Action.WARN: "1;33", Action.STOP: "1;7;31"}
_LOUD = "7;31"
_SECTION_STYLES = {"failed": _LOUD, "not-gathered": _LOUD, "stop": "1;31", "warn": "1;33", "go": BOLD}
_SECTION_TITLES = {
    "failed": "COULD NOT BE EVALUATED: nothing is known of what these rules look for",
    "not-gathered": "NOT GATHERED: rules that could not look have found nothing, which means nothing",
    "stop": "Stop",
    "warn": "Warn",
    "go": "For information",
}
_FLAW_COLUMNS = (
    Column(title="severity", style_of=severity_style),
    Column(title="trigger id", least=24, style=CYAN, cut=cut_middle),
    Column(title="installed", least=8),
    Column(title="fixed in", least=10),
    Column(title="note", least=9, style=YELLOW),
    Column(title="path", least=12, style=DIM, cut=cut_path),
)
_COLUMNS = (
    Column(title="about", least=14, style=BOLD, cut=cut_middle),
    Column(title="message", least=32),
    Column(title="trigger id", least=10, style=DIM),
    Column(title="accepted by", least=14, style=DIM),
)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9./:@_+-]{0,300}")


def verdict_lines(report: ScanReport, verdict: Verdict, options: RenderOptions) -> Iterator[Sequence[str]]:
    """Blocks of lines, in reading order."""
    yield list(head_lines(report, verdict, options))
    yield list(problem_lines(verdict, options))
    yield from finding_lines(report, verdict, options)


def head_lines(report: ScanReport, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
    """The verdict in a word and a sentence, and what it rests on."""
    headline = f" {HEADLINES[verdict.action]} "
    name = clean(report.image.name) or report.image.kind
    name = cut(name, max(options.width - columns_of(headline) - 1, 10)) if options.width else name
    style = HEADLINE_STYLES[verdict.action]
    yield f"{_in(style, headline if options.use_color else headline.strip(), options)} {_in(BOLD, name, options)}"
    sentence = reason_words(verdict)
    style = YELLOW if verdict.passes and (not verdict.policies or verdict.reason is VerdictReason.WHITELISTED) else ""
    for line in wrapped(sentence[0].upper() + sentence[1:], options.width):
        yield _in(style, line, options)
    sizes = size_words(verdict)
    if len(sizes) > 1:
        yield from wrapped(" · ".join(sizes), options.width)
    for title, value in verdict_facts(report, verdict):
        text = cut(value, options.width - 13) if options.width > 20 else value
        yield f"  {_in(DIM, f'{title:<9}', options)}  {text}"


def problem_lines(verdict: Verdict, options: RenderOptions) -> Iterator[str]:
    """What is wrong with the bundle."""
    for title, style, problems in (
        ("MISTAKES IN THE BUNDLE: it cannot pass an image", _LOUD, [one for one in verdict.problems if one.is_error]),
        ("Notes on the bundle", YELLOW, [one for one in verdict.problems if not one.is_error]),
    ):
        if problems:
            yield ""
            yield _in(style, title, options)
            for problem in problems:
                yield from (f"  {line}" for line in wrapped(problem_words(problem), _inner(options)))


def finding_lines(report: ScanReport, verdict: Verdict, options: RenderOptions) -> Iterator[Sequence[str]]:
    """A block for each trigger, what could not be judged first; what allowlists accept is counted, and listed where asked for."""
    section = ""
    groups = trigger_groups(told_findings(report, verdict))
    for group in groups:
        if group.section == "accepted":
            break
        if group.section != section:
            section = group.section
            number = sum(len(other.told) for other in groups if other.section == section)
            size = f": {counted(number, 'finding')}" if section in ("stop", "warn", "go") else ""
            title = f"{_SECTION_TITLES[section]}{size}"
            yield ["", _in(_SECTION_STYLES[section], title, options)]
        yield list(_group_lines(group, options))
    yield list(_accepted_lines([group for group in groups if group.section == "accepted"], options))


def next_lines(report: ScanReport, options: RenderOptions) -> Iterator[str]:
    """What to do next."""
    name = report.image.name if _PLAIN_NAME.fullmatch(report.image.name) else "REFERENCE"
    steps = (
        (f"mooring policy explain {name}", "why, rule by rule"),
        (f"mooring policy check {name} -o json", "every finding, with message and trigger id"),
    )
    most = max(len(command) for command, _ in steps)
    yield ""
    yield _in(DIM, "Next", options)
    for command, why in steps:
        fits = not options.width or most + len(why) + 4 <= options.width
        yield f"  {command}" + (_in(DIM, f"{'':{most - len(command)}}  {why}", options) if fits else "")


def _group_lines(group: TriggerGroup, options: RenderOptions) -> Iterator[str]:
    rules = Counter(clean(one.finding.rule_id) for one in group.told if one.finding.rule_id)
    by = f" · rule {next(iter(rules))}" if len(rules) == 1 else f" · {counted(len(rules), 'rule')}" if rules else ""
    details = f" · {counted(len(group.told), 'finding')}{by}"
    room = max(options.width - columns_of(group.name) - 2, 0)
    yield f"  {_in(BOLD, group.name, options)}{_in(DIM, cut(details, room) if options.width else details, options)}"
    shown = group.told if options.with_suppressed else group.told[:SHOWN]
    yield from _rows(shown, options)
    advice = dict.fromkeys(clean(one.finding.recommendation) for one in group.told if one.finding.recommendation)
    for text in list(advice)[:5]:
        yield from (f"    {line}" for line in wrapped(f"→ {text}", _inner(options) - 2 if options.width else 0))
    if len(group.told) > len(shown):
        yield _in(DIM, f"    and {len(group.told) - len(shown):,} more: --show-suppressed lists all", options)


def _rows(told: Sequence[Told], options: RenderOptions) -> Iterator[str]:
    """Vulnerabilities in columns of their own, where the report knows them; else the message."""
    if all(one.match is not None and one.package is not None for one in told):
        yield from _table(_FLAW_COLUMNS, [_flaw_row(one) for one in told], ("path", "installed"), options)
        return
    rows = [(one.about, clean(one.finding.message), clean(one.finding.trigger_id), _accepted_by(one)) for one in told]
    yield from _table(_COLUMNS, rows, ("trigger id",), options)


def _table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], left_out: Sequence[str], options: RenderOptions
) -> Iterator[str]:
    return aligned_without(left_out, columns, rows, width=options.width, use_color=options.use_color, indent=4)


def _flaw_row(told: Told) -> tuple[str, ...]:
    assert told.match is not None and told.package is not None
    flaw = told.match.vulnerability
    return (
        str(told.match.severity),
        clean(told.finding.trigger_id),
        clean(told.package.version),
        fix_label(told.match.fix, is_malware=flaw.kind.value == "malware"),
        ", ".join(marks_of([told.match], with_new=False)),
        "" if told.package.is_os_package else told.path,
    )


def _accepted_by(told: Told) -> str:
    return allowance_words(told.finding.allowance) if told.finding.allowance is not None else ""


def _accepted_lines(groups: Sequence[TriggerGroup], options: RenderOptions) -> Iterator[str]:
    if not groups:
        return
    told = [one for group in groups for one in group.told]
    yield ""
    yield _in(BOLD, f"Accepted by allowlists: {counted(len(told), 'finding')}", options)
    if options.with_suppressed:
        for group in groups:
            yield from _group_lines(group, options)
        return
    for words, number in Counter(map(_accepted_by, told)).most_common():
        yield from (f"  {line}" for line in wrapped(f"{number:,} by {words}", _inner(options)))


def _inner(options: RenderOptions) -> int:
    return options.width - 2 if options.width else 0


def _in(style: str, text: str, options: RenderOptions) -> str:
    return styled(text, style, use_color=options.use_color)
