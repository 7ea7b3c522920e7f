"""Findings of a trigger as a table: vulnerabilities in columns of their own, all else by message."""

from collections.abc import Sequence

from mooring.reports.findings.counts import marks_of
from mooring.reports.findings.words import fix_label
from mooring.reports.judged.subjects import Told, TriggerGroup
from mooring.reports.judged.words import allowance_words
from mooring.reports.sections.section import Kind, SectionColumn
from mooring.reports.text.style import clean

Table = tuple[tuple[SectionColumn, ...], list[tuple[str, ...]], tuple[str, ...]]
"""Columns, rows, and titles of the columns that narrow terminals do without."""
_FLAW_COLUMNS = (
    SectionColumn(title="severity", kind=Kind.SEVERITY),
    SectionColumn(title="trigger id", kind=Kind.ID),
    SectionColumn(title="installed"),
    SectionColumn(title="fixed in", kind=Kind.FIX),
    SectionColumn(title="note", kind=Kind.MARK),
    SectionColumn(title="path", kind=Kind.PLACE),
    SectionColumn(title="accepted by"),
)
_COLUMNS = (
    SectionColumn(title="about", kind=Kind.NAME),
    SectionColumn(title="message"),
    SectionColumn(title="trigger id", kind=Kind.ID),
    SectionColumn(title="accepted by"),
)

SUMMARY_COLUMNS = (
    SectionColumn(title="outcome", kind=Kind.OUTCOME),
    SectionColumn(title="trigger", kind=Kind.NAME),
    SectionColumn(title="findings", kind=Kind.NUMBER),
    SectionColumn(title="worst"),
)
RULE_COLUMNS = (
    SectionColumn(title="severity", kind=Kind.SEVERITY),
    SectionColumn(title="about", kind=Kind.NAME),
    SectionColumn(title="message"),
    SectionColumn(title="fixed in", kind=Kind.FIX),
    SectionColumn(title="trigger id", kind=Kind.ID),
    SectionColumn(title="rule"),
    SectionColumn(title="accepted by"),
)


def summary_rows(groups: Sequence[TriggerGroup]) -> list[tuple[str, ...]]:
    """A row for each trigger, with the worst of its findings in short."""
    rows: list[tuple[str, ...]] = []
    for group in groups:
        first = group.told[0]
        worst = first.finding.trigger_id if first.match is not None else first.finding.message
        rows.append((group.section, group.name, f"{len(group.told):,}", clean(worst)))
    return rows


def rule_rows(told: Sequence[Told]) -> list[tuple[str, ...]]:
    """A row for each finding with its message to the letter, for formats that have the room."""
    return [
        (
            str(one.match.severity) if one.match is not None else "",
            one.about,
            clean(one.finding.message),
            fix_label(one.match.fix) if one.match is not None else "",
            clean(one.finding.trigger_id),
            clean(one.finding.rule_id),
            accepted_by(one),
        )
        for one in told
    ]


def group_table(told: Sequence[Told]) -> Table:
    """The table; a vulnerability that the report knows is told by trigger id, versions and place instead of the message."""
    if all(one.match is not None and one.package is not None for one in told):
        return _FLAW_COLUMNS, [_flaw_row(one) for one in told], ("path", "installed")
    return _COLUMNS, [_row(one) for one in told], ("trigger id",)


def accepted_by(told: Told) -> str:
    """Which allowlist accepts it; empty where none does."""
    return allowance_words(told.finding.allowance) if told.finding.allowance is not None else ""


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
        accepted_by(told),
    )


def _row(told: Told) -> tuple[str, ...]:
    return (told.about, clean(told.finding.message), clean(told.finding.trigger_id), accepted_by(told))
