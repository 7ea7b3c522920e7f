"""The report as one HTML page that needs nothing else: no script, no address outside, readable on paper and in the dark."""

from collections.abc import Iterable, Iterator
from html import escape

from mooring.model.compliance import ComplianceReport, ControlResult, ControlState, Totals
from mooring.model.verdict import Finding
from mooring.reports.compliance.format import ComplianceFormat
from mooring.reports.controls.style import STYLE as OWN_STYLE
from mooring.reports.controls.words import (
    CHECK_WORDS,
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
from mooring.reports.findings.page_style import STYLE
from mooring.reports.format import RenderOptions
from mooring.reports.text.style import clean
from mooring.reports.text.summary import counted

_SHOWN = 20
"""Findings of a control that stand open; the others are folded."""
_CLASSES = {
    ControlState.FAIL: "fail",
    ControlState.NOT_GATHERED: "open",
    ControlState.MANUAL: "hand",
    ControlState.PASS: "pass",
    ControlState.NOT_APPLICABLE: "none",
}
_VERDICTS = {"PASS": "pass", "FAIL": "fail"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"


def render(report: ComplianceReport, options: RenderOptions) -> Iterator[bytes]:
    """The page, a control at a time; all text of image and pack is escaped."""
    del options
    for block in _blocks(report):
        yield (block + "\n").encode("utf-8", "replace")


def _blocks(report: ComplianceReport) -> Iterator[str]:
    yield from _head(report)
    yield _score(report.totals)
    yield from _banners(report)
    rows = "".join(f'<tr><th>{name}<td class="what">{_text(value)}' for name, value in _facts(report))
    yield f'<table class="facts">{rows}</table>'
    yield "<h2>Controls</h2>"
    yield f'<table class="controls"><tr><th>control<th>state<th>severity<th>title<th>why{"".join(map(_row, report.controls))}</table>'
    yield "<h2>Details</h2>"
    for control in report.controls:
        yield "".join(_control(control))
    yield f'<footer><p class="dim">{_text(report.pack.coverage)}</p><p class="dim">{_text(report.pack.statement)}</p></footer>'


def _head(report: ComplianceReport) -> Iterator[str]:
    image, title = _text(report.image.name) or report.image.kind, _text(report.pack.title)
    yield f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{image}: {title}</title>'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield f'<meta name="viewport" content="width=device-width">\n<style>{STYLE}{OWN_STYLE}</style>'
    yield f'<h1>{title}</h1><p class="sub">{image}</p>'
    word = headline(report)
    score = score_words(report.totals)
    yield (
        f'<p class="lead"><span class="verdict {_VERDICTS.get(word, "open")}">{word}</span> '
        f"<b>{_text(score[:1].upper() + score[1:])}</b></p>"
    )


def _score(totals: Totals) -> str:
    """A bar of all controls, and what its colours mean."""
    parts = (
        ("pass", "pass", totals.passed - totals.passed_in_part),
        ("part", "pass in part", totals.passed_in_part),
        ("fail", "fail", totals.failed),
        ("open", "not gathered", totals.not_gathered),
        ("hand", "by hand", totals.manual),
        ("none", "not applicable", totals.not_applicable),
    )
    shown = [part for part in parts if part[2]]
    bar = "".join(f'<i class="s-{name}" style="flex:{number}"></i>' for name, _, number in shown)
    legend = "".join(f'<li><i class="s-{name}"></i>{number} {words}' for name, words, number in shown)
    label = escape("; ".join((score_words(totals), *count_words(totals))))
    return f'<div class="track" role="img" aria-label="{label}">{bar}</div><ul class="legend">{legend}</ul>'


def _banners(report: ComplianceReport) -> Iterator[str]:
    if report.problems:
        title = f"Incomplete: {counted(len(report.problems), 'problem')} in reading the image; no pass speaks for these"
        yield f'<div class="banner loud"><b>{title}</b>{_list(map(str, report.problems[:_SHOWN]), len(report.problems))}</div>'
    if report.notes:
        yield f'<div class="banner"><b>Waivers that have expired</b>{_list(map(note_words, report.notes), len(report.notes))}</div>'


def _facts(report: ComplianceReport) -> Iterator[tuple[str, str]]:
    yield from facts(report)
    yield from ((f"setting {_text(name)}", value) for name, value in report.settings.items())


def _row(control: ControlResult) -> str:
    severity = control.severity.value
    return (
        f'<tr><td><a href="#{_anchor(control)}">{_text(control.id)}</a><td>{_state(control)}'
        f'<td><span class="{severity}">{severity}</span><td>{_text(control.title)}<td>{_text(why_words(control))}'
    )


def _control(control: ControlResult) -> Iterator[str]:
    length = " long" if control.finding_count + control.waived_count > _SHOWN else ""
    severity = control.severity.value
    yield f'<section class="control{length}" id="{_anchor(control)}"><h3>{_text(control.id)} {_text(control.title)} {_state(control)}'
    yield f'<span class="pill {severity}">{severity}</span></h3><p>{_text(control.description)}</p>'
    if control.findings:
        yield _findings(
            f"{counted(control.finding_count, 'finding')}", map(finding_words, control.findings), control.finding_count
        )
    if control.waived:
        lines = (f"{finding_words(one)}, {_waiver(one)}" for one in control.waived)
        yield _findings(f"{counted(control.waived_count, 'finding')} waived", lines, control.waived_count)
    yield f"<dl>{''.join(_details(control))}</dl></section>"


def _findings(title: str, lines: Iterable[str], count: int) -> str:
    told = list(lines)
    first, rest = told[:_SHOWN], told[_SHOWN:]
    folded = (
        f"<details><summary>{len(rest):,} more</summary>{_list(rest, count - len(first))}</details>" if rest else ""
    )
    return f"<b>{title}</b>{_list(first, len(first))}{folded}"


def _details(control: ControlResult) -> Iterator[str]:
    told = (
        ("not looked at", control.missing),
        ("why", (control.reason,)),
        ("rests on", control.evidence),
        ("rules", (", ".join(control.rules),)),
        ("checked", (CHECK_WORDS[control.check],)),
        ("beyond an image", (control.beyond,)),
        ("evidence needed", (control.evidence_needed,)),
        ("what to do", (control.remedy if control.state in (ControlState.FAIL, ControlState.NOT_GATHERED) else "",)),
    )
    for name, values in told:
        kept = [value for value in values if value]
        if kept:
            yield f"<dt>{name}<dd>{_text(kept[0]) if len(kept) == 1 else _list(kept, len(kept))}"


def _waiver(finding: Finding) -> str:
    return waiver_words(finding.allowance) if finding.allowance is not None else ""


def _state(control: ControlResult) -> str:
    return f'<span class="state {_CLASSES[control.state]}">{state_words(control)}</span>'


def _anchor(control: ControlResult) -> str:
    return "control-" + "".join(char if char.isalnum() and char.isascii() else "-" for char in control.id)


def _list(lines: Iterable[str], count: int) -> str:
    shown = [f"<li>{_text(line)}" for line in lines]
    more = f"<li>and {count - len(shown):,} more: the format json counts them" if count > len(shown) else ""
    return f"<ul>{''.join(shown)}{more}</ul>"


def _text(text: str) -> str:
    return escape(clean(text))


FORMAT = ComplianceFormat(
    name="html",
    media_type="text/html; charset=utf-8",
    render=render,
    extension=".html",
    summary="one page that needs nothing else, to read, print and hand to an auditor",
)
