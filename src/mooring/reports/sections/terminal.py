"""Sections on a terminal: a line that says how many and how bad, the worst below it, what is not known loudly."""

from collections.abc import Iterable, Iterator, Sequence

from mooring.reports.findings.terminal import GREEN, LOUD, fix_style, severity_style, wrapped
from mooring.reports.format import RenderOptions
from mooring.reports.sections.section import Kind, Section, SectionColumn, State
from mooring.reports.text.columns import Column, aligned_without
from mooring.reports.text.style import BOLD, CYAN, DIM, RED, YELLOW, columns_of, cut, cut_middle, cut_path, styled

SHOWN = 10
"""Rows of a section; the rest is counted."""
_OUTCOME_STYLES = {"stop": RED, "warn": YELLOW, "failed": LOUD, "not-gathered": LOUD}
_TITLE_STYLES = {State.FOUND: "1;31", State.UNKNOWN: LOUD, State.CLEAN: GREEN, State.TOLD: ""}


def section_blocks(sections: Iterable[Section], options: RenderOptions) -> Iterator[Sequence[str]]:
    """A block of lines for each; those of one line stand together."""
    was_line = False
    for section in sections:
        lines = list(_lines(section, options))
        is_line = len(lines) == 1
        yield lines if was_line and is_line else ["", *lines]
        was_line = is_line


def table_lines(
    columns: Sequence[SectionColumn],
    rows: Sequence[Sequence[str]],
    left_out: Sequence[str],
    options: RenderOptions,
    *,
    indent: int = 2,
) -> Iterator[str]:
    """The table, fitting the terminal."""
    looks = [_column(column) for column in columns]
    return aligned_without(left_out, looks, rows, width=options.width, use_color=options.use_color, indent=indent)


def _lines(section: Section, options: RenderOptions) -> Iterator[str]:
    title = f"{section.title}: {section.summary}"
    detail = f" · {section.detail}" if section.detail else ""
    room = max(options.width - columns_of(title), 0)
    told = cut(detail, room) if options.width else detail
    yield _in(_TITLE_STYLES[section.state], title, options) + _in(DIM, told, options)
    for gap in section.gaps[:SHOWN]:
        reason = gap if section.state is State.UNKNOWN else f"not complete: {gap}"
        for line in wrapped(reason, options.width - 2 if options.width else 0):
            yield f"  {_in(YELLOW, line, options)}"
    if len(section.gaps) > SHOWN:
        yield f"  and {len(section.gaps) - SHOWN:,} more: -o json has all"
    if section.state is State.FOUND:
        yield from table_lines(section.columns, section.rows[:SHOWN], section.left_out, options)
        if len(section.rows) > SHOWN:
            yield _in(DIM, f"  and {len(section.rows) - SHOWN:,} more: -o json has all", options)
    if section.accepted and options.with_suppressed:
        yield "  Accepted"
        yield from table_lines(section.columns, section.accepted, ("rule",), options, indent=4)


def _column(column: SectionColumn) -> Column:
    title = column.title
    match column.kind:
        case Kind.SEVERITY:
            return Column(title=title, style_of=severity_style)
        case Kind.NAME:
            return Column(title=title, least=14, style=BOLD, cut=cut_middle)
        case Kind.ID:
            return Column(title=title, least=24, style=CYAN, cut=cut_middle)
        case Kind.PLACE:
            return Column(title=title, least=12, style=DIM, cut=cut_path)
        case Kind.MARK:
            return Column(title=title, least=9, style=YELLOW)
        case Kind.OUTCOME:
            return Column(title=title, style_of=lambda text: _OUTCOME_STYLES.get(text, DIM))
        case Kind.FIX:
            return Column(title=title, least=10, style_of=fix_style)
        case Kind.NUMBER:
            return Column(title=title, is_number=True, style=CYAN)
        case Kind.WHOLE:
            return Column(title=title)
        case Kind.TEXT:
            return Column(title=title, least=16)


def _in(style: str, text: str, options: RenderOptions) -> str:
    return styled(text, style, use_color=options.use_color)
