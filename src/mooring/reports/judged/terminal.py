"""A verdict for people: what it is and why, what could not be judged, what decides, what is accepted, what to do next."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from mooring.model.policy import Action
from mooring.model.report import ScanReport
from mooring.model.verdict import Verdict
from mooring.reports.findings.terminal import wrapped
from mooring.reports.format import RenderOptions
from mooring.reports.judged.subjects import Told, TriggerGroup, told_findings, trigger_groups
from mooring.reports.judged.tables import SUMMARY_COLUMNS, accepted_by, group_table, summary_rows
from mooring.reports.judged.words import (
    HEADLINES,
    SECTION_TITLES,
    first_upper,
    is_doubtful,
    problem_words,
    reason_words,
    size_words,
    verdict_facts,
)
from mooring.reports.sections.section import Kind, SectionColumn
from mooring.reports.sections.terminal import table_lines
from mooring.reports.text.columns import GAP
from mooring.reports.text.style import BOLD, DIM, YELLOW, clean, columns_of, cut, cut_middle, styled
from mooring.reports.text.summary import counted

SHOWN = 10
"""Findings of a trigger that are shown; the rest is counted."""
HEADLINE_STYLES = {Action.GO: "1;32", Action.WARN: "1;33", Action.STOP: "1;7;31"}
_LOUD = "7;31"
_SECTION_STYLES = {"failed": _LOUD, "not-gathered": _LOUD, "stop": "1;31", "warn": "1;33", "go": BOLD}
_MESSAGE_LINES = 4
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9./:@_+-]{0,300}")


def verdict_block(report: ScanReport, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
    """The verdict in short, at the end of a report that tells of more: the word, the reason, findings by trigger."""
    yield ""
    yield _in(BOLD, "Verdict", options) + f"  {_headline(verdict, options)}"
    for line in wrapped(first_upper(reason_words(verdict)), _inner(options)):
        yield f"  {line}"
    facts = dict(verdict_facts(report, verdict))
    basis = " · ".join(f"{title} {facts[title]}" for title in ("bundle", "mapping", "judged as") if title in facts)
    yield from (f"  {_in(DIM, line, options)}" for line in wrapped(basis, _inner(options)))
    for problem in [one for one in verdict.problems if one.is_error][:SHOWN]:
        yield from (f"  {_in(YELLOW, line, options)}" for line in wrapped(problem_words(problem), _inner(options)))
    groups = trigger_groups(told_findings(report, verdict))
    rows = summary_rows(groups)
    yield from table_lines(SUMMARY_COLUMNS, rows, ("worst",), options)
    if rows:
        yield _in(DIM, "  -o json has each finding; `mooring policy explain` tells why", options)


def head_lines(report: ScanReport, verdict: Verdict, options: RenderOptions) -> Iterator[str]:
    """The verdict in a word and a sentence, and what it rests on."""
    headline = _headline(verdict, options)
    name = clean(report.image.name) or report.image.kind
    name = cut(name, max(options.width - len(HEADLINES[verdict.action]) - 3, 10)) if options.width else name
    yield f"{headline} {_in(BOLD, name, options)}"
    style = YELLOW if is_doubtful(verdict) else ""
    for line in wrapped(first_upper(reason_words(verdict)), options.width):
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
            title, colon, rest = SECTION_TITLES[section].partition(":")
            title = f"{title.upper() if colon else title}{colon}{rest}{size}"
            yield ["", _in(_SECTION_STYLES[section], title, options)]
        yield list(_group_lines(group, options))
    yield list(_accepted_lines([group for group in groups if group.section == "accepted"], options))


def next_lines(report: ScanReport, options: RenderOptions) -> Iterator[str]:
    """What to do next."""
    name = report.image.name if _PLAIN_NAME.fullmatch(report.image.name) else "REFERENCE"
    steps = (
        (f"mooring policy explain {name}", "why, rule by rule (with the same options)"),
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
    """A table; messages that do not fit the terminal beside their ids are wrapped, since their ends say as much as their beginnings."""
    columns, rows, left_out = group_table(told)
    if columns[0].kind is Kind.SEVERITY or not options.width or _fits(columns, rows, options.width - 4):
        yield from table_lines(columns, rows, left_out, options, indent=4)
        return
    for one in told:
        message = cut(clean(one.finding.message), options.width * _MESSAGE_LINES)
        yield from (f"    {line}" for line in wrapped(message, options.width - 4))
        for words in filter(None, (clean(one.finding.trigger_id), accepted_by(one))):
            yield _in(DIM, f"      {cut_middle(words, max(options.width - 6, 20))}", options)


def _fits(columns: Sequence[SectionColumn], rows: Sequence[Sequence[str]], width: int) -> bool:
    sizes = [
        max(len(column.title), *(columns_of(row[at]) for row in rows)) + GAP
        for at, column in enumerate(columns)
        if any(row[at] for row in rows)
    ]
    return sum(sizes) - GAP <= width


def _headline(verdict: Verdict, options: RenderOptions) -> str:
    word = HEADLINES[verdict.action]
    style = HEADLINE_STYLES[Action.WARN if is_doubtful(verdict) else verdict.action]
    return _in(style, f" {word} " if options.use_color else word, options)


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
    for words, number in Counter(map(accepted_by, told)).most_common():
        yield from (f"  {line}" for line in wrapped(f"{number:,} by {words}", _inner(options)))


def _inner(options: RenderOptions) -> int:
    return options.width - 2 if options.width else 0


def _in(style: str, text: str, options: RenderOptions) -> str:
    return styled(text, style, use_color=options.use_color)
