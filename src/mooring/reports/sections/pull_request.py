"""Sections as Markdown: a heading that says how many and how bad, the worst rows open, the others folded away."""

from collections.abc import Iterable, Iterator, Sequence

from mooring.reports.findings.pull_request import alert
from mooring.reports.sections.section import Kind, Section, SectionColumn, State
from mooring.reports.text.markup import in_markdown
from mooring.reports.text.style import cut
from mooring.reports.text.summary import counted

OPEN = 10
FOLDED = 100
"""Rows that are listed at all; the rest is counted."""
CELL_CHARACTERS = 300


def section_blocks(sections: Iterable[Section]) -> Iterator[Sequence[str]]:
    """A block of lines for each; those without rows are items of one list."""
    lines: list[str] = []
    for section in sections:
        if section.state is State.FOUND or section.gaps:
            yield list(_section(section))
        else:
            lines.append(f"- {in_markdown(f'{section.title}: {section.summary}')}{_detail(section)}")
    if lines:
        yield ["## Also looked at", "", *lines, ""]


def table(columns: Sequence[SectionColumn], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table without its empty columns; cells are cut to some hundred characters."""
    kept = [at for at in range(len(columns)) if any(row[at] for row in rows)]
    heads = "|".join("--:" if columns[at].kind is Kind.NUMBER else "---" for at in kept)
    return [
        f"| {' | '.join(columns[at].title for at in kept)} |",
        f"|{heads}|",
        *(f"| {' | '.join(in_markdown(cut(row[at], CELL_CHARACTERS)) for at in kept)} |" for row in rows),
    ]


def folded(title: str, lines: Sequence[str]) -> list[str]:
    """Lines that a reader opens."""
    return [f"<details><summary>{title}</summary>", "", *lines, "", "</details>", ""]


def _section(section: Section) -> Iterator[str]:
    yield from (f"## {in_markdown(f'{section.title}: {section.summary}')}", "")
    if section.detail:
        yield from (_detail(section).removeprefix(" "), "")
    if section.gaps:
        title = "Not known" if section.state is State.UNKNOWN else "Not complete"
        yield from alert("CAUTION", title, section.gaps[:FOLDED])
    if section.state is State.FOUND:
        yield from (*table(section.columns, section.rows[:OPEN]), "")
        rest = section.rows[OPEN:]
        if rest:
            left = [f"and {len(rest) - FOLDED:,} more"] if len(rest) > FOLDED else []
            yield from folded(f"{len(rest):,} more", [*table(section.columns, rest[:FOLDED]), "", *left])
    if section.accepted:
        rows = table(section.columns, section.accepted[:FOLDED])
        yield from folded(f"Accepted: {counted(len(section.accepted), 'finding')}", rows)


def _detail(section: Section) -> str:
    return f" <sub>{in_markdown(cut(section.detail, CELL_CHARACTERS))}</sub>" if section.detail else ""
