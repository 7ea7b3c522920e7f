"""A verdict as HTML: a banner in its colour, what it rests on, a folded table for each trigger. All text is escaped."""

from collections.abc import Iterator, Sequence
from html import escape

from mooring.model.policy import Action
from mooring.model.report import ScanReport
from mooring.model.verdict import Verdict
from mooring.reports.judged.subjects import Told, TriggerGroup, told_findings, trigger_groups
from mooring.reports.judged.tables import accepted_by
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
from mooring.reports.sections.page import banner
from mooring.reports.text.style import clean
from mooring.reports.text.summary import counted

STYLE = """
.verdict{border:1px solid var(--line);border-left:.4rem solid var(--tone);border-radius:.3rem;background:var(--soft);padding:.8rem 1rem;
margin:1rem 0}.verdict .word{display:inline-block;background:var(--tone);color:var(--bg);font-weight:700;border-radius:.3rem;
padding:.1rem .7rem;margin-right:.6rem;letter-spacing:.03em}.verdict p{margin:.5rem 0 0}
.verdict.stop{--tone:var(--critical)}.verdict.warn{--tone:var(--medium)}.verdict.go{--tone:var(--good)}
.basis{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.1rem 1rem;margin:.8rem 0 0}
.basis dt{color:var(--dim)}.basis dd{margin:0;overflow-wrap:anywhere}
.trigger{border-bottom:1px solid var(--line)}.trigger>summary{padding:.5rem .3rem}.trigger>summary:hover{background:var(--soft)}
.trigger table{margin:.2rem 0 1rem}
.trigger tr:last-child td{border-bottom:0}.trigger td:last-child{width:24%}.said{display:block;color:var(--dim);font-size:.9em}
.said.do{color:var(--good)}
"""
_OPEN_SECTIONS = ("failed", "not-gathered", "stop")
_OPEN_FINDINGS = 50
_ROWS_A_PIECE = 200


def verdict_banner(report: ScanReport, verdict: Verdict) -> Iterator[str]:
    """The word, the reason, the counts, what it rests on, and what is wrong with the bundle."""
    tone = Action.WARN.value if is_doubtful(verdict) else verdict.action.value
    yield f'<div class="verdict {tone}"><span class="word">{HEADLINES[verdict.action]}</span>'
    yield f"<b>{escape(first_upper(reason_words(verdict)))}</b>"
    sizes = size_words(verdict)
    yield f"<p>{escape(' · '.join(sizes))}</p>" if sizes else ""
    facts = "".join(f"<dt>{name}<dd>{escape(value)}" for name, value in verdict_facts(report, verdict))
    yield f'<dl class="basis">{facts}</dl></div>'
    for title, is_error in (("Mistakes in the bundle: it cannot pass an image", True), ("Notes on the bundle", False)):
        problems = [problem_words(problem) for problem in verdict.problems if problem.is_error is is_error]
        if problems:
            yield banner(title, problems, is_loud=is_error)


def verdict_findings(report: ScanReport, verdict: Verdict) -> Iterator[str]:
    """The findings by trigger: what could not be judged, then what decides, and last what is accepted."""
    section = ""
    groups = trigger_groups(told_findings(report, verdict))
    for group in groups:
        if group.section != section:
            section = group.section
            number = sum(len(other.told) for other in groups if other.section == section)
            yield f"<h2>{SECTION_TITLES[section]} <small>{counted(number, 'finding')}</small></h2>"
        yield from _group(group)


def _group(group: TriggerGroup) -> Iterator[str]:
    is_open = group.section in _OPEN_SECTIONS and len(group.told) <= _OPEN_FINDINGS
    rules = dict.fromkeys(clean(one.finding.rule_id) for one in group.told if one.finding.rule_id)
    by = f" · rule {', '.join(list(rules)[:5])}" if rules else ""
    size = counted(len(group.told), "finding")
    yield f'<details class="trigger"{" open" if is_open else ""}><summary><b>{escape(group.name)}</b> '
    yield f'<span class="dim">{size}{escape(by)}</span></summary>'
    severity = "<th>severity" if _has_severity(group.told) else ""
    about = "<th>about" if any(one.about for one in group.told) else ""
    yield f'<table class="stack"><tr>{severity}{about}<th>message<th>trigger id'
    for start in range(0, len(group.told), _ROWS_A_PIECE):
        some = group.told[start : start + _ROWS_A_PIECE]
        yield "\n".join(_row(one, with_severity=bool(severity), with_about=bool(about)) for one in some)
    yield "</table></details>"


def _has_severity(told: Sequence[Told]) -> bool:
    return any(one.match is not None for one in told)


def _row(told: Told, *, with_severity: bool, with_about: bool) -> str:
    finding = told.finding
    cells = []
    if with_severity:
        severity = told.match.severity.value if told.match is not None else ""
        cells.append(f'<span class="pill {severity}">{severity}</span>' if severity else "")
    if with_about:
        is_known = told.package is not None and told.package.is_os_package
        path = "" if is_known or told.path == told.about else told.path
        cells.append(f"<b>{escape(told.about)}</b>{_said(path)}")
    allowed = accepted_by(told)
    advice = _said(f"→ {clean(finding.recommendation)}" if finding.recommendation else "", "said do")
    cells.append(f"{escape(clean(finding.message))}{advice}{_said(f'accepted by {allowed}' if allowed else '')}")
    cells.append(f"<code>{escape(clean(finding.trigger_id))}</code>")
    return "<tr>" + "".join(f"<td>{cell}" for cell in cells)


def _said(text: str, name: str = "said") -> str:
    return f'<span class="{name}">{escape(text)}</span>' if text else ""
