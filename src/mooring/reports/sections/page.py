"""Sections as HTML. All text is escaped; long tables come in pieces and are folded."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from mooring.reports.sections.section import Kind, Section, SectionColumn, State
from mooring.reports.text.summary import counted

_OPEN_ROWS = 25
_ROWS_A_PIECE = 200
_CLASSES = {Kind.NUMBER: "n", Kind.PLACE: "p", Kind.FIX: "fix"}
_SEVERITIES = frozenset({"critical", "high", "medium", "low", "negligible", "unknown"})


def section_pieces(sections: Iterable[Section]) -> Iterator[str]:
    """A heading and a table for each; those without rows are items of one list."""
    lines: list[str] = []
    for section in sections:
        if section.state is State.FOUND or section.gaps:
            yield from _section(section)
        else:
            lines.append(f"<li>{_line(section)}")
    if lines:
        yield f"<h2>Also looked at</h2><ul>{''.join(lines)}</ul>"


def table_pieces(columns: Sequence[SectionColumn], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The table without its empty columns."""
    kept = [at for at in range(len(columns)) if any(row[at] for row in rows)]
    heads = "".join(f"<th{_class(columns[at], (Kind.NUMBER,))}>{escape(columns[at].title)}" for at in kept)
    yield f'<table class="stack"><tr>{heads}'
    for start in range(0, len(rows), _ROWS_A_PIECE):
        yield "\n".join(
            "<tr>" + "".join(_cell(columns[at], row[at]) for at in kept) for row in rows[start : start + _ROWS_A_PIECE]
        )
    yield "</table>"


def banner(title: str, lines: Iterable[str], *, is_loud: bool) -> str:
    """A box that nobody overlooks."""
    told = "".join(f"<li>{escape(line)}" for line in lines)
    return f'<div class="banner{" loud" if is_loud else ""}"><b>{escape(title)}</b><ul>{told}</ul></div>'


def _section(section: Section) -> Iterator[str]:
    yield f"<h2>{escape(section.title)} <small>{escape(section.summary)}</small></h2>"
    if section.detail:
        yield f'<p class="dim">{escape(section.detail)}</p>'
    if section.gaps:
        title = "Not known: that nothing was found means nothing" if section.state is State.UNKNOWN else "Not complete"
        yield banner(title, section.gaps, is_loud=True)
    if section.state is State.FOUND:
        yield from table_pieces(section.columns, section.rows[:_OPEN_ROWS])
        yield from _folded(f"{len(section.rows) - _OPEN_ROWS:,} more", section.columns, section.rows[_OPEN_ROWS:])
    title = f"accepted: {counted(len(section.accepted), 'finding')}, kept and not counted"
    yield from _folded(title, section.columns, section.accepted)


def _folded(title: str, columns: Sequence[SectionColumn], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if rows:
        yield f"<details><summary>{title}</summary>"
        yield from table_pieces(columns, rows)
        yield "</details>"


def _line(section: Section) -> str:
    tone = ' class="good"' if section.state is State.CLEAN else ""
    detail = f' <span class="dim">{escape(section.detail)}</span>' if section.detail else ""
    return f"{escape(section.title)}: <b{tone}>{escape(section.summary)}</b>{detail}"


def _cell(column: SectionColumn, value: str) -> str:
    shown = escape(value)
    if column.kind is Kind.SEVERITY:
        return f'<td><span class="pill {value}">{shown}</span>' if value in _SEVERITIES else f"<td>{shown}"
    if column.kind is Kind.NAME:
        return f"<td><b>{shown}</b>"
    if column.kind is Kind.ID:
        return f"<td><code>{shown}</code>"
    return f"<td{_class(column)}>{shown}"


def _class(column: SectionColumn, kinds: Sequence[Kind] = (Kind.NUMBER, Kind.PLACE, Kind.FIX)) -> str:
    return f' class="{_CLASSES[column.kind]}"' if column.kind in kinds else ""
