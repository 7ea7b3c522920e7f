"""Aligned columns that fit the width of a terminal."""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from mooring.reports.text.style import DIM, columns_of, cut, styled

GAP = 2
LONG = 40


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """How one column looks."""

    title: str
    style: str = ""
    is_number: bool = False
    """Aligned to the right."""
    least: int = 0
    """Narrowest width that it may be cut to; 0 where it is never cut."""
    cut: Callable[[str, int], str] = cut


def aligned(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], *, width: int, use_color: bool, indent: int = 2
) -> Iterator[str]:
    """A line of titles, then a line for each row; empty columns are left out.

    With width 0 nothing is cut; a text that is much longer than nearly all others in its column then sticks out.
    """
    kept = [index for index in range(len(columns)) if any(row[index] for row in rows)]
    columns = [columns[index] for index in kept]
    rows = [[row[index] for index in kept] for row in rows]
    if not rows:
        return
    widths = [_natural(column, [columns_of(row[at]) for row in rows]) for at, column in enumerate(columns)]
    if width > 0:
        _narrow(columns, widths, width - indent)
    titles = [_cell(column, column.title, size, is_last=False) for column, size in zip(columns, widths, strict=True)]
    yield " " * indent + styled((" " * GAP).join(titles).rstrip(), DIM, use_color=use_color)
    last = len(columns) - 1
    for row in rows:
        cells = []
        for at, (column, text, size) in enumerate(zip(columns, row, widths, strict=True)):
            fitting = text if width <= 0 else column.cut(text, size)
            cell = _cell(column, fitting, size, is_last=at == last)
            cells.append(styled(cell, column.style, use_color=use_color))
        yield (" " * indent + (" " * GAP).join(cells)).rstrip()


def _cell(column: Column, text: str, size: int, *, is_last: bool) -> str:
    padding = " " * (size - columns_of(text))
    if column.is_number:
        return padding + text
    return text if is_last else text + padding


def _natural(column: Column, sizes: Sequence[int]) -> int:
    """The width that a column asks for: of its longest text, unless that is long and an exception."""
    longest = max(sizes)
    if column.least and longest > LONG:
        longest = max(sorted(sizes)[len(sizes) * 95 // 100], LONG)
    return max(longest, len(column.title))


def _narrow(columns: Sequence[Column], widths: list[int], width: int) -> None:
    """Take columns from the widest that may be cut, until the line fits or none can give more."""
    excess = sum(widths) + GAP * (len(widths) - 1) - width
    while excess > 0:
        spare = [(widths[at], at) for at, column in enumerate(columns) if column.least and widths[at] > column.least]
        if not spare:
            return
        widest, at = max(spare)
        second = max((size for size, other in spare if other != at), default=0)
        step = max(1, min(excess, widest - max(second, columns[at].least)))
        widths[at] -= step
        excess -= step
