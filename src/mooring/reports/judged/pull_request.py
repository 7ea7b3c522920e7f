"""A verdict as Markdown for a comment on a pull request."""

from collections.abc import Iterator
from html import escape

from mooring.model.policy import Action
from mooring.model.report import ScanReport
from mooring.model.verdict import Verdict
from mooring.reports.findings.pull_request import alert, items
from mooring.reports.judged.subjects import TriggerGroup, told_findings, trigger_groups
from mooring.reports.judged.tables import RULE_COLUMNS, SUMMARY_COLUMNS, rule_rows, summary_rows
from mooring.reports.judged.words import (
    HEADLINES,
    SECTION_TITLES,
    is_doubtful,
    problem_words,
    reason_words,
    size_words,
    verdict_facts,
)
from mooring.reports.sections.pull_request import OPEN, folded, table
from mooring.reports.text.markup import in_markdown
from mooring.reports.text.style import clean, cut
from mooring.reports.text.summary import counted

_BOXES = {Action.GO: "TIP", Action.WARN: "WARNING", Action.STOP: "CAUTION"}
_PROBLEMS_TOLD = 20
_PROBLEM_CHARACTERS = 300
_FOLDED = 90
_ADVICE_TOLD = 5
_LAST_LINE = 200
_OPEN_SECTIONS = ("failed", "not-gathered", "stop")


def verdict_box(verdict: Verdict) -> list[str]:
    """The word and the reason, in a box of its colour."""
    box = "WARNING" if is_doubtful(verdict) else _BOXES[verdict.action]
    reason = in_markdown(cut(reason_words(verdict), _PROBLEM_CHARACTERS))
    return [f"> [!{box}]", f"> **{HEADLINES[verdict.action]}**: {reason}", ""]


def verdict_facts_line(report: ScanReport, verdict: Verdict) -> list[str]:
    """How many findings of each kind, and what the verdict rests on."""
    sizes = size_words(verdict)
    facts = " · ".join(f"{name} {cut(value, 100)}" for name, value in verdict_facts(report, verdict))
    return [*([" · ".join(sizes), ""] if sizes else []), f"<sub>{in_markdown(facts)}</sub>", ""]


def problem_boxes(verdict: Verdict) -> Iterator[list[str]]:
    """What is wrong with the bundle."""
    for box, title, problems in (
        (
            "CAUTION",
            "Mistakes in the bundle: it cannot pass an image",
            [one for one in verdict.problems if one.is_error],
        ),
        ("WARNING", "Notes on the bundle", [one for one in verdict.problems if not one.is_error]),
    ):
        if problems:
            lines = [cut(problem_words(one), _PROBLEM_CHARACTERS) for one in problems[:_PROBLEMS_TOLD]]
            rest = len(problems) - len(lines)
            yield alert(box, title, [*lines, *([f"and {rest:,} more"] if rest else [])])


def summary_block(report: ScanReport, verdict: Verdict) -> list[str]:
    """How often each trigger fired, for reports that tell of more than the verdict."""
    rows = summary_rows(trigger_groups(told_findings(report, verdict)))
    return ["## Policy", "", *table(SUMMARY_COLUMNS, rows[:_FOLDED]), ""] if rows else []


def group_blocks(report: ScanReport, verdict: Verdict, room: int) -> Iterator[str]:
    """A block for each trigger: what could not be judged and what stops it open, the rest folded.

    All together at most `room` bytes, if that is enough for the last line: how many findings did not fit.
    """
    section, left_out = "", 0
    for group in trigger_groups(told_findings(report, verdict)):
        heading = [f"## {SECTION_TITLES[group.section]}", ""] if group.section != section else []
        # Half of what is left, so that the second trigger is not crowded out by the first.
        lines, shown = _group(group, room // 2)
        block = "\n".join((*heading, *lines)) + "\n"
        size = len(block.encode("utf-8", "replace"))
        if not shown or size > room - _LAST_LINE:
            left_out += len(group.told)
            continue
        section, left_out, room = group.section, left_out + len(group.told) - shown, room - size
        yield block
    if left_out:
        yield f"**{counted(left_out, 'finding')} did not fit here**: `mooring policy check -o json` has them all\n"


def _group(group: TriggerGroup, room: int) -> tuple[list[str], int]:
    """The lines, and how many findings are among them."""
    head, rows = _fitting(group, room)
    heads, size = head[:2], counted(len(group.told), "finding")
    advice = dict.fromkeys(clean(one.finding.recommendation) for one in group.told if one.finding.recommendation)
    told = list(items(cut(f"Recommended: {one}", _PROBLEM_CHARACTERS) for one in list(advice)[:_ADVICE_TOLD]))
    tail = [*told, ""] if told else []
    if group.section not in _OPEN_SECTIONS:
        return [*folded(f"<b>{escape(group.name)}</b> · {size}", [*heads, *rows]), *tail], len(rows)
    lines = [f"**{in_markdown(group.name)}** · {size}", "", *heads, *rows[:OPEN], ""]
    if rows[OPEN:]:
        lines += folded(f"{len(rows) - OPEN:,} more", [*heads, *rows[OPEN:]])
    return [*lines, *tail], len(rows)


def _fitting(group: TriggerGroup, room: int) -> tuple[list[str], list[str]]:
    """The table's heads, and as many rows as there is room for."""
    lines = table(RULE_COLUMNS, rule_rows(group.told[: OPEN + _FOLDED]))
    rows: list[str] = []
    for line in lines[2:]:
        room -= len(line.encode("utf-8", "replace")) + 1
        if room < 0:
            break
        rows.append(line)
    return lines[:2], rows
